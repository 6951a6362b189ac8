"""Predictions on the past: what is learned, what is judged, what is said."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from flows.errors import KeyuanError
from flows.predictions.backtest import backtest, metric_lines
from flows.predictions.judging import area
from flows.predictions.known import PURCHASES, Facts, Known
from flows.predictions.picture import draw

LEARNED, JUDGED = date(2025, 3, 31), date(2025, 6, 29)


def test_the_model_is_judged_beside_its_baselines(facts: Facts) -> None:
    found = backtest(facts, LEARNED, JUDGED)
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
    facts: Facts,
) -> None:
    purchases, returns = facts.known.purchases, facts.known.returns
    later = pl.col("purchase_date") > LEARNED
    dearer = pl.when(later).then(pl.col("net_amount") * 9).otherwise("net_amount")
    refunds = purchases.filter(later).select("customer_id", return_date="purchase_date")
    more = replace(
        facts,
        known=Known(
            purchases.with_columns(dearer.alias("net_amount")).cast(PURCHASES),
            pl.concat([returns, refunds]),
        ),
    )
    one, other = (backtest(told, LEARNED, JUDGED) for told in (facts, more))
    for question in ("purchases", "does not buy"):
        assert one.pictured[question].equals(other.pictured[question])
    pairs = zip(one.metrics, other.metrics, strict=True)
    moved = {before.question for before, after in pairs if before != after}
    assert moved == {"revenue"}


def test_what_comes_after_the_last_day_is_not_judged(facts: Facts) -> None:
    last = date(2025, 5, 1)
    until = replace(
        facts,
        known=facts.known.until(last),
        orders=facts.orders.filter(pl.col("order_date") <= last),
        sales=facts.sales.filter(pl.col("sales_date") <= last),
    )
    one, other = (backtest(told, LEARNED, last) for told in (facts, until))
    assert one.metrics == other.metrics
    assert any("Leaving is judged by the 90 days" in line for line in one.missing)


def test_the_area_is_one_for_a_prophet_and_half_for_who_says_the_same_of_all() -> None:
    happened = np.array([True, False, True, False])
    assert area(np.array([3.0, 1.0, 2.0, 0.0]), happened) == 1
    assert area(np.array([0.0, 2.0, 1.0, 3.0]), happened) == 0
    assert area(np.ones(4), happened) == 0.5


def test_days_in_the_wrong_order_are_told(facts: Facts) -> None:
    with pytest.raises(KeyuanError, match="--to 2025-03-31 is not after --from"):
        backtest(facts, LEARNED, LEARNED)


def test_a_past_without_what_came_after_is_told(facts: Facts) -> None:
    with pytest.raises(KeyuanError, match="no purchase after 2025-06-30"):
        backtest(facts, date(2025, 6, 30), date(2025, 7, 30))


def test_the_picture_has_a_bar_for_each_tenth_and_each_day(facts: Facts) -> None:
    pictured = backtest(facts, LEARNED, JUDGED).pictured
    assert {question: rows.height for question, rows in pictured.items()} == {
        "purchases": 10,
        "does not buy": 10,
        "sales": 28,
    }
    drawn = draw(pictured)
    assert drawn.startswith("<svg")
    assert drawn.count('aria-roledescription="bar"') == 48
    assert drawn == draw(pictured)
