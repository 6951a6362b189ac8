from datetime import date, timedelta
from decimal import Decimal
from xml.etree import ElementTree

import polars as pl
import pytest

from flows.report.charts import SHAPES, Shape, draw_sales, recent_days, sales_by_month


def sales_of(days: int, revenue: int = 100) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "order_date": [date(2025, 3, 2) - timedelta(days=n) for n in range(days)],
            "order_count": [2] * days,
            "revenue_amount": [Decimal(revenue)] * days,
            "known_amount": [Decimal(60)] * days,
        }
    ).sort("order_date")


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
@pytest.mark.parametrize("unit", ["day", "month"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_same_sales_give_the_same_drawing(
    shape: Shape, unit: str, language: str
) -> None:
    first = draw_sales(sales_of(40), unit, shape, language)
    assert draw_sales(sales_of(40), unit, shape, language) == first
    drawing = ElementTree.fromstring(first)
    assert drawing.attrib["class"] == "drawing"
    assert "width" not in drawing.attrib


def test_dates_are_in_the_language_of_the_shop() -> None:
    assert "2 Mar" in draw_sales(sales_of(3), "day", SHAPES[0], "en")
    assert "3月2日" in draw_sales(sales_of(3), "day", SHAPES[0], "zh")
    assert "Mar 2025" in draw_sales(sales_of(3), "month", SHAPES[0], "en")
    assert "2025-03" in draw_sales(sales_of(3), "month", SHAPES[0], "zh")


def test_a_single_day_and_a_day_of_returns_can_be_drawn() -> None:
    drawing = draw_sales(sales_of(1, revenue=-20), "day", SHAPES[1], "en")
    assert "−" in drawing or "-" in drawing


def test_recent_days_are_thirteen_weeks_up_to_the_last_sale() -> None:
    recent = recent_days(sales_of(200))
    assert recent.height == 91
    assert recent["order_date"].max() == date(2025, 3, 2)
    assert recent_days(sales_of(0)).is_empty()


def test_months_are_summed_and_a_month_without_sales_is_shown() -> None:
    sales = sales_of(100).filter(pl.col("order_date").dt.month() != 1)
    months = sales_by_month(sales)
    assert months["order_date"].to_list() == [
        date(2024, 11, 1),
        date(2024, 12, 1),
        date(2025, 1, 1),
        date(2025, 2, 1),
        date(2025, 3, 1),
    ]
    assert months["order_count"].to_list() == [16, 62, 0, 56, 4]
    assert sales_by_month(sales_of(1000)).height == 24
    assert sales_by_month(sales_of(0)).is_empty()
