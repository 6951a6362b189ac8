"""What a file came to: its batches added up, and whether it is fit to land."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import polars as pl

from flows.errors import ContractError
from flows.landing.contracts import CONTRACTS, LATER_DATES
from flows.landing.currency import is_of_unknown_worth
from flows.landing.ledger import Entry
from flows.landing.reading import Reading
from flows.landing.taking import Taken

__all__ = ["Tally"]

# An optional column of these kinds whose values stop being readable has changed its
# type; a new word for a gender, or a masked phone, has not.
TYPED = ("amount", "count", "date", "flag", "instant", "price", "rate")


@dataclass(slots=True)
class Tally:
    """The counts of a file, as its ledger entry states them."""

    row_count: int = 0
    landed_count: int = 0
    bad_count: int = 0
    amount: Decimal = Decimal("0.00")
    reasons: Counter[str] = field(default_factory=Counter)
    emptied: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    entities: Counter[str] = field(default_factory=Counter)
    later: Counter[str] = field(default_factory=Counter)
    unknown_columns: tuple[str, ...] = ()

    def add(self, taken: Taken, reading: Reading) -> None:
        """Count a batch in."""
        aside = taken.set_aside
        self.row_count += taken.row_count
        self.landed_count += taken.row_count - aside.height
        if aside.height:
            counts = aside.group_by("reason").len().iter_rows()
            self.reasons.update(dict(counts))
            self.bad_count += aside.filter(
                ~is_of_unknown_worth(pl.col("reason"))
            ).height
            amount = aside["amount"].sum()
            self.amount += amount if isinstance(amount, Decimal) else Decimal(0)
        self.emptied.update(_emptied(taken))
        self.told.update(taken.told_counts)
        for entity, rows in taken.entities.items():
            self.entities[entity] += rows.height
        self.later.update(_later(taken, reading))
        self.unknown_columns = tuple(
            dict.fromkeys((*self.unknown_columns, *taken.unknown_columns))
        )

    def facts(self) -> dict[str, Any]:
        """The counts under the names of the ledger."""
        return {
            "row_count": self.row_count,
            "landed_count": self.landed_count,
            "set_aside_count": self.row_count - self.landed_count,
            "set_aside_amount": self.amount,
            "set_aside_reasons": dict(sorted(self.reasons.items())),
            "emptied_counts": dict(self.emptied),
            "told_counts": dict(self.told),
            "unknown_columns": self.unknown_columns,
            "entities": dict(self.entities),
            "entity_later_count": dict(self.later),
        }

    def check(self, name: str, reading: Reading, before: list[Entry]) -> None:
        """See that the file is what its source brought before, and mostly readable.

        Args:
            name: the file's.
            reading: how it was read.
            before: what the ledger has of its source.

        Raises:
            ContractError: it is not; nothing of it may land.
        """
        self._check_types(name, before)
        share = self.bad_count / self.row_count if self.row_count else 0
        most = reading.source.max_bad_share
        if share <= most:
            return
        worst = ", ".join(
            f"{reason} ({count:,} rows)"
            for reason, count in self.reasons.most_common(3)
        )
        message = (
            f"{name} has {self.bad_count:,} bad rows of {self.row_count:,} "
            f"({share:.1%}), more than the {most:.1%} of "
            f"sources.{reading.source.name}.max_bad_share: {worst}. Mend the file or "
            "the source's settings in shop.toml, or allow more there"
        )
        raise ContractError(message)

    def _check_types(self, name: str, before: list[Entry]) -> None:
        for column in sorted(self.emptied):
            told, emptied = self.told[column], self.emptied[column]
            if column not in _typed_columns() or 2 * emptied <= told:
                continue
            was_readable = any(
                entry.told_counts.get(column, 0)
                > 2 * entry.emptied_counts.get(column, 0)
                for entry in before
            )
            if was_readable:
                message = (
                    f"{name}: {emptied:,} of {told:,} values of {column} cannot be "
                    "read, which could be read in this source's files before: the "
                    "column has changed. Export it as before, or mend the source's "
                    "settings in shop.toml"
                )
                raise ContractError(message)


def _typed_columns() -> set[str]:
    return {
        column.name
        for contract in CONTRACTS.values()
        for column in contract.columns
        if column.kind in TYPED
    }


def _emptied(taken: Taken) -> dict[str, int]:
    """How many values of each column were unreadable and emptied."""
    counts: Counter[str] = Counter()
    for rows in taken.entities.values():
        if rows["unreadable"].null_count() == rows.height:
            continue
        kept = rows["unreadable"].drop_nulls()
        for column in rows.columns:
            count = kept.str.json_path_match(f"$.{column}").count()
            if count:
                counts[column] += count
    return dict(counts)


def _later(taken: Taken, reading: Reading) -> dict[str, int]:
    """How many rows of each entity are dated after the night: they wait."""
    is_later = {
        entity: taken.entities[entity].filter(pl.col(column) > reading.as_of)
        for entity, column in LATER_DATES.items()
        if entity in taken.entities
    }
    orders = is_later.get("orders")
    if orders is not None and orders.height and "order_lines" in taken.entities:
        is_later["order_lines"] = taken.entities["order_lines"].join(
            orders, on="order_id", how="semi"
        )
    return {entity: rows.height for entity, rows in is_later.items() if rows.height}
