"""How fast pairs of products are counted, beside three libraries that do the same.

    make bench-affinity                     2 million baskets
    make bench-affinity BASKETS=200000

The baskets are drawn: two to eight of 5,000 products each, whose popularity falls as
Zipf's law says, and 100 planted pairs: who has the one often has the other too. All are
asked for the same: how many baskets hold each pair that at least one basket in two
thousand holds.

Keyuan's are the models of ``product_affinity`` that count pairs, as dbt compiles them,
on DuckDB in memory. The libraries are installed into environments of their own: PyFIM
(in C; its three ways, of which the fastest counts), mlxtend and efficient-apriori. The
clock runs from the Parquet file to the counts; imports, installing and what names the
pairs afterwards are not in it. Each runs in a process of its own, with Python's garbage
collector off because it would slow the libraries' lists; the best of ``ROUNDS`` counts,
of the slow two the only one. Who takes longer than ``LIMIT_SECONDS`` is stopped, and
the table says so. Counts that differ are an error.
"""

import csv
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

PROJECT = Path(__file__).parents[2] / "dbt_project"
SEED = 7
PRODUCTS = 5_000
PLANTED = 100
ROUNDS = 3
LIMIT_SECONDS = 180
LEAST_SHARE = 0.0005
MODELS = (
    "int_products_numbered",
    "int_baskets_numbered",
    "int_baskets_bought",
    "int_pairs_counted",
)

# Every script is told the baskets, the least count and where its answer goes: seconds
# by step, peak megabytes, and the pairs as [product, product, baskets].
HEAD = """
import gc, json, resource, sys, time
gc.disable()
baskets, least, answer, *more = sys.argv[1:]
least = int(least)
def tell(steps, pairs):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    named = sorted([*sorted(pair), int(count)] for *pair, count in pairs)
    with open(answer, "w") as file:
        json.dump({"steps": steps, "peak": peak, "pairs": named}, file)
"""
KEYUAN = """
import duckdb
folder, *models = more
connection = duckdb.connect()
connection.execute("set enable_progress_bar = false")
connection.execute("attach ':memory:' as dev")
for schema in ("settings", "marts"):
    connection.execute("create schema dev." + schema)
connection.execute(
    "create table dev.settings.segment_thresholds as"
    f" select name, cast(value as decimal(18, 6)) as value"
    f" from read_csv('{folder}/thresholds.csv', all_varchar = true)"
)
connection.execute(
    "create view dev.marts.int_baskets_listed as select order_id, product_id,"
    " cast(null as varchar) as customer_id, date '2025-06-30' as order_date"
    f" from read_parquet('{baskets}')"
)
steps = {}
for model in models:
    sql = open(f"{folder}/{model}.sql").read()
    started = time.perf_counter()
    connection.execute(f"create table dev.marts.{model} as {sql}")
    steps[model] = time.perf_counter() - started
tell(steps, connection.execute(
    "select one.product_id, other.product_id, pairs.basket_count"
    " from dev.marts.int_pairs_counted as pairs"
    " inner join dev.marts.int_products_numbered as one"
    " on pairs.product_number = one.product_number"
    " inner join dev.marts.int_products_numbered as other"
    " on pairs.other_product_number = other.product_number"
).fetchall())
"""
# The fastest way to lists of numbers that was found: flat, then cut.
LISTS = """
import polars as pl
def lists():
    lines = pl.read_parquet(baskets)
    names = lines["product_id"].cast(pl.Categorical)
    numbers = names.to_physical().alias("number")
    groups = lines.select("order_id", numbers).group_by("order_id").agg("number")
    lengths, flat = groups["number"].list.len().to_list(), []
    flat = groups["number"].explode().to_list()
    found, start = [], 0
    for length in lengths:
        found.append(flat[start:start + length])
        start += length
    return found, names.to_physical(), lines["product_id"]
def named(numbers, products, pairs):
    table = dict(zip(numbers.to_list(), products.to_list()))
    return [(table[one], table[other], count) for one, other, count in pairs]
started = time.perf_counter()
found, numbers, products = lists()
steps = {"lists": time.perf_counter() - started}
"""
PYFIM = (
    LISTS
    + """
import fim
ways = {}
for way in ("apriori", "eclat", "fpgrowth"):
    started = time.perf_counter()
    sets = getattr(fim, way)(
        found, target="s", zmin=2, zmax=2, supp=-least, report="a"
    )
    ways[way] = time.perf_counter() - started
fastest = min(ways, key=ways.get)
steps[fastest] = ways[fastest]
tell(steps, named(numbers, products, [(*pair, count) for pair, count in sets]))
"""
)
EFFICIENT = (
    LISTS
    + """
from efficient_apriori import itemsets_from_transactions
started = time.perf_counter()
sets, count = itemsets_from_transactions(
    found, min_support=least / len(found), max_length=2
)
steps["count"] = time.perf_counter() - started
pairs = [(*pair, count) for pair, count in sets.get(2, {}).items()]
tell(steps, named(numbers, products, pairs))
"""
)
MLXTEND = (
    LISTS
    + """
import pandas
from mlxtend.frequent_patterns import fpgrowth
from mlxtend.preprocessing import TransactionEncoder
started = time.perf_counter()
encoder = TransactionEncoder()
ones = encoder.fit_transform(found, sparse=True)
table = pandas.DataFrame.sparse.from_spmatrix(ones)
steps["table"] = time.perf_counter() - started
started = time.perf_counter()
sets = fpgrowth(table, min_support=least / len(found), max_len=2)
steps["count"] = time.perf_counter() - started
tell(steps, named(numbers, products, [
    (*(encoder.columns_[int(place)] for place in items), round(share * len(found)))
    for items, share in zip(sets["itemsets"], sets["support"])
    if len(items) == 2
]))
"""
)
LIBRARIES = {
    "PyFIM": (PYFIM, ("pyfim", "polars")),
    "mlxtend": (MLXTEND, ("mlxtend", "polars")),
    "efficient-apriori": (EFFICIENT, ("efficient-apriori", "polars")),
}


