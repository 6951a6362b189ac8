"""Every customer stands once in the marts, and no money was lost on the way there.

The marts gate compares ``marts`` with ``core``, holds scores, shares and stages to
their ranges, and looks at how far the shop has shrunk since the night before.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from expectations.measures.marts import CONSERVED, SEGMENTS, shrinkage
from expectations.suite import (
    Suite,
    at_most,
    critical,
    never_null,
    one_of,
    unique,
    warning,
    within,
    zero,
)

__all__ = [
    "DROP_CLOSING",
    "DROP_TOLD",
    "LIFECYCLE_STAGES",
    "BoundedColumn",
    "Volume",
    "marts_suites",
]

DROP_TOLD = 0.20
DROP_CLOSING = 0.50
LIFECYCLE_STAGES = ("prospect", "new", "repeat", "loyal", "at_risk", "dormant", "lost")
CUSTOMER_MARTS = (
    *("customer_360", "rfm", "value_tiers", "lifecycle"),
    *("behaviour", "demographics", "institutions", "advocates"),
)
MEND = "A model in dbt_project/models/marts is wrong: run the dbt tests of that folder"


@dataclass(frozen=True, slots=True)
class BoundedColumn:
    """A column whose name says its range: ``_score`` is 1 to 5, a share 0 to 1."""

    table: str
    column: str

    @property
    def bounds(self) -> tuple[float, float]:
        """The lowest and the highest value it may hold."""
        return (1, 5) if self.column.endswith("_score") else (0, 1)


@dataclass(frozen=True, slots=True)
class Volume:
    """How much the night before held."""

    customer_count: int
    net_revenue_amount: Decimal


def marts_suites(
    bounded_columns: Iterable[BoundedColumn], before: Volume | None
) -> list[Suite]:
    """All that the marts gate asserts; ``before`` is None on a first night."""
    return [
        *(_one_row_per_customer(table) for table in CUSTOMER_MARTS),
        _plausible(),
        _conserved(),
        _segments(),
        *(_bounded(column) for column in bounded_columns),
        *([_shrinkage(before)] if before else []),
    ]


def _one_row_per_customer(table: str) -> Suite:
    identified = critical(f"Every row of {table} has a customer_id", MEND)
    once = critical(f"No customer stands twice in {table}", MEND)
    return Suite(
        table=f"marts.{table}",
        query=f"select customer_id from marts.{table}",
        expectations=(
            never_null("customer_id", identified),
            unique(["customer_id"], once),
        ),
    )


def _plausible() -> Suite:
    past = critical(
        "No customer's latest purchase lies after the night",
        "A purchase dated after the night was counted: run the dbt tests of core",
    )
    staged = critical("Every customer has a lifecycle stage", MEND)
    known = critical(
        "Every lifecycle stage is a known one",
        "Name the new stage in LIFECYCLE_STAGES of expectations/marts.py, or mend "
        "marts.lifecycle",
    )
    return Suite(
        table="marts.customer_360",
        query="select recency_days, lifecycle_stage from marts.customer_360",
        expectations=(
            within("recency_days", (0, None), past),
            never_null("lifecycle_stage", staged),
            one_of("lifecycle_stage", LIFECYCLE_STAGES, known),
        ),
    )


def _conserved() -> Suite:
    all_there = critical("Every customer of core is in customer_360", MEND)
    all_known = critical("Every customer of customer_360 is in core", MEND)
    records = critical(
        "Every person record belongs to a customer of customer_360",
        "identity.records names a customer who got lost: run the dbt tests of core",
    )
    revenue = critical(
        "The net revenue of customer_360 and of unknown customers is that of core",
        "Compare customer_360 with core.orders, customer by customer",
    )
    return Suite(
        table="marts.customer_360",
        query=CONSERVED,
        expectations=(
            zero("missing_customer_count", all_there),
            zero("unknown_customer_count", all_known),
            zero("lost_record_count", records),
            zero("unexplained_revenue_amount", revenue),
        ),
    )


def _segments() -> Suite:
    named = critical(
        "Everyone in rfm has a segment",
        "A pair of scores is missing in rfm_segments.csv: it needs all 25",
    )
    one_each = critical(
        "One pair of recency and frequency scores is one segment",
        "A pair stands twice in rfm_segments.csv: leave it once",
    )
    buyers = critical("Those in rfm are those who have bought", MEND)
    same = critical("The tables rfm and customer_360 name the same segment", MEND)
    return Suite(
        table="marts.rfm",
        query=SEGMENTS,
        expectations=(
            zero("unnamed_customer_count", named),
            zero("divided_cell_count", one_each),
            zero("unmatched_customer_count", buyers),
            zero("differing_segment_count", same),
        ),
    )


def _bounded(bounded: BoundedColumn) -> Suite:
    table, column = bounded.table, bounded.column
    low, high = bounded.bounds
    in_range = critical(f"Every {column} of {table} is {low:g} to {high:g}", MEND)
    return Suite(
        table=f"marts.{table}",
        query=f"select {column} from marts.{table}",
        expectations=(within(column, (low, high), in_range),),
    )


def _shrinkage(before: Volume) -> Suite:
    look = "Compare the report's sizes with yesterday's: a source may have come short"
    hold = (
        "See which source came short or which ids merged. If the drop is real, raise "
        "DROP_CLOSING in expectations/marts.py for one night"
    )
    expectations = []
    for noun in ("customer", "net_revenue"):
        words = noun.replace("_", " ")
        fell = warning(f"The {words} total fell little since the night before", look)
        halved = critical(
            f"The {words} total did not halve since the night before", hold
        )
        expectations += [
            at_most(f"{noun}_drop_share", DROP_TOLD, fell),
            at_most(f"{noun}_drop_share", DROP_CLOSING, halved),
        ]
    return Suite(
        table="marts.customer_360",
        query=shrinkage(before.customer_count, before.net_revenue_amount),
        expectations=tuple(expectations),
    )
