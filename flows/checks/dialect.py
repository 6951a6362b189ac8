"""A read-only door through which Great Expectations looks into our own connection.

Great Expectations gives a connection back before it fetches, and SQLAlchemy then
rolls back, which drops DuckDB's result: every expectation "fails" with a hidden
exception. Here begin, commit and rollback do nothing, and "connecting" hands out
cursors of a connection that is already open, so nothing is opened a second time.
"""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import duckdb
from duckdb_engine import ConnectionWrapper, Dialect
from sqlalchemy.dialects import registry
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection

__all__ = ["GateDialect", "lend"]

_LENT: dict[str, tuple[duckdb.DuckDBPyConnection, list[duckdb.DuckDBPyConnection]]] = {}
_NUMBERS = itertools.count(1)


class GateDialect(Dialect):
    """DuckDB without transactions, over a connection lent by :func:`lend`."""

    supports_statement_cache = False

    def create_connect_args(self, url: URL) -> tuple[tuple[()], dict[str, str]]:
        """The name under which the connection was lent is all it takes."""
        return (), {"lent_as": str(url.database)}

    def connect(self, *_: object, **arguments: object) -> DBAPIConnection:
        """A fresh cursor over the lent connection."""
        connection, cursors = _LENT[str(arguments["lent_as"])]
        cursor = connection.cursor()
        cursors.append(cursor)
        return cast("DBAPIConnection", ConnectionWrapper(cursor))

    def do_begin(self, dbapi_connection: object) -> None:
        """Nothing: whoever only reads needs no transaction."""

    def do_commit(self, dbapi_connection: object) -> None:
        """Nothing: nothing was changed."""

    def do_rollback(self, dbapi_connection: object) -> None:
        """Nothing: a rollback would drop the result that is still being fetched."""


@contextmanager
def lend(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """The address under which SQLAlchemy reads ``connection``, within the block.

    Every cursor handed out is closed at the end, so that nothing goes on holding the
    warehouse file.
    """
    name = str(next(_NUMBERS))
    cursors: list[duckdb.DuckDBPyConnection] = []
    _LENT[name] = (connection, cursors)
    try:
        yield f"keyuan+gate:///{name}"
    finally:
        del _LENT[name]
        for cursor in cursors:
            cursor.close()


registry.register("keyuan.gate", __name__, GateDialect.__name__)
