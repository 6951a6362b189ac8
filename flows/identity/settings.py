"""What a shop may settle about who is who, as its settings tables say it."""

from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

import polars as pl

from flows.identity.links import LINKS
from flows.identity.rules import RULING, MatchRule, rules_of

__all__ = ["IdentitySettings", "settings_of"]

# Another one with every change of how records are resolved: what a night remembers of
# an earlier way is resolved anew.
WAY = "1"


@dataclass(frozen=True, slots=True)
class IdentitySettings:
    """The settings tables, ready to be followed.

    Attributes:
        rules: ``identity_rules``, those that are active, most trusted first.
        blocked: ``blocked_values``.
        rulings: ``identity_rulings``: ``left``, ``right`` (the smaller ``record_id``
            first) and ``ruling``, one of ``same`` and ``different``.
        limits: whole numbers of ``identity_limits``, by name.
        shares: the numbers between 0 and 1 of the same table, by name.
    """

    rules: tuple[MatchRule, ...]
    blocked: pl.DataFrame
    rulings: pl.DataFrame
    limits: dict[str, int]
    shares: dict[str, Decimal]

    @property
    def settled(self) -> str:
        """All of it as a number, with that of the way in which records are resolved."""
        told = [
            *map(repr, (self.rules, sorted(self.limits.items()))),
            repr(sorted(self.shares.items())),
            *(table.write_csv() for table in (self.blocked, self.rulings)),
        ]
        return sha256("\n".join([WAY, *told]).encode()).hexdigest()

    @property
    def apart(self) -> pl.DataFrame:
        """``left`` and ``right`` of records that a person says are two people."""
        return self.rulings.filter(ruling="different").select("left", "right")

    def ruled_links(self, records: pl.Series) -> pl.DataFrame:
        """What a person says is one, among ``records``, as links."""
        here = records.implode()
        return (
            self.rulings.filter(pl.col("ruling") == "same")
            .filter(pl.col("left").is_in(here) & pl.col("right").is_in(here))
            .select(
                "left",
                "right",
                link_rule=pl.lit(RULING.name),
                trust=pl.lit(RULING.trust, pl.Int32),
                link_weight=pl.lit(RULING.weight, pl.Decimal(9, 6)),
            )
            .select(LINKS.names())
        )


def settings_of(
    rules: pl.DataFrame,
    blocked: pl.DataFrame,
    rulings: pl.DataFrame,
    limits: pl.DataFrame,
) -> IdentitySettings:
    """Read the four tables."""
    values = dict(limits.select("name", "value").iter_rows())
    return IdentitySettings(
        rules=rules_of(rules),
        blocked=blocked,
        rulings=rulings.select(
            left=pl.min_horizontal("record_1", "record_2"),
            right=pl.max_horizontal("record_1", "record_2"),
            ruling="ruling",
        )
        .filter(pl.col("left") != pl.col("right"))
        .unique(["left", "right"], keep="last", maintain_order=True)
        .sort("left", "right"),
        limits={
            name: int(value) for name, value in values.items() if name[:4] == "most"
        },
        shares={name: value for name, value in values.items() if name[:4] != "most"},
    )
