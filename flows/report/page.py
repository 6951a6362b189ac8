"""The page itself: facts in, one HTML text out."""

from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from flows.masking import masked
from flows.report import sections, supply
from flows.report.charts import SHAPES, draw_sales, recent_days, sales_by_month
from flows.report.facts import Facts
from flows.report.texts import LANGUAGES, TEXTS, say
from flows.report.wording import (
    as_change,
    as_change_share,
    as_count,
    as_date,
    as_money,
    as_percent,
)
from flows.settings import Shop

__all__ = ["render_page"]

TEMPLATES = Path(__file__).parent / "templates"
DAYS_BEFORE_MONTHS = 100
"""A shop with a longer history than this is shown its months as well."""


def render_page(facts: Facts, shop: Shop) -> str:
    """The whole page in the shop's language; it needs no other file."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        change=as_change,
        count=as_count,
        day=partial(as_date, language=shop.language),
        masked=masked,
        money=as_money,
        percent=as_percent,
        percent_change=as_change_share,
    )
    template = environment.get_template("page.html.j2")
    return template.render(
        **_told(facts, shop),
        say=partial(say, shop.language),
        texts=TEXTS,
        lang=LANGUAGES[shop.language],
    )


def _told(facts: Facts, shop: Shop) -> dict[str, Any]:
    """Everything the template speaks of."""
    tables = facts.tables
    sales = tables["sales"]
    audiences = sections.audience_rows(facts, shop.language)
    return {
        "shop": shop,
        "facts": facts,
        "audiences": audiences,
        "channels": tables["channels"]["channel"].to_list(),
        "left_out": [
            (row, reasons)
            for row in audiences
            if (reasons := sections.left_out_rows(facts, row["campaign"]))
        ],
        "totals": tables["totals"].row(0, named=True),
        "week": sections.recent_week(sales, facts.as_of),
        "days": _charted(recent_days(sales), "day", shop.language),
        "months": _charted(_months(sales), "month", shop.language),
        "has_orders": not sales.is_empty(),
        "segments": sections.named_rows(tables["segments"], shop.language),
        "tiers": sections.named_rows(tables["tiers"], shop.language),
        "stages": sections.lifecycle_rows(tables["stages"]),
        "moves": sections.move_rows(facts),
        "pareto": tables["pareto"].to_dicts(),
        "came_in": supply.came_in_rows(facts),
        "set_aside": facts.set_aside_reasons.sort(
            "source_name", "row_count", "reason", descending=[False, True, False]
        ).to_dicts(),
        "refused": supply.refused_rows(facts),
        "reconciliation": supply.reconciliation_blocks(tables["reconciliation"]),
        "gates": supply.gate_rows(facts),
        "look": _worth_a_look(facts),
    }


def _months(sales: pl.DataFrame) -> pl.DataFrame:
    """The sales by month, if the shop's history is long enough to be worth it."""
    history = pl.col("order_date").max() - pl.col("order_date").min()
    is_long = history > pl.duration(days=DAYS_BEFORE_MONTHS)
    return sales_by_month(sales.filter(is_long))


def _charted(sales: pl.DataFrame, unit: str, language: str) -> dict[str, Any] | None:
    """The chart in each shape, the same numbers as rows, and their sums."""
    if sales.is_empty():
        return None
    return {
        "charts": [
            (shape.name, Markup(draw_sales(sales, unit, shape, language)))
            for shape in SHAPES
        ],
        "rows": sales.to_dicts(),
        "first": sales["order_date"].min(),
        "last": sales["order_date"].max(),
        "revenue": sales["revenue_amount"].sum(),
        "known": sales["known_amount"].sum(),
        "orders": sales["order_count"].sum(),
    }


def _worth_a_look(facts: Facts) -> list[tuple[str, int, str]]:
    """What marketing should not scroll past: text key, count, the section's anchor."""
    files = facts.files
    counts = [
        ("look_refused", len(files.filter(state="refused")), "refused"),
        ("look_warned", sum(not check.passed for check in facts.checks), "checks"),
        (
            "look_set_aside",
            int(files.filter("is_new")["set_aside_count"].sum()),
            "came-in",
        ),
    ]
    return [entry for entry in counts if entry[1]]
