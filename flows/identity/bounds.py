"""Which pairs can be alike at all: a quick look before the slow comparisons.

Each column can weigh no more than the weightiest of the levels that a quick look does
not rule out. Pairs for which even that is not enough need no string distances; they are
most of the pairs, and no pair that would have been kept is lost.
"""

import math
from collections.abc import Iterable
from functools import reduce
from operator import add

import polars as pl

from flows.identity.comparisons import FREQUENT, LEVELS, RAREST
from flows.identity.model import Model
from flows.warehouse import in_memory

__all__ = ["MOST_AGAINST", "SIDES", "within_reach"]

# What a household shares, such as its phone, says nothing of who in it somebody is, and
# a name nothing of which namesake. Each side alone may stand ten to one against a pair,
# no more, however much the other says for it.
SIDES = {
    "who of a household": ("given", "birth_date"),
    "which namesake": ("birth_date", "email", "phone", "address", "city"),
}
MOST_AGAINST = math.log2(10)
SLACK = 0.0001  # engines add in no fixed order
AT_ONCE = 1_000_000  # pairs
NAMES = ("given", "family")

# Texts that are looked at as a number of 64 bits: two texts of one number are not met.
LENGTH = pl.col("phone").str.len_chars()
TEXTS = {
    **{column: pl.col(column) for column in LEVELS},
    "year": pl.col("birth_date").str.slice(0, 4),
    "month": pl.col("birth_date").str.slice(5, 2),
    "day": pl.col("birth_date").str.slice(8, 2),
    "digits": pl.col("email").str.split("@").list.first().str.replace_all("[^0-9]", ""),
    "end": pl.col("phone").str.slice(-4),
    "start": pl.col("phone").str.slice(0, (LENGTH - 5).clip(0)),
    "shorter_start": pl.col("phone").str.slice(0, (LENGTH - 6).clip(0)),
    "house": pl.concat_str("house_number", "postcode", separator=" "),
    "postcode": pl.col("postcode"),
}


def _same(column: str, other: str | None = None) -> pl.Expr:
    return pl.col(f"{column}_l") == pl.col(f"{other or column}_r")


ALWAYS = pl.lit(value=True)
SWAPPED = _same("given", "family") & _same("family", "given")
SAME_PARTS = pl.sum_horizontal(_same(part) for part in ("year", "month", "day"))
LONGER = pl.col("length_l") - pl.col("length_r")
# Of each level of LEVELS what must be true where it holds: quick, and never too strict.
# Levels that are not named here may always hold.
MAY_BE: dict[str, tuple[pl.Expr, ...]] = {
    "given": (SWAPPED, ALWAYS, ALWAYS, ALWAYS),
    "family": (SWAPPED, ALWAYS, ALWAYS),
    # The dashes stand where they stand, so that a slip changes one part, and two slips
    # change no more than two.
    "birth_date": (
        (SAME_PARTS >= 2) | _same("year"),
        SAME_PARTS >= 1,
        _same("year"),
    ),
    "email": (_same("digits"), _same("digits")),
    # A slip in one place, or two digits in the wrong order, leave the four last digits
    # as they are or else all but the five last.
    "phone": (
        (LONGER.abs() <= 1)
        & (
            _same("end")
            | ((LONGER == 0) & _same("start"))
            | ((LONGER == 1) & _same("shorter_start", "start"))
            | ((LONGER == -1) & _same("start", "shorter_start"))
            | (pl.min_horizontal("length_l", "length_r") <= 5)
        ),
    ),
    "address": (ALWAYS, _same("house"), ALWAYS, _same("postcode")),
}


def within_reach(
    records: pl.DataFrame, pairs: pl.DataFrame, model: Model, least: float
) -> pl.DataFrame:
    """The pairs whose probability may be ``least`` and more, as far as one sees.

    Args:
        records: the evidence, with how frequent its values are.
        pairs: ``left`` and ``right``, the numbers of two rows of ``records``.
        model: the model.
        least: a probability.

    Returns:
        Those of ``pairs`` that :func:`~flows.identity.likeness.weigh_pairs` may keep,
        in order.
    """
    prior = float(model.parameters["prior"])
    needed = math.log2(least / (1 - least)) - math.log2(prior / (1 - prior))
    numbers = _numbers(records)
    return pl.concat(
        _near_by_name(records, _near(numbers, part, model, needed), model, needed)
        for part in pairs.iter_slices(AT_ONCE)
    )


