"""How fast who is who is found, beside Splink's own run on the same records.

    make bench-identity                     a million records, and 10,000 more on top
    make bench-identity RECORDS=0.2         in millions

Half of the records are repeats: in half of these the phone is another one, in a third
the e-mail, in a tenth the birthday; a fifth of the given names has a slip, and every
seventh person moved. Splink's run is the one of its tutorial with exact comparisons:
chances by random sampling, expectation maximisation over two blocks, prediction,
clusters. It is run twice: over the four blocks that somebody would write by hand for
these records, and over the keys that ours looks into, as far as columns that are equal
can say it. Ours leaves out the blocks that too many records share, which Splink cannot,
so that the widest have a name or the year of birth beside. All start from normal
values, each in a process of its own, one after the other. Precision and recall are of
pairs, by the known truth.
"""

import json
import logging
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from flows.identity.changes import CHANGES
from flows.identity.memory import Memory
from flows.identity.resolve import Identities, resolve
from flows.identity.stable_ids import KNOWN
from tests.bench.persons import make_records
from tests.identity.conftest import shipped_settings

MILLION = 1_000_000
FRESH = 50  # of so many repeats one comes on the second night
FIRST, SECOND = date(2025, 6, 29), date(2025, 6, 30)
COLUMNS = ("given", "family", "birth_date", "email", "phone", "city", "postcode")
Keys = tuple[str, ...]
Told = tuple[float, float]  # precision and recall
BY_HAND: tuple[Keys, ...] = (
    ("email",),
    ("phone",),
    ("family", "birth_date"),
    ("given", "family", "postcode"),
)
# Those of flows/identity/blocks.py; SQL may stand for a column.
START, YEAR = "left({}, 4)", "left(birth_date, 4)"
AS_OURS: tuple[Keys, ...] = (
    *(("birth_date", START.format("family")), ("birth_date", START.format("given"))),
    *(("email",), ("phone",), ("given", "family")),
    *(("address",), ("house_number", "postcode")),
    *((START.format(part), "postcode") for part in ("given", "family")),
    *((START.format(part), "house_number", YEAR) for part in ("given", "family")),
    *((START.format(part), "city", YEAR) for part in ("given", "family")),
    *((START.format(part), "right(phone, 4)") for part in ("given", "family")),
    *((START.format(part), "left(email, 4)", YEAR) for part in ("given", "family")),
)


def with_splink(path: Path, blocks: Sequence[Keys] = BY_HAND) -> Told:
    """Splink's own exact-and-EM run; returns its precision and recall."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    records = pl.read_parquet(path / "all.parquet")
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record_id",
        comparisons=[cl.ExactMatch(column) for column in COLUMNS],
        blocking_rules_to_generate_predictions=[block_on(*keys) for keys in blocks],
    )
    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false")
    api = DuckDBAPI(connection)
    columns = ("record_id", *COLUMNS, "address", "house_number")
    table = api.register(records.select(columns).to_arrow())
    linker = Linker(table, settings, log_level=None)
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("email"), block_on("given", "family", "birth_date")], recall=0.7
    )
    training.estimate_u_using_random_sampling(max_pairs=MILLION, seed=1)
    for rule in (block_on("birth_date", "family"), block_on("email")):
        training.estimate_parameters_using_expectation_maximisation(rule)
    scored = linker.inference.predict(threshold_match_probability=0.5)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(scored, 0.5)
    found = pl.DataFrame(clusters.as_duckdbpyrelation()).select(
        "record_id", cluster="cluster_id"
    )
    return _quality(records, found)


def with_as_many_blocks(path: Path) -> Told:
    """The same over all blocks of ours."""
    return with_splink(path, AS_OURS)


def from_scratch(path: Path) -> Told:
    """Ours: rules, training, likeness, guards, clusters, ids; as the others."""
    records = pl.read_parquet(path / "all.parquet")
    found = _resolve(records, None, FIRST)
    return _quality(records, found.records.select("record_id", cluster="customer_id"))


def _resolve(
    records: pl.DataFrame, before: Identities | None, as_of: date
) -> Identities:
    evidence = records.drop("person")
    known = (before.known, before.changes) if before else _nothing()
    return resolve(
        evidence,
        evidence.select("record_id", first_seen_date=pl.lit(FIRST)),
        shipped_settings(),
        *known,
        before.memory if before else Memory.nothing(),
        as_of,
    )


def _nothing() -> tuple[pl.DataFrame, pl.DataFrame]:
    return pl.DataFrame(schema=KNOWN), pl.DataFrame(schema=CHANGES)


def _quality(records: pl.DataFrame, found: pl.DataFrame) -> Told:
    """Precision and recall of the pairs that were found."""
    both = records.select("record_id", "person").join(found, on="record_id")
    true, told, right = (
        _pairs_in(both, keys)
        for keys in (("person",), ("cluster",), ("person", "cluster"))
    )
    return right / told, right / true


def _pairs_in(records: pl.DataFrame, keys: Keys) -> int:
    size = records.group_by(keys).len()["len"].cast(pl.Int64)
    return int((size * (size - 1) // 2).sum())


def on_top(path: Path) -> float:
    """Seconds of ours on the night after, with new records on top.

    The night before is not timed. It leaves out one in ``FRESH`` of the repeats.
    """
    records = pl.read_parquet(path / "all.parquet")
    is_first = pl.col("record_id").str.starts_with("s0:")
    known = records.filter(is_first | (pl.col("person") % FRESH != 0))
    before = _resolve(known, None, FIRST)
    started = time.perf_counter()
    _resolve(records, before, SECOND)
    return time.perf_counter() - started


CONTENDERS: dict[str, Callable[[Path], Told | float]] = {
    "Splink, blocks by hand": with_splink,
    "Splink, blocks as ours": with_as_many_blocks,
    "keyuan, from scratch": from_scratch,
    "keyuan, 1 % on top": on_top,
}


def _measure(name: str, path: Path) -> None:
    started = time.perf_counter()
    told = CONTENDERS[name](path)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    row = (told, "", "") if isinstance(told, float) else (seconds, *told)
    (path / "answer.json").write_text(json.dumps([*row, peak]))


def measure(name: str, path: Path) -> float:
    """Print a line on the contender, run in a fresh process; returns its seconds."""
    process = multiprocessing.get_context("spawn").Process(
        target=_measure, args=(name, path)
    )
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(f"{name} failed")
    seconds, *quality, peak = json.loads((path / "answer.json").read_text())
    precision, recall = (f"{part:.4f}" if part else "" for part in quality)
    row = f"{name:<24} {seconds:>8.1f} {precision:>9} {recall:>7} {peak:>8,}"
    print(row, flush=True)
    return float(seconds)


def main(millions: float) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="keyuan-bench-") as folder:
        path = Path(folder)
        make_records(int(millions * MILLION)).write_parquet(path / "all.parquet")
        print(f"{millions:g} million records, half of them repeats")
        print(f"{'':<24} {'seconds':>8} {'precision':>9} {'recall':>7} {'peak MB':>8}")
        by_hand, as_ours, whole, on_top = (measure(name, path) for name in CONTENDERS)
        print(
            f"from scratch: {whole / by_hand:.1f} of Splink by hand, "
            f"{whole / as_ours:.1f} of Splink with our blocks; "
            f"on top: {on_top / whole:.2f} of from scratch"
        )


if __name__ == "__main__":
    main(float((sys.argv[1:] or ["1"])[0]))
