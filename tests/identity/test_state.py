"""Which model of likeness a night goes on with: its predecessor's or a newer one."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from flows.history import state_files
from flows.identity.agglomerate import REFUSED
from flows.identity.links import CROWDED, LINKS
from flows.identity.memory import Memory, Standing, remembered
from flows.identity.model import Model, shipped_model
from flows.identity.state import keep_memory, keep_trained, read_memory
from flows.night import Night, begin_night
from tests.identity.conftest import evidence

SATURDAY, SUNDAY, MONDAY = (date(2025, 6, day) for day in (28, 29, 30))


LINK = ("web:1", "web:2", "phone_alone", 9, Decimal("0.900000"))
STANDING = Standing(
    "settled so",
    pl.DataFrame([LINK], LINKS, orient="row"),
    pl.DataFrame([(*LINK, "too few")], REFUSED, orient="row"),
    pl.DataFrame([("email_alone", 2**63 + 1, "web:1")], CROWDED, orient="row"),
)


def trained(day: date, records: int = 1000) -> Model:
    return replace(shipped_model(), trained_on=day, record_count=records)


def publish(home: Path, day: date, model: Model) -> Memory:
    """A published night that remembers two records and this model."""
    night = begin_night(home, day)
    home_of_two = {"phone": "+8613800001234", "name": "zebulon quux"}
    records = [home_of_two | {"record_id": f"web:{number}"} for number in (1, 2)]
    memory = replace(
        remembered(evidence(*records), Memory.nothing(model), day), standing=STANDING
    )
    keep_memory(night, memory)
    folder = home / "nights" / str(day)
    folder.mkdir(parents=True)
    facts = {"attempt": night.attempt, "state": state_files(night)}
    (folder / "night.json").write_text(json.dumps(facts))
    return memory


def next_night(home: Path, day: date = MONDAY) -> Memory:
    return read_memory(Night(home, day, 1))


def trained_on(memory: Memory) -> date | None:
    assert memory.model is not None
    return memory.model.trained_on


def test_without_training_the_night_goes_on_as_the_one_before(tmp_path: Path) -> None:
    before = publish(tmp_path, SUNDAY, trained(SATURDAY))
    memory = next_night(tmp_path)
    assert trained_on(memory) == SATURDAY
    assert memory.scored.height == 1
    assert memory.scored.equals(before.scored)
    assert memory.seen.equals(before.seen)
    assert memory.standing.settled == "settled so"
    assert memory.standing.links.equals(STANDING.links)
    assert memory.standing.refused.equals(STANDING.refused)
    assert memory.standing.crowded.equals(STANDING.crowded)


def test_a_newer_model_is_taken_and_all_is_compared_with_it(tmp_path: Path) -> None:
    publish(tmp_path, SUNDAY, trained(SATURDAY))
    keep_trained(tmp_path, trained(SUNDAY))
    memory = next_night(tmp_path)
    assert trained_on(memory) == SUNDAY
    assert memory.scored.is_empty()
    assert memory.seen.is_empty()
    assert memory.standing.settled == ""


def test_once_taken_it_is_taken_over_like_any_other(tmp_path: Path) -> None:
    keep_trained(tmp_path, trained(SUNDAY))
    publish(tmp_path, SUNDAY, trained(SUNDAY))
    assert next_night(tmp_path).scored.height == 1


@pytest.mark.parametrize("day", [SATURDAY, SUNDAY])
def test_a_night_run_again_takes_no_model_of_its_own_day_or_later(
    tmp_path: Path, day: date
) -> None:
    keep_trained(tmp_path, trained(SUNDAY))
    assert next_night(tmp_path, day).model is None


def test_an_older_model_is_not_taken(tmp_path: Path) -> None:
    publish(tmp_path, SUNDAY, trained(SUNDAY))
    keep_trained(tmp_path, trained(SATURDAY))
    assert trained_on(next_night(tmp_path)) == SUNDAY


def test_of_two_trainings_on_one_day_the_last_counts(tmp_path: Path) -> None:
    publish(tmp_path, SUNDAY, trained(SUNDAY))
    first = keep_trained(tmp_path, trained(SUNDAY, 2000))
    last = keep_trained(tmp_path, trained(SUNDAY, 3000))
    assert first != last
    model = next_night(tmp_path).model
    assert model is not None
    assert model.record_count == 3000


def test_a_training_that_was_cut_off_does_not_count(tmp_path: Path) -> None:
    path = keep_trained(tmp_path, trained(SUNDAY))
    path.rename(path.with_name(path.name + ".draft"))
    assert next_night(tmp_path).model is None
