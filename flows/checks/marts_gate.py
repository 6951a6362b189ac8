"""What the marts gate looks at: the night's warehouse, and the night before's size."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from flows.checks.runner import Prepared
from flows.night import Night, previous_night
from flows.settings import Shop
from flows.warehouse import connect

if TYPE_CHECKING:
    from expectations.marts import BoundedColumn, Volume

__all__ = ["prepare_marts"]

VOLUME = """
    select
        (select count(*) from marts.customer_360),
        (
            select coalesce(sum(net_amount), 0)
            from core.orders
            where order_class = 'counted'
        )
"""
# A score with its own best beside it (``latest_score_out_of``) is bounded as a share.
BOUNDED_COLUMNS = r"""
    with columns as (
        select table_name, column_name
        from duckdb_columns()
        where database_name = current_database() and schema_name = 'marts'
    )

    select table_name, column_name
    from columns
    where
        regexp_matches(column_name, '_(score|share|probability)$')
        and (table_name, column_name || '_out_of') not in (select * from columns)
    order by table_name, column_name
"""


@contextmanager
def prepare_marts(night: Night, _: Shop) -> Iterator[Prepared]:
    """The night's warehouse, and the marts suites."""
    from expectations.marts import marts_suites

    before = _volume_before(night)
    with connect(night.warehouse) as connection:
        yield Prepared(connection, marts_suites(_bounded(connection), before))


def _volume_before(night: Night) -> "Volume | None":
    """The size of the night before; None when there is none to compare with."""
    from expectations.marts import Volume

    before = previous_night(night.home, night.as_of)
    if before is None or before.is_pruned:
        return None
    with connect(before.folder / "warehouse.duckdb") as connection:
        customers, revenue = connection.execute(VOLUME).fetchall()[0]
    return Volume(customer_count=customers, net_revenue_amount=revenue)


def _bounded(connection: duckdb.DuckDBPyConnection) -> "list[BoundedColumn]":
    """Every column of the marts whose name promises a range."""
    from expectations.marts import BoundedColumn

    found = connection.execute(BOUNDED_COLUMNS).fetchall()
    return [BoundedColumn(table, column) for table, column in found]
