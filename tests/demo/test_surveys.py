"""What members answered: true of the person, by e-mail or phone."""

from collections.abc import Callable

import polars as pl

from flows.demo.history import Town
from flows.demo.surveys import QUESTIONS, make_survey_answers

Read = Callable[[str], pl.DataFrame]


def test_an_answer_has_an_address_and_only_one(read: Read) -> None:
    answers = read("inbox/surveys/*.csv")

    assert (answers["E-mail"].is_null() != answers["Mobile"].is_null()).all()
    assert answers["Shop"].is_null().eq(answers["Mobile"].is_null()).all()
    assert set(answers["Question"].drop_nulls()) == set(QUESTIONS)
    assert answers.height > 800


def test_who_answers_is_in_the_directory(read: Read, members: pl.DataFrame) -> None:
    answers = read("inbox/surveys/*.csv")

    for answered, known in (("E-mail", "Email Address"), ("Mobile", "Phone Number")):
        addresses = answers[answered].drop_nulls()
        assert len(addresses) > 300
        assert addresses.is_in(members[known].implode()).all()


def test_the_month_of_birth_is_the_person_s(town: Town) -> None:
    answers = make_survey_answers(town).filter(pl.col("question") == "birthday_month")
    known = answers.join(town.cards, on="member_number", validate="m:1")

    assert known.height == answers.height > 10
    assert known["answer"].equals(
        known["birth_date"].dt.month().cast(pl.String), check_names=False
    )


def test_nobody_answers_before_joining_and_some_answer_twice(town: Town) -> None:
    answers = make_survey_answers(town).join(
        town.cards.select("member_number", "joined_day"), on="member_number"
    )
    rounds = answers.group_by("member_number").agg(pl.col("moment").n_unique())

    assert (answers["moment"] // 86_400 >= answers["joined_day"]).all()
    assert rounds["moment"].max() == 2


def test_a_few_answers_cannot_be_read(read: Read) -> None:
    answers = read("inbox/surveys/*.csv")

    assert (answers["Answered"] == "in the queue").sum() == 1
    assert answers["Question"].null_count() == 1
    assert answers["Answer"].null_count() == 2
