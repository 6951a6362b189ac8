"""The two or three reasons for which a customer is likely to leave, or to stay."""

import numpy as np
import numpy.typing as npt
import polars as pl

from flows.predictions.figures import FIGURES, log_odds

__all__ = ["leaving_reasons"]

Floats = npt.NDArray[np.float64]
LEAST_ADDED = 0.1  # to the log odds, for a third reason
# Figures that say one thing between them are one reason.
GROUPS = {
    "lateness": ("days_since_purchase", "rhythms_since_purchase"),
    "frequency": (
        "chance_by_value_model",
        "purchases_by_day",
        "bought_once",
        "share_of_months",
    ),
    "amount": ("amount_by_purchase",),
    "basket": ("lines_by_purchase",),
    "returns": ("has_returned",),
}


def leaving_reasons(
    figures: pl.DataFrame, chance: Floats, added: Floats, weights: Floats
) -> pl.DataFrame:
    """Why, in words that name the customer's own figures.

    Args:
        figures: as :func:`~flows.predictions.figures.figures_of`.
        chance: how likely each is not to buy.
        added: what each figure adds to its log odds, from
            :func:`~flows.predictions.churn.leaving_chances`.
        weights: how much each figure, as it stands, adds to the log odds of a purchase.

    Returns:
        ``no_purchase_reason`` and ``no_purchase_reason_zh`` of each, in the same order:
        what speaks most for the likelier of the two.
    """
    parts = {
        name: added[:, [FIGURES.index(figure) for figure in group]].sum(axis=1)
        for name, group in GROUPS.items()
    }
    # What the value model says of somebody is of how often, and of how long ago: the
    # second is what it would say more of them had they bought this very day.
    if_here = log_odds(figures["chance_if_here"])
    late = if_here - log_odds(figures["chance"])
    by_value_model = FIGURES.index("chance_by_value_model")
    moved = (late - late.mean()) * weights[by_value_model]
    parts["lateness"] += moved
    parts["frequency"] -= moved
    leaves = pl.Series("leaves", chance >= 0.5)
    told = figures.with_columns(leaves, *(pl.Series(n, v) for n, v in parts.items()))
    towards = {
        name: pl.when("leaves").then(pl.col(name)).otherwise(-pl.col(name))
        for name in GROUPS
    }
    return told.select(
        _joined(towards, _english(), "; ").alias("no_purchase_reason"),
        _joined(towards, _chinese(), "；").alias("no_purchase_reason_zh"),
    )


def _joined(
    towards: dict[str, pl.Expr], texts: dict[str, pl.Expr], between: str
) -> pl.Expr:
    """The two texts that say most and a third that says much; of equals the earlier."""
    said = pl.concat_list(
        pl.struct(order=-value.round(6), place=pl.lit(place), text=texts[name])
        for place, (name, value) in enumerate(towards.items())
    )
    field = pl.element().struct.field
    ordered = said.list.eval(
        pl.element().filter(field("text").is_not_null())
    ).list.sort()
    says_much = field("order") <= -LEAST_ADDED
    third = ordered.list.slice(2, 1).list.eval(pl.element().filter(says_much))
    chosen = pl.concat_list(ordered.list.head(2), third)
    return chosen.list.eval(field("text")).list.join(between)


def _english() -> dict[str, pl.Expr]:
    rhythm = (
        pl.when(pl.col("gap_days").is_null())
        .then(pl.lit(""))
        .otherwise(pl.format(", on average every {}", _days("gap_days")))
    )
    return {
        "lateness": pl.format("last bought {} ago{}", _days("recency_days"), rhythm),
        "frequency": pl.when(pl.col("purchase_count") == 1)
        .then(pl.format("has bought only once, {} ago", _days("known_days")))
        .otherwise(
            pl.format("{} purchases in {}", "purchase_count", _days("known_days"))
        ),
        "amount": pl.format("{} a purchase", _money("mean_amount")),
        "basket": pl.format("{} different items a purchase", _tenth(_lines())),
        "returns": pl.when(pl.col("return_count") > 0).then(
            pl.format("returned goods on {}", _days("return_count"))
        ),
    }


def _chinese() -> dict[str, pl.Expr]:
    rhythm = (
        pl.when(pl.col("gap_days").is_null())
        .then(pl.lit(""))
        .otherwise(pl.format("，平均每 {} 天一次", _whole("gap_days")))
    )
    return {
        "lateness": pl.format("上次购买在 {} 天前{}", "recency_days", rhythm),
        "frequency": pl.when(pl.col("purchase_count") == 1)
        .then(pl.format("只在 {} 天前购买过一次", "known_days"))
        .otherwise(pl.format("{} 天内购买 {} 次", "known_days", "purchase_count")),
        "amount": pl.format("每次消费 {}", _money("mean_amount")),
        "basket": pl.format("每次购买 {} 种商品", _tenth(_lines())),
        "returns": pl.when(pl.col("return_count") > 0).then(
            pl.format("有 {} 天退过货", "return_count")
        ),
    }


def _lines() -> pl.Expr:
    return pl.col("line_count") / pl.col("purchase_count")


def _whole(name: str) -> pl.Expr:
    return pl.col(name).round(0).cast(pl.Int64)


def _days(name: str) -> pl.Expr:
    unit = pl.when(_whole(name) == 1).then(pl.lit("day")).otherwise(pl.lit("days"))
    return pl.format("{} {}", _whole(name), unit)


def _money(name: str) -> pl.Expr:
    return pl.col(name).round(2).cast(pl.Decimal(18, 2)).cast(pl.String)


def _tenth(number: pl.Expr) -> pl.Expr:
    return number.round(1).cast(pl.Decimal(18, 1)).cast(pl.String)
