"""On which weekday, at what hour and by which channel each buyer will likely buy.

Their own orders and so many of everybody's, in everybody's shares: who bought once is
like everybody, who bought often is like themselves.
"""

from datetime import date, timedelta

import polars as pl

from flows.predictions.judging import Metric, best_of
from flows.predictions.kept import Kept

__all__ = ["MOMENTS", "ORDERS", "favourites", "judge_moment", "learn_moment", "moments"]

ORDERS = pl.Schema(
    {
        "customer_id": pl.String,
        "order_date": pl.Date,
        "weekday": pl.Int64,
        "hour": pl.Int64,
        "channel": pl.String,
    }
)
MOMENTS = pl.Schema(
    {
        "customer_id": pl.String,
        "next_order_weekday": pl.Int64,
        "next_order_hour": pl.Int64,
        "next_order_channel": pl.String,
    }
)
PARTS = ("weekday", "hour", "channel")
EVERYBODY = 5  # orders' worth of what everybody does
DAYS_JUDGED = 90
LEAST_ORDERS = 100
MODEL, EVERYONES = "own and everyone's", "everyone's"
TOO_YOUNG = "Too few orders to know when and where customers buy"
NO_BETTER = (
    "When and where customers buy was foretold no better than by everyone's habit"
)


def learn_moment(orders: pl.DataFrame, as_of: date) -> Kept:
    """Which of the three are foretold better than by everyone's habit.

    Judged on the orders of the last 90 days; nothing else is learned.
    """
    metrics = judge_moment(orders, as_of - timedelta(days=DAYS_JUDGED), as_of)
    data = {"orders": orders.height}
    if not metrics:
        return Kept("moment", as_of, TOO_YOUNG, data=data)
    better = [
        part
        for part in PARTS
        if any(metric.question == part for metric in metrics)
        and best_of(metrics, part, "share foretold", MODEL)
    ]
    if not better:
        return Kept("moment", as_of, NO_BETTER, data=data, metrics=tuple(metrics))
    return Kept("moment", as_of, None, {"parts": better}, data, tuple(metrics))


def moments(orders: pl.DataFrame, kept: Kept) -> pl.DataFrame:
    """The likely weekday (Monday is 1), hour (0 to 23) and channel of the next order.

    Returns:
        One row per customer who ordered, as :data:`MOMENTS`, sorted; null what was not
        foretold better than by everyone's habit, or is not told of any order.
    """
    told = orders.select("customer_id").unique().sort("customer_id")
    for part in kept.parameters.get("parts", ()):
        found = favourites(orders.rename({part: "value"}))
        told = told.join(
            found.rename({"value": f"next_order_{part}"}), on="customer_id", how="left"
        )
    return told.select(
        pl.col(name) if name in told.columns else pl.lit(None, dtype).alias(name)
        for name, dtype in MOMENTS.items()
    ).sort("customer_id")


def judge_moment(
    orders: pl.DataFrame, learned_to: date, judged_to: date
) -> list[Metric]:
    """How many later orders were on the weekday (hour, channel) that was foretold."""
    day = pl.col("order_date")
    past = orders.filter(day <= learned_to)
    later = orders.filter((day > learned_to) & (day <= judged_to))
    metrics = []
    for part in PARTS:
        known = past.rename({part: "value"}).drop_nulls("value")
        came = later.rename({part: "value"}).drop_nulls("value")
        judged = came.join(
            favourites(known).rename({"value": "own"}), on="customer_id", how="inner"
        )
        if known.height < LEAST_ORDERS or judged.height < LEAST_ORDERS:
            continue
        common = _shares(known).sort("share", "value", descending=[True, False])
        guesses = {MODEL: pl.col("own"), EVERYONES: pl.lit(common["value"][0])}
        for by, guess in guesses.items():
            share = float(judged.select((pl.col("value") == guess).mean()).item())
            metrics.append(Metric(part, "share foretold", by, share, True))
    return metrics


def favourites(events: pl.DataFrame) -> pl.DataFrame:
    """The likeliest ``value`` of each customer; of equals the smallest.

    Args:
        events: ``customer_id`` and ``value``, a row per order; nulls say nothing.

    Returns:
        ``customer_id`` and ``value``, one row per customer with any value.
    """
    told = events.select("customer_id", "value").drop_nulls()
    shares = _shares(told)
    common = shares.sort("share", "value", descending=[True, False]).head(1)
    own = told.group_by("customer_id", "value").agg(count=pl.len().cast(pl.Float64))
    of_all = told.select("customer_id").unique().join(common, how="cross")
    return (
        pl.concat(
            [
                own.join(shares, on="value"),
                of_all.with_columns(count=pl.lit(0.0)).select(
                    "customer_id", "value", "count", "share"
                ),
            ]
        )
        .with_columns(weight=pl.col("count") + EVERYBODY * pl.col("share"))
        .sort("customer_id", "weight", "value", descending=[False, True, False])
        .unique("customer_id", keep="first", maintain_order=True)
        .select("customer_id", "value")
    )


def _shares(told: pl.DataFrame) -> pl.DataFrame:
    return told.group_by("value").agg(share=pl.len() / told.height)
