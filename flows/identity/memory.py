"""What one night remembers for the next, so that it looks at what is new alone.

A score depends on the two records and on the model. So a night keeps the scores of the
pairs of which neither record has changed, and compares the others. Who is who in a
component depends on its records, links and settings: see :mod:`flows.identity.touched`.
"""

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from flows.identity.agglomerate import REFUSED
from flows.identity.blocks import candidate_pairs
from flows.identity.likeness import SCORED, score_pairs
from flows.identity.links import CROWDED, LINKS
from flows.identity.model import Model, shipped_model
from flows.identity.news import SEEN, News, news_of
from flows.identity.training import is_enough, train

__all__ = ["SETTLED", "Memory", "Standing", "remembered"]

SETTLED = pl.Schema({"settled": pl.String})


@dataclass(frozen=True, slots=True)
class Standing:
    """How the records of a night hang together.

    Attributes:
        settled: what the settings were, as a number; empty: this is not known.
        links: the links that hold the customers together.
        refused: links between records that stay apart, with the reason.
        crowded: who has a value that too many names share for a rule to count.
    """

    settled: str = ""
    links: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=LINKS))
    refused: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REFUSED))
    crowded: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CROWDED))


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered.

    Attributes:
        model: the model of likeness; null on the first night.
        scored: the pairs that are likely enough, as
            :data:`~flows.identity.likeness.SCORED`.
        seen: the records, as :data:`~flows.identity.news.SEEN`.
        standing: how they hang together.
    """

    model: Model | None
    scored: pl.DataFrame
    seen: pl.DataFrame
    standing: Standing

    @classmethod
    def nothing(cls, model: Model | None = None) -> "Memory":
        """What the first night remembers, or the first one with another model."""
        return cls(
            model, pl.DataFrame(schema=SCORED), pl.DataFrame(schema=SEEN), Standing()
        )


def remembered(
    evidence: pl.DataFrame, before: Memory, as_of: date, news: News | None = None
) -> Memory:
    """Tonight's scores, of which those of unchanged pairs are taken over.

    Args:
        evidence: tonight's records, as
            :func:`~flows.identity.evidence.evidence_of`, without barred values.
        before: what the night before remembered.
        as_of: the night's date. A model is trained on the first night with records
            enough, and by the weekly flow from then on; never here again.
        news: what is new since that night; by default it is looked for.

    Returns:
        The scores; how records hang together is not known yet.
    """
    model = _model(evidence, before.model, as_of)
    news = news or news_of(evidence, before.seen)
    if before.model is None or model is not before.model:
        pairs = candidate_pairs(evidence, model.common)
        fresh = score_pairs(evidence, pairs, model)
        return Memory(model, fresh, news.seen, Standing())
    fresh = score_pairs(
        evidence, candidate_pairs(evidence, model.common, news.changed), model
    )
    other = news.other_ids.implode()
    kept = before.scored.filter(
        ~pl.col("left").is_in(other) & ~pl.col("right").is_in(other)
    )
    scored = pl.concat([kept, fresh]).sort("left", "right")
    return Memory(model, scored, news.seen, before.standing)


def _model(evidence: pl.DataFrame, before: Model | None, as_of: date) -> Model:
    if before is not None and before.trained_on is not None:
        return before
    if is_enough(evidence):
        return train(evidence, as_of)
    return before or shipped_model()
