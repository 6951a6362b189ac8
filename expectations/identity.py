"""Every record is one customer's, and tonight's customers are yesterday's.

The identity gate looks at what the identity stage hands over, before anything is built
on it: who has which id, which ids changed, and how far records hang together.
"""

from dataclasses import dataclass
from datetime import date

from expectations.measures.identity import RECORDS, SIZES, changes_of
from expectations.suite import Suite, at_most, critical, warning, zero

__all__ = ["Limits", "identity_suites"]

MEND = "The identity stage went wrong: run the night again, and report it if it stays"
LOOK = (
    "Look in identity.changes at which rule ties so many: block the value that they "
    "share, or raise {} in settings/identity_limits.csv for one night"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What ``identity_limits.csv`` says, by its names there."""

    changed_ids_share: float
    most_changed_ids_let_through: int
    most_records_untold: int
    linked_share_change: float


def identity_suites(as_of: date, limits: Limits) -> list[Suite]:
    """All that the identity gate asserts of the night of ``as_of``."""
    return [_records(), _changes(as_of, limits), _sizes(limits)]


def _records() -> Suite:
    everyone = critical("Every person record has a customer", MEND)
    nobody = critical("No record is a customer's that is no person record", MEND)
    once = critical("No person record is of two customers", MEND)
    retired = critical(
        "No id that was merged away is in use",
        "An id came back that identity.changes retired: see settings/"
        "identity_rulings.csv and which night's state this one went on from",
    )
    return Suite(
        table="identity.records",
        query=RECORDS,
        expectations=(
            zero("without_customer_count", everyone),
            zero("unknown_record_count", nobody),
            zero("repeated_record_count", once),
            zero("retired_id_count", retired),
        ),
    )


def _changes(as_of: date, limits: Limits) -> Suite:
    few = critical(
        "Few of the ids of the night before were merged or split",
        LOOK.format("changed_ids_share"),
    )
    return Suite(
        table="identity.changes",
        query=changes_of(as_of, limits.most_changed_ids_let_through),
        expectations=(at_most("changed_id_share", limits.changed_ids_share, few),),
    )


def _sizes(limits: Limits) -> Suite:
    small = warning(
        "No customer has more records than one person makes",
        LOOK.format("most_records_untold"),
    )
    steady = warning(
        "As large a share of records is tied to others as the night before",
        "A source may have lost or filled a column, or a rule was changed: compare "
        "link_rule in identity.records with the night before",
    )
    return Suite(
        table="identity.records",
        query=SIZES,
        expectations=(
            at_most("largest_customer_record_count", limits.most_records_untold, small),
            at_most("linked_share_change", limits.linked_share_change, steady),
        ),
    )
