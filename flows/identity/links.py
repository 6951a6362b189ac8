"""Links by rule: which records have what a rule asks for in common."""

from collections.abc import Sequence

import polars as pl

from flows.identity.rules import MatchRule

__all__ = ["LINKS", "all_pairs", "exact_links", "shared_values"]

SEPARATOR = "\x1f"  # stands in no value
OF_A_RULE = (
    ("link_rule", pl.String()),
    ("trust", pl.Int32()),
    ("link_weight", pl.Decimal(9, 6)),
)
LINKS = pl.Schema([("left", pl.String()), ("right", pl.String()), *OF_A_RULE])
SHARED = pl.Schema([("record_id", pl.String()), ("value", pl.UInt32()), *OF_A_RULE])


def shared_values(evidence: pl.DataFrame, rules: Sequence[MatchRule]) -> pl.DataFrame:
    """Who shares what: ``record_id``, ``value``, and the rule that it counts for.

    Args:
        evidence: one row per record, with a column for every key of the rules.
        rules: the rules.

    Returns:
        One row per record and rule whose value another record has too: ``value`` (a
        number, equal within a rule where all its keys are equal), ``record_id``,
        ``link_rule``, ``trust``, ``link_weight``; sorted.
    """
    found = [_shared(evidence, rule) for rule in rules]
    return pl.concat([pl.DataFrame(schema=SHARED), *found]).sort(
        "trust", "value", "record_id"
    )


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


def _shared(evidence: pl.DataFrame, rule: MatchRule) -> pl.DataFrame:
    told = evidence.select("record_id", "name", *_missing_name(rule)).drop_nulls(
        rule.keys
    )
    value = pl.concat_str(rule.keys, separator=SEPARATOR)
    keyed = (
        told.with_columns(value=value)
        .filter(pl.col("value").hash().is_duplicated())  # few are, and texts are slow
        .with_columns(pl.col("value").cast(pl.Categorical).to_physical())
        .filter(pl.len().over("value") > 1)
    )
    if rule.most_names is not None:
        names = pl.col("name").drop_nulls().n_unique().over("value")
        keyed = keyed.filter(names <= rule.most_names)
    return keyed.select(
        "record_id",
        "value",
        link_rule=pl.lit(rule.name),
        trust=pl.lit(rule.trust, pl.Int32),
        link_weight=pl.lit(rule.weight, pl.Decimal(9, 6)),
    )


def _missing_name(rule: MatchRule) -> list[str]:
    return [key for key in rule.keys if key != "name"]
