"""The people of the town: who they are, whatever the systems know of them."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from flows.demo.names import (
    CHINESE_FAMILIES,
    CHINESE_GIVEN,
    CITIES,
    WESTERN_FAMILIES,
    WESTERN_GIVEN,
)
from flows.demo.products import PERSONAS
from flows.demo.window import Ints

__all__ = ["HOLDINGS", "make_people", "new_phones", "with_emails"]

# What a person holds: a till membership, a web-shop account, or neither.
HOLDINGS = {
    "card": 0.45,
    "card_and_account": 0.32,
    "account": 0.10,
    "card_and_guest": 0.06,
    "guest": 0.07,
}
WESTERN_SHARE = 0.18
BULK_SHARE = 0.006  # schools and offices that buy by the box
HOUSEHOLD_SHARE = 0.012  # two people with one phone
PERSONA_SHARES = (0.28, 0.18, 0.12, 0.17, 0.25)

# Made-up mobile numbers: real prefixes, and 0000 where a district code would stand.
PREFIXES = (*range(130, 140), *range(150, 154), *range(155, 160), *range(180, 190))
NEW_PREFIXES = (166, 173, 176, 198)
BLOCK = 10_000
FAR_BLOCK = 5_000  # 138 0000 0000 is nobody's: it is what tills are fed


@dataclass(frozen=True, slots=True)
class _Named:
    family: pl.Series
    given: pl.Series
    family_latin: pl.Series
    given_latin: pl.Series
    gender: pl.Series


def make_people(count: int, as_of: date, rng: np.random.Generator) -> pl.DataFrame:
    """One row per person, in the order of their number."""
    row = np.arange(count)
    is_western = rng.random(count) < WESTERN_SHARE
    named = _names(is_western, rng)
    number = pl.Series((row + 1).astype(np.int64))
    city = rng.choice(len(CITIES), size=count, p=(0.7, 0.1, 0.08, 0.06, 0.03, 0.03))
    persona = rng.choice(len(PERSONAS), size=count, p=PERSONA_SHARES)
    holding = rng.choice(len(HOLDINGS), size=count, p=list(HOLDINGS.values()))
    holding[0] = list(HOLDINGS).index("card_and_account")
    postcode = pl.Series([first for _, _, first in CITIES]).gather(city)
    district = pl.Series(rng.integers(0, 100, count)).cast(pl.String).str.zfill(2)
    return pl.DataFrame(
        {
            "person": "P" + number.cast(pl.String).str.zfill(7),
            "row": row,
            "family": named.family,
            "given": named.given,
            "family_latin": named.family_latin,
            "given_latin": named.given_latin,
            "is_western": is_western,
            "gender": named.gender,
            "birth_date": _birth_dates(persona, as_of, rng),
            "phone": _phones(count, rng),
            "city": pl.Series([name for name, _, _ in CITIES]).gather(city),
            "province": pl.Series([code for _, code, _ in CITIES]).gather(city),
            "postcode": postcode + district,
            "house": rng.integers(1, 400, count),
            "persona": persona,
            "holding": pl.Series(list(HOLDINGS)).gather(holding),
            "is_bulk": rng.random(count) < BULK_SHARE,
            "home_shop": rng.choice(3, size=count, p=(0.5, 0.3, 0.2)),
        }
    ).pipe(with_emails)


def with_emails(people: pl.DataFrame) -> pl.DataFrame:
    """The people with two addresses each, made from their names and their number."""
    given, family = _latin(people["given_latin"]), _latin(people["family_latin"])
    row = people["row"]
    number = (row + 1).cast(pl.String)
    site = pl.Series(["example.com", "example.org"])
    return people.with_columns(
        (given + "." + family + number + "@" + site.gather(row % 2)).alias("email"),
        (family + given + number + "@" + site.gather(1 - row % 2)).alias(
            "second_email"
        ),
    )


def _names(is_western: np.ndarray, rng: np.random.Generator) -> _Named:
    count = len(is_western)
    families = pl.DataFrame(
        [*CHINESE_FAMILIES, *((name, name) for name in WESTERN_FAMILIES)],
        schema=["written", "latin"],
        orient="row",
    )
    given = pl.DataFrame(
        [*CHINESE_GIVEN, *((name, name, gender) for name, gender in WESTERN_GIVEN)],
        schema=["written", "latin", "gender"],
        orient="row",
    )
    family_row = np.where(
        is_western,
        len(CHINESE_FAMILIES) + rng.integers(0, len(WESTERN_FAMILIES), count),
        rng.integers(0, len(CHINESE_FAMILIES), count),
    )
    given_row = np.where(
        is_western,
        len(CHINESE_GIVEN) + rng.integers(0, len(WESTERN_GIVEN), count),
        rng.integers(0, len(CHINESE_GIVEN), count),
    )
    return _Named(
        family=families["written"].gather(family_row),
        given=given["written"].gather(given_row),
        family_latin=families["latin"].gather(family_row),
        given_latin=given["latin"].gather(given_row),
        gender=given["gender"].gather(given_row),
    )


def _latin(names: pl.Series) -> pl.Series:
    """The letters that may stand in an e-mail address."""
    return (
        names.str.to_lowercase()
        .str.normalize("NFKD")
        .str.replace_all(r"[^a-z]", "")
        .alias("")
    )


def _birth_dates(persona: Ints, as_of: date, rng: np.random.Generator) -> pl.Series:
    """Any day of the year; every 400th person was born on a 29 February."""
    count = len(persona)
    student = list(PERSONAS).index("student")
    age = np.where(
        persona == student, rng.uniform(12, 26, count), rng.uniform(24, 72, count)
    )
    days = as_of.toordinal() - (age * 365.2425).astype(np.int64)
    leap_years = 4 * rng.integers(1956 // 4, 2004 // 4 + 1, count)
    born = pl.Series(days - date(1970, 1, 1).toordinal()).cast(pl.Int32).cast(pl.Date)
    frame = pl.DataFrame({"born": born, "year": leap_years}).with_row_index("row")
    return frame.select(
        pl.when(pl.col("row") % 400 == 0)
        .then(pl.date(pl.col("year"), 2, 29))
        .otherwise(pl.col("born"))
        .alias("born")
    )["born"]


def _phones(count: int, rng: np.random.Generator) -> pl.Series:
    """Eleven figures each; a few people share the phone of the person before."""
    places = len(PREFIXES) * BLOCK
    slot = rng.permutation(places * (1 + 2 * count // places))[:count]
    shares = rng.random(count) < HOUSEHOLD_SHARE
    shares[0] = False
    slot[shares] = slot[np.flatnonzero(shares) - 1]
    return _numbers(slot, PREFIXES)


def new_phones(count: int, rng: np.random.Generator) -> pl.Series:
    """Eleven figures each, in none of the series from which the first phones are."""
    return _numbers(rng.permutation(max(count, BLOCK)), NEW_PREFIXES).head(count)


def _numbers(slot: Ints, prefixes: tuple[int, ...]) -> pl.Series:
    places = len(prefixes) * BLOCK
    prefix = np.array(prefixes)[slot % len(prefixes)]
    line = (slot // len(prefixes)) % BLOCK
    block = slot // places + np.where((prefix == 138) & (line == 0), FAR_BLOCK, 0)
    frame = pl.DataFrame({"prefix": prefix, "block": block, "line": line})
    return frame.select(
        pl.concat_str(
            pl.col("prefix").cast(pl.String),
            pl.col("block").cast(pl.String).str.zfill(4),
            pl.col("line").cast(pl.String).str.zfill(4),
        ).alias("phone")
    )["phone"]
