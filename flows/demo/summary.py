"""The town in figures: how large it is, and what it should come out as."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl

from flows.demo.currencies import in_fen
from flows.demo.history import Town

__all__ = ["TownSummary", "summarise"]


@dataclass(frozen=True, slots=True)
class TownSummary:
    """A town's sizes. Revenue is net of discounts and refunds, fees included.

    Foreign money is counted by the rate of its day.

    ``known_till_share`` is the share of till receipts that name a member;
    ``top_fifth_share`` the best fifth of known buyers' share of their revenue.
    """

    as_of: date
    file_count: int
    row_count: int
    person_count: int
    record_count: int
    till_order_count: int
    web_order_count: int
    revenue_amount: Decimal
    known_till_share: float
    repeat_share: float
    top_fifth_share: float


def summarise(town: Town, file_count: int, row_count: int, records: int) -> TownSummary:
    """Count what was written; rows that cannot be read bring no revenue."""
    sold = town.till_lines.filter(pl.col("planted").is_null())
    taken = town.web_orders.filter(
        pl.col("state").is_in(["paid", "refunded", "partially_refunded"]),
        pl.col("planted").is_null() | (pl.col("planted") == "shipping"),
    ).with_columns(
        in_fen(pl.col("subtotal") - pl.min_horizontal("refunded", "subtotal")).alias(
            "net"
        )
    )
    known = pl.concat(
        [
            sold.filter(pl.col("customer_id").is_not_null()).select(
                "row", "date", "net"
            ),
            taken.select("row", "date", "net"),
        ]
    )
    receipts = town.till_lines.filter(pl.col("event") == "Payment").unique("order")
    buyers = _buyers(known)
    fifth = buyers["net"].sort(descending=True).head(max(1, buyers.height // 5))
    fen = int(sold["net"].sum()) + int(taken["net"].sum())
    return TownSummary(
        as_of=town.window.last,
        file_count=file_count,
        row_count=row_count,
        person_count=town.people.height,
        record_count=records,
        till_order_count=town.till_lines["order"].n_unique(),
        web_order_count=town.web_orders.height,
        revenue_amount=Decimal(fen).scaleb(-2),
        known_till_share=_share(receipts["customer_id"].count(), receipts.height),
        repeat_share=_share(int((buyers["day_count"] > 1).sum()), buyers.height),
        top_fifth_share=_share(int(fifth.sum()), int(buyers["net"].sum())),
    )


def _buyers(known: pl.DataFrame) -> pl.DataFrame:
    """One row per person who bought: revenue, and days with a positive net spend."""
    days = known.group_by("row", "date").agg(pl.col("net").sum())
    return (
        days.group_by("row")
        .agg(pl.col("net").sum(), (pl.col("net") > 0).sum().alias("day_count"))
        .filter(pl.col("day_count") > 0)
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
