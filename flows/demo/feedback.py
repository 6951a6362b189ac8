"""What people say afterwards: scores, reviews, complaints; and mystery visitors."""

import numpy as np
import polars as pl

from flows.demo.chance import chance_of, flips, picks, some_of
from flows.demo.facts import card_receipts, gathered
from flows.demo.history import Town
from flows.demo.planted import with_bad_copies
from flows.demo.tills import STORES
from flows.demo.window import DAYS, SECONDS, Window, moment_of

__all__ = ["fix_settings", "make_feedback"]

NPS_SHARE = 0.13  # of the web orders
CSAT_SHARE = 0.06  # of the members' receipts
REVIEW_SHARE = 0.10  # of the web orders' lines
WEB_COMPLAINT_SHARE = 0.02
TILL_COMPLAINT_SHARE = 0.005
RESOLVED_SHARE = 0.85
MEAN_DAYS_OPEN = 25
VISIT_EVERY_DAYS = 61

# How many of ten web customers give each score of 0 to 10; of ten others 1 to 5.
NPS_SCORES = (0.3, 0.1, 0.2, 0.2, 0.2, 0.4, 0.6, 1.6, 2.0, 2.0, 2.4)
CSAT_SCORES = ((0.1, 0.2, 0.7, 3, 6), (0.2, 0.4, 1.4, 4, 4), (0.8, 1.2, 2.0, 3, 3))
REVIEW_SCORES = (0.4, 0.5, 1.1, 3, 5)
REVIEW_TEXTS = (
    ("Broke within a week", "质量太差，不会再买"),
    ("Not what the picture shows", "和图片不太一样"),
    ("It does its job", "还可以"),
    ("Good value", "性价比不错"),
    ("My favourite, I came back for more", "非常喜欢，已经回购"),
)
WEB_COMPLAINTS = {"delivery": 0.5, "damaged": 0.3, "wrong article": 0.2}
TILL_COMPLAINTS = {"wrong price": 0.4, "staff": 0.3, "waiting": 0.3}
COMPLAINT_TEXTS = {
    "delivery": "The parcel came a week late",
    "damaged": "收到时包装已破损",
    "wrong article": "I was sent another colour than the one I ordered",
    "wrong price": "标价和收银价不一致",
    "staff": "Nobody could help me find the refills",
    "waiting": "排队太久，只开了一个收银台",
}
# What was done about one of them, so many days before the end, and how it helped.
FIXED_TOPIC, FIX = "delivery", "Another carrier"
FIXED_DAYS_AGO = 102
UNFIXED_SHARE = 0.3
VISIT_TOPICS = ("greeting", "shelves", "checkout")
PLANTED = {"date": 1, "kind": 1, "id": 1}

SCHEMA = {
    "moment": pl.Int64,
    "kind": pl.String,
    "topic": pl.String,
    "score": pl.Int64,
    "out_of": pl.Int64,
    "text": pl.String,
    "resolved": pl.Int64,  # when; null of a complaint that is still open
    "customer_id": pl.String,
    "store": pl.Int64,
    "transaction_id": pl.String,  # of the till
    "order": pl.Int64,  # of the web shop
    "product": pl.Int64,
}
Rng = np.random.Generator


def make_feedback(town: Town) -> pl.DataFrame:
    """One row per word, in the order of their time; complaints may be resolved."""
    rng = chance_of(town.seed, "feedback")
    orders = town.web_orders.filter(
        pl.col("state").is_in(["paid", "refunded", "partially_refunded"])
    ).select(
        "order",
        pl.when("is_account").then("account_id").alias("customer_id"),
        moment_of(pl.col("day"), pl.col("second")).alias("moment"),
    )
    receipts = card_receipts(town.till_lines).drop("order")
    found = [
        _recommendations(orders, rng),
        _satisfaction(receipts, rng),
        _reviews(orders, town.web_lines, rng),
        _complaints(orders, WEB_COMPLAINT_SHARE, WEB_COMPLAINTS, rng),
        _complaints(receipts, TILL_COMPLAINT_SHARE, TILL_COMPLAINTS, rng),
        _mystery_visits(rng),
    ]
    every = gathered(found, SCHEMA).filter(pl.col("moment") < DAYS * SECONDS)
    ordered = every.sort(list(SCHEMA)).with_row_index("feedback", offset=1)
    return with_bad_copies(
        ordered.with_columns(
            town.window.clock(pl.col("moment")).alias("occurred_at"),
            town.window.clock(pl.col("resolved")).alias("resolved_at"),
        ),
        PLANTED,
        rng,
    )


