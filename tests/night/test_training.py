"""The weekly training, on a town with its night published."""

from datetime import date
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from flows.cli import main
from flows.errors import HomeError
from flows.identity.flow import train_likeness
from flows.identity.retraining import learn_anew
from flows.identity.state import read_memory
from flows.night import Night

pytestmark = pytest.mark.slow

TOMORROW = date(2025, 7, 1)


def change_settings(home: Path, sql: str) -> None:
    with duckdb.connect(str(home / "current" / "warehouse.duckdb")) as connection:
        connection.execute(sql)


def test_the_next_night_takes_what_was_learned(copy: Path) -> None:
    change_settings(copy, "delete from settings.blocked_values")
    done = train_likeness.fn(str(copy))
    assert done["is_kept"]
    assert done["night"] == "2025-06-30"
    assert done["records"] > 1_000
    assert done["changed"] <= 0.02 * done["customers"]
    model = read_memory(Night(copy, TOMORROW, 1)).model
    assert model is not None
    assert model.record_count == done["records"]


def test_the_command_says_what_was_learned(copy: Path) -> None:
    done = CliRunner().invoke(main, ["train", "--home", str(copy)])
    assert done.exit_code == 0, done.output
    assert "Learned what to expect from the night 2025-06-30." in done.output
    assert "\n  value       " in done.output
    assert "\n  forecast    " in done.output
    assert "Learned who is who from" in done.output
    assert "The next night takes it, and merges or splits" in done.output


def test_what_would_change_too_many_ids_is_not_kept(copy: Path) -> None:
    change_settings(copy, "update settings.identity_rules set is_active = false")
    change_settings(
        copy,
        "update settings.identity_limits set value = 1 where name = 'least_likeness'",
    )
    done = train_likeness.fn(str(copy))
    assert not done["is_kept"]
    assert done["changed"] > 0.02 * done["customers"]
    assert not (copy / "lake" / "models" / "trained").exists()


def test_nothing_to_learn_from_is_one_sentence(copy: Path, tmp_path: Path) -> None:
    with pytest.raises(HomeError, match="no published night to learn from"):
        learn_anew(tmp_path / "elsewhere")
    change_settings(
        copy,
        "delete from identity.int_person_records where record_id like 'webshop:order%'",
    )
    change_settings(
        copy,
        "delete from identity.int_person_records where record_id like 'webshop%'",
    )
    with pytest.raises(HomeError, match="too few records to learn from"):
        learn_anew(copy)
