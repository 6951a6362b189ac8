"""Who agreed to text messages, and took it back: a service's own list of events."""

from datetime import datetime, time

import numpy as np
import polars as pl

from flows.demo.planted import plant
from flows.demo.spelling import spell_phones
from flows.demo.window import DAYS, Window

__all__ = ["make_consents", "make_suppressions"]

ASKED_SHARE = 0.62
DENIED_SHARE = 0.07
REVOKED_SHARE = 0.14
GRANTED_AGAIN_SHARE = 0.2
SECONDS_PER_DAY = 86_400
PLANTED = {"date": 2, "phone": 1}

Rng = np.random.Generator


def make_consents(cards: pl.DataFrame, window: Window, rng: Rng) -> pl.DataFrame:
    """One row per event: phone as typed, state, and the moment in local time."""
    asked = cards.filter(pl.Series(rng.random(cards.height) < ASKED_SHARE))
    count = asked.height
    draw = rng.random(count)
    begin = asked["joined_day"].to_numpy() + rng.uniform(0.4, 0.85, count)
    later = begin + np.round(rng.exponential(150, count)) + 1
    again = later + np.round(rng.exponential(90, count)) + 1
    revokes = (draw > 1 - REVOKED_SHARE) & (later < DAYS)
    returns = revokes & (rng.random(count) < GRANTED_AGAIN_SHARE) & (again < DAYS)
    state = pl.Series(np.where(draw < DENIED_SHARE, "denied", "granted"))
    everyone = np.full(count, True)
    events = pl.concat(
        _events(asked, chosen, moment, word)
        for chosen, moment, word in (
            (everyone, begin, state),
            (revokes, later, pl.Series(["revoked"]).new_from_index(0, count)),
            (returns, again, pl.Series(["granted"]).new_from_index(0, count)),
        )
    ).sort("second", "phone", "state")
    start = datetime.combine(window.first, time())
    return events.with_columns(
        (pl.lit(start) + pl.duration(seconds="second")).alias("changed_at"),
        spell_phones(events["phone"], rng).alias("phone_text"),
        plant(PLANTED, events.height, rng),
    )


def _events(
    asked: pl.DataFrame, chosen: np.ndarray, moment: np.ndarray, state: pl.Series
) -> pl.DataFrame:
    seconds = pl.Series("second", (moment * SECONDS_PER_DAY).astype(np.int64))
    return (
        asked.select("phone")
        .with_columns(seconds, state.alias("state"))
        .filter(pl.Series(chosen))
    )


def make_suppressions(cards: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """A handful of the town's people who must never be written to."""
    chosen = cards.select(
        "member_number", "phone", pl.col("email").str.to_titlecase().alias("email")
    ).gather(np.sort(rng.permutation(cards.height)[:8]))
    kind = pl.Series(["email", "phone", "member_number", "email"] * 2).head(
        chosen.height
    )
    reason = pl.Series(
        [
            "complained",
            "number was passed on",
            "left the club",
            "asked to be left alone",
        ]
        * 2
    ).head(chosen.height)
    return chosen.with_columns(kind.alias("kind"), reason.alias("reason")).select(
        "kind",
        pl.when(pl.col("kind") == "email")
        .then("email")
        .when(pl.col("kind") == "phone")
        .then("phone")
        .otherwise("member_number")
        .alias("value"),
        "reason",
    )
