"""Doubtful records, put together one link at a time: few of a shop's customers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from flows.identity.contradictions import AGAINST, CAPS
from flows.identity.links import LINKS
from flows.identity.rules import LIKENESS, RULING

__all__ = ["REFUSED", "agglomerate"]

REFUSED = pl.Schema([*LINKS.items(), ("reason", pl.String())])
Pair = tuple[str, str]


@dataclass(slots=True)
class _Group:
    """Some records that are one person, and what is known of that person.

    Attributes:
        records: their ids.
        told: of each kind the values that its records tell.
    """

    records: list[str]
    told: dict[str, set[str]]

    def join(self, other: "_Group") -> None:
        """Take the other's records and values in."""
        self.records += other.records
        for kind, values in other.told.items():
            self.told.setdefault(kind, set()).update(values)


@dataclass(slots=True)
class _Groups:
    """The groups as they stand, and what must be asked before two are joined."""

    of: dict[str, _Group]
    apart: dict[str, set[str]]
    linked: dict[str, set[str]]
    limits: Mapping[str, int]
    support: float
    refused: dict[Pair, str] = field(default_factory=dict)

    def take(self, left: str, right: str, rule: str) -> bool:
        """Join the groups of two linked records, unless something speaks against it."""
        one, other = self.of[left], self.of[right]
        if one is other:
            return False
        reason = self._against(one, other, rule)
        if reason:
            self.refused[left, right] = reason
            return False
        small, large = sorted((one, other), key=lambda group: len(group.records))
        large.join(small)
        for record in small.records:
            self.of[record] = large
        return True

    def _against(self, one: _Group, other: _Group, rule: str) -> str | None:
        if self._count(self.apart, one, other):
            return "a person says that they are two"
        if rule == RULING.name:
            return None
        for kind, reason in AGAINST.items():
            for key in one.told.keys() & other.told.keys():
                if key.startswith(kind) and not one.told[key] & other.told[key]:
                    return reason
        for kind, limit in CAPS.items():
            together = one.told.get(kind, set()) | other.told.get(kind, set())
            if len(together) > self.limits[limit]:
                return f"{len(together)} of {kind}, more than {self.limits[limit]}"
        if rule == LIKENESS.name:
            pairs = len(one.records) * len(other.records)
            if self._count(self.linked, one, other) < self.support * pairs:
                return "too few of their records are alike"
        return None

    def _count(self, of: Mapping[str, set[str]], one: _Group, other: _Group) -> int:
        """How many pairs of their records ``of`` knows."""
        nothing: set[str] = set()
        return sum(
            mate in of.get(record, nothing)
            for record in one.records
            for mate in other.records
        )


def agglomerate(
    records: pl.DataFrame,
    edges: pl.DataFrame,
    apart: pl.DataFrame,
    limits: Mapping[str, int],
    support: float,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Join records by their links, most trusted first, as far as they may be one.

    Args:
        records: the doubtful records, with the columns of the evidence.
        edges: every link between them, best first.
        apart: ``left`` and ``right`` of records that a person says are two people.
        limits: the settings table ``identity_limits``, by name.
        support: the share of the pairs of two groups that must be linked before a
            likeness joins the groups.

    Returns:
        The edges that joined two groups; and the links between records that stay
        apart, as :data:`REFUSED`, sorted.
    """
    groups = _Groups(
        of=_groups_of_one(records),
        apart=_mates(apart.select("left", "right").iter_rows()),
        linked=_mates(edges.select("left", "right").iter_rows()),
        limits=limits,
        support=support,
    )
    joins = [
        groups.take(*link)
        for link in edges.select("left", "right", "link_rule").iter_rows()
    ]
    taken = edges.filter(pl.Series(joins, dtype=pl.Boolean))
    return taken, _refused(edges, groups)


def _refused(edges: pl.DataFrame, groups: _Groups) -> pl.DataFrame:
    still = [
        (left, right, reason)
        for (left, right), reason in groups.refused.items()
        if groups.of[left] is not groups.of[right]
    ]
    reasons = pl.DataFrame(
        still,
        schema={"left": pl.String, "right": pl.String, "reason": pl.String},
        orient="row",
    )
    return (
        edges.join(reasons, on=["left", "right"])
        .select(REFUSED.names())
        .sort("left", "right")
    )


def _groups_of_one(records: pl.DataFrame) -> dict[str, _Group]:
    kinds = [kind for kind in CAPS if kind != "record_id"]
    columns = ["record_id", "scheme", "member_number", "sure_birth_date", *kinds]
    groups: dict[str, _Group] = {}
    for row in records.select(columns).iter_rows(named=True):
        told = {kind: row[kind] for kind in ("sure_birth_date", *CAPS)}
        if row["scheme"] is not None:
            told[f"member_number of {row['scheme']}"] = row["member_number"]
        groups[row["record_id"]] = _Group(
            [row["record_id"]],
            {kind: {value} for kind, value in told.items() if value is not None},
        )
    return groups


def _mates(pairs: Iterable[Pair]) -> dict[str, set[str]]:
    """Of each record those that it is paired with."""
    mates: dict[str, set[str]] = {}
    for left, right in pairs:
        mates.setdefault(left, set()).add(right)
        mates.setdefault(right, set()).add(left)
    return mates
