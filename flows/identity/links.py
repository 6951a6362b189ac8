"""Links by rule: which records have what a rule asks for in common."""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from flows.identity.rules import MatchRule

__all__ = [
    "CROWDED",
    "LINKS",
    "Shared",
    "all_pairs",
    "exact_links",
    "hashed_key",
    "shared_values",
]

SEPARATOR = "\x1f"  # stands in no value
OF_A_RULE = (
    ("link_rule", pl.String()),
    ("trust", pl.Int32()),
    ("link_weight", pl.Decimal(9, 6)),
)
LINKS = pl.Schema([("left", pl.String()), ("right", pl.String()), *OF_A_RULE])
SHARED = pl.Schema([("record_id", pl.String()), ("value", pl.UInt32()), *OF_A_RULE])
CROWDED = pl.Schema(
    {"link_rule": pl.String, "value": pl.UInt64, "record_id": pl.String}
)


class Shared(NamedTuple):
    """Who shares what.

    Attributes:
        values: one row per record and rule whose value another record has too:
            ``value`` (a number, equal within a rule where all its keys are equal),
            ``record_id``, ``link_rule``, ``trust``, ``link_weight``; sorted.
        crowded: who has a value that too many names share for the rule to count, as
            :data:`CROWDED`, sorted.
    """

    values: pl.DataFrame
    crowded: pl.DataFrame


def shared_values(
    evidence: pl.DataFrame,
    rules: Sequence[MatchRule],
    known: pl.DataFrame | None = None,
) -> Shared:
    """Who shares what, by rule.

    Args:
        evidence: one row per record, with a column for every key of the rules.
        rules: the rules.
        known: of some records that their value is crowded, as :data:`CROWDED`, although
            not all who share it are in ``evidence``.
    """
    stays = pl.DataFrame(schema=CROWDED) if known is None else known
    shared, crowded = [pl.DataFrame(schema=SHARED)], [stays]
    for rule in rules:
        keyed = _keyed(evidence, rule, stays)
        if rule.most_names is not None:
            names = pl.col("name").drop_nulls().n_unique().over("value")
            too_many = keyed.select(names > rule.most_names).to_series()
            crowded.append(_crowded(keyed.filter(too_many), rule))
            keyed = keyed.filter(~too_many)
        shared.append(_of_a_rule(keyed, rule))
    return Shared(
        pl.concat(shared).sort("trust", "value", "record_id"),
        pl.concat(crowded).sort(CROWDED.names()),
    )


def hashed_key(evidence: pl.DataFrame, keys: Sequence[str]) -> pl.Series:
    """The value of a rule's keys as a number, null where one is not told."""
    value = pl.col(keys[0]).hash()
    for key in keys[1:]:
        value = (value ^ (pl.col(key).hash() // 3)).hash()
    is_told = pl.all_horizontal(pl.col(key).is_not_null() for key in keys)
    return evidence.select(value=pl.when(is_told).then(value)).to_series()


def exact_links(shared: pl.DataFrame) -> pl.DataFrame:
    """Every record of a shared value to the first that has it, as :data:`LINKS`.

    A value shared by n records costs n - 1 links and not n squared.
    """
    return (
        shared.with_columns(left=pl.col("record_id").min().over("trust", "value"))
        .filter(pl.col("left") != pl.col("record_id"))
        .rename({"record_id": "right"})
        .select(LINKS.names())
        .cast(LINKS)
    )


def all_pairs(shared: pl.DataFrame, most: int) -> pl.DataFrame:
    """Every pair of records that share a value; of more than ``most`` only a star."""
    size = pl.len().over("trust", "value")
    few, many = shared.filter(size <= most), shared.filter(size > most)
    pairs = (
        few.join(few.select("trust", "value", right="record_id"), on=["trust", "value"])
        .filter(pl.col("record_id") < pl.col("right"))
        .rename({"record_id": "left"})
        .select(LINKS.names())
        .cast(LINKS)
    )
    return pl.concat([pairs, exact_links(many)]).sort("trust", "left", "right")


def _keyed(
    evidence: pl.DataFrame, rule: MatchRule, crowded: pl.DataFrame
) -> pl.DataFrame:
    """``record_id``, ``name`` and ``value`` of who shares a value of the rule."""
    left_out = crowded.filter(pl.col("link_rule") == rule.name)
    value = pl.concat_str(rule.keys, separator=SEPARATOR)
    return (
        evidence.select("record_id", "name", *_missing_name(rule))
        .drop_nulls(rule.keys)
        .with_columns(value=value)
        .filter(pl.col("value").hash().is_duplicated())  # few are, and texts are slow
        .join(left_out, on="record_id", how="anti", maintain_order="left")
        .with_columns(pl.col("value").cast(pl.Categorical).to_physical())
        .filter(pl.len().over("value") > 1)
    )


def _crowded(keyed: pl.DataFrame, rule: MatchRule) -> pl.DataFrame:
    return keyed.select(
        pl.lit(rule.name).alias("link_rule"), hashed_key(keyed, rule.keys), "record_id"
    )


def _of_a_rule(keyed: pl.DataFrame, rule: MatchRule) -> pl.DataFrame:
    return keyed.select(
        "record_id",
        "value",
        link_rule=pl.lit(rule.name),
        trust=pl.lit(rule.trust, pl.Int32),
        link_weight=pl.lit(rule.weight, pl.Decimal(9, 6)),
    )


def _missing_name(rule: MatchRule) -> list[str]:
    return [key for key in rule.keys if key != "name"]
