"""A data engineer builds the project by hand: what is built, what is told."""

import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import duckdb
import polars as pl
import pytest

pytestmark = pytest.mark.slow


class Home(Protocol):
    """A home as conftest makes it."""

    folder: Path

    def dbt(self, *words: str) -> subprocess.CompletedProcess[str]: ...

    def rows(self, sql: str) -> list[tuple[Any, ...]]: ...

    def moved(self, folder: Path) -> "Home": ...

    def hand_over(self, table: str, rows: list[dict[str, object]]) -> None: ...


Change = Callable[[str], Home]

PROJECT = Path(__file__).parents[2] / "dbt_project"
# A fault for every sentence that dbt must then find untrue.
FAULTS = {
    "categories_add_up_to_each_customer_s_revenue": (
        "update core.customer_categories set net_revenue_amount = 1"
    ),
    "direct_referrals_bring_what_those_they_brought_brought": (
        "update core.customer_referrals set direct_referral_revenue_amount = 1"
    ),
    "every_landed_row_is_counted_once": (
        "update core.reconciliation set amount = amount + 1"
    ),
    "every_order_is_the_sum_of_its_lines": (
        "update core.orders set net_amount = net_amount + 1"
    ),
    "known_and_unknown_customers_revenue_is_the_total": (
        "update core.customer_features set net_revenue_amount = net_revenue_amount + 1"
    ),
    "cohorts_and_unknown_customers_bring_all_revenue": (
        "update marts.cohorts set net_revenue_amount = net_revenue_amount + 1"
    ),
    "registration_adds_up_to_the_shop_each_month": (
        "delete from marts.registration where division = 'cashier'"
        " and known_customer_order_count > 0"
    ),
    "store_hours_add_up_to_net_revenue": (
        "update marts.store_performance set net_revenue_amount = 1"
    ),
    "every_counted_line_is_in_the_reconciliation": (
        "update core.reconciliation set amount = amount + 1 where class = 'counted'"
    ),
    "no_order_with_landed_lines_is_unitemised": (
        "update core.order_lines set is_unitemised = true"
    ),
    "every_person_record_has_a_customer": "delete from identity.records",
    "every_record_of_a_customer_is_counted": (
        "update core.customers set record_count = 99"
    ),
    "every_purchase_is_positive_and_up_to_the_night": (
        "update core.purchases set purchase_date = date '2025-07-01'"
    ),
    "every_source_of_orders_has_its_settings": "delete from settings.shop_sources",
    "every_address_gets_a_campaign_once": (
        "insert into audiences.exports (campaign, channel, customer_id, email) values"
        " ('win_back', 'email', 'c1', 'ada@example.com'),"
        " ('win_back', 'email', 'c2', 'ada@example.com')"
    ),
    "relationships_orders_customer_id__customer_id__ref_customers_": (
        "update core.orders set customer_id = 'nobody'"
    ),
    "unique_order_lines_order_line_id": (
        "update core.order_lines set order_line_id = '1'"
    ),
}


def test_docs_are_generated_from_the_home_alone(shop: Home) -> None:
    told = shop.dbt("docs", "generate", "--quiet")
    assert told.returncode == 0, told.stdout
    assert (shop.folder / "target" / "catalog.json").is_file()


def test_every_landed_row_has_its_class(shop: Home) -> None:
    statement = shop.rows(
        "select source_name, class, row_count, amount from core.reconciliation"
        " order by source_name, class"
    )
    assert statement == [
        ("list", "counted", 3, Decimal("50.00")),
        ("list", "itemised", 1, Decimal("25.00")),
        ("list", "later", 1, Decimal("30.00")),
        ("list", "superseded", 2, Decimal("60.00")),
        ("list", "without an order", 1, Decimal("4.00")),
        ("till", "counted", 4, Decimal("17.77")),
        ("till", "later", 1, Decimal("8.00")),
        ("web", "adjustment", 1, Decimal("-99.00")),
        ("web", "counted", 1, Decimal("20.00")),
        ("web", "fee", 1, Decimal("3.00")),
        ("web", "repeated", 1, Decimal("20.00")),
        ("web", "set aside", 2, Decimal("1.50")),
    ]


def test_an_order_without_lines_is_one_line_of_its_goods(shop: Home) -> None:
    lines = shop.rows(
        "select order_line_id, product_id, net_amount, is_unitemised"
        " from core.order_lines where source_name = 'list' order by 1"
    )
    assert lines == [
        ("list:L1:2:1", "pen", Decimal("12.00"), False),
        ("list:L1:2:2", "pen", Decimal("13.00"), False),
        ("list:L2:unitemised", "unitemised", Decimal("25.00"), True),
    ]


@pytest.mark.parametrize(
    ("table", "customer_id"),
    [
        ("loyalty_events", "c1"),  # by the member number
        ("interactions", "c1"),  # by the address
        ("survey_answers", "c1"),
        ("feedback", None),  # of a record that nobody knows
        ("campaign_responses", "c1"),  # by the id that we handed out
    ],
)
def test_a_fact_is_of_whom_it_names(
    shop: Home, table: str, customer_id: str | None
) -> None:
    assert shop.rows(f"select customer_id from core.{table}") == [(customer_id,)]


