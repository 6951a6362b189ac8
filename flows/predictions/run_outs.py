"""Replenishment in a night: read core and its thresholds, hand dbt what was found."""

from dataclasses import fields

from flows.errors import HomeError
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
    """The thresholds of the mart.

    Raises:
        HomeError: the shop's own table lacks one of them.
    """
    told = dict(query(night.warehouse, LIMITS).iter_rows())
    names = {field.name: f"replenishment_{field.name}" for field in fields(Limits)}
    missing = [name for name in names.values() if told.get(name) is None]
    if missing:
        message = (
            f"settings/segment_thresholds.csv has no {missing[0]}, so nothing can be "
            "said of what is bought again; copy its line from dbt_project/seeds"
        )
        raise HomeError(message)
    return Limits(**{field: told[name] for field, name in names.items()})
