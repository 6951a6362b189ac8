"""The quick look loses no pair that the slow comparisons would keep."""

import random
from itertools import combinations

import polars as pl
import pytest

from flows.identity import likeness
from flows.identity.model import shipped_model
from tests.identity.conftest import Record, evidence

FIRST: Record = {
    "name": "maria schmidt",
    "birth_date": "1980-03-12",
    "email": "maria.schmidt7@example.com",
    "phone": "+8613912345678",
    "address": "12 long street",
    "house_number": "12",
    "postcode": "100123",
    "city": "harbin",
}
# Dates are dates: slips in one part or two, day and month swapped, a digit elsewhere.
BIRTH_DATES = (
    *("1980-03-12", "1980-12-03", "1908-03-12", "1981-03-12", "1980-03-21"),
    *("1980-08-12", "1980-05-17", "1998-03-12", "9801-03-12", "1890-03-21"),
    *("1971-11-30", "1980-11-30"),
)
LETTERS = "abcde0123456789"
LEAST = 0.025


def slipped(text: str, rng: random.Random) -> str:
    """One letter more, less, other, or two in the wrong order; often none."""
    if len(text) < 3:
        return rng.choice([text, "1", "13", "21"])
    place = rng.randrange(1, len(text) - 1)
    if text[place] in " -@+" or text[place + 1] in " -@+":
        return text
    before, letter, after = text[:place], text[place], text[place + 1 :]
    return rng.choice(
        [
            text,
            before + after,
            before + letter + rng.choice(LETTERS) + after,
            before + rng.choice(LETTERS) + after,
            before + after[:1] + letter + after[1:],
        ]
    )


def other_text(name: str, text: str, rng: random.Random) -> str:
    """Another birth date, or the text with up to two slips."""
    if name == "birth_date":
        return rng.choice(BIRTH_DATES)
    for _ in range(rng.randrange(3)):
        text = slipped(text, rng)
    return text


def altered(number: int, rng: random.Random) -> Record:
    """The first record with slips in some fields and nothing in others."""
    record: Record = {"record_id": f"r{number:03}"}
    for name, value in FIRST.items():
        chance = rng.random()
        if chance < 0.8 or name == "name":
            record[name] = other_text(name, str(value), rng)
    return record


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_pair_that_weighs_enough_is_never_out_of_reach(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(seed)
    records = evidence(*(altered(number, rng) for number in range(90)))
    pairs = pl.DataFrame(
        list(combinations(range(records.height), 2)),
        schema={"left": pl.UInt32, "right": pl.UInt32},
        orient="row",
    )
    quick = likeness.score_pairs(records, pairs, shipped_model())
    monkeypatch.setattr(likeness, "within_reach", lambda _, pairs, *__: pairs)
    slow = likeness.score_pairs(records, pairs, shipped_model())
    assert quick.equals(slow)
    assert 0 < slow.height < pairs.height
