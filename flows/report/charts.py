"""Sales as bars, drawn as SVG without a browser or a network.

The page's style sheet finds these colours and repaints them for dark screens. Letters
are left to the page's own fonts, and the only text in a chart is dates and numbers, so
that the drawing is the same on every machine.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import altair as alt
import polars as pl
import vl_convert

__all__ = ["SHAPES", "Shape", "draw_sales", "recent_days", "sales_by_month"]

KNOWN = "#1f6f5c"
OTHERS = "#c9d6cf"
LINES = "#d9d4c8"
LETTERS = "#6b6a63"
SHORT_NUMBER = "format(datum.value, '~s')"
OPENING = re.compile(r"^<svg[^>]*viewBox=\"([^\"]+)\"[^>]*>")
DAYS_SHOWN = 91
MONTHS_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a chart is drawn and how many dates it has room for."""

    name: str
    width: int
    height: int
    letters: int
    ticks: int


SHAPES = (
    Shape("wide", width=880, height=230, letters=12, ticks=10),
    Shape("narrow", width=330, height=190, letters=11, ticks=4),
)


def recent_days(sales: pl.DataFrame) -> pl.DataFrame:
    """The last thirteen weeks of sales, up to the last day that has any."""
    last_day = sales["order_date"].max()
    if not isinstance(last_day, date):
        return sales
    first_day = last_day - timedelta(days=DAYS_SHOWN - 1)
    return sales.filter(pl.col("order_date") >= first_day)


def sales_by_month(sales: pl.DataFrame) -> pl.DataFrame:
    """Sales summed to months, the last two years of them, none left out."""
    if sales.is_empty():
        return sales
    months = sales.group_by(pl.col("order_date").dt.truncate("1mo")).agg(
        pl.col("order_count", "revenue_amount", "known_amount").sum()
    )
    every_month = months.sort("order_date").upsample("order_date", every="1mo")
    return every_month.fill_null(0).tail(MONTHS_SHOWN)


def draw_sales(sales: pl.DataFrame, unit: str, shape: Shape, language: str) -> str:
    """Bars of net revenue, those of known customers apart from the others.

    Args:
        sales: order_date, revenue_amount, known_amount.
        unit: ``day`` or ``month``: what one bar stands for.
        shape: the size.
        language: ``en`` or ``zh``, for the dates below the bars.

    Returns:
        An ``<svg>`` element that takes the width it is given.
    """
    chart = (
        alt.Chart(alt.InlineData(values=_stacks(sales).to_dicts()))
        .mark_bar()
        .encode(
            x=_dates(unit, shape, language),
            y=alt.Y("amount:Q").axis(tickCount=4, labelExpr=SHORT_NUMBER).title(None),
            color=alt.Color("who:N")
            .scale(domain=["known", "others"], range=[KNOWN, OTHERS])
            .legend(None),
            order=alt.Order("place:O"),
        )
        .properties(width=shape.width, height=shape.height)
        .configure(background="transparent", font="sans-serif", padding=4, aria=False)
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=shape.letters,
            labelColor=LETTERS,
            labelPadding=6,
            gridColor=LINES,
            domainColor=LINES,
            tickColor=LINES,
        )
        .configure_axisX(grid=False, labelOverlap=True, labelAngle=0)
        .configure_axisY(domain=False, ticks=False, minExtent=36)
    )
    svg = vl_convert.vegalite_to_svg(chart.to_json())
    return OPENING.sub(r'<svg class="drawing" viewBox="\1" aria-hidden="true">', svg)


def _dates(unit: str, shape: Shape, language: str) -> alt.X:
    """Days on a line, so that a closed day is a gap; months side by side."""
    if unit == "month":
        style = "%Y-%m" if language == "zh" else "%b %Y"
        months = alt.X("day:O").timeUnit("utcyearmonth").title(None)
        return months.axis(format=style, labelSeparation=8)
    style = "%-m月%-d日" if language == "zh" else "%-d %b"
    days = alt.X("day:T").timeUnit("utcyearmonthdate").title(None)
    return days.axis(format=style, tickCount=shape.ticks)


def _stacks(sales: pl.DataFrame) -> pl.DataFrame:
    """Two rows per bar: what known customers brought, and the rest."""
    known, rest = pl.col("known_amount"), pl.col("revenue_amount")
    parts = [
        sales.select(
            day=pl.col("order_date").dt.strftime("%Y-%m-%dT00:00:00Z"),
            who=pl.lit(who),
            place=pl.lit(place),
            amount=amount.cast(pl.Float64),
        )
        for place, (who, amount) in enumerate(
            [("known", known), ("others", rest - known)]
        )
    ]
    return pl.concat(parts).sort("day", "place")
