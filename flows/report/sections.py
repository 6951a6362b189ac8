"""Audiences, segments and sales as rows ready to be told.

Nothing here is written in words yet; the template does that.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from flows.report.facts import Facts

__all__ = [
    "Week",
    "audience_rows",
    "left_out_rows",
    "lifecycle_rows",
    "named_rows",
    "recent_week",
]

Row = dict[str, Any]
STAGES = ("prospect", "new", "repeat", "loyal", "at_risk", "dormant", "lost")


def audience_rows(facts: Facts, language: str) -> list[Row]:
    """One row per active campaign, by priority: its sizes and what changed."""
    tables = facts.tables
    exported = tables["members"].filter(pl.col("outcome") == "exported")
    sizes = exported.group_by("campaign").agg(
        pl.col("new_count").sum(),
        by_channel=pl.struct("channel", "customer_count").sort_by("channel"),
    )
    rows = (
        tables["campaigns"]
        .join(tables["people"], on="campaign", how="left", validate="1:1")
        .join(sizes, on="campaign", how="left", validate="1:1")
        .with_columns(
            pl.col("exported_count", "held_out_count", "dropped_count", "new_count")
            .fill_null(0)
            .cast(pl.Int64),
            title=pl.coalesce(f"name_{language}", "campaign"),
        )
        .to_dicts()
    )
    before = facts.last_night.people if facts.last_night else {}
    return [
        {
            **row,
            "channels": {
                size["channel"]: size["customer_count"]
                for size in row["by_channel"] or []
            },
            "change": _change(row["exported_count"], before.get(row["campaign"])),
        }
        for row in rows
    ]


def _change(count: int, before: int | None) -> int | None:
    return None if before is None else count - before


def left_out_rows(facts: Facts, campaign: str) -> list[Row]:
    """Why candidates of a campaign are in no file, the most frequent reason first."""
    members = facts.tables["members"].filter(
        (pl.col("campaign") == campaign) & (pl.col("outcome") != "exported")
    )
    reasons = members.group_by("outcome", "reason").agg(
        pl.struct("channel", "customer_count").sort_by("channel").alias("by_channel"),
        pl.col("customer_count").sum(),
    )
    ordered = reasons.sort(
        pl.col("outcome") != "held_out",
        pl.col("reason") == "other_channel",
        -pl.col("customer_count"),
        "reason",
    )
    return [
        {
            **row,
            "channels": {
                size["channel"]: size["customer_count"] for size in row["by_channel"]
            },
        }
        for row in ordered.to_dicts()
    ]


def named_rows(table: pl.DataFrame, language: str) -> list[Row]:
    """Segments or tiers with the name the settings give them, and their shares."""
    named = table.with_columns(title=pl.coalesce(f"name_{language}", "code"))
    return _with_shares(named)


def lifecycle_rows(table: pl.DataFrame) -> list[Row]:
    """The lifecycle's stages in the order in which a customer goes through them."""
    places = {stage: place for place, stage in enumerate(STAGES)}
    place = pl.col("code").replace_strict(places, default=len(places))
    return _with_shares(table.sort(place, "code"))


def move_rows(facts: Facts) -> list[Row]:
    """Who went from one stage to another tonight, the largest moves first."""
    return facts.tables["moves"].filter(moved_on=facts.as_of).to_dicts()


def _with_shares(table: pl.DataFrame) -> list[Row]:
    totals = table.select(pl.col("customer_count", "revenue_amount").sum()).row(0)
    return [
        {**row, "all_customers": totals[0], "all_revenue": totals[1]}
        for row in table.to_dicts()
    ]


@dataclass(frozen=True, slots=True)
class Week:
    """Net sales of the seven days up to the night, and of the seven before."""

    amount: Decimal
    amount_before: Decimal

    @property
    def change_share(self) -> Decimal | None:
        """The change as a share of the week before; none without a week before."""
        if self.amount_before <= 0:
            return None
        return (self.amount - self.amount_before) / self.amount_before


def recent_week(sales: pl.DataFrame, as_of: date) -> Week:
    """Sum the last seven days and the seven days before."""

    def summed(after: date, up_to: date) -> Decimal:
        days = sales.filter(
            (pl.col("order_date") > after) & (pl.col("order_date") <= up_to)
        )
        return Decimal(days["revenue_amount"].sum())

    week_ago, two_ago = as_of - timedelta(days=7), as_of - timedelta(days=14)
    return Week(summed(week_ago, as_of), summed(two_ago, week_ago))
