"""Which pairs can be alike at all: a quick look before the slow comparisons.

Each column can weigh no more than the weightiest of the levels that a quick look does
not rule out. Pairs for which even that is not enough need no string distances; they are
most of the pairs, and no pair that would have been kept is lost.
"""

import math
from collections.abc import Sequence

import duckdb
import polars as pl

from flows.identity.comparisons import FREQUENT, LEVELS, RAREST
from flows.identity.model import Model

__all__ = ["MOST_AGAINST", "SIDES", "within_reach"]

# What a household shares, such as its phone, says nothing of who in it somebody is, and
# a name nothing of which namesake. Each side alone may stand ten to one against a pair,
# no more, however much the other says for it.
SIDES = {
    "who of a household": ("given", "birth_date"),
    "which namesake": ("birth_date", "email", "phone", "address", "city"),
}
MOST_AGAINST = math.log2(10)
Names = tuple[str, ...]
Sum = tuple[Names, float]  # columns, and the least that they must weigh together
NARROW = ("given", "family", "birth_date", "tf_given")
SLACK = 0.0001  # engines add in no fixed order

# Of each level of LEVELS what must be true where it holds: quick, and never too strict.
# Levels that are not named here may always hold.
SAME_DIGITS = "digits_l = digits_r"
MAY_BE: dict[str, tuple[str, ...]] = {
    "given": tuple(condition for condition, _ in LEVELS["given"]),
    "family": tuple(condition for condition, _ in LEVELS["family"]),
    "email": (SAME_DIGITS, SAME_DIGITS),
    # A slip in one place, or two digits in the wrong order, leave the four last digits
    # as they are or else all but the five last.
    "phone": (
        "abs(length(phone_l) - length(phone_r)) <= 1"
        " and (right(phone_l, 4) = right(phone_r, 4)"
        " or left(phone_l, least(length(phone_l), length(phone_r)) - 5)"
        " = left(phone_r, least(length(phone_l), length(phone_r)) - 5)"
        " or least(length(phone_l), length(phone_r)) <= 5)",
    ),
    "address": (
        "true",
        "house_number_l = house_number_r and postcode_l = postcode_r",
        "true",
        "postcode_l = postcode_r",
    ),
}
RECORDS = """
    select *, regexp_replace(split_part(email, '@', 1), '[^0-9]', '', 'g') as digits
    from records
"""


def within_reach(
    records: pl.DataFrame, pairs: pl.DataFrame, model: Model, least: float
) -> pl.DataFrame:
    """The pairs whose probability may be ``least`` and more, as far as one sees.

    Args:
        records: the evidence, with how frequent its values are.
        pairs: ``left`` and ``right``.
        model: the model.
        least: a probability.

    Returns:
        Those of ``pairs`` that :func:`~flows.identity.likeness.weigh_pairs` may keep,
        in no order.
    """
    prior = float(model.parameters["prior"])
    needed = math.log2(least / (1 - least)) - math.log2(prior / (1 - prior))
    household, *others = SIDES.values()
    every = {*LEVELS, "house_number", "postcode", *(f"tf_{name}" for name in FREQUENT)}
    with duckdb.connect() as connection:
        connection.register("records", records.select("record_id", *every).to_arrow())
        connection.register("pairs", pairs.select("left", "right").to_arrow())
        connection.execute(f"create table looked_at as {RECORDS}")
        # A narrow look first: most pairs need no second one.
        first = _near("pairs", NARROW, [(household, -MOST_AGAINST)], model)
        connection.execute(f"create table near_names as {first}")
        sums = [*((side, -MOST_AGAINST) for side in others), (tuple(LEVELS), needed)]
        second = _near("near_names", (*sorted(every), "digits"), sums, model)
        return pl.DataFrame(connection.sql(second))


def _near(pairs: str, columns: Names, sums: Sequence[Sum], model: Model) -> str:
    """The pairs for which the most that some columns weigh is enough, as SQL."""
    sides = ", ".join(
        f"{side}.{column} as {column}_{side}" for side in "lr" for column in columns
    )
    summed = dict.fromkeys(column for names, _ in sums for column in names)
    bounds = ", ".join(f"{_most(column, model)} as most_{column}" for column in summed)
    enough = " and ".join(
        f"{' + '.join(f'most_{column}' for column in names)} >= {weight - SLACK}"
        for names, weight in sums
    )
    return f"""
        with paired as (
            select pairs."left", pairs."right", {sides}
            from {pairs} as pairs
            inner join looked_at as l on pairs."left" = l.record_id
            inner join looked_at as r on pairs."right" = r.record_id
        ),
        bounded as (select "left", "right", {bounds} from paired)
        select "left", "right" from bounded where {enough}
    """


def _most(column: str, model: Model) -> str:
    """The most that a column can weigh, as SQL over a pair."""
    weights = [math.log2(m / u) for m, u in model.parameters["levels"][column]]
    equal, *nearly, different = weights
    possible = MAY_BE.get(column, ("true",) * len(nearly))
    other = ", ".join(
        f"case when {condition} then {weight} end"
        for condition, weight in zip(possible, nearly, strict=True)
    )
    m = model.parameters["levels"][column][0][0]
    return f"""case
        when {column}_l is null or {column}_r is null then 0
        when {column}_l = {column}_r then {_of_equals(column, equal, m)}
        else greatest({other}, {different})
    end"""


def _of_equals(column: str, weight: float, m: float) -> str:
    """Equal values: a rare one is worth more, one of unknown frequency the most."""
    if column not in FREQUENT:
        return str(weight)
    known = f"greatest(tf_{column}_l, {RAREST})"
    return f"greatest({weight}, log2({m} / coalesce({known}, {RAREST})))"
