"""The members' answers: a survey tool's list, read by the generic layout."""

from collections.abc import Iterator

import polars as pl

from flows.demo.history import Town
from flows.demo.surveys import make_survey_answers
from flows.demo.writes.text import laid_out, shop_name, unless

__all__ = ["HEADER", "pages"]

HEADER = "Survey,Question,Answer,Answered,E-mail,Mobile,Shop"
UNREADABLE_DATE = "in the queue"
VALUES = {
    "Survey": pl.col("survey"),
    "Question": unless("question", pl.col("question")),
    "Answer": unless("answer", pl.col("answer")),
    "Answered": unless(
        "date",
        pl.col("occurred_at").dt.strftime("%d.%m.%Y %H:%M"),
        UNREADABLE_DATE,
    ),
    "E-mail": pl.col("email"),
    "Mobile": pl.col("phone"),
    "Shop": shop_name(),
}


def pages(town: Town) -> Iterator[tuple[str, pl.DataFrame]]:
    """The one file's path in the home, and its rows."""
    yield (
        "inbox/surveys/about_you.csv",
        laid_out(make_survey_answers(town), HEADER, VALUES),
    )
