"""The web shop's accounts: Shopify's customer export, as of one day."""

from collections.abc import Iterator

import polars as pl

from flows.demo.currencies import in_fen
from flows.demo.history import Town
from flows.demo.writes.text import laid_out, plain_money

__all__ = ["HEADER", "pages"]

HEADER = (
    "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,"
    "Default Address Company,Default Address Address1,Default Address Address2,"
    "Default Address City,Default Address Province Code,Default Address Country Code,"
    "Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,"
    "Total Orders,Note,Tax Exempt,Tags"
)
YES_OR_NO = {True: "yes", False: "no"}


def pages(town: Town) -> Iterator[tuple[str, pl.DataFrame]]:
    """The one file's path in the home, and its rows."""
    placed = (
        town.web_orders.filter("is_account", pl.col("state") != "voided")
        .group_by("account_id")
        .agg(
            pl.len().alias("order_count"), in_fen(pl.col("total")).sum().alias("spend")
        )
    )
    accounts = town.accounts.join(
        placed, on="account_id", how="left", validate="1:1", maintain_order="left"
    )
    path = f"inbox/webshop_members/customers_{town.window.last}.csv"
    yield path, laid_out(accounts, HEADER, _values())


def _values() -> dict[str, pl.Expr]:
    phone = pl.lit("'") + pl.col("phone_text")
    return {
        "Customer ID": pl.lit("'") + pl.col("account_id"),
        "First Name": pl.col("given_text"),
        "Last Name": pl.col("family_text"),
        "Email": pl.col("email_text"),
        "Accepts Email Marketing": _yes_or_no("accepts_email"),
        "Default Address Address1": pl.col("street_text"),
        "Default Address City": pl.col("city"),
        "Default Address Province Code": pl.col("province"),
        "Default Address Country Code": pl.lit("CN"),
        "Default Address Zip": pl.lit("'") + pl.col("postcode"),
        "Default Address Phone": phone,
        # The web shop takes a phone for one account alone.
        "Phone": pl.when(pl.col("phone_text").is_first_distinct()).then(phone),
        "Accepts SMS Marketing": _yes_or_no("accepts_sms"),
        "Total Spent": plain_money(pl.col("spend").fill_null(0)),
        "Total Orders": pl.col("order_count").fill_null(0),
        "Tax Exempt": pl.lit("no"),
        "Tags": pl.col("tags"),
    }


def _yes_or_no(column: str) -> pl.Expr:
    return pl.col(column).replace_strict(YES_OR_NO, return_dtype=pl.String)
