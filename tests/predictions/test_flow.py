"""Which models a night uses: those of the night before, or newer ones of a training."""

from datetime import date
from pathlib import Path

import pytest

from flows.errors import HomeError
from flows.night import Night, begin_night
from flows.predictions.flow import LEARNERS, read_models, train_predictions
from flows.predictions.kept import Kept, kept_frame
from flows.publication import publish_night

LEARNED, TOMORROW, LATER = (date(2025, *day) for day in ((6, 29), (6, 30), (7, 3)))


def publish_with(home: Path, day: date, trained_on: date) -> None:
    """A night that used a value model learned on a day."""
    night = begin_night(home, day)
    kept = kept_frame([Kept("value", trained_on, None, {}, {}, ())])
    path = night.lake / "models" / f"{night.label}.prediction_models.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    kept.write_parquet(path)
    state = {"prediction_models": path.relative_to(home).as_posix()}
    publish_night(night, {"attempt": 1, "state": state})


def days_of(home: Path, day: date) -> dict[str, date]:
    models = read_models(Night(home, day, 1))
    return {name: kept.trained_on for name, kept in models.items()}


def test_the_next_night_takes_what_the_training_learned(home: Path) -> None:
    done = train_predictions.fn(str(home))
    assert done["night"] == "2025-06-29"
    assert done["models"].keys() == LEARNERS.keys()
    assert done["models"]["value"] is None
    assert days_of(home, TOMORROW) == dict.fromkeys(LEARNERS, LEARNED)
    trained = home / "lake" / "models" / "trained"
    card = (trained / "2025-06-29.1.value.md").read_text(encoding="utf-8")
    assert card.startswith("# What buyers will buy and spend")


def test_a_night_run_again_takes_nothing_learned_from_itself(home: Path) -> None:
    train_predictions.fn(str(home))
    assert days_of(home, LEARNED) == {}


def test_of_the_night_before_and_the_training_the_newer_counts(home: Path) -> None:
    train_predictions.fn(str(home))
    publish_with(home, TOMORROW, date(2025, 6, 24))
    assert days_of(home, LATER)["value"] == LEARNED
    publish_with(home, date(2025, 7, 1), date(2025, 7, 1))
    days = days_of(home, LATER)
    assert days.pop("value") == date(2025, 7, 1)
    assert set(days.values()) == {LEARNED}


def test_without_a_night_there_is_nothing_to_learn_from(tmp_path: Path) -> None:
    with pytest.raises(HomeError, match="no published night to learn from"):
        train_predictions.fn(str(tmp_path))
