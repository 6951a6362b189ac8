"""What nights keep of the value model, and what they say by it."""

from datetime import date, timedelta

import polars as pl

from flows.predictions.model import (
    NO_BETTER,
    PREDICTED,
    TOO_FEW,
    ValueModel,
    learn,
    model_for,
    predict,
)

AS_OF = date(2025, 6, 29)


def test_what_is_learned_is_kept_and_read_again(purchases: pl.DataFrame) -> None:
    model = learn(purchases, AS_OF)
    assert model.reason is None
    assert str(ValueModel.from_frame(model.frame())) == str(model)
    assert ValueModel.from_frame(model.frame().clear()) is None


def test_a_model_is_used_for_a_week(purchases: pl.DataFrame) -> None:
    known = learn(purchases, AS_OF - timedelta(days=6))
    assert model_for(purchases, known, AS_OF) is known
    assert model_for(purchases, known, AS_OF + timedelta(days=1)).trained_on > AS_OF


def test_every_buyer_is_expected_to_buy_so_often_and_for_so_much(
    purchases: pl.DataFrame,
) -> None:
    told = predict(purchases, learn(purchases, AS_OF), AS_OF)
    assert told.schema == PREDICTED
    assert told["customer_id"].to_list() == sorted(set(purchases["customer_id"]))
    assert told.null_count().row(0) == (0, 0, 0, 0)
    regular = purchases["customer_id"].value_counts().sort("count")["customer_id"][-1]
    likely = told.sort("expected_purchases_90d")["customer_id"].tail(20)
    assert regular in likely.to_list()
    assert told["prediction_reason"][0].endswith("as learned on 2025-06-29")


def test_the_same_purchases_in_another_order_say_the_same(
    purchases: pl.DataFrame,
) -> None:
    other = purchases.sample(fraction=1, shuffle=True, seed=1)
    one, two = (predict(rows, learn(rows, AS_OF), AS_OF) for rows in (purchases, other))
    assert one.equals(two)


def test_of_too_few_nothing_is_predicted_and_why_is_said(
    purchases: pl.DataFrame,
) -> None:
    few = purchases.head(40)
    told = predict(few, learn(few, AS_OF), AS_OF)
    assert told["expected_purchases_90d"].null_count() == told.height > 0
    assert set(told["prediction_reason"]) == {TOO_FEW}


def test_where_guessing_is_as_good_nothing_is_predicted() -> None:
    # Everybody buys every thirty days: as many as before is just what comes.
    days = [date(2024, 7, 4) + timedelta(days=30 * number) for number in range(12)]
    clockwork = pl.DataFrame(
        [(f"c{who}", day, 10.0 + who) for who in range(60) for day in days],
        schema={
            "customer_id": pl.String,
            "purchase_date": pl.Date,
            "net_amount": pl.Float64,
        },
        orient="row",
    )
    model = learn(clockwork, AS_OF)
    assert model.reason == NO_BETTER
    assert ValueModel.from_frame(model.frame()) == model
