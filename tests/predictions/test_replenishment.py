"""When customers run out, and how honest the range is."""

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from flows.demo.history import make_town
from flows.demo.supplies import SUPPLIES, Supplies
from flows.predictions.replenishment import RUN_OUTS, run_outs_of
from flows.predictions.repurchases import LINES, PRODUCTS
from tests.predictions.shoppers import (
    AS_OF,
    LIMITS,
    bought,
    lines_of,
    products_of,
    regulars,
)

COFFEE = products_of(("coffee", "Coffee", "Drinks"))
# Nothing was chosen by looking at these towns.
UNSEEN = (101, 102, 103)


def _town(seed: int) -> tuple[pl.DataFrame, pl.DataFrame, Supplies]:
    supplies = make_town(4000, seed, AS_OF).supplies
    skus = {place: supply.sku for place, supply in enumerate(SUPPLIES)}
    sku = pl.col("product").replace_strict(skus, return_dtype=pl.String)
    lines = supplies.lines.select(
        "customer_id",
        product_id=sku,
        pack_text=pl.lit(""),
        order_date=pl.col("occurred_at").dt.date(),
        bought_quantity=pl.col("quantity"),
        returned_quantity=pl.lit(0),
    ).cast(LINES)
    products = pl.DataFrame(
        [(it.sku, f"{it.name}, {it.variant}", it.category) for it in SUPPLIES],
        schema=PRODUCTS,
        orient="row",
    )
    truth = supplies.run_outs.with_columns(product_id=sku)
    return lines, products, Supplies(lines, truth)


@pytest.mark.parametrize("seed", UNSEEN)
def test_the_true_run_out_is_in_the_range_for_four_of_five(seed: int) -> None:
    lines, products, supplies = _town(seed)
    told = run_outs_of(lines, products, LIMITS, AS_OF).join(
        supplies.run_outs.rename({"run_out_date": "true_date"}),
        on=["customer_id", "product_id"],
    )
    inside = told["true_date"].is_between(
        told["run_out_low_date"], told["run_out_high_date"]
    )

    assert told.height == supplies.run_outs.height > 1000
    assert 0.75 <= inside.mean() <= 0.85


def test_the_range_is_no_wider_than_it_must_be() -> None:
    """Everybody buys on the day: then the range is a matter of days."""
    rows = lines_of(regulars(60, 40, spread=0.02))
    told = run_outs_of(rows, COFFEE, LIMITS, AS_OF)
    days = (told["run_out_high_date"] - told["run_out_low_date"]).dt.total_days()

    assert days.median() <= 6


def _of(rows: pl.DataFrame, customer: str, as_of: date = AS_OF) -> dict[str, object]:
    told = run_outs_of(rows, COFFEE, LIMITS, as_of)
    return told.filter(customer_id=customer).row(0, named=True)


def test_who_never_bought_it_again_is_said_what_everyone_needs() -> None:
    told = _of(lines_of(regulars(40, 40) + bought("new", [10])), "new")

    assert told["own_interval_count"] == 0
    assert told["days_per_unit"] == told["everyone_days_per_unit"]
    assert told["latest_purchase_date"] == AS_OF - timedelta(days=10)
    assert not told["is_given_up"]


def test_twice_as_much_lasts_twice_as_long() -> None:
    rows = regulars(40, 40) + bought("one", [10]) + bought("two", [10], quantity=2)
    told = run_outs_of(lines_of(rows), COFFEE, LIMITS, AS_OF)
    lasts = {
        row["customer_id"]: (row["run_out_date"] - row["latest_purchase_date"]).days
        for row in told.iter_rows(named=True)
    }

    assert lasts["two"] == pytest.approx(2 * lasts["one"], abs=1)


def test_who_has_been_away_for_long_gave_it_up() -> None:
    told = _of(lines_of(regulars(40, 40) + bought("gone", [480, 440, 400])), "gone")

    assert told["is_given_up"]
    assert told["run_out_high_date"] < AS_OF


def test_the_cupboard_that_was_filled_is_counted_with_what_was_there() -> None:
    usual = regulars(40, 40) + bought("ann", [160, 120, 80, 40])
    filled = usual + bought("ann", [38], quantity=2)
    before = _of(lines_of(usual), "ann")
    after = _of(lines_of(filled), "ann")

    assert after["quantity"] == 2
    assert after["latest_purchase_date"] == AS_OF - timedelta(days=38)
    assert after["run_out_date"] - AS_OF > 2 * timedelta(days=40) - timedelta(days=10)
    assert before["run_out_date"] - AS_OF < timedelta(days=10)


def test_nothing_runs_out_before_it_was_bought() -> None:
    lines, products, _ = _town(1)
    told = run_outs_of(lines, products, LIMITS, AS_OF)

    assert (told["latest_purchase_date"] <= told["run_out_low_date"]).all()
    assert (told["run_out_low_date"] <= told["run_out_date"]).all()
    assert (told["run_out_date"] <= told["run_out_high_date"]).all()


def _slower(lines: pl.DataFrame, times: int) -> pl.DataFrame:
    passed = (pl.lit(AS_OF) - pl.col("order_date")).dt.total_days()
    return lines.with_columns(
        order_date=pl.lit(AS_OF) - pl.duration(days=passed * times)
    )


def test_where_everything_takes_three_times_as_long_so_does_running_out() -> None:
    rows = lines_of(regulars(40, 40))
    keys = ["customer_id", "product_id"]
    plain = run_outs_of(rows, COFFEE, LIMITS, AS_OF)
    slow = run_outs_of(_slower(rows, 3), COFFEE, LIMITS, AS_OF)
    both = plain.join(slow, on=keys, suffix="_slow")

    def days(name: str, suffix: str = "") -> pl.Series:
        passed = both[f"{name}{suffix}"] - both[f"latest_purchase_date{suffix}"]
        return passed.dt.total_days()

    assert both.height == plain.height == 40
    for name in ("run_out_low_date", "run_out_date", "run_out_high_date"):
        assert ((days(name, "_slow") - 3 * days(name)).abs() <= 3).all(), name


def test_the_same_lines_in_any_order_say_the_same() -> None:
    lines, products, _ = _town(2)
    shuffled = lines.sample(fraction=1, shuffle=True, seed=4)

    assert_frame_equal(
        run_outs_of(lines, products, LIMITS, AS_OF),
        run_outs_of(shuffled, products.reverse(), LIMITS, AS_OF),
    )


def test_other_names_for_customers_say_the_same() -> None:
    rows = lines_of(regulars(40, 40))
    renamed = rows.with_columns("z-" + pl.col("customer_id"))
    told = run_outs_of(renamed, COFFEE, LIMITS, AS_OF)

    assert_frame_equal(
        told.with_columns(pl.col("customer_id").str.strip_prefix("z-")),
        run_outs_of(rows, COFFEE, LIMITS, AS_OF),
    )


@pytest.mark.parametrize(
    "fewer", [lambda rows: rows.head(0), lambda rows: rows.head(3)]
)
def test_a_shop_that_nobody_comes_back_to_has_no_rows(
    fewer: Callable[[pl.DataFrame], pl.DataFrame],
) -> None:
    told = run_outs_of(fewer(lines_of(regulars(40, 40))), COFFEE, LIMITS, AS_OF)

    assert told.is_empty()
    assert told.schema == RUN_OUTS
