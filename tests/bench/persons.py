"""Records of made-up people, half of them repeats with slips; always the same."""

import numpy as np
import polars as pl

from flows.identity.evidence import EVIDENCE

__all__ = ["make_records"]

Rng = np.random.Generator
CONSONANTS, VOWELS = "bcdfghklmnprstvwz", "aeiou"


def make_records(count: int) -> pl.DataFrame:
    """The evidence of ``count`` records of half as many people; always the same."""
    rng = np.random.default_rng(1)
    names = _names(20_000, rng)
    people = _people(count // 2, names, rng)
    repeats = _repeated(people, names, rng)
    both = [
        frame.with_columns(record_id=pl.format("s{}:{}", pl.lit(source), "person"))
        for source, frame in enumerate((people, repeats))
    ]
    records = pl.concat(both).with_columns(
        same_id="record_id",
        email_verified=pl.lit(value=False),
        phone_verified=pl.lit(value=False),
        name=pl.min_horizontal("given", "family")
        + " "
        + pl.max_horizontal("given", "family"),
        address=pl.format("{} {} st", "house_number", "street"),
    )
    missing = [name for name in EVIDENCE if name not in records.columns]
    return (
        records.with_columns(
            pl.lit(None, EVIDENCE[name]).alias(name) for name in missing
        )
        .select(*EVIDENCE.names(), "person")
        .sort("record_id")
    )


def _people(count: int, names: pl.Series, rng: Rng) -> pl.DataFrame:
    """Names as common as ranks by Zipf, homes in a few thousand streets."""
    person = pl.Series("person", np.arange(count))
    return _with_contacts(
        pl.DataFrame(
            {
                "person": person,
                "given": names.gather(_ranks(2_000, count, rng)),
                "family": names.gather(_ranks(20_000, count, rng)),
                "birth_date": _days(count, rng),
                "number": np.arange(count),
                **_homes(count, names, rng),
            }
        )
    )


def _repeated(people: pl.DataFrame, names: pl.Series, rng: Rng) -> pl.DataFrame:
    """The same people in another system: with slips, new phones and other homes."""
    count = people.height
    drawn = {name: pl.Series(rng.random(count)) for name in "abcde"}
    other = _with_contacts(
        people.with_columns(
            number=people["number"] + 2 * count,
            birth_date=_days(count, rng),
            **_homes(count, names, rng),
        )
    )
    slipped = people["given"].str.replace("[aeiou]", "y")
    return people.with_columns(
        pl.when(drawn["a"] < 0.2).then(slipped).otherwise("given").alias("given"),
        *(
            pl.when(drawn[chance] < share).then(other[name]).otherwise(name).alias(name)
            for chance, share, names in (
                ("b", 0.1, ("birth_date",)),
                ("c", 0.5, ("phone",)),
                ("d", 0.33, ("email",)),
                ("e", 0.15, ("house_number", "street", "postcode", "city")),
            )
            for name in names
        ),
    )


def _with_contacts(people: pl.DataFrame) -> pl.DataFrame:
    number = pl.col("number").cast(pl.Int64)
    scattered = ((number * 48_271) % 1_000_000_007).cast(pl.String).str.zfill(9)
    return people.with_columns(
        phone=pl.format("+8613{}", scattered),
        email=pl.format("{}.{}{}@example.com", "given", "family", "number"),
    )


def _homes(count: int, names: pl.Series, rng: Rng) -> dict[str, pl.Series]:
    street = rng.integers(0, 5_000, count)
    return {
        "house_number": pl.Series(rng.integers(1, 300, count)).cast(pl.String),
        "street": names.gather(street),
        "postcode": pl.Series(100_000 + street // 2).cast(pl.String),
        "city": names.gather(street % 300),
    }


def _days(count: int, rng: Rng) -> pl.Series:
    days = pl.Series(rng.integers(0, 25_000, count))
    born = pl.date(1940, 1, 1) + pl.duration(days=pl.col("day"))
    return days.alias("day").to_frame().select(born.cast(pl.String)).to_series()


def _names(count: int, rng: Rng) -> pl.Series:
    letters = rng.integers(0, [[len(CONSONANTS), len(VOWELS)] * 3], (count, 6))
    return pl.Series(["".join(map(_letter, range(6), row)) for row in letters])


def _letter(place: int, letter: int) -> str:
    return (CONSONANTS, VOWELS)[place % 2][letter]


def _ranks(most: int, count: int, rng: Rng) -> np.ndarray:
    shares = 1 / (np.arange(most) + 10)
    return rng.choice(most, count, p=shares / shares.sum())
