"""How a person of the town stands in the till's directory and in the web shop.

Most stand in both as they are. What a difficulty changed between the two is changed
here, so that a person's records agree on a name and on something else, and no more.
"""

import numpy as np
import polars as pl

from flows.demo.addresses import ROADS, pick_cities, with_streets
from flows.demo.difficulties import NEEDS_EMAIL
from flows.demo.mistyping import CHARACTERS, FIGURES, LETTERS, mistype, mistype_dates
from flows.demo.names import (
    CHINESE_FAMILIES,
    SYLLABLES,
    TRADITIONAL,
    WESTERN_FAMILIES,
)
from flows.demo.people import new_phones

__all__ = ["at_the_till", "on_the_web"]

ACCOUNT_PHONE_SHARE = 0.78
DIFFICULT_PHONE_SHARE = 0.4  # few enough that the phone alone does not solve it
HANDS = 6  # in which a name is written in pinyin, the last: traditional characters
FAMILIES = pl.DataFrame(
    [*CHINESE_FAMILIES, *((name, name) for name in WESTERN_FAMILIES)],
    schema=["family", "family_latin"],
    orient="row",
)

KIND, ROW = pl.col("kind"), pl.col("row")
# Where the slips are: phone and name, phone and e-mail, street, phone and birthday.
SLIP = pl.when(KIND == "typo").then(ROW % 4)

Rng = np.random.Generator


def at_the_till(people: pl.DataFrame) -> pl.DataFrame:
    """The people as the till's directory has them: with what cashiers typed."""
    return people.with_columns(
        pl.col("phone").alias("own_phone"),
        pl.col("card_phone").alias("phone"),
        pl.col("card_email").alias("email"),
    )


def on_the_web(people: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """The people as the web shop has them, and whether the account has a phone."""
    is_odd = ROW % 2 == 1
    uses_second = is_odd & KIND.is_not_null()
    changed = people.with_columns(
        _if("changed_phone", new_phones(people.height, rng).alias("phone")),
        pl.when(uses_second).then("second_email").otherwise("email").alias("email"),
    )
    renamed = _with_pinyin(_married(_moved(changed, rng), rng), rng)
    drawn = pl.Series(rng.random(people.height))
    share = (
        pl.when(KIND.is_null())
        .then(ACCOUNT_PHONE_SHARE)
        .when(NEEDS_EMAIL)
        .then(0.0)
        .when(KIND.eq("moved") | SLIP.eq_missing(2))
        .then(1.0)
        .otherwise(DIFFICULT_PHONE_SHARE)
    )
    return _mistyped(renamed, rng).with_columns((drawn < share).alias("tells_phone"))


def _if(kind: str, values: pl.Series) -> pl.Expr:
    """The values for the people of the kind, for the others what they have."""
    is_of_kind = KIND.eq_missing(kind)
    return pl.when(is_of_kind).then(values).otherwise(values.name).alias(values.name)


def _moved(people: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """Another address, and never on the road that was left."""
    count = people.height
    there = with_streets(
        people.with_columns(
            (pl.col("road") + pl.Series(rng.integers(1, 12, count))) % len(ROADS),
            pl.Series("house", rng.integers(1, 400, count)),
            *pick_cities(count, rng),
        )
    )
    names = ("street", "street_latin", "city", "province", "postcode")
    return people.with_columns(_if("moved", there[name]) for name in names)


def _married(people: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """Another family name in the script of the old one."""
    is_western = people["is_western"].to_numpy()
    begin = np.where(is_western, len(CHINESE_FAMILIES), 0)
    size = np.where(is_western, len(WESTERN_FAMILIES), len(CHINESE_FAMILIES))
    drawn = rng.integers(0, size)
    new, other = FAMILIES[begin + drawn], FAMILIES[begin + (drawn + 1) % size]
    is_old = new["family_latin"] == people["family_latin"]
    return people.with_columns(
        _if("married_name", other[name].zip_with(is_old, new[name]))
        for name in FAMILIES.columns
    )


def _with_pinyin(people: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """Names in pinyin, in whichever order and case, or in traditional characters."""
    hand = pl.Series("hand", rng.integers(0, HANDS, people.height))
    apart = pl.col("given_latin").replace(SYLLABLES)
    family = pl.col("family_latin")
    simplified, traditional = list(TRADITIONAL), list(TRADITIONAL.values())
    hands = (
        (family, pl.col("given_latin")),
        (family, apart),
        (family, apart.str.replace("-", " ").str.to_titlecase()),
        (pl.col("given_latin"), family),
        (family.str.to_uppercase(), apart.str.to_uppercase()),
        tuple(
            pl.col(part).str.replace_many(simplified, traditional)
            for part in ("family", "given")
        ),
    )
    written = people.with_columns(hand).select(
        *(
            pl.coalesce(
                pl.when(pl.col("hand") == number).then(parts[part])
                for number, parts in enumerate(hands)
            ).alias(name)
            for part, name in enumerate(("family", "given"))
        ),
        pl.when(pl.col("hand") < HANDS - 1)
        .then("street_latin")
        .otherwise("street")
        .alias("street"),
    )
    return people.with_columns(_if("pinyin", column) for column in written)


def _mistyped(people: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """What was typed with a slip; every person keeps an address or a phone whole."""
    given = people["given"]
    western = mistype(given, LETTERS, rng)
    chinese = mistype(given, CHARACTERS, rng, first=0)
    names = western.zip_with(people["is_western"], chinese)
    slips = (
        (mistype(people["phone"], FIGURES, rng, first=3), (0, 1, 3)),
        (names, (0,)),
        (mistype(people["email"], LETTERS, rng, last=len("0@example.com")), (1,)),
        (mistype(people["street"], FIGURES, rng), (2,)),
        (mistype_dates(people["birth_date"]), (3,)),
    )
    return people.with_columns(
        pl.when(SLIP.is_in(where)).then(typed).otherwise(typed.name).alias(typed.name)
        for typed, where in slips
    )
