"""The model of likeness learned anew from the newest published night.

A model that would change more ids than the identity gate lets through is not kept: no
night with it could be published.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import polars as pl

from flows.errors import HomeError
from flows.history import read_state
from flows.identity.changes import CHANGES
from flows.identity.evidence import evidence_of, forms_of
from flows.identity.guards import barred_values, without_barred
from flows.identity.memory import Memory
from flows.identity.model import Model
from flows.identity.normalise import CONTACT_POINTS
from flows.identity.resolve import resolve
from flows.identity.settings import IdentitySettings
from flows.identity.stable_ids import KNOWN
from flows.identity.state import persons_in, settings_in
from flows.identity.training import FEWEST_PAIRS, FEWEST_RECORDS, is_enough, train
from flows.night import Night
from flows.trainings import night_to_learn_from

__all__ = ["Lesson", "learn_anew"]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned, and what it would change.

    Attributes:
        model: the model.
        night: the night whose records it was learned from.
        customers: how many ids that night knows.
        changed: how many of them would be merged or split.
        is_let_through: whether the identity gate would let so many through.
    """

    model: Model
    night: str
    customers: int
    changed: int
    is_let_through: bool


def learn_anew(home: Path) -> Lesson:
    """Train a model and see what the next night would change with it.

    Raises:
        HomeError: no night is published that can be learned from, or its records are
            too few.
    """
    night, name = _next_night(home)
    folder = home / "nights" / name
    persons = persons_in(folder / "warehouse.duckdb")
    settings = settings_in(folder / "warehouse.duckdb")
    evidence = evidence_of(
        persons,
        read_state(night, "contact_points", CONTACT_POINTS),
        forms_of(persons),
    )
    barred = barred_values(evidence, settings.blocked, settings.limits)
    believed = without_barred(evidence, barred)
    if not is_enough(believed):
        message = (
            f"The night {name} has too few records to learn from ({believed.height:,}; "
            f"it takes {FEWEST_RECORDS:,}, and {FEWEST_PAIRS} pairs that plainly are "
            "one person): the model that is shipped stays in use"
        )
        raise HomeError(message)
    model = train(believed, night.as_of - timedelta(days=1))
    changed, known = _changes(evidence, persons, settings, night, model)
    share = float(settings.shares["changed_ids_share"])
    few = settings.limits["most_changed_ids_let_through"]
    return Lesson(model, name, known, changed, changed <= max(few, share * known))


def _next_night(home: Path) -> tuple[Night, str]:
    """The night that would follow the newest published one, and that one's name."""
    newest = night_to_learn_from(home)
    return Night(home, newest.as_of + timedelta(days=1), 0), newest.name


def _changes(
    evidence: pl.DataFrame,
    persons: pl.DataFrame,
    settings: IdentitySettings,
    night: Night,
    model: Model,
) -> tuple[int, int]:
    """How many known ids the next night would merge or split, and of how many."""
    known = read_state(night, "records", KNOWN)
    found = resolve(
        evidence,
        persons.select("record_id", "first_seen_date"),
        settings,
        known,
        read_state(night, "changes", CHANGES),
        Memory.nothing(model),
        night.as_of,
    )
    tonight = found.changes.filter(
        (pl.col("as_of") == night.as_of) & pl.col("kind").is_in(["merge", "split"])
    )
    return tonight["old_customer_id"].n_unique(), known["customer_id"].n_unique()
