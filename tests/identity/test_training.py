from datetime import date

import numpy as np
import polars as pl
import pytest

from flows.identity.memory import Memory, remembered
from flows.identity.model import Model, shipped_model
from flows.identity.training import is_enough, train
from tests.identity.conftest import evidence

AS_OF = date(2025, 6, 30)
LETTERS = "bcdfghklmnprst"


def people(count: int) -> pl.DataFrame:
    """Made-up people of two records each; a third has a slip in name or birthday."""
    rng = np.random.default_rng(3)
    records = []
    for number in range(count):
        first, second = rng.integers(0, len(LETTERS), (2, 5))
        given = "".join(LETTERS[n] + "aeiou"[n % 5] for n in first[:3])
        family = "".join(LETTERS[n] + "aeiou"[n % 5] for n in second[:3])
        born = f"19{50 + number % 50}-{1 + number % 12:02}-{1 + number % 28:02}"
        one = {
            "record_id": f"a:{number:04}",
            "name": f"{given} {family}",
            "birth_date": born,
            "city": ("shanghai", "suzhou")[number % 2],
        }
        slip = {"name": f"{given[:-1]} {family}"} if number % 3 == 0 else {}
        other = one | {"record_id": f"b:{number:04}"} | slip
        records += [one, other]
    return evidence(*records)


@pytest.fixture(scope="module")
def records() -> pl.DataFrame:
    return people(400)


@pytest.fixture(scope="module")
def model(records: pl.DataFrame) -> Model:
    return train(records, AS_OF)


def test_few_records_or_few_pairs_are_not_enough(records: pl.DataFrame) -> None:
    assert is_enough(records)
    assert not is_enough(records.head(300))
    assert not is_enough(records.unique("name", maintain_order=True))


def test_records_of_one_person_are_learned_to_agree(model: Model) -> None:
    for column in ("given", "family", "birth_date"):
        same, *_, different = model.parameters["levels"][column]
        assert same[0] > 0.5 > same[1]
        assert different[0] < 0.5 < different[1]


def test_what_the_records_do_not_tell_is_as_shipped(model: Model) -> None:
    shipped = shipped_model().parameters["levels"]
    assert model.parameters["levels"]["email"] == shipped["email"]


def test_the_prior_is_what_the_scores_add_up_to(model: Model) -> None:
    expected = 400 / (800 * 799 / 2)
    assert expected / 2 < model.parameters["prior"] < expected * 2


def test_learning_again_gives_the_same_model(
    records: pl.DataFrame, model: Model
) -> None:
    again = train(records.sample(fraction=1, shuffle=True, seed=1), AS_OF)
    assert again.parameters == model.parameters
    assert again.frequencies.equals(model.frequencies)


def test_a_model_is_kept_and_read_alike(model: Model) -> None:
    read = Model.from_frames(model.frame(), model.frequencies, model.common)
    assert read == model or read.parameters == model.parameters


def test_the_first_night_with_enough_records_trains_and_no_later_one(
    records: pl.DataFrame,
) -> None:
    few = remembered(records.head(100), Memory.nothing(), AS_OF)
    assert few.model is not None
    assert few.model.trained_on is None
    enough = remembered(records, few, AS_OF)
    assert enough.model is not None
    assert enough.model.trained_on == AS_OF
    later = remembered(records.head(700), enough, date(2025, 7, 1))
    assert later.model is enough.model
