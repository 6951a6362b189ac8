"""The command, on a home with a night that knows enough purchases."""

from datetime import date
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from flows.cli import main
from flows.night import begin_night
from flows.predictions.known import Facts
from flows.publication import publish_night

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


def test_a_backtest_says_its_measures_and_where_its_picture_is(home: Path) -> None:
    words = ["backtest", "--from", "2025-03-31", "--to", "2025-06-29"]
    done = CliRunner().invoke(main, [*words, "--home", str(home)])
    assert done.exit_code == 0, done.output
    *_, last = done.output.splitlines()
    picture = home / "backtests" / "2025-03-31_2025-06-29.svg"
    assert last == f"Picture: {picture}"
    assert picture.read_text().startswith("<svg")


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2025-06-29", "2025-07-29", "knows what happened up to 2025-06-29"),
        ("2025-06-28", "2025-06-28", "--to 2025-06-28 is not after --from 2025-06-28"),
        ("2024-07-05", "2025-06-29", "customers have bought again"),
    ],
)
def test_days_that_teach_or_judge_nothing_are_one_sentence(
    home: Path, first: str, last: str, said: str
) -> None:
    words = ["backtest", "--from", first, "--to", last, "--home", str(home)]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 1
    assert said in done.output
    assert "Traceback" not in done.output
