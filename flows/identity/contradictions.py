"""What speaks against two records being one person, and where it has to be asked."""

from collections.abc import Mapping

import polars as pl

from flows.identity.rules import LIKENESS

__all__ = ["AGAINST", "CAPS", "contradicted"]

# One person has one of these; two that differ are two people. A member number counts
# within its scheme, a birth date where its source is trusted with it.
AGAINST = {
    "member_number": "two member numbers of one scheme",
    "sure_birth_date": "two verified birth dates",
}
# One person may have several of these, but no more than the limit.
CAPS = {
    "record_id": "most_records_of_a_customer",
    "email": "most_emails_of_a_customer",
    "phone": "most_phones_of_a_customer",
    "platform_id": "most_platform_ids_of_a_customer",
}


def contradicted(
    placed: pl.DataFrame,
    evidence: pl.DataFrame,
    edges: pl.DataFrame,
    apart: pl.DataFrame,
    limits: Mapping[str, int],
) -> pl.DataFrame:
    """The components in which not every link may simply be believed.

    Args:
        placed: ``record_id`` and ``component`` of every record.
        evidence: the records, as :func:`~flows.identity.evidence.evidence_of`.
        edges: the links, with ``left`` and ``link_rule``.
        apart: ``left`` and ``right`` of records that a person says are two people.
        limits: the settings table ``identity_limits``, by name.

    Returns:
        One row per doubtful ``component``.
    """
    several = placed.filter(pl.len().over("component") > 1).join(
        evidence, on="record_id"
    )
    by_component = several.group_by("component")
    counts = by_component.agg(
        *(pl.col(column).drop_nulls().n_unique().alias(column) for column in CAPS),
        sure_birth_date=pl.col("sure_birth_date").drop_nulls().n_unique(),
    )
    too_many = counts.filter(
        pl.any_horizontal(
            pl.col("sure_birth_date") > 1,
            *(pl.col(column) > limits[limit] for column, limit in CAPS.items()),
        )
    )
    numbers = (
        several.drop_nulls(["scheme", "member_number"])
        .group_by("component", "scheme")
        .agg(pl.col("member_number").n_unique())
        .filter(pl.col("member_number") > 1)
    )
    found = [too_many, numbers, _kept_apart(placed, apart), _alike(several, edges)]
    return pl.concat([frame.select("component") for frame in found]).unique()


def _kept_apart(placed: pl.DataFrame, apart: pl.DataFrame) -> pl.DataFrame:
    """Components with two records that a person says are two people."""
    left = placed.rename({"record_id": "left"})
    right = placed.rename({"record_id": "right"})
    return apart.join(left, on="left").join(right, on=["right", "component"])


def _alike(several: pl.DataFrame, edges: pl.DataFrame) -> pl.DataFrame:
    """Components of three and more that a likeness holds together."""
    links = edges.filter(pl.col("link_rule") == LIKENESS.name)
    return several.filter(pl.len().over("component") > 2).join(
        links, left_on="record_id", right_on="left", how="semi"
    )
