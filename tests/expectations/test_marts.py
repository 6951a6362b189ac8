"""The marts gate: good marts pass, and every planted fault is told or closes it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.expectations.conftest import BuiltNight, failed

CUSTOMER_MARTS = (
    *("customer_360", "rfm", "value_tiers", "lifecycle"),
    *("behaviour", "demographics", "institutions", "advocates"),
)
A_CUSTOMER_TWICE = (
    "insert into marts.{0} select * from marts.{0} where customer_id = 'c1'"
)
NO_CUSTOMER_ID = "update marts.{0} set customer_id = null where customer_id = 'c1'"
EMPTY = [
    f"delete from {table}"
    for table in (
        "marts.rfm",
        "marts.value_tiers",
        "core.orders",
    )
]


def test_good_marts_pass(built: BuiltNight) -> None:
    findings = built.findings("marts")
    assert failed(findings) == {}
    assert len(findings) > 20


def test_members_without_orders_pass(built: BuiltNight) -> None:
    built.plant(
        *EMPTY,
        "update marts.customer_360 set purchase_count = 0, net_revenue_amount = 0, "
        "recency_days = null, lifecycle_stage = 'prospect', rfm_segment = null",
    )
    assert failed(built.findings("marts")) == {}


def test_a_shop_without_anybody_passes(built: BuiltNight) -> None:
    customers = ("core.customers", "identity.records", "marts.lifecycle")
    built.plant(
        *EMPTY,
        "delete from marts.customer_360",
        *(f"delete from {table}" for table in customers),
    )
    assert failed(built.findings("marts")) == {}


@pytest.mark.parametrize("table", CUSTOMER_MARTS)
def test_a_customer_who_stands_twice_closes_the_gate(
    built: BuiltNight, table: str
) -> None:
    built.plant(A_CUSTOMER_TWICE.format(table))
    sentence = f"No customer stands twice in {table}"
    assert failed(built.findings("marts", sentence)) == {sentence: True}


@pytest.mark.parametrize("table", CUSTOMER_MARTS)
def test_a_row_without_a_customer_closes_the_gate(
    built: BuiltNight, table: str
) -> None:
    built.plant(NO_CUSTOMER_ID.format(table))
    sentence = f"Every row of {table} has a customer_id"
    assert failed(built.findings("marts", sentence)) == {sentence: True}


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (
            "update marts.customer_360 set recency_days = -1 where customer_id = 'c1'",
            "No customer's latest purchase lies after the night",
        ),
        (
            "update marts.customer_360 set lifecycle_stage = null",
            "Every customer has a lifecycle stage",
        ),
        (
            "update marts.customer_360 set lifecycle_stage = 'asleep'",
            "Every lifecycle stage is a known one",
        ),
        (
            "insert into core.customers (customer_id) values ('c99')",
            "Every customer of core is in customer_360",
        ),
        (
            "delete from core.customers where customer_id = 'c1'",
            "Every customer of customer_360 is in core",
        ),
        (
            "insert into identity.records values ('till:99', 'c99')",
            "Every person record belongs to a customer of customer_360",
        ),
        (
            "update marts.customer_360 set net_revenue_amount = 99.99 "
            "where customer_id = 'c1'",
            "The net revenue of customer_360 and of unknown customers is that of core",
        ),
        (
            "update marts.rfm set rfm_segment = null",
            "Everyone in rfm has a segment",
        ),
        (
            "update marts.rfm set rfm_segment = 'lost' where customer_id = 'c1'",
            "One pair of recency and frequency scores is one segment",
        ),
        (
            "delete from marts.rfm where customer_id = 'c1'",
            "Those in rfm are those who have bought",
        ),
        (
            "update marts.customer_360 set rfm_segment = 'lost' "
            "where customer_id = 'c1'",
            "The tables rfm and customer_360 name the same segment",
        ),
        (
            "update marts.rfm set recency_score = 0",
            "Every recency_score of rfm is 1 to 5",
        ),
        (
            "update marts.rfm set frequency_score = 6",
            "Every frequency_score of rfm is 1 to 5",
        ),
        (
            "update marts.rfm set monetary_score = 6",
            "Every monetary_score of rfm is 1 to 5",
        ),
        (
            "update marts.value_tiers set cumulative_revenue_share = 1.000001",
            "Every cumulative_revenue_share of value_tiers is 0 to 1",
        ),
        (
            "update marts.customer_360 set no_purchase_90d_probability = -0.1",
            "Every no_purchase_90d_probability of customer_360 is 0 to 1",
        ),
    ],
)
def test_a_fault_in_the_marts_closes_the_gate(
    built: BuiltNight, fault: str, sentence: str
) -> None:
    built.plant(fault)
    assert failed(built.findings("marts", sentence))[sentence] is True


def test_an_empty_customer_360_with_members_closes_the_gate(
    built: BuiltNight,
) -> None:
    built.plant("delete from marts.customer_360")
    told = failed(built.findings("marts"))
    assert told["Every customer of core is in customer_360"] is True
    assert told["Every person record belongs to a customer of customer_360"] is True


LITTLE_LESS = "The customer total fell little since the night before"
MORE_CUSTOMERS = (
    "insert into marts.customer_360 (customer_id) select 'd' || i from range({}) r(i)"
)
MORE_REVENUE = "update core.orders set net_amount = net_amount * {}"


@pytest.mark.parametrize(
    ("yesterday", "told"),
    [
        ([], {}),
        ([MORE_CUSTOMERS.format(2)], {}),
        ([MORE_REVENUE.format(1.25)], {}),
        (
            [MORE_CUSTOMERS.format(3)],
            {LITTLE_LESS: False},
        ),
        (
            [MORE_REVENUE.format(1.3)],
            {"The net revenue total fell little since the night before": False},
        ),
        (
            [MORE_CUSTOMERS.format(11)],
            {
                LITTLE_LESS: False,
                "The customer total did not halve since the night before": True,
            },
        ),
        (
            [MORE_REVENUE.format(2.01)],
            {
                "The net revenue total fell little since the night before": False,
                "The net revenue total did not halve since the night before": True,
            },
        ),
        (["delete from marts.customer_360", "delete from core.orders"], {}),
    ],
)
def test_the_shop_is_compared_with_the_night_before(
    built: BuiltNight,
    publish_before: Callable[..., Path],
    yesterday: list[str],
    told: dict[str, bool],
) -> None:
    publish_before(*yesterday)
    assert failed(built.findings("marts", LITTLE_LESS)) == told


def test_a_night_before_of_which_only_the_record_is_left_is_not_compared(
    built: BuiltNight, publish_before: Callable[..., Path]
) -> None:
    (publish_before() / "warehouse.duckdb").unlink()
    sentences = {finding.sentence for finding in built.findings("marts")}
    assert not {sentence for sentence in sentences if "night before" in sentence}


def test_a_missing_table_is_told_as_an_error_and_not_as_failed_data(
    built: BuiltNight,
) -> None:
    built.plant("drop table marts.value_tiers")
    findings = [each for each in built.findings("marts") if not each.is_passed]
    assert {each.table for each in findings} == {"marts.value_tiers"}
    assert all("value_tiers does not exist" in str(each.error) for each in findings)
    assert all(each.closes_gate and not each.observed for each in findings)
