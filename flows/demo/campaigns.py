"""Two campaigns of the past: who was written to, and what came of it.

Only people who had agreed were written to; what they redeemed are orders of the town;
who unsubscribed is no longer among those who agree.
"""

from datetime import date

import numpy as np
import polars as pl

from flows.demo.chance import chance_of, flips, some_of
from flows.demo.facts import card_receipts, gathered
from flows.demo.history import Town
from flows.demo.planted import with_bad_copies
from flows.demo.window import DAYS, SECONDS, Window, moment_of

__all__ = ["make_campaign_responses"]

SENT_AT = 10 * 3600
SENT_IN_A_SECOND = 5
DELIVERED_SHARE = 0.965
OPENED_SHARE = 0.34
CLICKED_SHARE = 0.3  # of those who opened
SMS_CLICKED_SHARE = 0.07
SHOWN_SHARE = 0.55  # of the members who came in time had the message with them
REDEEMED_WITHIN = 14 * SECONDS
LEFT_SHARE = 0.03  # of those who get no e-mail today: this campaign was too much
LEFT_WITHIN = 7 * SECONDS
CODE = "DOUBLE11"
PLANTED = {"date": 1, "kind": 1, "customer": 1}

CUSTOMER = "customer_id"
SCHEMA = {
    CUSTOMER: pl.String,
    "moment": pl.Int64,
    "kind": pl.String,
    "transaction_id": pl.String,  # of the till, where it was redeemed
    "order": pl.Int64,  # of the web shop
}
Rng = np.random.Generator


def make_campaign_responses(town: Town) -> pl.DataFrame:
    """One row per event of a campaign and recipient, in the order of their time."""
    rng = chance_of(town.seed, "campaign_responses")
    sale = _last(town.window, 11, 1)
    school = _last(town.window, 8, 15)
    events = pl.concat(
        [
            _by_email(town.accounts, town.web_orders, sale, rng).with_columns(
                pl.lit(f"double11_{town.window.dates[sale].year}").alias("campaign"),
                pl.lit("email").alias("channel"),
            ),
            _by_sms(
                town.cards, town.consents, town.till_lines, school, rng
            ).with_columns(
                pl.lit(f"back_to_school_{town.window.dates[school].year}").alias(
                    "campaign"
                ),
                pl.lit("sms").alias("channel"),
            ),
        ]
    ).filter(pl.col("moment") < DAYS * SECONDS)
    ordered = events.sort(
        "moment", "campaign", CUSTOMER, "kind", "transaction_id", "order"
    )
    return with_bad_copies(
        ordered.with_columns(town.window.clock(pl.col("moment")).alias("occurred_at")),
        PLANTED,
        rng,
    )


def _last(window: Window, month: int, day: int) -> int:
    """The last such day of the history."""
    this_year = window.day_of(date(window.last.year, month, day))
    last_year = window.day_of(date(window.last.year - 1, month, day))
    return this_year if this_year < DAYS else last_year


def _by_email(
    accounts: pl.DataFrame, web_orders: pl.DataFrame, day: int, rng: Rng
) -> pl.DataFrame:
    """To account holders; a redemption is an order with the campaign's code."""
    orders = web_orders.filter(pl.col("is_account"), pl.col("state") != "voided")
    known = orders.filter(pl.col("day") < day)["account_id"]
    agreed = pl.col("accepts_email") | flips(accounts.height, LEFT_SHARE, rng)
    sent = _sent(
        accounts.filter(pl.col("account_id").is_in(known.implode()), agreed).select(
            pl.col("account_id").alias(CUSTOMER), "accepts_email"
        ),
        day,
        rng,
    )
    has_come = flips(sent.height, DELIVERED_SHARE, rng)
    delivered = _after(
        sent.filter(has_come | ~pl.col("accepts_email")), "delivered", 90, rng
    )
    opened = _after(some_of(delivered, OPENED_SHARE, rng), "opened", 2 * SECONDS, rng)
    clicked = _after(some_of(opened, CLICKED_SHARE, rng), "clicked", 300, rng)
    gone = delivered.filter(~pl.col("accepts_email"))
    left = _after(gone, "unsubscribed", LEFT_WITHIN, rng)
    bought = orders.filter(pl.col("code") == CODE).select(
        pl.col("account_id").alias(CUSTOMER),
        moment_of(pl.col("day"), pl.col("second")).alias("at"),
        "order",
    )
    steps = (sent, delivered, opened, clicked, left, _redeemed(delivered, bought))
    return gathered(steps, SCHEMA)


def _by_sms(
    cards: pl.DataFrame,
    consents: pl.DataFrame,
    till_lines: pl.DataFrame,
    day: int,
    rng: Rng,
) -> pl.DataFrame:
    """To members whose last word was yes; who takes it back soon after has left."""
    start = day * SECONDS + SENT_AT
    told = consents.filter(pl.col("planted").is_null())
    last = (
        told.filter(pl.col("second") < start)
        .group_by("phone")
        .agg(pl.col("state").sort_by("second").last())
        .filter(pl.col("state") == "granted")
    )
    sent = _sent(
        cards.filter(
            pl.col("joined_day") < day, pl.col("phone").is_in(last["phone"].implode())
        ).select(CUSTOMER, "phone"),
        day,
        rng,
    )
    delivered = _after(some_of(sent, DELIVERED_SHARE, rng), "delivered", 90, rng)
    clicked = _after(
        some_of(delivered, SMS_CLICKED_SHARE, rng), "clicked", SECONDS, rng
    )
    revoked = told.filter(
        pl.col("state") == "revoked",
        pl.col("second").is_between(start + 3600, start + LEFT_WITHIN),
    ).select("phone", pl.col("second").alias("moment"))
    left = (
        delivered.drop("moment")
        .join(revoked, on="phone", maintain_order="left")
        .with_columns(pl.lit("unsubscribed").alias("kind"))
    )
    shown = some_of(card_receipts(till_lines), SHOWN_SHARE, rng).select(
        CUSTOMER, pl.col("moment").alias("at"), "transaction_id"
    )
    steps = (sent, delivered, clicked, left, _redeemed(delivered, shown))
    return gathered(steps, SCHEMA)


def _sent(recipients: pl.DataFrame, day: int, rng: Rng) -> pl.DataFrame:
    """The recipients in the order of sending, a few in each second."""
    shuffled = recipients[rng.permutation(recipients.height)]
    second = pl.int_range(pl.len(), dtype=pl.Int64) // SENT_IN_A_SECOND
    return shuffled.with_columns(
        (day * SECONDS + SENT_AT + second).alias("moment"),
        pl.lit("sent").alias("kind"),
    )


def _after(rows: pl.DataFrame, kind: str, seconds: int, rng: Rng) -> pl.DataFrame:
    """What came next, up to so many seconds later."""
    passed = pl.Series(rng.integers(1, seconds, rows.height))
    return rows.with_columns(pl.col("moment") + passed, pl.lit(kind).alias("kind"))


def _redeemed(delivered: pl.DataFrame, bought: pl.DataFrame) -> pl.DataFrame:
    """The first purchase of each who had the message, if it was soon enough."""
    since = pl.col("at") - pl.col("moment")
    return (
        delivered.join(bought, on=CUSTOMER, maintain_order="left")
        .filter(since.is_between(1, REDEEMED_WITHIN))
        .sort(CUSTOMER, "at", maintain_order=True)
        .unique(CUSTOMER, keep="first", maintain_order=True)
        .with_columns(pl.col("at").alias("moment"), pl.lit("redeemed").alias("kind"))
    )
