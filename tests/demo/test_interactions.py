"""What people did besides buying, beside what they bought."""

from collections.abc import Callable

import polars as pl
import pytest

Read = Callable[[str], pl.DataFrame]
KINDS = {"visit", "browse", "inquiry", "cart", "call", "message"}


@pytest.fixture(scope="module")
def done(read: Read) -> pl.DataFrame:
    """The rows of the files that can be read."""
    return (
        read("inbox/interactions/*.csv")
        .filter(pl.col("time") != "yesterday", pl.col("kind").is_in(list(KINDS)))
        .with_columns(pl.col("time").str.to_datetime("%Y-%m-%dT%H:%M:%S%z"))
    )


@pytest.fixture(scope="module")
def orders(webshop: pl.DataFrame) -> pl.DataFrame:
    """One row per article ordered by an e-mail: when, and in which state."""
    created = pl.col("Created at").str.to_datetime("%Y-%m-%d %H:%M:%S %z", strict=False)
    return webshop.select(
        pl.col("Email").str.strip_chars().str.to_lowercase().alias("email"),
        pl.col("Lineitem sku").alias("article"),
        created.forward_fill().over("Name").alias("ordered_at"),
    ).drop_nulls()


def test_every_kind_is_there_and_the_ids_are_one_each(done: pl.DataFrame) -> None:
    assert set(done["kind"]) == KINDS
    assert done["id"].is_unique().all()
    assert done["time"].is_sorted()


def test_a_cart_that_was_ordered_led_to_an_order_within_the_hour(
    done: pl.DataFrame, orders: pl.DataFrame
) -> None:
    carts = done.filter(
        pl.col("kind") == "cart",
        pl.col("outcome") == "ordered",
        pl.col("email").is_not_null(),
    )
    waited = pl.col("ordered_at") - pl.col("time")
    led = carts.join(orders, on=["email", "article"]).filter(
        waited.is_between(pl.duration(seconds=1), pl.duration(hours=1))
    )

    assert carts.height > 500
    assert led["id"].n_unique() / carts.height > 0.98  # but for orders planted bad


def test_an_abandoned_cart_led_to_no_order_in_the_hour(
    done: pl.DataFrame, orders: pl.DataFrame
) -> None:
    left = done.filter(pl.col("outcome") == "abandoned", pl.col("email").is_not_null())
    waited = pl.col("ordered_at") - pl.col("time")
    led = left.join(orders, on=["email", "article"]).filter(
        waited.is_between(pl.duration(seconds=0), pl.duration(hours=1))
    )

    assert left.height > 100
    assert led.height < 5


def test_who_is_known_on_the_web_has_ordered_and_in_a_shop_has_a_phone(
    done: pl.DataFrame, orders: pl.DataFrame
) -> None:
    at_store = done.filter(pl.col("kind").is_in(["call", "visit", "message"]))
    emails = done["email"].drop_nulls()

    assert emails.is_in(orders["email"].implode()).all()
    assert at_store["email"].null_count() == at_store.height
    assert at_store["phone"].null_count() == 0
    assert at_store["phone"].str.contains(r"^1\d\d(0000|\*{4})\d{4}$").all()


def test_many_looks_are_by_nobody_the_shop_knows(done: pl.DataFrame) -> None:
    looks = done.filter(pl.col("kind") == "browse")

    assert 0.3 < looks["email"].null_count() / looks.height < 0.5
    assert looks["article"].null_count() == 0
    assert looks["phone"].null_count() == looks.height


def test_articles_and_shops_are_those_of_the_catalogue_and_the_list(
    done: pl.DataFrame, read: Read
) -> None:
    articles = read("inbox/catalogue/*.csv")["Article"].drop_nulls()
    shops = read("inbox/stores/*.csv")["Shop"].drop_nulls()

    assert done["article"].drop_nulls().is_in(articles.implode()).all()
    assert done["shop"].drop_nulls().is_in(shops.implode()).all()
    assert not done["article"].is_in(["BAG-01", "WRAP-01"]).any()


def test_the_shops_are_open_when_somebody_comes_in(done: pl.DataFrame) -> None:
    visits = done.filter(pl.col("kind") == "visit")
    local = visits["time"].dt.convert_time_zone("Asia/Shanghai").dt.hour()

    assert local.is_between(8, 21).all()
    assert set(visits["outcome"]) == {"bought", "left"}


def test_a_few_interactions_cannot_be_read_and_some_callers_are_hidden(
    read: Read,
) -> None:
    every = read("inbox/interactions/*.csv")
    hidden = every.filter(pl.col("phone").str.contains("*", literal=True))

    assert (every["time"] == "yesterday").sum() == 2
    assert (every["kind"] == "carrier pigeon").sum() == 1
    assert 3 < hidden.height < 40
    assert set(hidden["kind"]) == {"call"}
