"""What goes with what is counted as one would count it by hand, on any baskets."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.slow

AS_OF = date(2025, 6, 30)
THRESHOLDS = Path(__file__).parents[2] / "dbt_project/seeds/segment_thresholds.csv"
MODELS = (
    "int_baskets_listed",
    "int_baskets_counted",
    "int_products_numbered",
    "int_baskets_numbered",
    "int_baskets_bought",
    "int_pairs_counted",
    "int_shoppers_numbered",
    "int_products_owned",
    "int_products_bought_later",
    "int_pairs_followed",
    "int_rules_weighed",
    "product_affinity",
)
PRODUCTS = ("ink", "nib", "pad", "pen", "zip")
CUSTOMERS = ("ada", "bo", "cy", "dee", None)
DAYS, MOST, FOLLOW = 20, 3, 6
DAYS_AGO = (0, 1, 6, 7, 8, 19, 20)  # near what is far enough apart and too long ago
LIFTS = (Decimal(0), Decimal("1.01"))


@dataclass(frozen=True)
class Basket:
    """Who bought what, so many days before the night."""

    customer: str | None
    days_ago: int
    products: tuple[str, ...]


class Least(NamedTuple):
    """How often something happens, and with what lift, that makes a rule."""

    times: int
    lift: Decimal


# By kind and products: how many have both, the one, the other, all there are; and the
# support, confidence and lift of these.
Rules = dict[tuple[str, str, str], tuple[int | Decimal, ...]]
products = st.sampled_from(PRODUCTS)
basket_lists = st.lists(
    st.builds(
        Basket,
        st.sampled_from(CUSTOMERS),
        st.sampled_from(DAYS_AGO),
        st.one_of(
            st.tuples(products),  # many small ones, lest everybody have everything
            st.lists(products, min_size=2, max_size=5).map(tuple),
        ),
    ),
    min_size=4,
    max_size=12,
)


def rules_by_hand(baskets: Iterable[Basket], least: Least) -> Rules:
    """The rules of the last ``DAYS`` that are ``least`` or more."""
    counted = [(b, set(b.products)) for b in baskets if b.days_ago < DAYS]
    of_customers: dict[str, dict[str, int]] = {}
    for basket, products in counted:
        if basket.customer is not None:
            first = of_customers.setdefault(basket.customer, {})
            for product in products:
                first[product] = max(first.get(product, 0), basket.days_ago)
    one = Counter(product for _, products in counted for product in products)
    both = Counter(
        pair
        for _, products in counted
        if len(products) <= MOST
        for one_way in combinations(sorted(products), 2)
        for pair in (one_way, one_way[::-1])
    )
    buyers = Counter(product for first in of_customers.values() for product in first)
    later = Counter(
        product
        for first in of_customers.values()
        for product, days in first.items()
        if days < max(first.values())
    )
    followed = Counter(
        (earlier, then)
        for first in of_customers.values()
        if len(first) <= MOST
        for earlier in first
        for then in first
        if 0 < first[earlier] - first[then] <= FOLLOW
    )
    found = {
        ("same_basket", *pair): (count, one[pair[0]], one[pair[1]], len(counted))
        for pair, count in both.items()
    } | {
        ("bought_later", *pair): (
            *(count, buyers[pair[0]], later[pair[1]]),
            len(of_customers),
        )
        for pair, count in followed.items()
    }
    weighed = {
        rule: (
            *(both_count, one_count, other_count, all_count),
            rounded(both_count, all_count, "0.000001"),
            rounded(both_count, one_count, "0.000001"),
            rounded(both_count * all_count, one_count * other_count, "0.01"),
        )
        for rule, (both_count, one_count, other_count, all_count) in found.items()
        if both_count >= least.times
    }
    return {rule: told for rule, told in weighed.items() if told[-1] >= least.lift}


def rounded(above: int, below: int, places: str) -> Decimal:
    """A quotient, a half away from zero."""
    return (Decimal(above) / below).quantize(Decimal(places), ROUND_HALF_UP)


def rules_by_models(
    compiled: Mapping[str, str], baskets: Iterable[Basket], least: Least
) -> Rules:
    """The same of the models' own SQL, on tables of core made of the baskets."""
    with duckdb.connect() as engine:
        engine.execute("attach ':memory:' as dev")
        for schema in ("core", "settings", "marts"):
            engine.execute(f"create schema dev.{schema}")
        _set_thresholds(engine, least)
        _lay_core(engine, baskets)
        for model in MODELS:
            engine.execute(f"create table dev.marts.{model} as {compiled[model]}")
        rows = engine.execute(
            "select rule_kind, antecedent_product_id, consequent_product_id,"
            " coalesce(basket_count, customer_count), antecedent_count,"
            " consequent_count, all_count, support, confidence, lift"
            " from dev.marts.product_affinity"
        ).fetchall()
    assert len({row[:3] for row in rows}) == len(rows)
    return {row[:3]: row[3:] for row in rows}


