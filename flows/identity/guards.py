"""Values that may tie nobody to anybody: the till's own phone, ``test@test.com``.

What is barred here stays what it is elsewhere: an address to write to, a number on the
order. It only ceases to be evidence of who is who.
"""

import polars as pl

__all__ = ["BARRED", "barred_values", "without_barred"]

BARRED = pl.Schema(
    {
        "kind": pl.String,
        "value": pl.String,
        "reason": pl.String,
        "name_count": pl.Int64,
        "record_count": pl.Int64,
    }
)
# The kinds of value that can be barred, and whether sharing one by many names bars it.
KINDS = {
    "email": "most_names_of_an_email",
    "phone": "most_names_of_a_phone",
    "member_number": "most_names_of_a_member_number",
    "platform_id": "most_names_of_a_platform_id",
    "address": "most_names_of_an_address",
    "birth_date": None,
    "name": None,
}


def barred_values(
    evidence: pl.DataFrame, blocked: pl.DataFrame, limits: dict[str, int]
) -> pl.DataFrame:
    """Every value of tonight's records that ties nobody, with the reason.

    Args:
        evidence: as :func:`~flows.identity.evidence.evidence_of` gives it.
        blocked: the settings table ``blocked_values``: ``kind``, ``value`` or
            ``pattern`` (a regular expression that the whole value must match) and
            ``reason``.
        limits: the settings table ``identity_limits``, by name.

    Returns:
        One row per kind and value, as :data:`BARRED`, sorted; the shop's own list
        gives the reason before the count does.
    """
    values = pl.concat(
        [
            _values(evidence, kind, blocked, limits[limit] if limit else None)
            for kind, limit in KINDS.items()
        ]
    )
    listed = [
        *_by_value(values, blocked),
        *_by_pattern(values, blocked),
        *_by_names(values, limits),
    ]
    found = pl.concat(listed).unique(
        ["kind", "value"], keep="first", maintain_order=True
    )
    return found.select(BARRED.names()).sort("kind", "value")


def without_barred(evidence: pl.DataFrame, barred: pl.DataFrame) -> pl.DataFrame:
    """The evidence, with null where a value is barred."""
    kinds = barred["kind"].unique().to_list()
    return evidence.with_columns(
        pl.when(
            ~pl.col(kind).is_in(
                barred.filter(pl.col("kind") == kind)["value"].implode()
            )
        )
        .then(kind)
        .alias(kind)
        for kind in KINDS
        if kind in kinds
    )


def _values(
    evidence: pl.DataFrame, kind: str, blocked: pl.DataFrame, limit: int | None
) -> pl.DataFrame:
    """Each value that may be barred, with how many names and records have it.

    What is not listed and has no more records than names are allowed is left out, by
    its number of 64 bits first: texts are slow, and nearly all values are few.
    """
    listed = blocked.filter(pl.col("kind") == kind)
    value = pl.col(kind)
    may_be = [
        value.is_in(listed["value"].drop_nulls().implode()),
        *(
            value.str.contains(f"^(?:{pattern})$")
            for pattern in listed["pattern"].drop_nulls()
        ),
    ]
    if limit is not None:
        number = evidence.select(number=value.hash()).to_series()
        counts = number.filter(evidence[kind].is_not_null()).value_counts()
        many = counts.filter(pl.col("count") > limit)["number"]
        may_be.append(pl.lit(number.is_in(many.implode())))
    return (
        evidence.select("name", value=value)
        .filter(evidence.select(pl.any_horizontal(may_be)).to_series())
        .drop_nulls("value")
        .group_by("value")
        .agg(
            name_count=pl.col("name").drop_nulls().n_unique().cast(pl.Int64),
            record_count=pl.len().cast(pl.Int64),
        )
        .with_columns(kind=pl.lit(kind))
    )


def _by_value(values: pl.DataFrame, blocked: pl.DataFrame) -> list[pl.DataFrame]:
    listed = blocked.drop_nulls("value").unique(
        ["kind", "value"], keep="first", maintain_order=True
    )
    return [
        values.join(
            listed.select("kind", "value", "reason"), on=["kind", "value"]
        ).select(BARRED.names())
    ]


def _by_pattern(values: pl.DataFrame, blocked: pl.DataFrame) -> list[pl.DataFrame]:
    return [
        values.filter(
            (pl.col("kind") == kind) & pl.col("value").str.contains(f"^(?:{pattern})$")
        )
        .with_columns(reason=pl.lit(reason))
        .select(BARRED.names())
        for kind, pattern, reason in blocked.drop_nulls("pattern")
        .select("kind", "pattern", "reason")
        .iter_rows()
    ]


def _by_names(values: pl.DataFrame, limits: dict[str, int]) -> list[pl.DataFrame]:
    return [
        values.filter((pl.col("kind") == kind) & (pl.col("name_count") > limits[limit]))
        .with_columns(
            reason=pl.format(
                "{} names share it, more than {}", "name_count", pl.lit(limits[limit])
            )
        )
        .select(BARRED.names())
        for kind, limit in KINDS.items()
        if limit is not None
    ]