@pytest.mark.parametrize("table", ["stores", "inventory", "fx_rates"])
def test_what_is_of_nobody_is_carried_on(shop: Home, table: str) -> None:
    assert shop.rows(f"select count(*) from core.{table}") == [(1,)]


def test_two_records_are_one_customer_with_all_their_revenue(shop: Home) -> None:
    features = shop.rows(
        "select customer_id, purchase_count, order_count, net_revenue_amount,"
        " recency_days from core.customer_features"
    )
    assert features == [("c1", 2, 2, Decimal("30.00"), 27)]


def test_no_column_is_a_double_or_wider_than_its_kind(shop: Home) -> None:
    wide = shop.rows(
        "select table_schema, table_name, column_name, data_type"
        " from information_schema.columns"
        " where data_type in ('DOUBLE', 'FLOAT', 'HUGEINT')"
        " or data_type like 'DECIMAL(38%'"
    )
    assert wide == []


def test_every_table_is_a_table_in_the_schema_of_its_folder(shop: Home) -> None:
    written = Counter(
        path.relative_to(PROJECT / "models").parts[0]
        for path in (PROJECT / "models").rglob("*.sql")
    )
    tables = shop.rows(
        "select table_schema from information_schema.tables"
        " where table_type = 'BASE TABLE' and table_schema <> 'settings'"
    )
    assert Counter(schema for (schema,) in tables) == written


def test_settings_are_read_and_never_written(shop: Home) -> None:
    for table in (PROJECT / "seeds").glob("*.csv"):
        laid = (shop.folder / "seeds" / table.name).read_text("utf-8")
        header, *_ = table.read_text("utf-8").splitlines()
        assert laid.startswith(header)


def test_a_missing_night_s_date_is_told(shop: Home) -> None:
    told = shop.dbt("run", "--select", "orders", "--vars", "{}")
    assert told.returncode != 0
    assert "as_of_date is missing: pass the night's date" in told.stdout


def test_by_hand_the_shop_is_the_one_of_the_newest_night(
    shop: Home, tmp_path: Path
) -> None:
    home = shop.moved(tmp_path / "home")
    home.hand_over("shop", [{"currency": "EUR", "holdout_salt": "pepper"}])
    told = home.dbt(
        "run", "--select", "+stg_orders", "--vars", "{as_of_date: 2025-06-30}"
    )
    assert told.returncode == 0, told.stdout
    currencies = home.rows("select distinct currency from staging.stg_orders")
    assert currencies == [("EUR",)]


def test_by_hand_a_night_that_kept_fewer_settings_will_do(
    shop: Home, tmp_path: Path
) -> None:
    home = shop.moved(tmp_path / "home")
    state = home.folder / "current" / "state"
    state.mkdir(parents=True, exist_ok=True)
    pl.DataFrame({"currency": "EUR"}).write_parquet(state / "shop.parquet")
    words = ("run", "--select", "int_orders_timed", "--vars")
    told = home.dbt(*words, "{as_of_date: 2025-06-30}")
    assert told.returncode == 0, told.stdout
    hours = "select distinct local_hour from core.int_orders_timed"
    assert home.rows(hours) == [(10,)]
    told = home.dbt(*words, "{as_of_date: 2025-06-30, timezone: Asia/Shanghai}")
    assert told.returncode == 0, told.stdout
    assert home.rows(hours) == [(18,)]


def test_a_home_without_a_night_is_told(
    tmp_path: Path, make_home: Callable[[Path], Home]
) -> None:
    home = make_home(tmp_path / "home")
    shutil.rmtree(home.folder / "lake")
    told = home.dbt("run", "--select", "stg_orders")
    assert "No landed orders under" in told.stdout
    assert "keyuan nightly" in told.stdout


def test_inputs_can_be_dropped_and_the_file_then_stands_alone(
    shop: Home, faulty: Change
) -> None:
    copy = faulty("select 1")
    dropped = copy.dbt("run-operation", "drop_inputs")
    assert dropped.returncode == 0, dropped.stdout
    assert copy.rows("select count(*) from core.orders") == shop.rows(
        "select count(*) from core.orders"
    )
    schemas = copy.rows("select distinct schema_name from information_schema.schemata")
    assert not {("landing",), ("state",)} & set(schemas)


def test_each_sentence_is_seen_to_fail(faulty: Change) -> None:
    home = faulty(";".join(FAULTS.values()))
    tested = home.dbt("test", "--select", *FAULTS)
    found = {
        name
        for name in FAULTS
        for line in tested.stdout.splitlines()
        if name in line and ("FAIL" in line or "WARN" in line)
    }
    assert found == set(FAULTS)


@pytest.fixture
def faulty(shop: Home, tmp_path: Path) -> Change:
    """A copy of the shop's home in whose warehouse something was changed."""

    def change(sql: str) -> Home:
        copy = shop.moved(tmp_path / "home")
        with duckdb.connect(str(copy.folder / "dev.duckdb")) as engine:
            engine.execute(sql)
        return copy

    return change