def _set_thresholds(engine: duckdb.DuckDBPyConnection, least: Least) -> None:
    with THRESHOLDS.open(encoding="utf-8") as file:
        values = {row["name"]: row["value"] for row in csv.DictReader(file)}
    values |= {
        "affinity_days": str(DAYS),
        "affinity_least_count": str(least.times),
        "affinity_least_lift": str(least.lift),
        "affinity_least_confidence": "0",
        "affinity_most_products": str(MOST),
        "affinity_follow_days": str(FOLLOW),
    }
    engine.execute(
        "create table dev.settings.segment_thresholds"
        " (name varchar, value decimal(18, 6))"
    )
    engine.executemany(
        "insert into dev.settings.segment_thresholds values (?, ?)",
        list(values.items()),
    )


def _lay_core(engine: duckdb.DuckDBPyConnection, baskets: Iterable[Basket]) -> None:
    engine.execute("set variable products = ?", [list(PRODUCTS)])
    known = [name for name in CUSTOMERS if name is not None]
    engine.execute("set variable customers = ?", [known])
    engine.execute(
        """
        create table dev.core.orders (order_id varchar, is_counted_sale boolean);
        create table dev.core.customers as
            select unnest(getvariable('customers')) as customer_id;
        create table dev.core.customer_flags as
            select customer_id, false as is_test_account from dev.core.customers;
        create table dev.core.products as
            select unnest(getvariable('products')) as product_id,
            null::varchar as product_name, false as is_fee;
        create table dev.core.order_lines (
            order_id varchar, customer_id varchar, order_date date, product_id varchar,
            quantity decimal(18, 4), net_amount decimal(18, 2), is_counted boolean,
            is_unitemised boolean, returned_order_id varchar
        );
        """
    )
    for number, basket in enumerate(baskets):
        engine.execute("insert into dev.core.orders values (?, true)", [str(number)])
        day = AS_OF - timedelta(days=basket.days_ago)
        engine.executemany(
            "insert into dev.core.order_lines"
            " values (?, ?, ?, ?, 1, 2, true, false, null)",
            [[str(number), basket.customer, day, name] for name in basket.products],
        )


def agree_on_any_baskets(compiled: Mapping[str, str]) -> None:
    """Fails at baskets of which the models' SQL and a count by hand differ."""

    @settings(
        max_examples=100,
        phases=[Phase.generate, Phase.shrink],
        report_multiple_bugs=False,
    )
    @given(
        baskets=basket_lists,
        least=st.builds(Least, st.integers(1, 3), st.sampled_from(LIFTS)),
    )
    def agree(baskets: list[Basket], least: Least) -> None:
        by_models = rules_by_models(compiled, baskets, least)
        assert by_models == rules_by_hand(baskets, least)

    agree()


def test_rules_are_those_that_one_counts_by_hand(compiled: dict[str, str]) -> None:
    agree_on_any_baskets(compiled)


@pytest.mark.parametrize(
    ("model", "right", "wrong"),
    [
        ("int_baskets_listed", "        < (", "        <= ("),
        ("int_baskets_bought", "basket_count >= (", "basket_count > ("),
        ("int_pairs_counted", "number < other.", "number <= other."),
        ("int_products_bought_later", "order_date > first", "order_date >= first"),
        ("int_pairs_followed", "first_days_ago > later", "first_days_ago >= later"),
        ("int_rules_weighed", "lift >= (", "lift > 0 or lift >= ("),
    ],
)
def test_a_fault_in_the_sql_is_found(
    compiled: dict[str, str], model: str, right: str, wrong: str
) -> None:
    assert compiled[model].count(right) == 1
    faulty = compiled | {model: compiled[model].replace(right, wrong)}
    with pytest.raises(AssertionError):
        agree_on_any_baskets(faulty)
