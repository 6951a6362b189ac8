"""The web shop's order export: how its rows hang together."""

from collections.abc import Callable

import polars as pl

from flows.demo.writes import webshop as webshop_page

Read = Callable[[str], pl.DataFrame]


def test_an_order_s_further_lines_carry_the_name_the_e_mail_and_the_line_alone(
    webshop: pl.DataFrame,
) -> None:
    further = webshop.filter(pl.col("Financial Status").is_null())
    filled = {name for name in further.columns if further[name].count()}

    assert further.height > 1000
    assert filled == {
        "Name",
        "Email",
        "Vendor",
        *(
            name
            for name in webshop_page.HEADER.split(",")
            if name.startswith("Lineitem")
        ),
    } - {"Lineitem compare at price"}
    assert further.join(
        webshop.filter(pl.col("Financial Status").is_not_null()).select("Name"),
        on="Name",
        how="anti",
    ).is_empty()


def test_figures_that_a_spreadsheet_would_spoil_begin_with_an_apostrophe(
    webshop: pl.DataFrame, accounts: pl.DataFrame
) -> None:
    names = (
        "Billing Zip",
        "Shipping Zip",
        "Billing Phone",
        "Shipping Phone",
        "Phone",
        "Id",
    )
    for values in (
        *(webshop[name] for name in names),
        accounts["Customer ID"],
        accounts["Phone"],
        accounts["Default Address Zip"],
    ):
        assert values.drop_nulls().str.starts_with("'").all(), values.name
        assert values.count() > 0, values.name


def test_an_order_s_sums_agree(webshop: pl.DataFrame) -> None:
    money = ("Subtotal", "Discount Amount", "Total", "Shipping", "Refunded Amount")
    lines = webshop.group_by("Name").agg(
        (
            pl.col("Lineitem quantity").cast(pl.Int64)
            * pl.col("Lineitem price").cast(pl.Decimal(18, 2))
        ).sum()
    )
    orders = (
        webshop.filter(pl.col("Subtotal").is_not_null())
        .with_columns(pl.col(money).cast(pl.Decimal(18, 2), strict=False))
        .join(lines.rename({"Lineitem quantity": "lines"}), on="Name", validate="1:1")
    )

    assert (orders["lines"] - orders["Discount Amount"]).equals(
        orders["Subtotal"], check_names=False
    )
    shipped = orders.filter(pl.col("Shipping").is_not_null())
    assert (shipped["Subtotal"] + shipped["Shipping"]).equals(
        shipped["Total"], check_names=False
    )
    assert (orders["Refunded Amount"] <= orders["Total"]).all()


def test_a_few_people_pay_in_foreign_money_at_the_rate_of_the_day(
    webshop: pl.DataFrame, rates: pl.DataFrame
) -> None:
    orders = webshop.filter(pl.col("Currency").is_not_null())
    foreign = orders.filter(pl.col("Currency") != "CNY").with_columns(
        pl.col("Created at").str.slice(0, 10).alias("Date")
    )
    shipped = foreign.filter(pl.col("Shipping").is_in(["0.00", "free"]).not_()).join(
        rates, on=["Date", "Currency"], validate="m:1"
    )
    worth = shipped["Shipping"].cast(pl.Float64) * shipped["micros"] / 1_000_000

    assert set(orders["Currency"]) == {"CNY", "HKD", "USD"}
    assert 0.01 < foreign.height / orders.height < 0.08
    assert shipped.height > 10
    assert worth.is_between(7.95, 8.05).all()


def test_an_article_costs_the_same_in_every_currency(
    webshop: pl.DataFrame, rates: pl.DataFrame, read: Read
) -> None:
    listed = read("inbox/catalogue/*.csv").select(
        pl.col("Article").alias("Lineitem sku"), pl.col("List price").cast(pl.Float64)
    )
    lines = webshop.with_columns(
        pl.col("Currency").forward_fill().over("Name"),
        pl.col("Created at").forward_fill().over("Name").str.slice(0, 10).alias("Date"),
    )
    foreign = lines.join(rates, on=["Date", "Currency"], validate="m:1").join(
        listed, on="Lineitem sku"
    )
    worth = foreign["Lineitem price"].cast(pl.Float64) * foreign["micros"] / 1_000_000

    assert foreign.height > 50
    assert (
        (worth - foreign["List price"])
        .abs()
        .le(0.09 * foreign["List price"] + 0.1)
        .all()
    )


def test_orders_are_paid_refunded_unpaid_or_cancelled(webshop: pl.DataFrame) -> None:
    orders = webshop.filter(pl.col("Financial Status").is_not_null())
    states = orders["Financial Status"]
    paid = states.is_in(["paid", "refunded", "partially_refunded"])

    assert set(states) == {
        "paid",
        "refunded",
        "partially_refunded",
        "voided",
        "pending",
    }
    assert orders["Paid at"].is_not_null().eq(paid).all()
    assert (
        orders.filter(pl.col("Financial Status") == "voided")[
            "Cancelled at"
        ].null_count()
        == 0
    )
    assert orders["Shipping Name"].ne(orders["Billing Name"]).sum() > 50
    assert orders["Email"].null_count() > 0
    assert orders.filter(pl.col("Email").is_null())["Phone"].null_count() == 0


def test_a_discount_code_is_used_in_its_season_alone(webshop: pl.DataFrame) -> None:
    orders = webshop.filter(pl.col("Discount Code").is_not_null())
    days = orders.group_by("Discount Code").agg(
        pl.col("Created at").str.slice(5, 5).min().alias("first"),
        pl.col("Created at").str.slice(5, 5).max().alias("last"),
    )
    seasons = {code: (first, last) for code, first, last in days.rows()}

    assert set(seasons) == {
        "MIDYEAR",
        "BACK2SCHOOL",
        "DOUBLE11",
        "LANTERN10",
        "WELCOME10",
    }
    assert (orders["Discount Amount"].cast(pl.Float64) > 0).all()
    assert seasons["DOUBLE11"][0] >= "11-01"
    assert seasons["DOUBLE11"][1] <= "11-11"


def test_singles_day_is_the_web_shop_s_busiest(webshop: pl.DataFrame) -> None:
    days = webshop["Created at"].drop_nulls().str.slice(5, 5).value_counts()

    assert days.sort("count", descending=True)["Created at"][0] == "11-11"
