"""What stores will sell, and the cards of the models."""

from datetime import date, timedelta

import numpy as np
import polars as pl

from flows.predictions.cards import model_card
from flows.predictions.churn import learn_churn
from flows.predictions.forecast import (
    SALES,
    SALES_FORECAST,
    TOO_YOUNG,
    forecast_sales,
    judge_forecast,
    learn_forecast,
)
from flows.predictions.judging import measured
from flows.predictions.kept import Kept
from flows.predictions.known import Facts

AS_OF = date(2025, 6, 29)


def sales_of(days: int, store: str | None = "Corner") -> pl.DataFrame:
    """A store that sells twice as much at weekends, up to the night."""
    rng = np.random.default_rng(1)
    told = [AS_OF - timedelta(days=place) for place in reversed(range(days))]
    week = np.array([100 if day.isoweekday() < 6 else 200 for day in told])
    return pl.DataFrame(
        {
            "store_id": [store] * days,
            "category": ["Tea"] * days,
            "sales_date": told,
            "net_amount": np.round(week * rng.uniform(0.7, 1.3, days), 2),
        }
    ).cast(SALES)


def test_a_week_is_foretold_with_its_weekend_and_a_range() -> None:
    sales = sales_of(200)
    told = forecast_sales(sales, learn_forecast(sales, AS_OF), AS_OF)
    assert told.schema == SALES_FORECAST
    assert told["sales_date"].to_list() == [
        AS_OF + timedelta(days=day) for day in range(1, 29)
    ]
    weekend = told["sales_date"].dt.weekday() > 5
    means = [
        told["expected_amount"].cast(float).filter(one).mean()
        for one in (weekend, ~weekend)
    ]
    assert means[0] > 1.5 * means[1]
    assert (told["low_amount"] <= told["expected_amount"]).all()
    assert (told["expected_amount"] <= told["high_amount"]).all()


def test_it_misses_less_than_the_same_weekday_last_week() -> None:
    metrics = judge_forecast(sales_of(200), AS_OF - timedelta(days=28)).metrics
    missed = measured(metrics, "sales", "share of sales missed")
    assert missed["forecast"] < missed["same weekday last week"]


def test_a_shop_of_no_store_is_forecast_too() -> None:
    sales = sales_of(200, None)
    told = forecast_sales(sales, learn_forecast(sales, AS_OF), AS_OF)
    assert told.height == 28
    assert told["store_id"].null_count() == 28


def test_too_few_days_are_no_series_and_why_is_said() -> None:
    sales = sales_of(40)
    kept = learn_forecast(sales, AS_OF)
    assert kept.reason == TOO_YOUNG
    assert forecast_sales(sales, kept, AS_OF).is_empty()


def test_what_is_sold_later_changes_no_forecast() -> None:
    sales, day = sales_of(200), AS_OF - timedelta(days=28)
    kept = Kept("forecast", day, None)
    until = sales.filter(pl.col("sales_date") <= day)
    one, other = (forecast_sales(told, kept, day) for told in (sales, until))
    assert one.equals(other)


def test_a_card_says_what_was_seen_how_it_did_and_what_has_drifted(
    facts: Facts,
) -> None:
    before, kept = (
        learn_churn(facts.known, day) for day in (AS_OF - timedelta(days=7), AS_OF)
    )
    card = model_card(kept, before)
    assert card.startswith("# Who will not buy in the next 90 days")
    assert "- to: 2025-06-28" in card or "- to: 2025-06-29" in card
    assert "| does not buy | area under the curve | recency |" in card
    assert "Since the model of 2025-06-22:" in card
    assert "It is the first." in model_card(kept, None)
    assert "It could not be judged." in model_card(Kept("value", AS_OF, "No"), None)
