"""The loyalty club's book adds up: points, tiers, money on the card."""

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.demo.history import Town, make_town
from flows.demo.loyalty import make_loyalty_events
from flows.demo.tiers import TIERS

Read = Callable[[str], pl.DataFrame]


def readable(events: pl.DataFrame) -> pl.DataFrame:
    return events.filter(pl.col("planted").is_null())


@pytest.fixture(scope="module")
def book(read: Read) -> pl.DataFrame:
    """The rows of the files that can be read, their figures as numbers."""
    return (
        read("inbox/loyalty/*.csv")
        .filter(
            pl.col("When") != "31/12/99",
            pl.col("Card").is_not_null(),
            pl.col("Kind") != "correction of the correction",
        )
        .with_columns(
            pl.col("Points").cast(pl.Int64),
            pl.col("Amount").cast(pl.Decimal(18, 2)),
            pl.col("When").str.to_datetime("%Y-%m-%d %H:%M:%S"),
        )
    )


@settings(max_examples=12, deadline=None)
@given(
    customers=st.integers(10, 150),
    seed=st.integers(0, 10_000),
    back=st.integers(0, 800),
)
def test_no_balance_is_ever_below_zero(customers: int, seed: int, back: int) -> None:
    town = make_town(customers, seed, date(2025, 12, 31) - timedelta(days=back))
    events = readable(make_loyalty_events(town))
    sums = events.select(
        pl.col("points", "amount").fill_null(0).cum_sum().over("member_number")
    )

    assert (sums["points"] >= 0).all()
    assert (sums["amount"] >= 0).all()
    assert events["occurred_at"].is_sorted()
    assert events["event"].is_unique().all()


def test_the_tiers_of_the_book_are_those_of_the_settings(
    read: Read, book: pl.DataFrame
) -> None:
    tiers = read("settings/loyalty_tiers.csv")
    named = set(book["Tier"].drop_nulls())

    assert named == set(tiers["tier"]) == set(TIERS)
    assert tiers["least_spend_amount"].to_list() == ["0.00", "600.00", "1800.00"]
    assert not tiers["name_zh"].is_null().any()


def test_every_kind_of_event_is_there_with_its_sign(book: pl.DataFrame) -> None:
    points = dict(book.group_by("Kind").agg(pl.col("Points").max()).rows())
    least = dict(book.group_by("Kind").agg(pl.col("Points").min()).rows())
    amounts = dict(book.group_by("Kind").agg(pl.col("Amount").max()).rows())

    assert set(points) == {
        *("earn", "redeem", "expire", "adjust", "tier", "top_up", "spend")
    }
    assert least["earn"] > 0
    assert points["redeem"] < 0
    assert points["expire"] < 0
    assert least["adjust"] < 0 < points["adjust"]
    assert amounts["top_up"] >= 200
    assert amounts["spend"] < 0


def test_a_card_and_a_receipt_of_an_event_are_known(
    book: pl.DataFrame, members: pl.DataFrame, till: pl.DataFrame
) -> None:
    receipts = till.select(
        pl.col("Transaction ID").alias("Receipt"),
        pl.col("Customer Reference ID").alias("Card"),
    ).unique()
    referring = book.filter(pl.col("Receipt").is_not_null())

    assert book["Card"].is_in(members["Reference ID"].implode()).all()
    assert referring.height > 5000
    assert referring.join(receipts, on=["Receipt", "Card"], how="anti").is_empty()


def test_a_yuan_brings_a_point_and_a_higher_tier_more(
    book: pl.DataFrame, till: pl.DataFrame
) -> None:
    digits = till["Net Sales"].str.replace_all(r"[$¥,()-]", "").cast(pl.Decimal(18, 2))
    paid = (
        till.with_columns(digits.alias("net"))
        .filter(pl.col("Event Type") == "Payment")
        .group_by(pl.col("Transaction ID").alias("Receipt"))
        .agg(pl.col("net").sum())
    )
    earned = book.filter(pl.col("Kind") == "earn").join(paid, on="Receipt")
    percent = earned["Tier"].replace_strict(
        {name: share for name, (_, share) in TIERS.items()}, return_dtype=pl.Int64
    )
    expected = (earned["net"] * 100).cast(pl.Int64) * percent // 10_000

    assert set(earned["Tier"]) == set(TIERS)
    assert earned["Points"].equals(expected, check_names=False)


def test_a_tier_that_is_told_is_the_tier_of_the_next_purchase(
    book: pl.DataFrame,
) -> None:
    told = pl.when(pl.col("Kind") == "tier").then("Tier")
    followed = book.with_columns(told.forward_fill().over("Card").alias("told")).filter(
        pl.col("Kind") == "earn", pl.col("told").is_not_null()
    )

    assert followed.height > 2000
    assert followed["Tier"].equals(followed["told"], check_names=False)


def test_some_tiers_are_lost_on_new_year_s_morning(book: pl.DataFrame) -> None:
    new_year = book.filter(
        pl.col("Kind") == "tier", pl.col("When").dt.strftime("%m-%d %H") == "01-01 08"
    )

    assert "member" in set(new_year["Tier"])


def test_points_expire_at_the_end_of_the_year_after_the_one_that_brought_them(
    book: pl.DataFrame,
) -> None:
    expired = book.filter(pl.col("Kind") == "expire")
    valid = pl.col("Valid until").str.to_date()
    earned = book.filter(pl.col("Points") > 0)

    assert set(expired["When"].dt.date()) == {date(2024, 12, 31)}
    assert earned["Valid until"].null_count() == 0
    assert earned.select((valid.dt.year() == pl.col("When").dt.year() + 1).all()).item()
    left = (
        book.filter(pl.col("When").dt.year() < 2025)
        .group_by("Card")
        .agg(
            pl.col("Points").sum().alias("balance"),
            pl.col("Points")
            .filter(pl.col("Points") > 0, pl.col("When").dt.year() == 2024)
            .sum()
            .alias("fresh"),
        )
    )
    assert (left["balance"] <= left["fresh"]).all()


def test_money_on_a_card_is_spent_on_receipts_of_that_sum(
    town: Town, book: pl.DataFrame
) -> None:
    spent = book.filter(pl.col("Kind") == "spend")
    put_on = book.filter(pl.col("Kind") == "top_up")

    assert spent["Receipt"].is_unique().all()
    assert spent["Receipt"].null_count() == 0
    assert (put_on["Amount"].cast(pl.Int64) % 200 == 0).all()
    assert make_loyalty_events(town)["member_number"].null_count() == 0


def test_a_few_events_cannot_be_read(read: Read) -> None:
    events = read("inbox/loyalty/*.csv")

    assert (events["When"] == "31/12/99").sum() == 2
    assert (events["Kind"] == "correction of the correction").sum() == 1
    assert events["Card"].null_count() == 1
