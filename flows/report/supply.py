"""What came in, where every line of it went, and what the checks said of it."""

from typing import Any

import polars as pl

from flows.report.facts import Facts

__all__ = ["came_in_rows", "gate_rows", "reconciliation_blocks", "refused_rows"]

Row = dict[str, Any]
GATES = ("landing", "identity", "predictions", "marts", "audiences")
CLASSES = (
    "counted",
    "fee",
    "zero_price",
    "repeated",
    "adjustment",
    "cancelled",
    "unpaid",
    "superseded",
    "itemised",
    "without an order",
    "later",
    "set aside",
)


def came_in_rows(facts: Facts) -> list[Row]:
    """One row per source: files, rows, and how fresh it is."""
    landed = pl.col("state") == "landed"
    sources = facts.files.group_by("source_name").agg(
        file_count=landed.sum(),
        new_file_count=(landed & pl.col("is_new")).sum(),
        refused_count=(~landed).sum(),
        row_count=pl.col("row_count").sum(),
        landed_count=pl.col("landed_count").sum(),
        set_aside_count=pl.col("set_aside_count").sum(),
        latest_file_date=pl.col("landed_on").filter(landed).max(),
    )
    fresh = sources.join(
        facts.tables["latest_orders"], on="source_name", how="left", validate="1:1"
    )
    return fresh.sort("source_name").to_dicts()


def refused_rows(facts: Facts) -> list[Row]:
    """The files that could not be read, each with its sentence."""
    refused = facts.files.filter(pl.col("state") == "refused")
    return refused.sort("source_name", "file_name", "arrival").to_dicts()


def reconciliation_blocks(table: pl.DataFrame) -> list[Row]:
    """One block per source: its classes, what counted first, and their total."""
    places = {name: place for place, name in enumerate(CLASSES)}
    place = pl.col("class").replace_strict(places, default=len(places))
    ordered = table.sort("source_name", place, "class")
    return [
        {
            "source_name": source_name,
            "classes": lines.to_dicts(),
            "row_count": lines["row_count"].sum(),
            "amount": lines["amount"].sum(),
        }
        for (source_name,), lines in ordered.group_by(
            "source_name", maintain_order=True
        )
    ]


def gate_rows(facts: Facts) -> list[Row]:
    """One row per gate, in the night's order: its checks, and those not passed."""
    told = {check.gate for check in facts.checks}
    gates = [*(gate for gate in GATES if gate in told), *sorted(told - set(GATES))]
    return [
        {
            "gate": gate,
            "all": [check for check in facts.checks if check.gate == gate],
            "failed": [
                check
                for check in facts.checks
                if check.gate == gate and not check.passed
            ],
        }
        for gate in gates
    ]
