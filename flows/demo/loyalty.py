"""The loyalty club's book: tiers, points, and money put on the card."""

import numpy as np
import polars as pl

from flows.demo.chance import chance_of, flips
from flows.demo.facts import card_receipts, gathered
from flows.demo.history import Town
from flows.demo.planted import with_bad_copies
from flows.demo.points import point_events
from flows.demo.tiers import tier_events, with_levels

__all__ = ["make_loyalty_events"]

STORING_SHARE = 0.08  # of the cards carry money
STORED_SHARE = 0.6  # of their receipts are paid with it
TOP_UP = 20_000  # fen
SCHEMA = {
    "member_number": pl.String,
    "moment": pl.Int64,
    "kind": pl.String,
    "points": pl.Int64,
    "amount": pl.Int64,
    "tier": pl.String,
    "order_id": pl.String,
}
PLANTED = {"date": 2, "kind": 1, "member": 1}

CARD = "member_number"
Rng = np.random.Generator


def make_loyalty_events(town: Town) -> pl.DataFrame:
    """One row per event, in the order of their time.

    Points and amounts are signed, so that a card's sums are its balances.
    """
    rng = chance_of(town.seed, "loyalty_events")
    receipts = with_levels(card_receipts(town.till_lines))
    refunds = card_receipts(town.till_lines, "Refund")
    tiers = tier_events(town.cards, receipts, town.window)
    events = gathered(
        (
            tiers.with_columns(pl.lit("tier").alias("kind")),
            point_events(town.cards, receipts, refunds, town.window, rng),
            _stored_value(town.cards, receipts, rng),
        ),
        SCHEMA,
    )
    ordered = events.sort(
        "moment",
        CARD,
        "points",
        "kind",
        descending=[False, False, True, False],
        nulls_last=True,
    ).with_row_index("event", offset=1)
    return with_bad_copies(
        ordered.with_columns(town.window.clock(pl.col("moment")).alias("occurred_at")),
        PLANTED,
        rng,
    )


def _stored_value(
    cards: pl.DataFrame, receipts: pl.DataFrame, rng: Rng
) -> pl.DataFrame:
    """Receipts paid from the card, topped up whenever the rest would not do."""
    storing = cards.filter(flips(cards.height, STORING_SHARE, rng))[CARD]
    spent = pl.col("net").cum_sum().over(CARD)
    paid = receipts.filter(
        pl.col(CARD).is_in(storing.implode()),
        pl.col("net") > 0,
        flips(receipts.height, STORED_SHARE, rng),
    ).with_columns((-(-spent // TOP_UP) * TOP_UP).alias("put_on"))
    before = pl.col("put_on").shift(1, fill_value=0).over(CARD)
    top_ups = paid.select(
        CARD,
        pl.col("moment") - 120,
        pl.lit("top_up").alias("kind"),
        (pl.col("put_on") - before).alias("amount"),
    ).filter(pl.col("amount") > 0)
    spends = paid.select(
        CARD,
        "moment",
        pl.lit("spend").alias("kind"),
        (-pl.col("net")).alias("amount"),
        pl.col("transaction_id").alias("order_id"),
    )
    return pl.concat([top_ups, spends], how="diagonal")
