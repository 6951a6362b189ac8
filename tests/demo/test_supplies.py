"""Goods that are used up: who orders them again, and when they have run out."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from flows.demo.history import Town, make_town
from flows.demo.supplies import SUPPLIES, make_supplies
from flows.demo.town import TownSummary

Read = Callable[[str], pl.DataFrame]


@pytest.fixture(scope="module")
def town(as_of: date) -> Town:
    return make_town(2000, 5, as_of)


@pytest.fixture(scope="module")
def orders(read: Read) -> pl.DataFrame:
    return read("inbox/supplies/*.csv")


@pytest.fixture(scope="module")
def run_outs(home: Path, summary: TownSummary) -> pl.DataFrame:
    assert summary.file_count
    return pl.read_csv(home / "town" / "run_outs.csv", infer_schema=False)


def test_everything_that_was_ordered_runs_out_on_a_known_day(
    orders: pl.DataFrame, run_outs: pl.DataFrame
) -> None:
    latest = orders.group_by("Member", "Article").agg(
        pl.col("Ordered").max().str.slice(0, 10).alias("last_bought_on")
    )
    known = run_outs.select(
        pl.col("source_customer_id").alias("Member"),
        pl.col("product_id").alias("Article"),
        "last_bought_on",
    )

    assert_frame_equal(latest, known, check_row_order=False)
    assert run_outs.filter(pl.col("run_out_on") <= pl.col("last_bought_on")).is_empty()


def test_who_orders_holds_a_card_and_has_joined(
    orders: pl.DataFrame, members: pl.DataFrame
) -> None:
    known = members["Square Customer ID"]

    assert orders["Member"].is_in(known.implode()).all()
    assert 0.1 < orders["Member"].n_unique() / known.len() < 0.35


def test_the_articles_are_in_the_catalogue(read: Read) -> None:
    listed = read("inbox/catalogue/*.csv").drop_nulls("Article")

    assert set(listed["Article"]) > {supply.sku for supply in SUPPLIES}
    assert not listed["Article"].is_duplicated().any()


def test_an_order_is_one_member_s_at_one_moment(orders: pl.DataFrame) -> None:
    heads = orders.select("Order", "Ordered", "Member").unique()

    assert not heads["Order"].is_duplicated().any()
    assert not orders.select("Order", "Article").is_duplicated().any()


def test_two_people_use_up_a_pack_sooner_than_one(town: Town) -> None:
    lines = town.supplies.lines.sort("customer_id", "product", "occurred_at")
    day = pl.col("occurred_at").dt.date()
    days = (day.shift(-1) - day).dt.total_days().over("customer_id", "product")
    each = (
        lines.with_columns(each=days / pl.col("quantity"))
        .join(town.supplies.run_outs, on=["customer_id", "product"])
        .filter(pl.col("product") == 0)
        .group_by("habit")
        .agg(pl.col("each").median())
    )
    middle = dict(each.iter_rows())

    assert middle["two"] < 0.8 * middle["alone"]


def test_some_are_away_and_some_fill_the_cupboard_on_sale_days(town: Town) -> None:
    lines = town.supplies.lines
    sale = lines.filter(pl.col("occurred_at").dt.strftime("%m-%d") == "11-11")

    assert sale["quantity"].mean() > 2
    assert lines["quantity"].median() == 1


def test_the_same_cards_and_seed_give_the_same_supplies(town: Town) -> None:
    again = make_supplies(town.cards, 5, town.window)
    other = make_supplies(town.cards, 6, town.window)

    assert_frame_equal(again.lines, town.supplies.lines)
    assert_frame_equal(again.run_outs, town.supplies.run_outs)
    assert not other.lines.equals(again.lines)