def fix_settings(window: Window) -> pl.DataFrame:
    """What was done about complaints, as a settings table."""
    day = window.dates[DAYS - 1 - FIXED_DAYS_AGO]
    columns = ["topic", "product_id", "store_id", "fixed_on", "fix"]
    return pl.DataFrame(
        [(FIXED_TOPIC, None, None, day, FIX)], schema=columns, orient="row"
    )


def _recommendations(orders: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    asked = _later(some_of(orders, NPS_SHARE, rng), 4, 12, rng)
    return asked.with_columns(
        pl.lit("nps").alias("kind"),
        pl.lit("web shop").alias("topic"),
        _scores(NPS_SCORES, 0, asked.height, rng),
        pl.lit(10).alias("out_of"),
    )


def _satisfaction(receipts: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """A tablet by the till; one of the shops pleases less than the others."""
    asked = some_of(receipts, CSAT_SHARE, rng)
    by_store = [_scores(weights, 1, asked.height, rng) for weights in CSAT_SCORES]
    score = np.choose(asked["store"].to_numpy(), [one.to_numpy() for one in by_store])
    return asked.with_columns(
        pl.col("moment") + 90,
        pl.lit("csat").alias("kind"),
        pl.lit("service").alias("topic"),
        pl.Series("score", score),
        pl.lit(5).alias("out_of"),
    )


def _reviews(orders: pl.DataFrame, lines: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    bought = orders.join(
        lines.select("order", "product"), on="order", maintain_order="left"
    )
    asked = _later(some_of(bought, REVIEW_SHARE, rng), 6, 30, rng)
    score = _scores(REVIEW_SCORES, 1, asked.height, rng)
    hand = pl.Series(rng.integers(0, 2, asked.height))
    texts = pl.Series([text for pair in REVIEW_TEXTS for text in pair])
    return asked.with_columns(
        pl.lit("review").alias("kind"),
        pl.lit("product").alias("topic"),
        score,
        pl.lit(5).alias("out_of"),
        texts.gather((score - 1) * 2 + hand).alias("text"),
    )


def _complaints(
    bought: pl.DataFrame, share: float, topics: dict[str, float], rng: Rng
) -> pl.DataFrame:
    """Most are resolved sooner or later, some of them after the history ends."""
    told = _later(some_of(bought, share, rng), 1, 9, rng)
    count = told.height
    topic = picks(topics, count, rng).alias("topic")
    open_for = 3600 + np.round(rng.exponential(MEAN_DAYS_OPEN * SECONDS, count))
    resolved = told["moment"] + pl.Series(open_for.astype(np.int64))
    is_resolved = flips(count, RESOLVED_SHARE, rng) & (resolved < DAYS * SECONDS)
    complaints = told.with_columns(
        pl.lit("complaint").alias("kind"),
        topic,
        topic.replace_strict(COMPLAINT_TEXTS, return_dtype=pl.String).alias("text"),
        pl.when(is_resolved).then(resolved).alias("resolved"),
    )
    is_fixed = (pl.col("topic") == FIXED_TOPIC) & (
        pl.col("moment") >= (DAYS - FIXED_DAYS_AGO) * SECONDS
    )
    return complaints.filter(~is_fixed | flips(count, UNFIXED_SHARE, rng))


def _mystery_visits(rng: Rng) -> pl.DataFrame:
    """Somebody who is paid to look: every other month each shop, on three topics."""
    days = np.arange(20, DAYS, VISIT_EVERY_DAYS)
    visits = (
        pl.DataFrame({"day": days})
        .join(pl.DataFrame({"store": np.arange(len(STORES))}), how="cross")
        .with_columns(pl.col("store").cast(pl.Int64))
    )
    second = pl.Series(rng.integers(10 * 3600, 20 * 3600, visits.height))
    topics = pl.DataFrame({"topic": VISIT_TOPICS})
    answers = visits.with_columns(
        (pl.col("day") * SECONDS + second).alias("moment")
    ).join(topics, how="cross", maintain_order="left")
    score = np.clip(rng.normal(82, 9, answers.height) - answers["store"] * 5, 0, 100)
    return answers.with_columns(
        pl.lit("mystery_visit").alias("kind"),
        pl.Series("score", np.round(score).astype(np.int64)),
        pl.lit(100).alias("out_of"),
    )


def _later(rows: pl.DataFrame, least: int, most: int, rng: Rng) -> pl.DataFrame:
    """Some days on, about the same time of day."""
    days = rng.integers(least, most, rows.height)
    seconds = days * SECONDS + rng.integers(0, 7200, rows.height)
    return rows.with_columns(pl.col("moment") + pl.Series(seconds))


def _scores(weights: tuple[float, ...], least: int, count: int, rng: Rng) -> pl.Series:
    shares = np.array(weights) / np.sum(weights)
    return pl.Series("score", least + rng.choice(len(weights), count, p=shares))