@dataclass(frozen=True)
class Answer:
    """Seconds by step, peak megabytes, and the pairs that were counted."""

    steps: dict[str, float]
    peak: int
    pairs: list[list[str | int]]

    @property
    def seconds(self) -> float:
        """Of all steps."""
        return sum(self.steps.values())


@dataclass(frozen=True)
class Contender:
    """A Python with what it needs, its script, and what else the script is told."""

    name: str
    python: Path
    script: str
    more: tuple[str, ...] = ()
    rounds: int = 1


def draw_baskets(path: Path, count: int) -> int:
    """Write one row per basket and product, always the same; returns the rows."""
    rng = np.random.default_rng(SEED)
    chances = np.arange(1, PRODUCTS + 1) ** -0.8
    sizes = np.clip(2 + rng.poisson(1.6, count), 2, 8)
    basket = np.repeat(np.arange(count), sizes)
    product = rng.choice(PRODUCTS, basket.size, p=chances / chances.sum())
    partners = np.full(PRODUCTS, -1)
    partners[rng.permutation(200)[:PLANTED]] = rng.permutation(PRODUCTS)[:PLANTED]
    led = (partners[product] >= 0) & (rng.random(basket.size) < 0.4)
    lines = pl.DataFrame(
        {
            "basket": np.concatenate([basket, basket[led]]),
            "product": np.concatenate([product, partners[product[led]]]),
        }
    ).unique(maintain_order=True)
    # Lines lie as a shop's do: basket after basket, in no order of the products.
    lines.sort("basket", maintain_order=True).select(
        order_id=pl.format("till:A{}", pl.col("basket") + 10_000_000),
        product_id=pl.format("till:P{}", pl.col("product") + 10_000),
    ).write_parquet(path)
    return lines.height


