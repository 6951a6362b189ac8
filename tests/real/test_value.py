"""The value model on the CDNOW sample, beside what was published of it."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from flows.predictions.histories import histories_of
from flows.predictions.value import fit_amounts, fit_rates

LEARNED_TO = date(1997, 9, 30)


@pytest.fixture(scope="module")
def histories(real_data: Path) -> pl.DataFrame:
    lines = (real_data / "cdnow" / "CDNOW_sample.txt").read_text().splitlines()
    rows = [(line.split()[1], line.split()[2], line.split()[4]) for line in lines]
    log = pl.DataFrame(
        rows, schema=["customer_id", "purchase_date", "net_amount"], orient="row"
    ).with_columns(
        pl.col("purchase_date").str.to_date("%Y%m%d"),
        pl.col("net_amount").cast(pl.Float64),
    )
    days = log.group_by("customer_id", "purchase_date").agg(pl.col("net_amount").sum())
    return histories_of(days, LEARNED_TO)


def test_the_log_gives_the_published_summary(
    real_data: Path, histories: pl.DataFrame
) -> None:
    published = pl.read_csv(real_data / "cdnow" / "cdnow_customers_summary.csv")
    told = histories.select(
        pl.col("customer_id").cast(pl.Int64),
        "repeat_count",
        pl.col("latest_week").round(2),
        pl.col("age_weeks").round(2),
    )
    same = told.join(
        published.select(
            customer_id="ID",
            repeat_count="frequency",
            latest_week=pl.col("recency").round(2),
            age_weeks=pl.col("T").round(2),
        ),
        on=told.columns,
    )
    assert told.height == published.height == same.height == 2_357


def test_the_rates_are_the_published_ones(histories: pl.DataFrame) -> None:
    found = fit_rates(histories)
    told = (found.r, found.alpha, found.a, found.b)
    assert told == pytest.approx((0.243, 4.414, 0.793, 2.426), abs=0.005)
    assert found.log_likelihood == pytest.approx(-9582.4, abs=0.05)


def test_so_are_the_amounts(histories: pl.DataFrame) -> None:
    found = fit_amounts(histories)
    assert (found.p, found.q, found.v) == pytest.approx((6.25, 3.74, 15.44), abs=0.005)
