"""How fast the models are built, beside one DuckDB script written by hand.

    make bench-models                       a demo town of 20,000 people
    make bench-models CUSTOMERS=200000

The night of the town is built first and not timed. Then, each in a process of its own:
dbt builds staging, identity, core and marts from the night's lake and state, as a data
engineer does by hand (its start and its reading of the project are in; tests are not);
and ``by_hand.sql`` makes the main figures of the same marts from the same files. It has
neither history nor sentences, and a fifth of the columns of the 360. The figures that
both have must agree, or the bench fails.
"""

import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb

AS_OF = date(2025, 6, 30)
BY_HAND = Path(__file__).with_name("by_hand.sql")
PROJECT = Path(__file__).parents[2] / "dbt_project"
RUN = """
import duckdb, sys

home, as_of, script = sys.argv[1:]
connection = duckdb.connect(home + "/by_hand.duckdb")
connection.execute("set enable_progress_bar = false")
connection.execute("set variable home = ?", [home])
connection.execute("set variable as_of = cast(? as date)", [as_of])
connection.execute(open(script, encoding="utf-8").read())
"""
MODELS = ("resource_type:seed", "staging", "identity", "core", "marts")
# Each gives one row that both must agree on: from the script, and from the models.
FIGURES = {
    "orders, counted sales, net revenue": (
        "select count(*), count(*) filter (is_sale), sum(net_amount) from orders",
        "select count(*), count(*) filter (is_counted_sale), sum(net_amount)"
        " from core.orders",
    ),
    "customers, purchases, their revenue": (
        "select count(*), sum(purchase_count), sum(net_revenue_amount) from customers",
        "select count(*), sum(purchase_count), sum(net_revenue_amount)"
        " from core.customer_features",
    ),
    "rhythm and recency": (
        "select sum(median_gap_days), sum(recency_days) from customers",
        "select sum(median_gap_days), sum(recency_days) from core.customer_features",
    ),
    "scores of RFM": (
        "select sum(recency_score), sum(frequency_score), sum(monetary_score) from rfm",
        "select sum(recency_score), sum(frequency_score), sum(monetary_score)"
        " from marts.rfm",
    ),
    "people of each value tier": (
        "select list((value_tier, n) order by value_tier)"
        " from (select value_tier, count(*) n from value_tiers group by 1)",
        "select list((value_tier, n) order by value_tier)"
        " from (select value_tier, count(*) n from marts.value_tiers group by 1)",
    ),
    "people of each stage": (
        "select list((lifecycle_stage, n) order by lifecycle_stage)"
        " from (select lifecycle_stage, count(*) n from lifecycle group by 1)",
        "select list((lifecycle_stage, n) order by lifecycle_stage)"
        " from (select lifecycle_stage, count(*) n from marts.lifecycle group by 1)",
    ),
    "cells of cohorts": (
        "select count(*), sum(customer_count * (months_since + 1)) from cohorts",
        "select count(*), sum(customer_count * (months_since + 1)) from marts.cohorts"
        " where customer_count > 0",
    ),
    "orders with a known customer": (
        "select sum(order_count), sum(known_order_count) from registration",
        "select sum(order_count), sum(known_customer_order_count)"
        " from marts.registration where division = 'shop'",
    ),
}


def make_night(home: Path, customers: int) -> None:
    """A demo town and its night."""
    for words in (
        ["demo", "--customers", str(customers), "--as-of", str(AS_OF)],
        ["nightly", "--as-of", str(AS_OF)],
    ):
        call = [sys.executable, "-m", "flows.cli", *words, "--home", str(home)]
        done = subprocess.run(call, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(done.stdout + done.stderr)


def dbt_call(home: Path) -> list[str]:
    """The models by hand, into ``dev.duckdb``."""
    return [
        *("env", f"KEYUAN_HOME={home}", "DO_NOT_TRACK=1"),
        *(f"DBT_TARGET_PATH={home / 'dev'}", f"DBT_LOG_PATH={home / 'dev'}"),
        *(str(Path(sys.executable).with_name("dbt")), "build", "--quiet"),
        *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)),
        *("--exclude-resource-type", "test", "unit_test", "--select", *MODELS),
        *("--vars", f"{{as_of_date: {AS_OF}}}"),
    ]


def script_call(home: Path) -> list[str]:
    """The script, into ``by_hand.duckdb``."""
    return [sys.executable, "-c", RUN, str(home), str(AS_OF), str(BY_HAND)]


def measure(name: str, call: list[str]) -> float:
    """Print seconds and peak megabytes of a process; returns the seconds."""
    started = time.perf_counter()
    process = subprocess.Popen(call)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        sys.exit(f"{name} failed")
    print(f"{name:<14} {seconds:>8.1f} {usage.ru_maxrss // 1024:>8,}", flush=True)
    return seconds


def differences(home: Path) -> list[str]:
    """The figures that the two do not agree on."""
    found = []
    with (
        duckdb.connect(str(home / "by_hand.duckdb"), read_only=True) as script,
        duckdb.connect(str(home / "dev.duckdb"), read_only=True) as models,
    ):
        for name, (by_hand, by_models) in FIGURES.items():
            one = script.execute(by_hand).fetchone()
            other = models.execute(by_models).fetchone()
            if one != other:
                found.append(f"{name}: by hand {one}, models {other}")
    return found


def main(customers: int) -> None:
    """Print the table; ends with an error where the figures differ."""
    with tempfile.TemporaryDirectory(prefix="keyuan-bench-") as folder:
        home = Path(folder) / "shop"
        make_night(home, customers)
        with duckdb.connect(
            str(home / "current" / "warehouse.duckdb"), read_only=True
        ) as night:
            sizes = [
                night.execute(f"select count(*) from core.{table}").fetchall()[0][0]
                for table in ("customers", "orders", "order_lines")
            ]
        print("{:,} customers, {:,} orders, {:,} lines".format(*sizes))
        print(f"{'':<14} {'seconds':>8} {'peak MB':>8}")
        script = measure("by_hand.sql", script_call(home))
        models = measure("dbt", dbt_call(home))
        print(f"the models take {models / script:.1f} times as long as the script")
        if found := differences(home):
            sys.exit("\n".join(["The figures differ:", *found]))


if __name__ == "__main__":
    main(int((sys.argv[1:] or ["20000"])[0]))
