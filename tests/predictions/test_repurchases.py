"""What was bought again, and after how many days."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from flows.predictions.credibility import with_days_per_unit
from flows.predictions.repurchases import intervals_of, purchases_of, stretches_of
from tests.predictions.shoppers import (
    AS_OF,
    LIMITS,
    Line,
    bought,
    lines_of,
    products_of,
    regulars,
)

COFFEE = ("coffee", "Coffee", "Drinks")
ONE_DAY = date(2025, 5, 1)


def test_two_packs_of_one_day_are_one_purchase_by_what_is_in_them() -> None:
    lines = lines_of(
        [
            ("ann", "beans", "250 g", ONE_DAY, 2, 0),
            ("ann", "beans", "1 kg", ONE_DAY, 1, 0),
            ("bob", "beans", "250 g", ONE_DAY, 1, 0),
            ("cid", "beans", "250 g", ONE_DAY, 1, 0),
        ]
    )
    purchases = purchases_of(lines, products_of(("beans", "Beans", "Drinks")))

    assert purchases.filter(customer_id="ann").select("quantity", "units").rows() == [
        (3, 6)
    ]


def test_of_a_category_a_unit_is_its_usual_pack() -> None:
    lines = lines_of(
        [
            ("ann", "small", "", ONE_DAY, 1, 0),
            ("bob", "small", "", ONE_DAY, 1, 0),
            ("ann", "large", "", ONE_DAY, 1, 0),
            ("ann", "unsaid", "", ONE_DAY, 1, 0),
        ]
    )
    products = products_of(
        ("small", "Beans, 250 g", "Drinks"),
        ("large", "Beans, 1 kg", "Drinks"),
        ("unsaid", "Beans", "Drinks"),
    )
    units = purchases_of(lines, products).filter(customer_id="ann")

    assert dict(units.select("product_id", "units").iter_rows()) == {
        "small": 1,
        "large": 4,
        "unsaid": 1,
    }


def test_what_was_brought_back_was_not_bought() -> None:
    lines = lines_of(
        [
            ("ann", "coffee", "", date(2025, 1, 1), 2, 0),
            ("ann", "coffee", "", date(2025, 2, 1), 1, 0),
            ("ann", "coffee", "", date(2025, 2, 9), 0, 1),
            ("ann", "coffee", "", date(2025, 3, 1), 3, 1),
            ("bob", "coffee", "", date(2025, 3, 1), 0, 1),
        ]
    )
    purchases = purchases_of(lines, products_of(COFFEE))

    assert purchases.select("customer_id", "bought_on", "quantity").rows() == [
        ("ann", date(2025, 1, 1), 2),
        ("ann", date(2025, 3, 1), 2),
    ]


def _items(rows: list[Line], *products: tuple[str, str, str | None]) -> pl.DataFrame:
    purchases = purchases_of(lines_of(rows), products_of(*products))
    found = intervals_of(purchases, LIMITS)
    return found.select(pl.col("product_id", "category").cast(pl.String)).unique()


def test_what_is_bought_at_random_is_not_bought_again_and_again() -> None:
    rng = np.random.default_rng(1)
    pens = [
        line
        for place in range(60)
        for line in bought(
            f"pen-{place}",
            map(int, np.unique(rng.integers(0, 730, rng.poisson(9)))),
            "pen",
        )
    ]
    found = _items(regulars(20, 40) + pens, COFFEE, ("pen", "Pen", "Pens"))

    assert found.rows() == [("coffee", "Drinks")]


def test_too_few_who_came_back_say_nothing() -> None:
    assert _items(regulars(9, 40), COFFEE).is_empty()
    assert _items(regulars(10, 40), COFFEE).rows() == [("coffee", "Drinks")]


def test_most_who_never_came_back_say_nothing() -> None:
    once = [line for place in range(41) for line in bought(f"once-{place}", [300])]

    assert _items(regulars(10, 40) + once, COFFEE).is_empty()
    assert _items(regulars(10, 40) + once[:40], COFFEE).height == 1


def test_products_too_thin_for_themselves_count_together_as_their_category() -> None:
    names = [f"tea-{place}" for place in range(41)]
    thin = [
        (customer, names[place % 41], *rest)
        for place, (customer, _, *rest) in enumerate(regulars(12, 40, "tea"))
    ]
    teas = [(name, name, "Teas") for name in names]
    found = _items(thin + regulars(20, 30), COFFEE, *teas)

    assert set(found.rows()) == {(None, "Teas"), ("coffee", "Drinks")}


def test_a_product_without_a_category_stands_for_itself_or_not_at_all() -> None:
    rows = regulars(20, 40) + regulars(5, 40, "tea")

    assert _items(rows, ("coffee", "Coffee", None), ("tea", "Tea", None)).rows() == [
        ("coffee", None)
    ]


def test_who_fills_the_cupboard_has_one_stretch_of_both() -> None:
    rows = regulars(20, 40) + bought("ann", [200, 160, 155, 80])
    purchases = purchases_of(lines_of(rows), products_of(COFFEE))
    said = with_days_per_unit(intervals_of(purchases, LIMITS))
    own = stretches_of(said).filter(pl.col("customer_id") == "ann")

    assert own.select("days", "units", "own_count", "latest_quantity").rows() == [
        (40, 1, 0, 1),
        (80, 2, 1, 1),
        (None, 1, 2, 1),
    ]
    assert (own["latest_on"] - own["bought_on"]).dt.total_days().to_list() == [0, 5, 0]


@pytest.mark.parametrize("count", [0, 1, 3, 30])
def test_the_more_own_intervals_the_nearer_to_the_own_mean(count: int) -> None:
    days = [80 * place for place in range(count, -1, -1)]
    rows = regulars(40, 40) + bought("ann", days)
    purchases = purchases_of(lines_of(rows), products_of(COFFEE))
    said = with_days_per_unit(intervals_of(purchases, LIMITS))
    path = said.filter(pl.col("customer_id") == "ann")["days_per_unit"]

    assert path.len() == count + 1
    assert path[0] == pytest.approx(said["item_days"][0])
    assert path.is_sorted()
    assert path.max() < 80
    if count == 30:
        assert path[-1] > 70


def test_thin_items_are_shrunk_toward_their_category() -> None:
    rows = [*regulars(40, 30, "a"), *regulars(40, 34, "b"), *regulars(11, 60, "c")]
    products = [(name, name, "Drinks") for name in "abc"]
    alone = products_of(*((name, name, name) for name in "abc"))
    together = products_of(*products)

    def mean(of: pl.DataFrame) -> float:
        said = with_days_per_unit(
            intervals_of(purchases_of(lines_of(rows), of), LIMITS)
        )
        return said.filter(pl.col("product_id") == "c")["item_days"][0]

    assert mean(together) < mean(alone)


def test_a_stricter_limit_leaves_less() -> None:
    rows, products = lines_of(regulars(20, 40)), products_of(COFFEE)
    purchases = purchases_of(rows, products)

    assert intervals_of(purchases, LIMITS).height
    assert intervals_of(purchases, replace(LIMITS, most_spread=0.1)).is_empty()
    assert purchases["bought_on"].max() <= AS_OF
