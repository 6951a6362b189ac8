"""What the till's directory and the web shop know of people: cards and accounts.

One person may hold two cards (the first was lost) and an account, and each system
wrote the name, the phone and the e-mail down in its own way, or not at all.
"""

import numpy as np
import polars as pl

from flows.demo.difficulties import NEEDS_EMAIL
from flows.demo.spelling import codes, full_name, spell_emails, spell_phones
from flows.demo.visits import Habits
from flows.demo.window import DAYS

__all__ = ["make_accounts", "make_cards", "with_referrals"]

SECOND_CARD_SHARE = 0.03
BEFORE_EVER = -10_000
TAGGED_SHARE = 0.35  # of the accounts say a birthday among their tags
IS_ORDINARY = pl.col("kind").is_null()
REFERRED_SHARE = 0.12  # of the cards were brought by the holder of an earlier one
CARD_STATES = {"subscribed": 0.52, "unsubscribed": 0.16, "unknown": 0.32}
UNREADABLE_BIRTHDAYS = ("31/02/1990", "unknown", "1986-00-00")

Rng = np.random.Generator


def make_cards(people: pl.DataFrame, habits: Habits, rng: Rng) -> pl.DataFrame:
    """One row per till membership, in the order of the member numbers.

    Args:
        people: the people as the till's directory has them.
        habits: when they come.
        rng: where chance comes from.
    """
    held = pl.DataFrame({"first_day": habits.first_day, "last_day": habits.last_day})
    holders = people.hstack(held).filter(
        pl.col("holding").is_in(["card", "card_and_account", "card_and_guest"])
    )
    begin = np.maximum(holders["first_day"].to_numpy(), 0)
    lost = begin + rng.integers(30, 400, holders.height)
    is_lost = (rng.random(holders.height) < SECOND_CARD_SHARE) & (lost < DAYS)
    first = holders.with_columns(
        pl.lit(BEFORE_EVER).cast(pl.Int64).alias("from_day"),
        pl.col("first_day").alias("joined_day"),
    )
    second = holders.with_columns(
        pl.Series("from_day", lost), pl.Series("joined_day", lost)
    ).filter(pl.Series(is_lost))
    cards = pl.concat([first, second]).sort("joined_day", "row", "from_day")
    count = cards.height
    number = pl.int_range(1, count + 1, dtype=pl.Int64).cast(pl.String).str.zfill(7)
    return cards.with_columns(
        ("M" + number).alias("member_number"),
        ("C" + codes(count, 15, rng)).alias("customer_id"),
        *_written(cards, rng, latin_share=0.1),
        _kept(
            spell_phones(cards["phone"], rng),
            cards.select(pl.when(IS_ORDINARY).then(0.96).otherwise(1.0)).to_series(),
            rng,
        ).alias("phone_text"),
        _kept(
            spell_emails(cards["email"], rng),
            cards.select(pl.when(NEEDS_EMAIL).then(1.0).otherwise(0.68)).to_series(),
            rng,
        ).alias("email_text"),
        pl.Series("email_state", _states(count, rng)),
        _birthdays(cards, rng),
    ).with_columns(
        full_name("given_text", "family_text").alias("name_text"),
        pl.col("own_phone").alias("phone"),
    )


def with_referrals(cards: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """The cards with ``memo``: who brought whom, as the staff wrote it down.

    Few bring many: of the earlier cards one is taken that lies far down a steep curve.
    """
    count = cards.height
    is_referred = rng.random(count) < REFERRED_SHARE
    place = (rng.random(count) ** 4 * np.arange(count)).astype(np.int64)
    referrer = cards["member_number"].gather(place)
    memo = pl.select(pl.lit("Referred by ") + referrer).to_series()
    is_own = referrer == cards["member_number"]
    return cards.with_columns(
        pl.select(pl.when(pl.Series(is_referred) & ~is_own).then(memo))
        .to_series()
        .alias("memo")
    )


def make_accounts(people: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """One row per web-shop account, in the order of their ids.

    Args:
        people: the people as the web shop has them.
        rng: where chance comes from.
    """
    accounts = people.filter(pl.col("holding").is_in(["card_and_account", "account"]))
    count = accounts.height
    uses_second = pl.Series(rng.random(count) < 0.3)
    address = accounts.select(
        pl.when(uses_second & ~NEEDS_EMAIL)
        .then("second_email")
        .otherwise("email")
        .alias("address")
    ).to_series()
    step = np.cumsum(rng.integers(3, 4000, count))
    return accounts.with_columns(
        pl.Series("account_id", 9_013_808_000_000 + step).cast(pl.String),
        address,
        *_written(accounts, rng, latin_share=0.5),
        pl.when("tells_phone").then("+86" + pl.col("phone")).alias("phone_text"),
        spell_emails(address, rng).alias("email_text"),
        pl.Series("accepts_email", rng.random(count) < 0.58),
        pl.Series("accepts_sms", rng.random(count) < 0.34),
        pl.when(pl.Series(rng.random(count) < TAGGED_SHARE))
        .then("birthday " + pl.col("birth_date").cast(pl.String))
        .alias("tags"),
    ).with_columns(full_name("given_text", "family_text").alias("name_text"))


def _written(people: pl.DataFrame, rng: Rng, latin_share: float) -> list[pl.Expr]:
    """Names and streets in the script that was typed; of the difficult in their own."""
    drawn = pl.Series(rng.random(people.height) < latin_share)
    is_latin = drawn & IS_ORDINARY
    return [
        pl.when(is_latin).then(f"{part}_latin").otherwise(part).alias(f"{part}_text")
        for part in ("family", "given", "street")
    ]


def _kept(values: pl.Series, share: float | pl.Series, rng: Rng) -> pl.Series:
    """The values, but for those that nobody ever asked for."""
    kept = pl.Series(rng.random(len(values))) < share
    return pl.select(pl.when(kept).then(values)).to_series()


def _states(count: int, rng: Rng) -> pl.Series:
    names = pl.Series(list(CARD_STATES))
    return names.gather(rng.choice(len(names), count, p=list(CARD_STATES.values())))


def _birthdays(cards: pl.DataFrame, rng: Rng) -> pl.Expr:
    """The birthday as text: most are told, a few cannot be read."""
    is_told = pl.Series(rng.random(cards.height) < 0.72)
    wrong = np.full(cards.height, -1)
    planted = rng.permutation(cards.height)[: len(UNREADABLE_BIRTHDAYS)]
    wrong[planted] = np.arange(len(planted))
    born = pl.col("birth_date")
    is_leap_day = (born.dt.month() == 2) & (born.dt.day() == 29)
    return (
        pl.when(is_leap_day)
        .then(born.cast(pl.String))
        .when(pl.Series(wrong) >= 0)
        .then(pl.Series(UNREADABLE_BIRTHDAYS).gather(np.maximum(wrong, 0)))
        .when(is_told)
        .then(born.cast(pl.String))
        .alias("birthday_text")
    )
