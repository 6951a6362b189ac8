"""When buyers come back, and by what habit."""

from datetime import date, timedelta

import polars as pl
import pytest

from flows.predictions.judging import measured
from flows.predictions.kept import Kept
from flows.predictions.known import PURCHASES, Facts, Known
from flows.predictions.moment import favourites, judge_moment, learn_moment, moments
from flows.predictions.next_order import (
    NEXT_ORDERS,
    TOO_YOUNG,
    judge_next_order,
    learn_next_order,
    next_orders,
)

AS_OF, LEARNED = date(2025, 6, 29), date(2025, 3, 31)


def test_days_of_return_are_nearer_than_by_rhythm_or_by_nobody_s_return(
    facts: Facts,
) -> None:
    metrics = judge_next_order(facts.known, LEARNED, AS_OF)
    off = measured(metrics, "next order", "mean days off")
    assert off["next order"] < off["own rhythm"]
    assert off["next order"] < off["nobody"]
    share = measured(metrics, "next order", "share within the range")["next order"]
    assert 0.7 < share < 0.95


def test_a_day_lies_in_its_range_and_after_the_night(facts: Facts) -> None:
    told = next_orders(facts.known, learn_next_order(facts.known, AS_OF), AS_OF)
    assert told.schema == NEXT_ORDERS
    dated = told.drop_nulls("next_order_date")
    assert dated.height > 100
    day, first, last = (
        dated[f"next_order_{name}date"] for name in ("", "earliest_", "latest_")
    )
    assert (first > AS_OF).all()
    assert (first <= day).all()
    assert (day <= last.fill_null(date(2099, 1, 1))).all()
    none = told.filter(pl.col("next_order_date").is_null())
    assert none["next_order_reason"].str.contains("not back in a year|Too few").all()


def test_twice_the_days_are_twice_the_wait() -> None:
    told = [next_orders(known, _cells(), AS_OF) for known in (_every(10), _every(20))]
    waits = [(one["next_order_date"][0] - AS_OF).days for one in told]
    assert waits == [10, 20]


def test_a_young_shop_is_told_so(facts: Facts) -> None:
    young = facts.known.until(date(2024, 7, 20))
    kept = learn_next_order(young, date(2024, 7, 20))
    assert kept.reason == TOO_YOUNG
    told = next_orders(young, kept, date(2024, 7, 20))
    assert set(told["next_order_reason"]) == {TOO_YOUNG}


@pytest.mark.parametrize(
    ("values", "said"),
    [(["web"], "store"), (["web"] * 4, "web"), ([None], None)],
)
def test_who_bought_often_has_a_habit_and_who_bought_once_has_everybody_s(
    values: list[str | None], said: str | None
) -> None:
    crowd = [("crowd", "store")] * 120 + [("crowd", "web")] * 30
    events = pl.DataFrame(
        [*crowd, *(("own", value) for value in values)],
        schema={"customer_id": pl.String, "value": pl.String},
        orient="row",
    )
    found = dict(favourites(events).iter_rows())
    assert found.get("own") == said


def test_a_habit_is_told_where_it_foretold_more_than_everyone_s(facts: Facts) -> None:
    kept = learn_moment(facts.orders, AS_OF)
    shares = measured(
        judge_moment(facts.orders, LEARNED, AS_OF), "channel", "share foretold"
    )
    assert shares["own and everyone's"] > shares["everyone's"]
    assert "channel" in kept.parameters["parts"]
    told = moments(facts.orders, kept)
    assert set(told["next_order_channel"]) == {"web", "store"}


def _every(days: int) -> Known:
    bought = [AS_OF - timedelta(days=days * place) for place in range(4)]
    rows = [("c", day, 1, 1) for day in sorted(bought)]
    purchases = pl.DataFrame(
        rows, schema={**PURCHASES, "net_amount": pl.Int64}, orient="row"
    ).cast(PURCHASES)
    empty = pl.DataFrame(schema={"customer_id": pl.String, "return_date": pl.Date})
    return Known(purchases, empty)


def _cells() -> Kept:
    cell = {"earliest": 0.5, "middle": 1.0, "latest": 2.0}
    return Kept("next_order", AS_OF, None, {"cells": {"0/2": cell}})
