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
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.bench.apart import ApartError, answer_of, python_with
from tests.bench.baskets import draw_baskets
from tests.bench.pair_counters import KEYUAN, LIBRARIES

PROJECT = Path(__file__).parents[2] / "dbt_project"
ROUNDS = 3
LIMIT_SECONDS = 180
LEAST_SHARE = 0.0005
MODELS = (
    "int_products_numbered",
    "int_baskets_numbered",
    "int_baskets_bought",
    "int_pairs_counted",
)


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


def best_answer(
    contender: Contender, baskets: Path, least: int, folder: Path
) -> Answer:
    """The fastest of its rounds.

    Raises:
        ApartError: it fails, or takes too long.
    """
    words = [str(baskets), str(least), *contender.more]
    file = folder / "answer.json"
    answers = (
        answer_of(contender.python, contender.script, words, file, LIMIT_SECONDS)
        for _ in range(contender.rounds)
    )
    return min((Answer(**told) for told in answers), key=lambda found: found.seconds)


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
        try:
            keyuan = best_answer(ours, baskets, least, folder)
        except ApartError as error:
            sys.exit(f"Keyuan: {error}")
        show(ours.name, keyuan)
        others: dict[str, Answer] = {}
        for library, (script, packages) in LIBRARIES.items():
            rounds = ROUNDS if library == "PyFIM" else 1
            try:
                python = python_with(packages, folder / library)
                contender = Contender(library, python, script, (), rounds)
                found = best_answer(contender, baskets, least, folder)
            except ApartError as error:
                print(f"{library:<18} {error}", flush=True)
                continue
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
