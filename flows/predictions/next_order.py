"""When each buyer will buy again: a day, and a range that holds for four in five.

Looked up in the shop's own past: on earlier evenings, customers were so many of their
own rhythms past their latest purchase, and so many more went by until the next one.
Who had not come back by now counts as long as they were seen (Kaplan and Meier,
Nonparametric Estimation from Incomplete Observations, JASA 53, 1958).
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from statsmodels.duration.survfunc import SurvfuncRight

from flows.predictions.judging import Metric, best_of, measured
from flows.predictions.kept import Kept, short
from flows.predictions.known import Known

__all__ = ["NEXT_ORDERS", "judge_next_order", "learn_next_order", "next_orders"]

Floats = npt.NDArray[np.float64]
MODEL, OWN_RHYTHM, NOBODY = "next order", "own rhythm", "nobody"
NEXT_ORDERS = pl.Schema(
    {
        "customer_id": pl.String,
        "next_order_date": pl.Date,
        "next_order_earliest_date": pl.Date,
        "next_order_latest_date": pl.Date,
        "next_order_reason": pl.String,
    }
)
EVENINGS, DAYS_BETWEEN = 13, 28
LEAST_KNOWN_DAYS = 42
LEAST_CASES, LEAST_RETURNS = 100, 30
DAYS_JUDGED, MOST_DAYS = 90, 365
WAITED = (0.25, 0.5, 1.0, 2.0, 4.0)  # rhythms since the latest purchase
BOUGHT_AGAIN = (0, 2)  # up to so many purchases after the first
QUANTILES = {"earliest": 0.1, "middle": 0.5, "latest": 0.9}
LEAST_SHARE, MOST_SHARE = 0.70, 0.95
TOO_YOUNG = "The shop's past is too short to know when customers come back"
NO_BETTER = (
    "Days of return were foretold no better than by rhythm or by nobody's return"
)
UNTRUE = "The ranges of return did not hold as often as they said"


def learn_next_order(known: Known, as_of: date) -> Kept:
    """Learn for a night, if the last 90 days were foretold well from those before."""
    data = known.facts()
    cells = _learned(known, as_of)
    metrics = tuple(judge_next_order(known, as_of - timedelta(days=DAYS_JUDGED), as_of))
    if not cells or not metrics:
        return Kept("next_order", as_of, TOO_YOUNG, data=data)
    share = measured([*metrics], "next order", "share within the range")[MODEL]
    if not best_of([*metrics], "next order", "mean days off", MODEL):
        return Kept("next_order", as_of, NO_BETTER, data=data, metrics=metrics)
    if not LEAST_SHARE <= share <= MOST_SHARE:
        return Kept("next_order", as_of, UNTRUE, data=data, metrics=metrics)
    return Kept("next_order", as_of, None, {"cells": cells}, data, metrics)


def next_orders(known: Known, kept: Kept, as_of: date) -> pl.DataFrame:
    """When each buyer is expected back.

    Returns:
        One row per buyer, as :data:`NEXT_ORDERS`, sorted. No day where half of such
        customers were not back within a year, and no latest day where a tenth was not;
        the reason says so.
    """
    buyers = _placed(known, as_of)
    if not kept.is_used:
        empty = [pl.lit(None, pl.Date).alias(name) for name in NEXT_ORDERS.names()[1:4]]
        reason = pl.lit(kept.reason, pl.String).alias("next_order_reason")
        return buyers.select("customer_id", *empty, reason)
    dated = _dated(buyers, kept.parameters["cells"], as_of)
    return dated.select(
        "customer_id",
        next_order_date="middle",
        next_order_earliest_date=pl.when(pl.col("middle").is_not_null()).then(
            "earliest"
        ),
        next_order_latest_date=pl.when(pl.col("middle").is_not_null()).then("latest"),
        next_order_reason=_reason(),
    ).cast(NEXT_ORDERS)


def _reason() -> pl.Expr:
    rhythm = pl.col("rhythm").round(0).cast(pl.Int64)
    bought = pl.format(
        "Last bought {} days ago, at a rhythm of {} days", "recency_days", rhythm
    )
    return (
        pl.when(~pl.col("is_known"))
        .then(pl.lit("Too few customers like this are known"))
        .when(pl.col("middle").is_null())
        .then(pl.format("{}: half of such customers were not back in a year", bought))
        .when(pl.col("latest").is_null())
        .then(pl.format("{}: a tenth of such customers was not back in a year", bought))
        .otherwise(pl.format("{}: so came such customers back", bought))
    )


def judge_next_order(known: Known, learned_to: date, judged_to: date) -> list[Metric]:
    """Learn up to one day, and judge by who came back when; empty if that can't be.

    Days are judged of every buyer, and count up to ``judged_to``: a later one, or none,
    and who was not back by then, count as that day. Ranges are judged that end by
    then: who was not back is a miss.
    """
    past = known.until(learned_to)
    if past.purchases.is_empty() or not (cells := _learned(past, learned_to)):
        return []
    dated = _dated(_placed(past, learned_to), cells, learned_to).join(
        _next_days(known, learned_to, judged_to),
        on="customer_id",
        how="left",
        maintain_order="left",
    )
    came = pl.col("next_date")
    ended = dated.filter(pl.col("latest") <= judged_to)
    if ended.height < LEAST_RETURNS:
        return []
    share = ended.select(
        came.is_between("earliest", "latest").fill_null(False).mean()
    ).item()
    ahead = (pl.col("rhythm") - pl.col("recency_days")).clip(1).round(0)
    by_rhythm = pl.lit(learned_to) + pl.duration(days=ahead)
    question = "next order"
    metrics = [Metric(question, "share within the range", MODEL, float(share), True)]
    never = pl.lit(None, pl.Date)
    guesses = {MODEL: pl.col("middle"), OWN_RHYTHM: by_rhythm, NOBODY: never}
    for by, day in guesses.items():
        off = _ahead(came, judged_to) - _ahead(day, judged_to)
        mean = float(dated.select(off.dt.total_days().abs().mean()).item())
        metrics.append(Metric(question, "mean days off", by, mean, False))
    return metrics


def _ahead(day: pl.Expr, last: date) -> pl.Expr:
    return pl.min_horizontal(day.fill_null(last), pl.lit(last))


def _placed(known: Known, evening: date) -> pl.DataFrame:
    """Each buyer's rhythm, and how they stand in it on an evening."""
    day = pl.col("purchase_date")
    repeats = pl.len().cast(pl.Int64) - 1
    read = (
        known.purchases.filter(day <= evening)
        .group_by("customer_id")
        .agg(
            repeat_count=repeats,
            span_days=(day.max() - day.min()).dt.total_days(),
            recency_days=(pl.lit(evening) - day.max()).dt.total_days(),
        )
        .sort("customer_id")
    )
    everyone = int(read["span_days"].sum()) / max(1, int(read["repeat_count"].sum()))
    rhythm = (pl.col("span_days") + everyone) / (pl.col("repeat_count") + 1)
    return read.with_columns(rhythm=rhythm.clip(1)).with_columns(cell=_cell())