def _numbers(records: pl.DataFrame) -> pl.DataFrame:
    """Every text as a number; null where there is none."""
    return records.select(
        *(
            pl.when(text.is_not_null()).then(text.hash()).alias(name)
            for name, text in TEXTS.items()
        ),
        *(f"tf_{column}" for column in FREQUENT),
        length=LENGTH.cast(pl.Int32),
    )


def _near(
    numbers: pl.DataFrame, pairs: pl.DataFrame, model: Model, needed: float
) -> pl.DataFrame:
    """The pairs for which the most that each column can weigh is enough.

    Beside them stand the sums of what all columns but the names weigh at most.
    """
    both = pl.concat(
        [
            numbers[pairs[side]].select(pl.all().name.suffix(f"_{side[0]}"))
            for side in ("left", "right")
        ],
        how="horizontal",
    )
    most = both.select(_most(column, model).alias(column) for column in LEVELS)
    household, namesake = (_sum(columns) for columns in SIDES.values())
    enough = most.select(
        (household >= -MOST_AGAINST - SLACK)
        & (namesake >= -MOST_AGAINST - SLACK)
        & (_sum(LEVELS) >= needed - SLACK)
    ).to_series()
    others = [column for column in LEVELS if column not in NAMES]
    return pl.concat(
        [pairs, most.select("birth_date", others=_sum(others))], how="horizontal"
    ).filter(enough)


def _sum(columns: Iterable[str]) -> pl.Expr:
    return reduce(add, map(pl.col, columns))


def _most(column: str, model: Model) -> pl.Expr:
    """The most that a column can weigh."""
    equal, *nearly, different = _weights(column, model)
    possible = MAY_BE.get(column, (ALWAYS,) * len(nearly))
    other = pl.max_horizontal(
        pl.lit(different),
        *(
            pl.when(condition).then(weight)
            for condition, weight in zip(possible, nearly, strict=True)
        ),
    )
    untold = pl.col(f"{column}_l").is_null() | pl.col(f"{column}_r").is_null()
    equals = pl.lit(equal)
    if column in FREQUENT:  # a rare value is worth more, a common one less
        m = model.parameters["levels"][column][0][0]
        share = pl.col(f"tf_{column}_l").clip(RAREST)
        equals = (m / share).log(2).fill_null(equal)
    return pl.when(untold).then(0.0).when(_same(column)).then(equals).otherwise(other)


def _weights(column: str, model: Model) -> list[float]:
    return [math.log2(m / u) for m, u in model.parameters["levels"][column]]


def _near_by_name(
    records: pl.DataFrame, pairs: pl.DataFrame, model: Model, needed: float
) -> pl.DataFrame:
    """Those of the near pairs of which the names are near, too."""
    if not pairs.height:
        return pairs.select("left", "right")
    columns = (*NAMES, *(f"tf_{name}" for name in NAMES))
    looked_at = pairs.with_columns(
        records[column].gather(pairs[side]).alias(f"{column}_{side[0]}")
        for column in columns
        for side in ("left", "right")
    )
    given, family = (_name_weighs(column, model) for column in NAMES)
    with in_memory() as connection:
        connection.register("looked_at", looked_at.to_arrow())
        return pl.DataFrame(
            connection.sql(f"""
                with bounded as (
                    select
                        "left", "right", birth_date, others,
                        {given} as given, {family} as family
                    from looked_at
                )
                select "left", "right"
                from bounded
                where given + birth_date >= {-MOST_AGAINST - SLACK}
                    and given + family + others >= {needed - SLACK}
            """)
        )


def _name_weighs(column: str, model: Model) -> str:
    """What a name weighs, as SQL over a pair."""
    equal, *nearly, different = _weights(column, model)
    levels = " ".join(
        f"when {condition} then {weight}"
        for (condition, _), weight in zip(LEVELS[column], nearly, strict=True)
    )
    m = model.parameters["levels"][column][0][0]
    share = f"log2({m} / greatest(tf_{column}_l, {RAREST}))"
    return f"""case
        when {column}_l is null or {column}_r is null then 0
        when {column}_l = {column}_r then
            case when tf_{column}_l is null then {equal} else {share} end
        {levels}
        else {different}
    end"""
