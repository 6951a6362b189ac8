"""All that is predicted of buyers, side by side: what dbt is handed."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from flows.predictions.churn import leaving_chances, leaving_of
from flows.predictions.figures import figures_of
from flows.predictions.kept import Kept
from flows.predictions.known import Facts, Known
from flows.predictions.leaving_reasons import leaving_reasons
from flows.predictions.moment import moments
from flows.predictions.next_order import next_orders
from flows.predictions.value_model import Terms, predict_value

__all__ = ["LEAVING", "predict_buyers"]

LEAVING = pl.Schema(
    [
        ("customer_id", pl.String()),
        ("no_purchase_90d_probability", pl.Decimal(9, 6)),
        ("no_purchase_reason", pl.String()),
        ("no_purchase_reason_zh", pl.String()),
    ]
)


def predict_buyers(
    facts: Facts, models: Mapping[str, Kept], as_of: date, terms: Terms
) -> pl.DataFrame:
    """One row per buyer, sorted, with every prediction or the reason for none.

    Args:
        facts: what core knows.
        models: the night's, by name.
        as_of: the night.
        terms: how far a lifetime reaches, and what waiting costs.
    """
    told = predict_value(facts.known, models["value"], as_of, terms)
    for found in (
        predict_leaving(facts.known, models["churn"], as_of),
        next_orders(facts.known, models["next_order"], as_of),
        moments(facts.orders, models["moment"]),
    ):
        told = told.join(
            found, on="customer_id", how="left", validate="1:1", maintain_order="left"
        )
    return told


def predict_leaving(known: Known, kept: Kept, as_of: date) -> pl.DataFrame:
    """How likely each buyer is not to buy in 90 days, and why, as :data:`LEAVING`."""
    if not kept.is_used:
        buyers = known.purchases.select("customer_id").unique().sort("customer_id")
        return buyers.select(
            "customer_id",
            pl.lit(None, pl.Decimal(9, 6)).alias("no_purchase_90d_probability"),
            pl.lit(kept.reason, pl.String).alias("no_purchase_reason"),
            pl.lit(None, pl.String).alias("no_purchase_reason_zh"),
        )
    model = leaving_of(kept)
    figures = figures_of(known, as_of, model.rates)
    chance, added = leaving_chances(model, figures)
    by_itself = model.weights / model.spreads
    return (
        figures.select("customer_id", no_purchase_90d_probability=pl.Series(chance))
        .with_columns(pl.col("no_purchase_90d_probability").round(6))
        .hstack(leaving_reasons(figures, chance, added, by_itself))
        .cast(LEAVING)
    )
