"""Landing: every new file of the inbox into the lake, and the ledger handed to dbt."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import polars as pl

from flows.errors import ContractError
from flows.landing.batches import ScatteredError
from flows.landing.currency import rate_table
from flows.landing.inbox import Incoming, UnreadError, plan, watched
from flows.landing.lake import write_schemas
from flows.landing.ledger import (
    Entry,
    put_away_unfinished,
    read_ledger,
    write_entry,
)
from flows.landing.readers import File, look_into
from flows.landing.reading import Reading, reading_of
from flows.landing.sink import Sink, remove_drafts, sink_of
from flows.landing.sources import check_sources
from flows.landing.state import lay_state
from flows.landing.taking import Batch, FileOrigin, Taken, take_batches
from flows.landing.tally import Tally
from flows.night import Night
from flows.settings import Shop

__all__ = ["land_file", "land_home", "prepare", "rates_known"]

WORKERS = 2  # batches at a time: one is understood while another is read or written


def land_home(night: Night, shop: Shop) -> dict[str, int]:
    """Land every new file, one after the other; return the counts of the lake."""
    for wave in prepare(night, shop):
        rates = rates_known(night, shop)
        for incoming in wave:
            land_file(night, shop, incoming, rates)
    return lay_state(night, shop)


def prepare(night: Night, shop: Shop) -> list[list[Incoming]]:
    """Make the lake ready and say which files are to be taken in tonight.

    Returns:
        The files of exchange rates, then all others, which may need them.

    Raises:
        HomeError: a source's settings cannot be followed.
    """
    check_sources(shop)
    entries = read_ledger(night.lake)
    write_schemas(night.lake)
    put_away_unfinished(night.lake, entries)
    remove_drafts(night.lake)
    incoming = plan(night, shop, entries)
    rates = [one for one in incoming if one.found.source.entity == "fx_rates"]
    others = [one for one in incoming if one.found.source.entity != "fx_rates"]
    return [rates, others]


def rates_known(night: Night, shop: Shop) -> pl.DataFrame:
    """What other money was worth, by all rates that have landed."""
    pattern = night.lake / "landing" / "*" / "fx_rates" / "*.parquet"
    return rate_table(pl.scan_parquet(pattern), shop.currency)


def land_file(
    night: Night, shop: Shop, incoming: Incoming, rates: pl.DataFrame | None = None
) -> Entry:
    """Take in one file: its Parquet first, its ledger entry last.

    The wrong file is refused, and the ledger says why; that is no error of the night.
    """
    reading = reading_of(incoming.found.source, shop, night.as_of, rates)
    try:
        with watched(incoming.found) as packed:
            file = look_into(packed, reading.source.encoding)
            entry = _land(night, incoming, reading, file)
    except UnreadError as refusal:
        unread = replace(incoming, found=incoming.found.by_name())
        entry = _refused(unread, reading, str(refusal))
    except ContractError as refusal:
        entry = _refused(incoming, reading, str(refusal))
    write_entry(night.lake, entry)
    return entry


def _land(night: Night, incoming: Incoming, reading: Reading, file: File) -> Entry:
    found = incoming.found
    origin = FileOrigin(found.file_name, found.sha256, incoming.arrival)
    before = [
        entry
        for entry in read_ledger(night.lake)
        if entry.source_name == incoming.source_name and entry.state == "landed"
    ]
    with sink_of(night.lake, incoming.source_name, found.sha256) as sink:
        try:
            tally = _write(sink, reading, take_batches(file, origin, reading))
        except ScatteredError as found_out:
            scattered = found_out.hashes
            batches = take_batches(file, origin, reading, scattered=scattered)
            tally = _write(sink.emptied(), reading, batches)
        tally.check(found.file_name, reading, before)
        sink.commit()
    return replace(_entry(incoming, reading), form=file.said, **tally.facts())


def _write(sink: Sink, reading: Reading, batches: Iterable[Batch]) -> Tally:
    """Take every batch and write what it came to."""
    tally = Tally()
    for taken in _taken_and_written(sink, batches):
        tally.add(taken, reading)
    return tally


def _taken_and_written(sink: Sink, batches: Iterable[Batch]) -> Iterator[Taken]:
    """Some batches at a time, in their order; no more in memory than workers."""

    def work(batch: Batch, number: int) -> Taken:
        taken = batch.take()
        sink.write(taken, number)
        return taken

    waiting: deque[Future[Taken]] = deque()
    with ThreadPoolExecutor(WORKERS) as workers:
        for number, batch in enumerate(batches, 1):
            waiting.append(workers.submit(work, batch, number))
            if len(waiting) > WORKERS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _refused(incoming: Incoming, reading: Reading, reason: str) -> Entry:
    return replace(_entry(incoming, reading), state="refused", reason=reason)


def _entry(incoming: Incoming, reading: Reading) -> Entry:
    return Entry(
        arrival=incoming.arrival,
        source_name=incoming.source_name,
        layout=reading.source.layout,
        file_name=incoming.found.file_name,
        sha256=incoming.found.sha256,
        settings=incoming.settings,
        landed_on=reading.as_of,
        state="landed",
    )
