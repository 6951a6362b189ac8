"""Customers who buy as the value model says, made up with a seed."""

from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest

from flows.night import begin_night
from flows.predictions.forecast import SALES
from flows.predictions.histories import HISTORIES
from flows.predictions.known import PURCHASES, RETURNS, Facts, Known
from flows.predictions.moment import ORDERS
from flows.publication import publish_night

R, ALPHA, A, B = 0.6, 6.0, 0.9, 2.5
P, Q, V = 6.0, 4.0, 15.0
WEEKS, MOST = 52.0, 200
SHOP = """
name = "Corner"
timezone = "Asia/Shanghai"
country = "CN"
currency = "CNY"

[sources.till]
kind = "pos"
layout = "generic"
entity = "orders"
files = "inbox/till/*.csv"
"""

CORE = """
create schema core;
create table core.purchases as from told;
create table core.int_orders_timed as select * rename (hour as local_hour) from timed;
create table core.products as select 'p' as product_id, 'Tea' as category;
create table core.orders as
    select customer_id || purchase_date as order_id, 'Corner' as store_id from told;
create table core.order_lines as
    select
        customer_id || purchase_date as order_id, customer_id, 'p' as product_id,
        purchase_date as order_date, 1 as quantity, net_amount, true as is_counted
    from told;
"""


@pytest.fixture(scope="session")
def histories() -> pl.DataFrame:
    """Six thousand of them, known for half a year to a whole one."""
    rng = np.random.default_rng(7)
    count = 6_000
    age = np.round(rng.uniform(26, WEEKS, count) * 7) / 7
    rate = rng.gamma(R, 1 / ALPHA, count)
    gaps = rng.exponential(1 / rate[:, None], (count, MOST))
    left_after = rng.geometric(rng.beta(A, B, count))
    bought = np.cumsum(gaps, axis=1)
    counts = (bought <= age[:, None]) & (np.arange(MOST) < left_after[:, None])
    repeats = counts.sum(axis=1)
    latest = np.where(counts, bought, 0).max(axis=1)
    mean = rng.gamma(P * np.maximum(repeats, 1)) / (
        rng.gamma(Q, 1 / V, count) * np.maximum(repeats, 1)
    )
    return pl.DataFrame(
        {
            "customer_id": [f"c{place:05}" for place in range(count)],
            "repeat_count": repeats,
            "latest_week": np.minimum(np.ceil(latest * 7) / 7, age),
            "age_weeks": age,
            "repeat_amount": pl.Series(mean).zip_with(
                pl.Series(repeats > 0), pl.Series([None] * count, dtype=pl.Float64)
            ),
            "mean_amount": mean,
        },
        schema=HISTORIES,
    )


@pytest.fixture(scope="session")
def purchases() -> pl.DataFrame:
    """Two thousand people who buy at rates of their own, for a year; many leave."""
    rng = np.random.default_rng(5)
    rate = rng.gamma(0.8, 0.05, 2_000)
    days = [date(2024, 7, 4) + timedelta(days=day) for day in range(361)]
    stays = np.arange(361) < rng.integers(60, 700, 2_000)[:, None]
    who, day = np.nonzero((rng.random((2_000, 361)) < rate[:, None]) & stays)
    return pl.DataFrame(
        {
            "customer_id": [f"c{place:04}" for place in who],
            "purchase_date": [days[place] for place in day],
            "net_amount": np.round(rng.gamma(4, 10, who.size), 2),
            "line_count": rng.integers(1, 5, who.size),
        }
    ).cast(PURCHASES)


@pytest.fixture(scope="session")
def facts(purchases: pl.DataFrame) -> Facts:
    """What core would know of them: each purchase an order of one store."""
    rng = np.random.default_rng(9)
    count = purchases.height
    day = pl.col("purchase_date")
    orders = purchases.select(
        "customer_id",
        order_date=day,
        weekday=day.dt.weekday(),
        hour=pl.Series(rng.integers(9, 19, count)),
        channel=pl.when(pl.col("customer_id").hash(0) % 3 == 0)
        .then(pl.lit("web"))
        .otherwise(pl.lit("store")),
    )
    sales = purchases.group_by(sales_date="purchase_date").agg(
        pl.col("net_amount").sum()
    )
    returns = purchases.filter(pl.Series(rng.random(count) < 0.05)).select(
        "customer_id", return_date=day
    )
    return Facts(
        Known(purchases, returns.cast(RETURNS)),
        orders.cast(ORDERS),
        sales.select(
            pl.lit("Corner").alias("store_id"),
            pl.lit("Tea").alias("category"),
            "sales_date",
            "net_amount",
        )
        .cast(SALES)
        .sort("sales_date"),
    )


@pytest.fixture
def home(tmp_path: Path, facts: Facts) -> Path:
    (tmp_path / "shop.toml").write_text(SHOP)
    night = begin_night(tmp_path, date(2025, 6, 29))
    with duckdb.connect(str(night.warehouse)) as warehouse:
        warehouse.register("told", facts.known.purchases.to_arrow())
        warehouse.register("timed", facts.orders.to_arrow())
        warehouse.execute(CORE)
    publish_night(night, {"attempt": 1, "state": {}})
    return tmp_path