def _cell() -> pl.Expr:
    """Alike customers: as far along in their rhythm, with as many purchases."""
    waited = pl.col("recency_days") / pl.col("rhythm")
    far = pl.sum_horizontal([(waited > edge).cast(pl.Int64) for edge in WAITED])
    often = pl.sum_horizontal(
        [(pl.col("repeat_count") > edge).cast(pl.Int64) for edge in BOUGHT_AGAIN]
    )
    return pl.format("{}/{}", far, often)


def _learned(known: Known, as_of: date) -> dict[str, dict[str, float | None]]:
    """Of each kind of customer, after how many rhythms how many were back."""
    cases = [
        one
        for place in range(1, EVENINGS + 1)
        if (evening := as_of - timedelta(days=DAYS_BETWEEN * place))
        - timedelta(days=LEAST_KNOWN_DAYS)
        >= known.first_day
        for one in (_cases(known, evening, as_of),)
    ]
    if not cases:
        return {}
    return {
        name: quantiles
        for (name,), rows in sorted(pl.concat(cases).group_by("cell"))
        if (quantiles := _quantiles(rows)) is not None
    }


def _cases(known: Known, evening: date, as_of: date) -> pl.DataFrame:
    came = _next_days(known, evening, as_of)
    until = pl.col("next_date").fill_null(as_of)
    return (
        _placed(known, evening)
        .join(came, on="customer_id", how="left")
        .select(
            "cell",
            waits=(until - pl.lit(evening)).dt.total_days() / pl.col("rhythm"),
            is_back=pl.col("next_date").is_not_null(),
        )
    )


def _next_days(known: Known, after: date, to: date) -> pl.DataFrame:
    day = pl.col("purchase_date")
    later = known.purchases.filter((day > after) & (day <= to))
    return later.group_by("customer_id").agg(next_date=day.min())


def _quantiles(rows: pl.DataFrame) -> dict[str, float | None] | None:
    """Null for a share that was never reached; nothing of too few."""
    if rows.height < LEAST_CASES or rows["is_back"].sum() < LEAST_RETURNS:
        return None
    survival = SurvfuncRight(
        rows["waits"].to_numpy(), rows["is_back"].cast(pl.Int64).to_numpy()
    )
    found = {name: float(survival.quantile(at)) for name, at in QUANTILES.items()}
    return {
        name: short(value) if np.isfinite(value) else None
        for name, value in found.items()
    }


def _dated(
    buyers: pl.DataFrame, cells: Mapping[str, Mapping[str, Any]], as_of: date
) -> pl.DataFrame:
    """``earliest``, ``middle`` and ``latest`` days; null beyond a year."""
    table = pl.DataFrame(
        [(name, *(cell[one] for one in QUANTILES)) for name, cell in cells.items()],
        schema={"cell": pl.String, **dict.fromkeys(QUANTILES, pl.Float64)},
        orient="row",
    ).with_columns(is_known=pl.lit(True))
    days = {one: (pl.col(one) * pl.col("rhythm")).round(0).clip(1) for one in QUANTILES}
    return (
        buyers.join(table, on="cell", how="left", maintain_order="left")
        .with_columns(pl.col("is_known").fill_null(False))
        .with_columns(
            pl.when(count <= MOST_DAYS)
            .then(pl.lit(as_of) + pl.duration(days=count))
            .alias(one)
            for one, count in days.items()
        )
    )
