"""What the identity gate looks at: tonight's ids and changes, and the ids before."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from flows.checks.runner import Prepared
from flows.checks.tables import attach_gate, lay, read_parquet
from flows.night import Night, previous_night
from flows.settings import Shop
from flows.warehouse import connect

if TYPE_CHECKING:
    from expectations.identity import Limits

__all__ = ["prepare_identity"]

LIMITS = "select name, value from settings.identity_limits"


@contextmanager
def prepare_identity(night: Night, _: Shop) -> Iterator[Prepared]:
    """What the identity stage handed over, and the identity suites."""
    from expectations.identity import identity_suites

    records = read_parquet([night.state / "identity_records.parquet"])
    changes = read_parquet([night.state / "identity_changes.parquet"])
    with connect(night.warehouse) as connection:
        attach_gate(connection)
        broken = [
            *lay(
                connection, "records", f"select record_id, customer_id from {records}"
            ),
            *lay(
                connection,
                "changes",
                f"select as_of, kind, old_customer_id from {changes}",
            ),
            *lay(connection, "known", _known(night)),
        ]
        suites = identity_suites(night.as_of, _limits(connection))
        yield Prepared(connection, suites, broken)


def _known(night: Night) -> str:
    """The records and ids that the night goes on from, as a query."""
    before = previous_night(night.home, night.as_of)
    if before is None:
        return "select '' as record_id, '' as customer_id where false"
    known = read_parquet([before.state_file("records")])
    return f"select record_id, customer_id from {known}"


def _limits(connection: duckdb.DuckDBPyConnection) -> "Limits":
    from expectations.identity import Limits

    values = dict(connection.execute(LIMITS).fetchall())
    return Limits(
        changed_ids_share=float(values["changed_ids_share"]),
        most_changed_ids_let_through=int(values["most_changed_ids_let_through"]),
        most_records_untold=int(values["most_records_untold"]),
        linked_share_change=float(values["linked_share_change"]),
    )
