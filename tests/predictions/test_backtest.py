"""Predictions on the past: what is learned, what is judged, what is said."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from flows.errors import KeyuanError
from flows.predictions.backtest import _area, backtest, metric_lines
from flows.predictions.picture import draw_groups

LEARNED, JUDGED = date(2025, 3, 31), date(2025, 6, 29)


def test_the_model_is_judged_beside_its_baselines(purchases: pl.DataFrame) -> None:
    found = backtest(purchases, LEARNED, JUDGED)
    by = {
        metric.by: metric.value
        for metric in found.metrics
        if metric.question == "buys again"
    }
    assert set(by) == {"value model", "recency", "frequency", "as before"}
    assert by["value model"] > by["recency"]
    assert 0.5 < by["value model"] < 1
    lines = metric_lines(found, LEARNED, JUDGED)
    assert lines[0].startswith("Learned up to 2025-03-31, judged on the 90 days")
    assert sum(line.endswith(" best") for line in lines) >= 7


def test_what_comes_after_the_first_day_teaches_nothing(
    purchases: pl.DataFrame,
) -> None:
    later = pl.col("purchase_date") > LEARNED
    more = purchases.with_columns(
        pl.when(later).then(pl.col("net_amount") * 9).otherwise("net_amount")
    )
    one, other = (backtest(table, LEARNED, JUDGED) for table in (purchases, more))
    assert str(one.rates) == str(other.rates)
    assert one.groups.equals(other.groups)
    assert one.metrics != other.metrics


def test_what_comes_after_the_last_day_is_not_judged(purchases: pl.DataFrame) -> None:
    until = purchases.filter(pl.col("purchase_date") <= date(2025, 5, 1))
    one, other = (
        backtest(table, LEARNED, date(2025, 5, 1)) for table in (purchases, until)
    )
    assert one.metrics == other.metrics


def test_the_area_is_one_for_a_prophet_and_half_for_who_says_the_same_of_all() -> None:
    happened = np.array([True, False, True, False])
    assert _area(np.array([3.0, 1.0, 2.0, 0.0]), happened) == 1
    assert _area(np.array([0.0, 2.0, 1.0, 3.0]), happened) == 0
    assert _area(np.ones(4), happened) == 0.5


def test_days_in_the_wrong_order_are_told(purchases: pl.DataFrame) -> None:
    with pytest.raises(KeyuanError, match="--to 2025-03-31 is not after --from"):
        backtest(purchases, LEARNED, LEARNED)


def test_a_past_without_what_came_after_is_told(purchases: pl.DataFrame) -> None:
    with pytest.raises(KeyuanError, match="no purchase after 2025-06-30"):
        backtest(purchases, date(2025, 6, 30), date(2025, 7, 30))


def test_the_picture_has_a_bar_and_a_point_for_each_tenth(
    purchases: pl.DataFrame,
) -> None:
    groups = backtest(purchases, LEARNED, JUDGED).groups
    assert groups.height == 10
    drawn = draw_groups(groups)
    assert drawn.startswith("<svg")
    assert drawn.count('aria-roledescription="bar"') == 10
    assert drawn == draw_groups(groups)
