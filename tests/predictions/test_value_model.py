"""What nights keep of the value model, and what they say by it."""

from dataclasses import replace
from datetime import date, timedelta

import polars as pl

from flows.predictions.kept import is_fresh, kept_frame, kept_from
from flows.predictions.known import PURCHASES, Facts, Known
from flows.predictions.value_model import (
    NO_BETTER,
    TOO_FEW,
    VALUES,
    Terms,
    learn_value,
    predict_value,
)

AS_OF = date(2025, 6, 29)


def test_what_is_learned_is_kept_and_read_again(facts: Facts) -> None:
    model = learn_value(facts.known, AS_OF)
    assert model.reason is None
    (read,) = kept_from(kept_frame([model])).values()
    assert read.parameters == model.parameters
    assert read.data == model.data
    assert kept_from(kept_frame([])) == {}


def test_a_model_is_used_for_a_week(facts: Facts) -> None:
    known = learn_value(facts.known, AS_OF - timedelta(days=7))
    assert is_fresh(known, AS_OF)
    assert not is_fresh(known, AS_OF + timedelta(days=1))
    assert not is_fresh(None, AS_OF)


def test_every_buyer_is_expected_to_buy_so_often_and_for_so_much(
    facts: Facts,
) -> None:
    purchases = facts.known.purchases
    told = predict_value(facts.known, learn_value(facts.known, AS_OF), AS_OF)
    assert told.schema == VALUES
    assert told["customer_id"].to_list() == sorted(set(purchases["customer_id"]))
    assert sum(told.null_count().row(0)) == 0
    assert (told["expected_purchases_90d"] <= told["expected_purchases_365d"]).all()
    lately = purchases.filter(pl.col("purchase_date") > date(2025, 5, 1))
    regular = lately["customer_id"].value_counts().sort("count")["customer_id"][-1]
    likely = told.sort("expected_purchases_90d")["customer_id"].tail(20)
    assert regular in likely.to_list()
    assert told["prediction_reason"][0].endswith("as learned on 2025-06-29")


def test_a_lifetime_is_worth_less_the_more_waiting_costs(facts: Facts) -> None:
    model = learn_value(facts.known, AS_OF)
    year, free, dear = (
        predict_value(facts.known, model, AS_OF, Terms(365, rate))
        for rate in (0.0, 0.0, 0.5)
    )
    name = "expected_lifetime_revenue_amount"
    off = free[name].cast(float) - year["expected_revenue_365d_amount"].cast(float)
    assert off.abs().max() <= 0.01
    assert (dear[name] <= free[name]).all()
    assert dear[name].sum() < free[name].sum()


def test_the_same_purchases_in_another_order_say_the_same(facts: Facts) -> None:
    other = facts.known.purchases.sample(fraction=1, shuffle=True, seed=1)
    shuffled = replace(facts.known, purchases=other)
    one, two = (
        predict_value(known, learn_value(known, AS_OF), AS_OF)
        for known in (facts.known, shuffled)
    )
    assert one.equals(two)


def test_of_too_few_nothing_is_predicted_and_why_is_said(facts: Facts) -> None:
    few = replace(facts.known, purchases=facts.known.purchases.head(40))
    told = predict_value(few, learn_value(few, AS_OF), AS_OF)
    assert told["expected_purchases_90d"].null_count() == told.height > 0
    assert set(told["prediction_reason"]) == {TOO_FEW}


def test_where_guessing_is_as_good_nothing_is_predicted(facts: Facts) -> None:
    # Everybody buys every thirty days: as many as before is just what comes.
    days = [date(2024, 7, 4) + timedelta(days=30 * number) for number in range(12)]
    clockwork = pl.DataFrame(
        [(f"c{who}", day, 10.0 + who, 1) for who in range(60) for day in days],
        schema={**PURCHASES, "net_amount": pl.Float64},
        orient="row",
    ).cast(PURCHASES)
    model = learn_value(Known(clockwork, facts.known.returns.clear()), AS_OF)
    assert model.reason == NO_BETTER
