"""What the landing gate looks at: the ledger, and the Parquet that nobody has seen yet.

Files that the night before already published were checked then. All later ones are
looked at again and again until a night with them is published, so that a closed gate
does not open by being asked twice. A file that was refused, or whose rows were set
aside, counts as long as it lies in the inbox: mended, replaced or taken out, it no
longer holds the night.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from flows.checks.lake import lay_entity, lay_lake, lay_latest_orders
from flows.checks.runner import Prepared
from flows.checks.tables import attach_gate, lay, lay_rows, read_parquet
from flows.errors import GateError
from flows.night import Night, previous_night
from flows.settings import Shop

__all__ = ["prepare_landing"]


@contextmanager
def prepare_landing(night: Night, shop: Shop) -> Iterator[Prepared]:
    """Tonight's ledger and lake, and the landing suites.

    Raises:
        GateError: landing left no ledger to look at.
    """
    from expectations.landing import LandingSource, landing_suites
    from expectations.required import REQUIRED_COLUMNS

    sources = [LandingSource(source.name, source.required) for source in shop.sources]
    ledger = _state_file(night, "files")
    reasons = read_parquet([_state_file(night, "set_aside_reasons")])
    with duckdb.connect() as connection:
        attach_gate(connection)
        lay_lake(connection, night.lake)
        _lay_files(connection, night, ledger)
        broken = [
            *lay(connection, "set_aside_reasons", f"select * from {reasons}"),
            *lay_latest_orders(connection, night.lake, night.as_of),
        ]
        for entity in REQUIRED_COLUMNS:
            broken += lay_entity(connection, night.lake, entity)
        yield Prepared(connection, landing_suites(sources, night.as_of), broken)


def _lay_files(
    connection: duckdb.DuckDBPyConnection, night: Night, ledger: Path
) -> None:
    """The ledger as ``gate.files``, with what the gate asks of each file.

    ``is_unpublished``: the night before does not hold it. ``is_newest``: no later
    file had its name. ``is_in_inbox``: something of its name still lies there.
    ``is_of_tonight``: it came tonight, or on a later night, when a night of the past
    is run again. ``is_in_lake``: there is Parquet of it.
    """
    files = read_parquet([ledger])
    names = connection.execute(f"select distinct file_name from {files}").fetchall()
    present = sorted((name,) for (name,) in names if (night.home / name).exists())
    lay_rows(connection, "inbox", ["file_name"], present)
    connection.execute(f"""
        create table gate.files as
        select
            *,
            arrival not in ({_published_arrivals(night)}) as is_unpublished,
            arrival = max(arrival) over (partition by source_name, file_name)
                as is_newest,
            file_name in (select file_name from gate.inbox) as is_in_inbox,
            is_new or landed_on >= date '{night.as_of}' as is_of_tonight,
            (source_name, sha256) in (select (source_name, sha256) from gate.lake)
                as is_in_lake
        from {files}
    """)


def _published_arrivals(night: Night) -> str:
    """The files that the night before was built from, as a query."""
    before = previous_night(night.home, night.as_of)
    ledger = before.folder / "state" / "files.parquet" if before else None
    if ledger is None or not ledger.exists():
        return "select cast(null as bigint) where false"
    return f"select arrival from {read_parquet([ledger])}"


def _state_file(night: Night, table: str) -> Path:
    path = night.state / f"{table}.parquet"
    if not path.exists():
        message = (
            f"{path} is missing: landing writes it before its gate is checked. Run the "
            "whole night again"
        )
        raise GateError(message)
    return path
