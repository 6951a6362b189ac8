"""Foreign money: a rate for every day, and amounts there and back."""

from collections.abc import Callable
from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from flows.demo.chance import chance_of
from flows.demo.currencies import in_currency, in_fen, make_rates
from flows.demo.history import make_town
from flows.demo.window import DAYS, Window
from flows.demo.writes import webshop_members

Read = Callable[[str], pl.DataFrame]


def test_there_is_one_rate_a_day_for_each_foreign_currency(
    rates: pl.DataFrame,
) -> None:
    assert rates.height == 2 * DAYS
    assert not rates.select("Date", "Currency").is_duplicated().any()


def test_rates_stay_near_where_they_were() -> None:
    rates = make_rates(Window(date(2025, 6, 30)), chance_of(1, "fx_rates"))
    whole = rates.filter(pl.col("planted").is_null())
    dollars = whole.filter(currency="USD")["micros"] / 1_000_000
    steps = (dollars.log() - dollars.log().shift(1)).abs().drop_nulls()

    assert dollars.is_between(6, 8.5).all()
    assert steps.max() < 0.01
    pegged = dollars / (whole.filter(currency="HKD")["micros"] / 1_000_000)
    assert pegged.is_between(7.75, 7.85).all()


@given(fen=st.integers(0, 10**8), micros=st.integers(10**5, 10**7))
def test_an_amount_there_and_back_is_the_same_to_a_cent_s_worth(
    fen: int, micros: int
) -> None:
    row = pl.DataFrame({"fen": [fen], "micros": [micros]})
    cents = row.with_columns(in_currency(pl.col("fen")).alias("cents"))
    back = cents.select(in_fen(pl.col("cents"))).item()

    assert abs(back - fen) <= micros / 2_000_000 + 1


def test_what_an_account_has_spent_is_told_in_the_shop_s_money() -> None:
    town = make_town(1000, 3, date(2025, 6, 30))
    (_, page), *_ = webshop_members.pages(town)
    orders = town.web_orders.filter("is_account", pl.col("state") != "voided")
    foreign = orders.filter(pl.col("currency") != "CNY")["account_id"].unique()
    fen = (pl.col("total") * pl.col("micros") / 1_000_000).sum().alias("fen")
    spent = (
        orders.filter(pl.col("account_id").is_in(foreign.implode()))
        .group_by("account_id")
        .agg(fen)
    )
    told = spent.join(
        page.with_columns(pl.col("Customer ID").str.strip_prefix("'")),
        left_on="account_id",
        right_on="Customer ID",
    )

    assert told.height == len(foreign) > 3
    assert (told["Total Spent"].cast(pl.Float64) - told["fen"] / 100).abs().max() < 0.2


def test_two_rates_cannot_be_read(read: Read) -> None:
    table = read("inbox/fx_rates/*.csv")

    assert (table["Rate"] == "no fixing").sum() == 1
    assert table["From"].null_count() == 1
    assert set(table["To"]) == {"CNY"}
