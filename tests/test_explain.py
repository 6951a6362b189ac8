"""Who is meant by what somebody typed, on a warehouse of four customers."""

from pathlib import Path

import pytest

from flows.errors import HomeError, KeyuanError
from flows.explain import night_to_explain, what_is_known
from flows.warehouse import connect

TABLES = """
    create schema core; create schema identity; create schema marts;
    create schema audiences; create schema settings;
    create table core.customers as
        select unnest(['c1', 'c2', 'c4']) as customer_id;
    create table marts.replenishment as
        select * from (values
            ('c1', 'TEA', 'Drinks', 'due', date '2025-07-02'),
            ('c1', 'INK', 'Writing', 'soon', date '2025-07-01'),
            ('c1', 'PEN', 'Writing', 'given_up', date '2025-06-01'),
            ('c2', 'TEA', 'Drinks', 'due', date '2025-06-01')
        ) as t (customer_id, product_id, category, buy_window, run_out_date);
    create table marts.customer_360 as select customer_id from core.customers;
    create table identity.records as
        select * from (values
            ('till:1', 'c1', 'member_number', 1.0, date '2025-06-29'),
            ('web:order:8', 'c1', 'verified_phone', 0.98, date '2025-06-30'),
            ('till:2', 'c2', 'alone', 1.0, date '2025-06-29'),
            ('till:4', 'c4', 'alone', 1.0, date '2025-06-29')
        ) as t (record_id, customer_id, link_rule, link_weight, first_seen_on);
    create table identity.int_person_records as
        select * from (values ('till:1', 'M0001'), ('till:2', null), ('till:4', 'm4'))
        as t (record_id, member_number);
    create table core.int_record_contacts_normalised as
        select * from (values
            ('till:1', 'c1', '+8613800138000'), ('web:order:8', 'c1', '+8613800138000'),
            ('till:2', 'c2', 'home@example.com'), ('till:4', 'c4', 'home@example.com')
        ) as t (record_id, customer_id, normal_value);
    create table identity.changes as
        select * from (values
            (date '2025-06-28', 'new', null, 'c9', 'first seen', null),
            (date '2025-06-29', 'merge', 'c9', 'c3', 'now one person', 'a and b'),
            (date '2025-06-30', 'merge', 'c3', 'c1', 'now one person', 'b and c'),
            (date '2025-06-30', 'split', 'c1', 'c4', '1 of its records', null)
        ) as t (as_of, kind, old_customer_id, new_customer_id, reason, link);
    create table identity.links as
        select * from (values ('c1', 'till:1', 'web:order:8', 'verified_phone', 0.98))
        as t (customer_id, record_id, other_record_id, link_rule, link_weight);
    create table core.orders as
        select
            'c1' as customer_id, date '2025-06-01' + cast(n as int) as order_date,
            'till:' || n as order_id, 'counted' as order_class, 5.00 as net_amount
        from range(8) as t (n);
    create table settings.campaigns as
        select * from (values
            ('win_back', 'win_back', 2, true), ('birthday', 'birthday', 1, true)
        ) as t (campaign, audience, priority, is_active);
    create table settings.audience_thresholds as
        select
            'birthday_days' as name, 7.0 as value,
            'birthday: days: all' as description;
    create table marts.next_best_products as
        from (values ('c1', 2, 'PAD'), ('c1', 1, 'PEN'), ('c2', 1, 'INK'))
            as told (customer_id, next_best_rank, product_id);
    create table audiences.members as
        select
            'win_back' as campaign, 'sms' as channel, 'c1' as customer_id,
            'dropped' as outcome, 'no_consent' as reason,
            date '2025-06-30' as entered_on;
"""


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "warehouse.duckdb"
    with connect(path, read_only=False) as connection:
        connection.execute(TABLES)
    return path


@pytest.mark.parametrize(
    ("who", "contacts", "customer"),
    [
        ("c2", [], "c2"),
        (" c2 ", [], "c2"),
        ("c3", [], "c1"),
        ("c9", [], "c1"),
        ("web:order:8", [], "c1"),
        ("m0001", [], "c1"),
        ("138 0013 8000", ["+8613800138000"], "c1"),
    ],
    ids=lambda value: str(value),
)
def test_a_customer_is_found_by_whatever_names_them(
    warehouse: Path, who: str, contacts: list[str], customer: str
) -> None:
    assert what_is_known(warehouse, who, contacts).golden["customer_id"] == customer


def test_what_is_soonest_gone_comes_first_and_what_was_given_up_not_at_all(
    warehouse: Path,
) -> None:
    run_outs = what_is_known(warehouse, "c1", []).run_outs
    assert [run_out["product_id"] for run_out in run_outs] == ["INK", "TEA"]


def test_what_they_would_like_next_is_told_the_likeliest_first(warehouse: Path) -> None:
    next_best = what_is_known(warehouse, "c1", []).next_best
    assert [product["product_id"] for product in next_best] == ["PEN", "PAD"]


def test_nobody_and_several_are_a_sentence_each(warehouse: Path) -> None:
    with pytest.raises(KeyuanError, match=r"Nobody is known by that\. Give a customer"):
        what_is_known(warehouse, "c8", [])
    with pytest.raises(KeyuanError, match=r"2 customers are known by that: c2, c4\. N"):
        what_is_known(warehouse, "home@example.com", ["home@example.com"])


def test_all_that_happened_to_an_id_and_those_merged_into_it_is_its_history(
    warehouse: Path,
) -> None:
    history = what_is_known(warehouse, "c1", []).history
    assert [(row["kind"], row["old_customer_id"]) for row in history] == [
        ("new", None),
        ("merge", "c9"),
        ("merge", "c3"),
        ("split", "c1"),
    ]
    assert [row["kind"] for row in what_is_known(warehouse, "c4", []).history] == [
        "split"
    ]


def test_the_last_orders_and_every_campaign_are_told(warehouse: Path) -> None:
    known = what_is_known(warehouse, "c1", [])
    assert [row["order_id"] for row in known.orders] == [
        f"till:{number}" for number in (7, 6, 5, 4, 3)
    ]
    assert [(row["campaign"], row["outcome"]) for row in known.campaigns] == [
        ("birthday", None),
        ("win_back", "dropped"),
    ]
    assert known.thresholds[0]["audience"] == "birthday"
    assert known.thresholds[0]["meaning"] == "days: all"


def test_a_home_without_a_night_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(HomeError, match=r"nobody is known yet\. Run one: keyuan"):
        night_to_explain(tmp_path)
