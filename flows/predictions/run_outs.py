"""Replenishment in a night: read core and its thresholds, hand dbt what was found."""

from dataclasses import fields

from flows.night import Night
from flows.predictions.replenishment import run_outs_of
from flows.predictions.repurchases import LINES, PRODUCTS, Limits
from flows.warehouse import query

__all__ = ["keep_run_outs"]

BOUGHT = """
    select
        customer_id,
        product_id,
        concat_ws(' ', variant, size) as pack_text,
        order_date,
        cast(sum(greatest(quantity, 0)) as double) as bought_quantity,
        cast(sum(greatest(-quantity, 0)) as double) as returned_quantity
    from core.order_lines
    where is_counted and not is_unitemised and quantity <> 0
        and customer_id is not null and product_id is not null
    group by all
"""
SOLD = "select product_id, product_name, category from core.products where not is_fee"
LIMITS = """
    select name, cast(value as double) as value from settings.segment_thresholds
    where starts_with(name, 'replenishment_')
"""


def keep_run_outs(night: Night) -> int:
    """Say when customers run out of what they buy again; returns how many things."""
    lines = query(night.warehouse, BOUGHT).select(LINES.names()).cast(LINES)
    products = query(night.warehouse, SOLD).select(PRODUCTS.names()).cast(PRODUCTS)
    said = run_outs_of(lines, products, _limits(night), night.as_of)
    said.write_parquet(night.state / "predicted_run_outs.parquet")
    return said.height


def _limits(night: Night) -> Limits:
    """The mart's thresholds; the settings see to it that none is missing."""
    told = dict(query(night.warehouse, LIMITS).iter_rows())
    return Limits(
        **{field.name: told[f"replenishment_{field.name}"] for field in fields(Limits)}
    )
