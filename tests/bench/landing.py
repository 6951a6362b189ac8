"""How fast a CSV of order lines lands, beside a plain copy of the same file to Parquet.

    make bench                       2 million lines, DuckDB's and polars' copy, ours
    make bench LINES=1,5,20          in millions: how memory stays as the file grows

Each is run in a process of its own, one after the other, three times in turn; the best
time counts. A thousandth of the rows cannot land and is set aside.
"""

import json
import multiprocessing
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from flows.landing.land import land_home
from flows.landing.ledger import read_ledger
from flows.night import Night
from flows.settings import Shop

MILLION = 1_000_000
ROUNDS = 3
PART = 500_000
SHOP = {
    "name": "Bench",
    "timezone": "Asia/Shanghai",
    "country": "CN",
    "currency": "CNY",
    "sources": [
        {
            "name": "till",
            "kind": "pos",
            "layout": "generic",
            "entity": "order_lines",
            "files": "inbox/till/*.csv",
        }
    ],
}


def write_lines(path: Path, count: int) -> None:
    """Order lines of three an order, as a till exports them; always the same."""
    with path.open("wb") as file:
        for start in range(0, count, PART):
            lines = _lines(start, min(PART, count - start))
            lines.write_csv(file, include_header=start == 0)


def _lines(start: int, count: int) -> pl.DataFrame:
    line = pl.int_range(start, start + count, eager=True).alias("line")
    order, product = pl.col("line") // 3, (pl.col("line") * 104_729) % 5_000
    placed = pl.datetime(2024, 1, 1) + pl.duration(seconds=order * 9)
    many = pl.lit("many")  # no number: the row cannot land
    return line.to_frame().select(
        order_id=pl.format("A{}", order + MILLION),
        ordered_at=placed.dt.strftime("%Y-%m-%d %H:%M:%S"),
        customer_id=pl.format("C{}", (order * 7_919) % 500_000),
        store_id=pl.format("S{}", order % 40),
        product_id=pl.format("P{}", product),
        product_name=pl.when(product % 10 == 0)
        .then(pl.format("Jumbo bag, red {}", product))
        .otherwise(pl.format("Notebook A5 lined {}", product)),
        quantity=pl.when(pl.col("line") % 1_000 == 0)
        .then(many)
        .otherwise((pl.col("line") % 5 + 1).cast(pl.String)),
        unit_price=pl.format("{}.{}", product % 90 + 1, product % 90 + 10),
        discount_amount=pl.when(pl.col("line") % 4 == 0).then(pl.lit("1.50")),
        currency=pl.lit("CNY"),
    )


def copy_with_duckdb(path: Path, folder: Path) -> None:
    """DuckDB's plain copy."""
    target = folder / "copy.parquet"
    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false")
    connection.execute(f"copy (from read_csv('{path}')) to '{target}'")


def copy_with_polars(path: Path, folder: Path) -> None:
    """Polars' plain copy."""
    pl.scan_csv(path, ignore_errors=True).sink_parquet(folder / "copy.parquet")


def land(path: Path, folder: Path) -> None:
    """Ours: typed by the contract, checked, set aside where need be, in the lake."""
    inbox = folder / "inbox" / "till"
    inbox.mkdir(parents=True)
    os.link(path, inbox / path.name)
    land_home(Night(folder, date(2026, 3, 31), 1), Shop.model_validate(SHOP))
    (entry,) = read_ledger(folder / "lake")
    assert entry.set_aside_count == -(-entry.row_count // 1_000), entry.reason


CONTENDERS: dict[str, Callable[[Path, Path], None]] = {
    "DuckDB's copy": copy_with_duckdb,
    "polars' copy": copy_with_polars,
    "keyuan landing": land,
}


def _measure(name: str, path: Path, folder: Path, answer: Path) -> None:
    started = time.perf_counter()
    CONTENDERS[name](path, folder)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    answer.write_text(json.dumps([seconds, peak]))


def measure(name: str, path: Path, work: Path) -> tuple[float, int]:
    """Seconds and peak megabytes of one run in a fresh process."""
    folder = work / "run"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    answer = work / "answer.json"
    process = multiprocessing.get_context("spawn").Process(
        target=_measure, args=(name, path, folder, answer)
    )
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(f"{name} failed on {path.name}")
    seconds, peak = json.loads(answer.read_text())
    return seconds, peak


def main(millions: list[float]) -> None:
    """Print the table."""
    print(
        f"{'lines':>12}  {'':<16} {'seconds':>8} {'lines/s':>12} {'peak MB':>8} ratio"
    )
    with tempfile.TemporaryDirectory(prefix="keyuan-bench-") as folder:
        work = Path(folder)
        for size in millions:
            count = int(size * MILLION)
            path = work / f"lines_{count}.csv"
            write_lines(path, count)
            runs: dict[str, list[tuple[float, int]]] = {name: [] for name in CONTENDERS}
            for _ in range(ROUNDS):
                for name in CONTENDERS:
                    runs[name].append(measure(name, path, work))
            best = {name: min(seconds for seconds, _ in runs[name]) for name in runs}
            faster = min(best["DuckDB's copy"], best["polars' copy"])
            for name, seconds in best.items():
                peak = max(peak for _, peak in runs[name])
                speed = f"{seconds:>8.2f} {count / seconds:>12,.0f}"
                ratio = f"{peak:>8,} {faster / seconds:>5.2f}"
                print(f"{count:>12,}  {name:<16} {speed} {ratio}")
            path.unlink()


if __name__ == "__main__":
    main([float(size) for size in (sys.argv[1:] or ["2"])[0].split(",")])
