"""The rules by which two records are taken for one person.

Rules are data. The order is the order of trust, and the first rule that ties a
record to another is the one written down for it.
"""

from dataclasses import dataclass
from decimal import Decimal

__all__ = ["ALONE", "RULES", "MatchRule"]


@dataclass(frozen=True, slots=True)
class MatchRule:
    """Two records with an equal, non-null ``key`` are one person, with ``weight``."""

    name: str
    key: str
    weight: Decimal


RULES = (
    MatchRule("same_id", key="same_id", weight=Decimal("1.000000")),
    MatchRule("member_number", key="member_number", weight=Decimal("1.000000")),
    MatchRule("verified_email", key="verified_email", weight=Decimal("0.990000")),
    MatchRule("verified_phone", key="verified_phone", weight=Decimal("0.980000")),
)

# What a record that no rule ties to another one says of itself.
ALONE = MatchRule("alone", key="record_id", weight=Decimal("1.000000"))
