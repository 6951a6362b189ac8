"""What the web shop took: orders of account holders and of guests.

Money is in cents of the order's currency; ``micros`` says what a million are worth.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from flows.demo.currencies import in_currency, in_fen
from flows.demo.difficulties import NEEDS_EMAIL
from flows.demo.planted import plant
from flows.demo.spelling import full_name, spell_emails, spell_phones
from flows.demo.visits import Visits
from flows.demo.window import DAYS, Window

__all__ = ["Buyers", "make_web_lines", "make_web_orders", "settle"]

GUEST_SHARE = 0.1  # of account holders' orders: not signed in
SECOND_EMAIL_SHARE = 0.3
PHONE_ONLY_SHARE = 0.08
EARLY_SHARE = 0.6  # of the orders of somebody with a difficulty: by an earlier guest
EARLY_PHONE_ONLY_SHARE = 0.6
GIFT_SHARE = 0.08
FREE_SHIPPING_FROM = 9_900
SHIPPING = 800
STATES = {
    "paid": 0.905,
    "refunded": 0.025,
    "partially_refunded": 0.02,
    "voided": 0.02,
    "pending": 0.03,
}
# (first month and day, last, code, percent, share of orders that use it)
DISCOUNTS = (
    ((6, 1), (6, 18), "MIDYEAR", 15, 0.5),
    ((8, 15), (9, 10), "BACK2SCHOOL", 15, 0.45),
    ((11, 1), (11, 11), "DOUBLE11", 20, 0.7),
    ((12, 10), (12, 24), "LANTERN10", 10, 0.3),
)
WELCOME = ("WELCOME10", 10, 0.03)
PLANTED = {"date": 2, "product": 2, "shipping": 3}

BUYER = (
    *("row", "person", "kind", "phone", "email", "second_email", "city", "province"),
    *("postcode", "street", "street_latin"),
    *("family", "given", "family_latin", "given_latin"),
)

Rng = np.random.Generator


@dataclass(frozen=True, slots=True)
class Buyers:
    """The people as they typed themselves in: in their first orders, and later."""

    early: pl.DataFrame
    later: pl.DataFrame

    def together(self) -> pl.DataFrame:
        """One row per person and ``is_early``."""
        return pl.concat(
            people.select(*BUYER, pl.lit(is_early).alias("is_early"))
            for people, is_early in ((self.early, True), (self.later, False))
        )


def make_web_orders(
    visits: Visits,
    buyers: Buyers,
    accounts: pl.DataFrame,
    window: Window,
    rng: Rng,
) -> pl.DataFrame:
    """One row per web order, numbered in the order of their time."""
    count = len(visits.row)
    known = accounts.select(
        *("row", "account_id", "address", "phone_text", "accepts_email"),
        pl.col("name_text").alias("account_name"),
        pl.col("street_text").alias("account_street"),
    )
    days = pl.DataFrame({"day": np.arange(DAYS), "date": window.dates})
    orders = (
        pl.DataFrame({"row": visits.row, "day": visits.day, "second": visits.second})
        .with_columns(_is_early(buyers.later["kind"]))
        .join(
            buyers.together(),
            on=["row", "is_early"],
            how="left",
            validate="m:1",
            maintain_order="left",
        )
        .join(known, on="row", how="left", validate="m:1", maintain_order="left")
        .join(days, on="day", how="left", validate="m:1", maintain_order="left")
        .with_row_index("order")
        .with_columns(pl.col("order").cast(pl.Int64))
    )
    signed_in = (
        pl.col("account_id").is_not_null()
        & ~pl.col("is_early")
        & pl.Series(rng.random(count) >= GUEST_SHARE)
    )
    return _with_fate(
        _with_contact(orders.with_columns(signed_in.alias("is_account")), rng), rng
    )


def _is_early(kinds: pl.Series) -> pl.Expr:
    """The first orders of the difficult, before they opened an account."""
    place = pl.int_range(pl.len()).over("row")
    is_difficult = pl.lit(kinds.is_not_null()).gather(pl.col("row"))
    return (
        is_difficult & (place < (pl.len().over("row") * EARLY_SHARE).floor())
    ).alias("is_early")


def _with_contact(orders: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """The name, e-mail and phones that were typed into the form."""
    count = orders.height
    is_second = ((pl.col("row") * 7919) % 100 < SECOND_EMAIL_SHARE * 100) & ~NEEDS_EMAIL
    guest_email = pl.when(is_second).then("second_email").otherwise("email")
    typed = orders.select(
        pl.when("is_account").then("address").otherwise(guest_email).alias("email")
    )["email"]
    by_phone = (
        pl.when(NEEDS_EMAIL).then(0.0).when("is_early").then(EARLY_PHONE_ONLY_SHARE)
    )
    is_phone_only = ~pl.col("is_account") & (
        pl.Series(rng.random(count)) < by_phone.otherwise(PHONE_ONLY_SHARE)
    )
    is_gift = pl.Series("is_gift", rng.random(count) < GIFT_SHARE)
    recipient = orders.select("phone", full_name("given", "family").alias("name"))
    other = rng.permutation(count)
    spelled = spell_phones(orders["phone"], rng)
    is_latin = (pl.col("row") % 3 == 0) & pl.col("kind").is_null()
    guest_name = (
        pl.when(is_latin)
        .then(full_name("given_latin", "family_latin"))
        .otherwise(full_name("given", "family"))
    )
    guest_street = pl.when(is_latin).then("street_latin").otherwise("street")
    return orders.with_columns(
        is_gift,
        pl.when(~is_phone_only).then(spell_emails(typed, rng)).alias("email_text"),
        pl.when(is_phone_only | pl.Series(rng.random(count) < 0.3))
        .then("+86" + pl.col("phone"))
        .alias("phone_text"),
        spelled.alias("billing_phone"),
        pl.coalesce(pl.when("is_account").then("account_name"), guest_name).alias(
            "name"
        ),
        pl.coalesce(pl.when("is_account").then("account_street"), guest_street).alias(
            "street_text"
        ),
    ).with_columns(
        pl.when(is_gift)
        .then(recipient["name"].gather(other))
        .otherwise("name")
        .alias("shipping_name"),
        pl.when(is_gift)
        .then(recipient["phone"].gather(other))
        .otherwise("billing_phone")
        .alias("shipping_phone"),
    )


def _with_fate(orders: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """Paid or not, with a discount code or none, and when it was sent."""
    count = orders.height
    drawn = rng.choice(len(STATES), count, p=list(STATES.values()))
    code, percent = _discounts(orders, rng)
    return orders.with_columns(
        pl.Series(list(STATES)).gather(drawn).alias("state"),
        pl.Series("code", code).replace("", None),
        pl.Series("percent", percent),
        pl.Series("pays_after", rng.integers(20, 900, count)),
        pl.Series("sent_day", orders["day"].to_numpy() + rng.integers(1, 5, count)),
        pl.Series(
            "internal_id", 5_200_000_000_000 + np.cumsum(rng.integers(9, 9000, count))
        ),
        pl.Series("pays_by", rng.choice(3, count, p=(0.5, 0.4, 0.1))),
        plant(PLANTED, count, rng),
    )


def _discounts(orders: pl.DataFrame, rng: Rng) -> tuple[np.ndarray, np.ndarray]:
    code = np.full(orders.height, "", dtype="U12")
    percent = np.zeros(orders.height, dtype=np.int64)
    drawn = rng.random(orders.height)
    date = orders["date"].dt
    calendar = date.month().cast(pl.Int64).to_numpy() * 100 + date.day().to_numpy()
    name, part, share = WELCOME
    code[drawn < share], percent[drawn < share] = name, part
    for first, last, name, part, share in DISCOUNTS:
        begin, end = first[0] * 100 + first[1], last[0] * 100 + last[1]
        used = (begin <= calendar) & (calendar <= end) & (drawn < share)
        code[used], percent[used] = name, part
    return code, percent


def make_web_lines(baskets: pl.DataFrame) -> pl.DataFrame:
    """One row per line of a web order, in the order of the orders."""
    return baskets.with_columns(
        (pl.col("quantity") * pl.col("unit_price")).alias("amount")
    ).sort("order", "line")


def settle(orders: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The orders with their sums: subtotal, discount, shipping, total, refunded."""
    sums = lines.group_by("order", maintain_order=True).agg(
        pl.col("amount").sum(), pl.col("amount").first().alias("first_amount")
    )
    is_sent_back = (pl.col("state") == "refunded") & (pl.col("order") % 3 == 0)
    is_cancelled = (pl.col("state") == "voided") | is_sent_back
    return (
        orders.join(sums, on="order", how="left", validate="1:1", maintain_order="left")
        .with_columns((pl.col("amount") * pl.col("percent") // 100).alias("discount"))
        .with_columns((pl.col("amount") - pl.col("discount")).alias("subtotal"))
        .with_columns(
            pl.when(in_fen(pl.col("subtotal")) >= FREE_SHIPPING_FROM)
            .then(0)
            .otherwise(in_currency(pl.lit(SHIPPING)))
            .cast(pl.Int64)
            .alias("shipping")
        )
        .with_columns((pl.col("subtotal") + pl.col("shipping")).alias("total"))
        .with_columns(
            pl.when(pl.col("state") == "refunded")
            .then("total")
            .when(pl.col("state") == "partially_refunded")
            .then(pl.col("first_amount") * (100 - pl.col("percent")) // 200)
            .otherwise(0)
            .alias("refunded"),
            is_cancelled.alias("is_cancelled"),
        )
    )
