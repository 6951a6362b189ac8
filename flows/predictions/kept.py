"""Models as nights keep them: learned once a week, used every night, each versioned."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from flows.predictions.judging import Metric

__all__ = [
    "DAYS_KEPT",
    "MODELS",
    "Kept",
    "is_fresh",
    "kept_frame",
    "kept_from",
    "short",
]

MODELS = pl.Schema(
    {
        "model": pl.String,
        "trained_on": pl.Date,
        "reason": pl.String,
        "parameters": pl.String,
        "data": pl.String,
        "metrics": pl.String,
    }
)
DAYS_KEPT = 7
DIGITS = 6  # of what is learned: machines add in no fixed order


@dataclass(frozen=True, slots=True)
class Kept:
    """One learned model.

    Attributes:
        model: which one.
        trained_on: the night that learned it.
        reason: why nothing is predicted by it; null where it is good enough.
        parameters: what was learned; empty where there is a reason.
        data: what it saw.
        metrics: how it was judged on a later period, beside its baselines.
    """

    model: str
    trained_on: date
    reason: str | None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    metrics: tuple[Metric, ...] = ()

    @property
    def is_used(self) -> bool:
        """Whether it is good enough to predict by."""
        return self.reason is None


def is_fresh(kept: Kept | None, as_of: date) -> bool:
    """Whether a model of an earlier night still serves this one."""
    return kept is not None and (as_of - kept.trained_on).days <= DAYS_KEPT


def kept_frame(models: list[Kept]) -> pl.DataFrame:
    """One row per model, as :data:`MODELS`."""
    return pl.DataFrame(
        [
            (
                kept.model,
                kept.trained_on,
                kept.reason,
                _text(kept.parameters),
                _text(kept.data),
                _text([metric.fact() for metric in kept.metrics]),
            )
            for kept in models
        ],
        schema=MODELS,
        orient="row",
    )


def kept_from(frame: pl.DataFrame) -> dict[str, Kept]:
    """The models that :func:`kept_frame` wrote, by name."""
    return {
        name: Kept(
            name,
            trained_on,
            reason,
            json.loads(parameters),
            json.loads(data),
            tuple(Metric(**fact) for fact in json.loads(metrics)),
        )
        for name, trained_on, reason, parameters, data, metrics in frame.select(
            MODELS.names()
        ).iter_rows()
    }


def short(value: float) -> float:
    """A figure to as many digits as are kept of it."""
    return float(f"{value:.{DIGITS}g}")


def _text(facts: object) -> str:
    return json.dumps(facts, sort_keys=True)
