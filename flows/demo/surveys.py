"""A survey of the members, twice: who they are and what they like."""

import numpy as np
import polars as pl

from flows.demo.chance import chance_of, flips, some_of
from flows.demo.history import Town
from flows.demo.planted import plant
from flows.demo.products import CATEGORIES, PERSONAS
from flows.demo.window import DAYS, SECONDS

__all__ = ["QUESTIONS", "make_survey_answers"]

SURVEY = "About you"
QUESTIONS = ("occupation", "interests", "gender", "birthday_month", "buys_for")
ROUNDS = ((0.40, 0.20), (0.88, 0.13))  # when in the history, and who answers
ROUND_DAYS = 45
ASKED_IN_SHOP_SHARE = 0.4
NO_ANSWER_SHARE = 0.08

OCCUPATIONS = {
    "parent": ("nurse", "accountant", "engineer"),
    "office": ("office manager", "secretary", "lawyer"),
    "artist": ("designer", "illustrator", "art teacher"),
    "giver": ("retired", "shop owner", "doctor"),
    "student": ("student", "student", "pupil"),
}
BUYS_FOR = {
    "parent": "my children",
    "office": "my office",
    "artist": "myself",
    "giver": "friends and family",
    "student": "myself",
}
PLANTED = {"date": 1, "answer": 2, "question": 1}

Rng = np.random.Generator


def make_survey_answers(town: Town) -> pl.DataFrame:
    """One row per answer, in the order of its time."""
    rng = chance_of(town.seed, "survey_answers")
    answers = pl.concat(
        _round(town.cards, round(begin * DAYS), share, rng) for begin, share in ROUNDS
    ).filter(
        pl.col("answer").is_not_null(),
        pl.col("moment").is_between(0, DAYS * SECONDS - 1),
    )
    ordered = answers.sort("moment", "member_number", maintain_order=True)
    return ordered.with_columns(
        pl.lit(SURVEY).alias("survey"),
        town.window.clock(pl.col("moment")).alias("occurred_at"),
        plant(PLANTED, ordered.height, rng),
    )


def _round(cards: pl.DataFrame, begin: int, share: float, rng: Rng) -> pl.DataFrame:
    """The answers of those who can be asked by e-mail, or at the till by phone."""
    reached = cards.filter(
        pl.col("joined_day") < begin,
        pl.col("email_text").is_not_null() | pl.col("phone_text").is_not_null(),
    )
    asked = some_of(reached, share, rng)
    count = asked.height
    in_shop = flips(count, ASKED_IN_SHOP_SHARE, rng)
    by_phone = (in_shop & asked["phone_text"].is_not_null()) | asked[
        "email_text"
    ].is_null()
    moment = begin * SECONDS + rng.integers(10 * 3600, ROUND_DAYS * SECONDS, count)
    sheets = asked.select(
        "member_number",
        pl.when(by_phone).then("phone_text").alias("phone"),
        pl.when(~by_phone).then("email_text").alias("email"),
        pl.when(by_phone).then("home_shop").alias("store"),
        pl.Series("moment", moment),
        *(
            pl.when(flips(count, 1 - NO_ANSWER_SHARE, rng)).then(answer).alias(question)
            for question, answer in _answers(asked, rng).items()
        ),
    )
    return sheets.unpivot(
        on=QUESTIONS,
        index=["member_number", "phone", "email", "store", "moment"],
        variable_name="question",
        value_name="answer",
    )


def _answers(asked: pl.DataFrame, rng: Rng) -> dict[str, pl.Series]:
    count = asked.height
    persona = asked["persona"].to_numpy()
    jobs = np.array([OCCUPATIONS[name] for name in PERSONAS])
    tastes = np.array(list(PERSONAS.values()))[persona]
    liking = np.argsort(-np.log(tastes) - rng.gumbel(size=tastes.shape), axis=1)
    likes = pl.Series(CATEGORIES)
    interests = pl.DataFrame(
        {"first": likes.gather(liking[:, 0]), "second": likes.gather(liking[:, 1])}
    ).select(pl.concat_str("first", "second", separator="; "))
    return {
        "occupation": pl.Series(jobs[persona, rng.integers(0, 3, count)]),
        "interests": interests.to_series(),
        "gender": asked["gender"],
        "birthday_month": asked["birth_date"].dt.month().cast(pl.String),
        "buys_for": pl.Series([BUYS_FOR[name] for name in PERSONAS]).gather(persona),
    }
