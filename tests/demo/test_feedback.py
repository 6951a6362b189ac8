"""Scores, reviews and complaints: about orders that there are, and as of each file."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

Read = Callable[[str], pl.DataFrame]
KINDS = {"nps", "csat", "review", "complaint", "mystery_visit"}


@pytest.fixture(scope="module")
def said(home: Path, read: Read) -> pl.DataFrame:
    """The rows of the files that can be read, each with its file."""
    assert read("inbox/feedback/*.csv").height
    files = sorted(home.glob("inbox/feedback/*.csv"))
    rows = pl.concat(
        pl.read_csv(path, infer_schema=False).with_columns(
            pl.lit(path.stem.removeprefix("feedback_")).alias("half")
        )
        for path in files
    )
    return rows.filter(
        pl.col("Number").is_not_null(),
        pl.col("Date") != "after Easter",
        pl.col("Type").is_in(list(KINDS)),
    ).with_columns(
        pl.col("Date", "Resolved").str.to_datetime("%Y-%m-%d %H:%M"),
        pl.col("Score", "Out of").cast(pl.Int64),
    )


def test_every_kind_is_there_with_its_own_scale(said: pl.DataFrame) -> None:
    scales = dict(said.group_by("Type").agg(pl.col("Out of").max()).rows())
    scored = said.filter(pl.col("Score").is_not_null())

    assert scales == {
        "nps": 10,
        "csat": 5,
        "review": 5,
        "complaint": None,
        "mystery_visit": 100,
    }
    assert (scored["Score"] >= 0).all()
    assert (scored["Score"] <= scored["Out of"]).all()
    assert {0, 10} <= set(said.filter(Type="nps")["Score"])


def test_an_order_that_is_spoken_of_was_made_before(
    said: pl.DataFrame, till: pl.DataFrame, webshop: pl.DataFrame
) -> None:
    made = pl.concat(
        [
            till.select(
                pl.col("Transaction ID").alias("Order"), pl.col("Date").alias("made")
            ),
            webshop.select(
                pl.col("Name").alias("Order"),
                pl.col("Created at").str.slice(0, 10).alias("made"),
            ).drop_nulls(),
        ]
    ).unique("Order", keep="any")
    about = said.filter(pl.col("Order").is_not_null())
    dated = about.join(made, on="Order", validate="m:1").with_columns(
        pl.col("made").str.to_date(strict=False)
    )

    assert about.height > 1000
    assert dated.height == about.height
    assert (dated["Date"].dt.date() >= dated["made"]).all()


def test_an_article_that_is_reviewed_was_in_the_order(
    said: pl.DataFrame, webshop: pl.DataFrame
) -> None:
    reviews = said.filter(Type="review")
    bought = webshop.select(
        pl.col("Name").alias("Order"), pl.col("Lineitem sku").alias("Article")
    )
    unknown = reviews.join(bought, on=["Order", "Article"], how="anti")

    assert reviews.height > 300
    assert unknown.height <= 2  # lines planted without an article
    assert reviews["Comment"].null_count() == 0


def test_a_customer_who_speaks_is_known_and_a_mystery_visitor_is_not(
    said: pl.DataFrame, members: pl.DataFrame, accounts: pl.DataFrame
) -> None:
    known = pl.concat(
        [members["Square Customer ID"], accounts["Customer ID"].str.strip_prefix("'")]
    )
    visits = said.filter(Type="mystery_visit")

    assert said["Customer"].drop_nulls().is_in(known.implode()).all()
    assert visits["Customer"].null_count() == visits.height
    assert visits["Order"].null_count() == visits.height
    assert set(visits["Shop"]) == {"Lantern Street", "Riverside", "Station Arcade"}


def test_a_complaint_is_told_again_until_it_is_resolved(said: pl.DataFrame) -> None:
    complaints = said.filter(Type="complaint").sort("Number", "half")
    last = complaints.group_by("Number", maintain_order=True).agg(
        pl.col("State").alias("states"), pl.col("Date").n_unique().alias("dates")
    )
    told_twice = last.filter(pl.col("states").list.len() > 1)
    earlier = told_twice.select(
        pl.col("states").list.head(pl.col("states").list.len() - 1).list.explode()
    ).to_series()

    assert last["dates"].max() == 1
    assert told_twice.height > 5
    assert set(earlier) == {"open"}
    assert {"open", "resolved"} == set(last["states"].list.last())
    assert "resolved" in set(told_twice["states"].list.last())


def test_a_file_knows_nothing_of_what_comes_after_it(said: pl.DataFrame) -> None:
    begin = (said["half"] + "-01").str.to_date()
    end = begin.dt.offset_by("6mo")

    assert (said["Date"].dt.date() < end).all()
    assert (said["Resolved"].dt.date() < end).fill_null(True).all()
    assert said["Resolved"].dt.date().max() < date(2025, 7, 1)
    assert (
        (said["State"] == "resolved")
        .eq(said["Resolved"].is_not_null())
        .all(ignore_nulls=True)
    )
    others = said.filter(pl.col("Type") != "complaint")
    assert (others["Date"].dt.date() >= begin.filter(said["Type"] != "complaint")).all()
    assert begin.min() == date(2023, 7, 1)


def test_one_shop_pleases_less_than_the_others(said: pl.DataFrame) -> None:
    scores = said.filter(Type="csat").group_by("Shop").agg(pl.col("Score").mean())

    assert scores.sort("Score")["Shop"][0] == "Station Arcade"


def test_a_few_words_cannot_be_read(read: Read) -> None:
    every = read("inbox/feedback/*.csv")

    assert (every["Date"] == "after Easter").sum() == 1
    assert (every["Type"] == "gossip").sum() == 1
    assert every["Number"].null_count() == 1
