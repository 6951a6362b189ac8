"""The dialect lends an open connection, reads through it, and lets go of it."""

from pathlib import Path

import duckdb
import pytest
import sqlalchemy as sa

from flows.checks.dialect import lend


def test_a_result_outlives_the_transaction_that_asked_for_it() -> None:
    with duckdb.connect() as connection, lend(connection) as address:
        connection.execute("create table numbers as select * from range(3000)")
        engine = sa.create_engine(address)
        with engine.connect() as session:
            result = session.execute(sa.text("select count(*) from numbers"))
            session.rollback()
            assert result.scalar_one() == 3000
        with engine.begin() as session:
            session.execute(sa.text("select 1"))


def test_nothing_holds_the_file_when_the_block_has_ended(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    duckdb.connect(str(path)).close()
    with (
        duckdb.connect(str(path), read_only=True) as connection,
        lend(connection) as address,
    ):
        session = sa.create_engine(address).connect()
        assert session.execute(sa.text("select 1")).scalar_one() == 1
    duckdb.connect(str(path), read_only=False).close()


def test_a_read_only_warehouse_cannot_be_changed(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    duckdb.connect(str(path)).close()
    with (
        duckdb.connect(str(path), read_only=True) as connection,
        lend(connection) as address,
        sa.create_engine(address).connect() as session,
        pytest.raises(sa.exc.DBAPIError, match="read-only"),
    ):
        session.execute(sa.text("create table numbers (number integer)"))


def test_what_is_no_longer_lent_cannot_be_read() -> None:
    with duckdb.connect() as connection:
        with lend(connection) as address:
            pass
        with pytest.raises(KeyError):
            sa.create_engine(address).connect()
