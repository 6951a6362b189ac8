"""The tills' customer directory: Square's customer export, as of one day."""

from collections.abc import Iterator

import polars as pl

from flows.demo.history import Town
from flows.demo.writes.text import laid_out, till_money

__all__ = ["HEADER", "pages"]

HEADER = (
    "Reference ID,First Name,Last Name,Email Address,Phone Number,Nickname,"
    "Company Name,Street Address 1,Street Address 2,City,State,Postal Code,Birthday,"
    "Memo,Square Customer ID,Creation Source,First Visit,Last Visit,Transaction Count,"
    "Lifetime Spend,Email Subscription Status,Instant Profile"
)
VALUES = {
    "Reference ID": pl.col("member_number"),
    "First Name": pl.col("given_text"),
    "Last Name": pl.col("family_text"),
    "Email Address": pl.col("email_text"),
    "Phone Number": pl.col("phone_text"),
    "Company Name": pl.when("is_bulk").then(pl.lit("School office")),
    "Street Address 1": pl.col("street_text"),
    "City": pl.col("city"),
    "State": pl.col("province"),
    "Postal Code": pl.col("postcode"),
    "Birthday": pl.col("birthday_text"),
    "Memo": pl.col("memo"),
    "Square Customer ID": pl.col("customer_id"),
    "Creation Source": pl.lit("Loyalty"),
    "First Visit": pl.col("first_visit"),
    "Last Visit": pl.col("last_visit"),
    "Transaction Count": pl.col("visit_count").fill_null(0),
    "Lifetime Spend": till_money(pl.col("spend").fill_null(0), pl.lit(value=False)),
    "Email Subscription Status": pl.col("email_state"),
    "Instant Profile": pl.lit("No"),
}


def pages(town: Town) -> Iterator[tuple[str, pl.DataFrame]]:
    """The one file's path in the home, and its rows."""
    shown = (
        town.till_lines.filter(pl.col("customer_id").is_not_null())
        .group_by("customer_id")
        .agg(
            pl.col("date").min().alias("first_visit"),
            pl.col("date").max().alias("last_visit"),
            pl.col("order").n_unique().alias("visit_count"),
            pl.col("net").sum().alias("spend"),
        )
    )
    cards = town.cards.join(
        shown, on="customer_id", how="left", validate="1:1", maintain_order="left"
    )
    path = f"inbox/members/customers_{town.window.last}.csv"
    yield path, laid_out(cards, HEADER, VALUES)
