"""What one night remembers of likeness for the next, so that it compares what is new.

A score depends on the two records and on the model. So a night keeps the scores of the
pairs of which neither record has changed, and compares the others.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from flows.identity.blocks import candidate_pairs
from flows.identity.likeness import SCORED, score_pairs
from flows.identity.model import Model, shipped_model
from flows.identity.training import is_enough, train

__all__ = ["FINGERPRINTS", "Memory", "remembered"]

FINGERPRINTS = pl.Schema({"record_id": pl.String, "fingerprint": pl.UInt64})


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered.

    Attributes:
        model: the model of likeness; null on the first night.
        scored: the pairs that are likely enough, as
            :data:`~flows.identity.likeness.SCORED`.
        fingerprints: what the records looked like, as :data:`FINGERPRINTS`.
    """

    model: Model | None
    scored: pl.DataFrame
    fingerprints: pl.DataFrame

    @classmethod
    def nothing(cls, model: Model | None = None) -> "Memory":
        """What the first night remembers, or the first one with another model."""
        return cls(
            model, pl.DataFrame(schema=SCORED), pl.DataFrame(schema=FINGERPRINTS)
        )


def remembered(evidence: pl.DataFrame, before: Memory, as_of: date) -> Memory:
    """Tonight's scores, of which those of unchanged pairs are taken over.

    Args:
        evidence: tonight's records, as
            :func:`~flows.identity.evidence.evidence_of`, without barred values.
        before: what the night before remembered.
        as_of: the night's date. A model is trained on the first night with records
            enough, and by the weekly flow from then on; never here again.
    """
    model = _model(evidence, before.model, as_of)
    fingerprints = _fingerprints(evidence)
    if before.model is None or model is not before.model:
        pairs = candidate_pairs(evidence, model.common)
        return Memory(model, score_pairs(evidence, pairs, model), fingerprints)
    unchanged = fingerprints.join(before.fingerprints, on=FINGERPRINTS.names())
    changed = fingerprints.join(unchanged, on="record_id", how="anti")["record_id"]
    pairs = candidate_pairs(evidence, model.common, changed)
    kept = before.scored.join(
        unchanged, left_on="left", right_on="record_id", how="semi"
    ).join(unchanged, left_on="right", right_on="record_id", how="semi")
    fresh = score_pairs(evidence, pairs, model)
    return Memory(model, pl.concat([kept, fresh]).sort("left", "right"), fingerprints)


def _model(evidence: pl.DataFrame, before: Model | None, as_of: date) -> Model:
    if before is not None and before.trained_on is not None:
        return before
    if is_enough(evidence):
        return train(evidence, as_of)
    return before or shipped_model()


def _fingerprints(evidence: pl.DataFrame) -> pl.DataFrame:
    """A number that changes when anything of a record that is compared does."""
    compared = [name for name in evidence.columns if name != "record_id"]
    return evidence.select("record_id", fingerprint=pl.struct(compared).hash())
