"""Nine months of a British web shop, as 219 daily files."""

import re
import shutil
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.real.conftest import Run, retail_night

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unmeasured")]

LAST_DAY = "2011-08-31"
# Columns that say since when, or in which night and file, a row came to be known.
# Two nights know when somebody entered a segment; one night says that it was today.
SINCE_WHEN = re.compile(r"entered_on|first_seen_on|landed_on|arrival|since.*|.*_since")
# What is to be expected was learned by the first night, and kept for a week: of one
# night more, when there are two.
LEARNED = re.compile(
    r"expected_.*|prediction_reason|customer_lifetime_value_amount|no_purchase_.*"
    r"|next_order_.*|value_potential.*|churn_.*|at_stake_.*"
)
# Tables that say nothing else, or whose rows are chosen by it.
MOVES = {
    *("marts.segment_history", "marts.segment_moves", "marts.int_segments_dated"),
    *("marts.int_segments_assigned", "marts.value_potential", "marts.churn_watch"),
    *("marts.int_customers_watched", "marts.int_potentials_placed"),
    *("marts.int_buyers_expected", "marts.sales_forecast"),
}


@pytest.fixture(scope="module")
def one_night(
    real_data: Path, tmp_path_factory: pytest.TempPathFactory, keyuan: Run
) -> tuple[Path, str]:
    home = tmp_path_factory.mktemp("one") / "shop"
    return home, retail_night(real_data, home, LAST_DAY, keyuan)


@pytest.fixture(scope="module")
def two_nights(
    real_data: Path,
    tmp_path_factory: pytest.TempPathFactory,
    until_may: Path,
    keyuan: Run,
) -> Path:
    home = tmp_path_factory.mktemp("two") / "shop"
    shutil.copytree(until_may, home, symlinks=True)
    retail_night(real_data, home, LAST_DAY, keyuan)
    return home


def one_row(home: Path, sql: str) -> tuple[object, ...]:
    path = str(home / "current" / "warehouse.duckdb")
    with duckdb.connect(path, read_only=True) as connection:
        found = connection.execute(sql).fetchone()
    assert found is not None
    return found


def test_every_row_and_the_whole_total_is_accounted_for(
    one_night: tuple[Path, str],
) -> None:
    home, _ = one_night
    assert one_row(
        home, "select sum(row_count), sum(amount) from core.reconciliation"
    ) == (320705, Decimal("5761931.38"))


def test_the_classes_that_are_not_counted_are_what_the_files_hold(
    one_night: tuple[Path, str],
) -> None:
    home, _ = one_night
    with duckdb.connect(
        str(home / "current" / "warehouse.duckdb"), read_only=True
    ) as connection:
        found = dict(
            connection.execute(
                "select class, row_count from core.reconciliation where row_count > 0"
            ).fetchall()
        )
    assert found["adjustment"] == 3
    # 2,483 lines are repeated; that of an adjustment would be named as such first.
    assert found["repeated"] == 2483
    assert found["counted"] == 320705 - sum(
        count for name, count in found.items() if name != "counted"
    )


def test_the_night_prints_the_reconciliation(one_night: tuple[Path, str]) -> None:
    _, said = one_night
    assert "320,705" in said
    assert "5,761,931.38" in said


def test_invoices_and_customers_are_as_many_as_in_the_files(
    one_night: tuple[Path, str],
) -> None:
    home, _ = one_night
    assert one_row(home, "select count(*) from core.orders") == (16459,)
    assert one_row(home, "select count(*) from marts.customer_360") == (3360,)
    assert one_row(
        home, "select count(*) from core.order_lines where customer_id is null"
    ) == (88652,)


def test_sales_without_a_customer_are_in_the_totals_and_nobodys(
    one_night: tuple[Path, str],
) -> None:
    home, _ = one_night
    assert one_row(
        home,
        """
        select
            (select sum(net_amount) from core.orders)
            = (select sum(net_revenue_amount) from marts.customer_360)
            + (select sum(net_amount) from core.orders where customer_id is null)
        """,
    ) == (True,)


def test_a_credit_note_counts_on_its_day(one_night: tuple[Path, str]) -> None:
    home, _ = one_night
    assert one_row(
        home,
        """
        select count(*), max(net_amount) <= 0
        from core.orders where order_kind = 'credit_note'
        """,
    ) == (2554, True)


def test_two_nights_give_the_same_tables_as_one(
    one_night: tuple[Path, str], two_nights: Path
) -> None:
    one, _ = one_night
    with duckdb.connect() as connection:
        for name, home in (("one", one), ("two", two_nights)):
            path = home / "current" / "warehouse.duckdb"
            connection.execute(f"attach '{path}' as {name} (read_only)")
        tables = connection.execute(
            """
            select schema_name || '.' || table_name
            from duckdb_tables() where database_name = 'one' order by all
            """
        ).fetchall()
        assert len(tables) > 30
        different = [
            table
            for (table,) in tables
            if table not in MOVES and _differs(connection, table)
        ]
    assert different == []


def _differs(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    columns = [row[0] for row in connection.execute(f"describe one.{table}").fetchall()]
    chosen = ", ".join(
        f'"{name}"'
        for name in columns
        if not (SINCE_WHEN.fullmatch(name) or LEARNED.fullmatch(name))
        and (table, name) != ("identity.changes", "as_of")
    )
    found = connection.execute(
        f"""
        select count(*) from (
            (select {chosen} from one.{table}
             except all select {chosen} from two.{table})
            union all
            (select {chosen} from two.{table}
             except all select {chosen} from one.{table})
        )
        """
    ).fetchone()
    return found != (0,)
