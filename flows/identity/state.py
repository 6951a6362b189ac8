"""What identity reads of a night and of earlier ones, and what it leaves."""

from pathlib import Path

import polars as pl

from flows.history import keep_state, read_state
from flows.identity.agglomerate import REFUSED
from flows.identity.blocks import COMMON
from flows.identity.likeness import SCORED
from flows.identity.links import CROWDED, LINKS
from flows.identity.memory import SETTLED, Memory, Standing
from flows.identity.model import FREQUENCIES, MODEL, Model
from flows.identity.news import SEEN
from flows.identity.settings import IdentitySettings, settings_of
from flows.night import Night
from flows.trainings import keep_training, newest_training
from flows.warehouse import query

__all__ = ["keep_memory", "keep_trained", "persons_in", "read_memory", "settings_in"]

PERSONS = "select * from identity.int_person_records"
SETTINGS = ("identity_rules", "blocked_values", "identity_rulings", "identity_limits")

TABLES = {
    "identity_common_blocks": COMMON,
    "identity_frequencies": FREQUENCIES,
    "identity_model": MODEL,
}


def persons_in(warehouse: Path) -> pl.DataFrame:
    """One row per person record, as ``identity.int_person_records``."""
    return query(warehouse, PERSONS)


def settings_in(warehouse: Path) -> IdentitySettings:
    """What the shop settled about who is who, as of this warehouse's night."""
    return settings_of(
        *(query(warehouse, f"from settings.{name}") for name in SETTINGS)
    )


def read_memory(night: Night) -> Memory:
    """What the newest earlier night remembers of likeness.

    Where a newer model was trained before this night's date it takes the old one's
    place, and nothing that was scored by the old one is remembered.
    """
    common, frequencies, model = (
        read_state(night, table, schema) for table, schema in TABLES.items()
    )
    before = Model.from_frames(model, frequencies, common) if model.height else None
    trained = _newest_trained(night)
    if trained is not None and _is_newer(trained, before):
        return Memory.nothing(trained)
    if before is None:
        return Memory.nothing()
    return Memory(
        before,
        read_state(night, "scored_pairs", SCORED),
        read_state(night, "fingerprints", SEEN),
        _standing(night),
    )


def keep_memory(night: Night, memory: Memory) -> None:
    """Write what the next night reads."""
    keep_state(night, "identity", "scored_pairs", memory.scored)
    keep_state(night, "identity", "fingerprints", memory.seen)
    standing = memory.standing
    settled = pl.DataFrame([[standing.settled]], schema=SETTLED)
    keep_state(night, "identity", "identity_settled", settled)
    keep_state(night, "identity", "links", standing.links)
    keep_state(night, "identity", "links_refused", standing.refused)
    keep_state(night, "identity", "crowded_values", standing.crowded)
    if memory.model is not None:
        for table, rows in _frames(memory.model).items():
            keep_state(night, "models", table, rows)


def keep_trained(home: Path, model: Model) -> Path:
    """Write a model that was trained between two nights, for the next to take.

    Returns the file that counts, which is written last.

    Raises:
        ValueError: it is the model that is shipped, which was trained on no night.
    """
    if model.trained_on is None:
        message = "the model that is shipped is no training"
        raise ValueError(message)
    return keep_training(home, model.trained_on, _frames(model))


def _standing(night: Night) -> Standing:
    """How the records of the newest earlier night hang together."""
    settled = read_state(night, "identity_settled", SETTLED)
    if settled.is_empty():
        return Standing()
    return Standing(
        settled.item(),
        read_state(night, "links", LINKS),
        read_state(night, "links_refused", REFUSED),
        read_state(night, "crowded_values", CROWDED),
    )


def _newest_trained(night: Night) -> Model | None:
    """The newest model that was trained on a night before this one."""
    newest = newest_training(night, "identity_model")
    if newest is None:
        return None
    common, frequencies, model = (
        pl.read_parquet(str(newest).replace("identity_model", table))
        for table in TABLES
    )
    return Model.from_frames(model, frequencies, common)


def _is_newer(trained: Model, before: Model | None) -> bool:
    """Whether the model is another one than the night before had, and no older."""
    if before is None or before.trained_on is None or trained.trained_on is None:
        return True
    if trained.trained_on > before.trained_on:
        return True
    is_of_that_day = trained.trained_on == before.trained_on
    return is_of_that_day and not trained.frame().equals(before.frame())


def _frames(model: Model) -> dict[str, pl.DataFrame]:
    return {
        "identity_common_blocks": model.common,
        "identity_frequencies": model.frequencies,
        "identity_model": model.frame(),
    }