def compile_models(folder: Path, least: int) -> None:
    """Lay the models' SQL and the thresholds, with that least count, in a folder."""
    call = [
        *(str(Path(sys.executable).with_name("dbt")), "compile", "--quiet"),
        *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)),
        *("--select", *MODELS, "--vars", "{as_of_date: 2025-06-30}"),
    ]
    environment = {
        **os.environ,
        "KEYUAN_HOME": str(folder),
        "KEYUAN_SEEDS": "seeds",
        "KEYUAN_WAREHOUSE": str(folder / "dev.duckdb"),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
        "DO_NOT_TRACK": "1",
    }
    done = subprocess.run(
        call, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    for model in MODELS:
        (found,) = (folder / "target" / "compiled").rglob(f"{model}.sql")
        found.rename(folder / f"{model}.sql")
    with (PROJECT / "seeds" / "segment_thresholds.csv").open(encoding="utf-8") as file:
        values = {row["name"]: row["value"] for row in csv.DictReader(file)}
    values["affinity_least_count"] = str(least)
    with (folder / "thresholds.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("name", "value"), *values.items()])


def install(name: str, packages: tuple[str, ...], folder: Path) -> Path | None:
    """The Python of a new environment with the packages, or none and why."""
    place = folder / name
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    python = place / "bin" / "python"
    call = [*(str(python), "-m", "pip", "install", "--quiet", *packages)]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    if done.returncode:
        told = done.stderr.strip().splitlines() or ["pip said nothing"]
        print(f"{name:<18} cannot be installed: {told[-1]}", flush=True)
        return None
    return python


def run(contender: Contender, baskets: Path, least: int, folder: Path) -> Answer | None:
    """The best of its rounds; none, and a line that says so, past the limit."""
    answer = folder / "answer.json"
    best = None
    for _ in range(contender.rounds):
        call = [str(contender.python), "-c", HEAD + contender.script]
        call += [str(baskets), str(least), str(answer), *contender.more]
        started = time.perf_counter()
        try:
            done = subprocess.run(
                call, timeout=LIMIT_SECONDS, capture_output=True, text=True, check=False
            )
        except subprocess.TimeoutExpired:
            print(f"{contender.name:<18} stopped after {LIMIT_SECONDS} s", flush=True)
            return None
        if done.returncode:
            spent = time.perf_counter() - started
            told = (done.stderr.strip().splitlines() or ["no word; out of memory?"])[-1]
            print(f"{contender.name:<18} failed after {spent:.0f} s: {told}")
            return None
        found = Answer(**json.loads(answer.read_text()))
        if best is None or found.seconds < best.seconds:
            best = found
    return best


def show(name: str, found: Answer) -> None:
    """A line of the table."""
    steps = ", ".join(f"{step} {seconds:.2f}" for step, seconds in found.steps.items())
    print(f"{name:<18} {found.seconds:>7.2f} {found.peak:>8,}  {steps}", flush=True)


def main(count: int) -> None:
    """Print the table; ends with an error where counts differ or Keyuan has none."""
    least = max(2, round(count * LEAST_SHARE))
    with tempfile.TemporaryDirectory(prefix="keyuan-bench-") as name:
        folder = Path(name)
        baskets = folder / "baskets.parquet"
        lines = _apart(draw_baskets, baskets, count)
        compile_models(folder, least)
        print(f"{count:,} baskets, {lines:,} lines, pairs in {least:,} or more of them")
        print(f"{'':<18} {'seconds':>7} {'peak MB':>8}  steps")
        told = (str(folder), *MODELS)
        ours = Contender("Keyuan", Path(sys.executable), KEYUAN, told, ROUNDS)
        keyuan = run(ours, baskets, least, folder)
        if keyuan is None:
            sys.exit("Keyuan counted nothing")
        show(ours.name, keyuan)
        others: dict[str, Answer] = {}
        for library, (script, packages) in LIBRARIES.items():
            python = install(library, packages, folder)
            if python is None:
                continue
            rounds = ROUNDS if library == "PyFIM" else 1
            contender = Contender(library, python, script, (), rounds)
            found = run(contender, baskets, least, folder)
            if found is not None:
                show(library, found)
                others[library] = found
        _compare(keyuan, others)


def _apart(drawing: Callable[[Path, int], int], path: Path, count: int) -> int:
    """Drawn in a process of its own: a child's peak begins with its parent's."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(drawing, path, count).result()


def _compare(keyuan: Answer, others: dict[str, Answer]) -> None:
    if not others:
        sys.exit("No library counted anything: nothing to compare with")
    wrong = [name for name, found in others.items() if found.pairs != keyuan.pairs]
    if wrong:
        sys.exit(f"The counts of {', '.join(wrong)} differ from Keyuan's")
    print(f"all count the same {len(keyuan.pairs):,} pairs")
    fastest = min(others, key=lambda name: others[name].seconds)
    times = others[fastest].seconds / keyuan.seconds
    print(f"{fastest}, the fastest of them, takes {times:.1f} times as long as Keyuan")


if __name__ == "__main__":
    main(int((sys.argv[1:] or ["2000000"])[0]))
