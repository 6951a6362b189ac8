"""The rules by which two records are taken for one person.

Rules are data: ``identity_rules.csv`` of the settings. The order is the order of trust,
and the first rule that ties a record to another is the one written down for it.
"""

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

__all__ = ["ALONE", "LIKENESS", "RULING", "MatchRule", "rules_of"]


@dataclass(frozen=True, slots=True)
class MatchRule:
    """Two records in which all ``keys`` are told and equal are one person.

    Attributes:
        name: the rule's name, as it stands in ``link_rule``.
        trust: its place in the order of trust, 1 first.
        keys: columns of the evidence that must be equal.
        weight: how sure it is, above 0 and at most 1.
        most_names: a value that more names share does not count here; null: any does.
    """

    name: str
    trust: int
    keys: tuple[str, ...]
    weight: Decimal
    most_names: int | None = None


# A person's own word comes before every rule, and what no rule decides after all.
RULING = MatchRule("ruling", 0, (), Decimal("1.000000"))
LIKENESS = MatchRule("likeness", 1000, (), Decimal("0.000000"))
# What a record that nothing ties to another one says of itself.
ALONE = MatchRule("alone", 1001, (), Decimal("1.000000"))


def rules_of(table: pl.DataFrame) -> tuple[MatchRule, ...]:
    """The rules of ``identity_rules`` that are active, in the order of trust."""
    active = table.filter(pl.col("is_active")).sort("trust_order", "rule")
    return tuple(
        MatchRule(
            row["rule"],
            int(row["trust_order"]),
            tuple(row["keys"].split()),
            row["weight"],
            row["most_names"],
        )
        for row in active.to_dicts()
    )
