"""In which form a column writes its dates."""

import re
from dataclasses import dataclass, replace

import polars as pl

from flows.landing.guesses.figures import true_share
from flows.landing.times import FIRST_YEAR, LAST_YEAR, Clock, read_instants

__all__ = ["MOST", "DateForm", "date_form", "is_month_first", "read_days", "turned"]

LIKE_A_DATE = r"^(?:[0-9]{1,4}[-/. 年]|[0-9]{8}(?:[ T]|$)|[A-Za-z]{3,9}[ .-])"
A_NUMBER = r"^[0-9]{1,7}(?:[.,][0-9]*)?$"
DAY_FIRST = ("%d{}%m{}%Y", "%d{}%m{}%y")
MONTH_FIRST = ("%m{}%d{}%Y", "%m{}%d{}%y")
OTHER_DAYS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y年%m月%d日",
    "%Y%m%d",
    "%d %b %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%b %d, %Y",
    "%d %B %Y",
    "%B %d, %Y",
)
TIMES = (
    "",
    " %H:%M",
    " %H:%M:%S",
    " %I:%M %p",
    " %I:%M:%S %p",
    ", %H:%M",
    ", %H:%M:%S",
    "T%H:%M:%S",
    " %H时%M分%S秒",
)
SEPARATORS = "/.-"
MOST = 2_000  # texts looked at, of each column
MOSTLY = 0.8  # the share of texts that a form must read


@dataclass(frozen=True, slots=True)
class DateForm:
    """How a column writes its dates.

    Attributes:
        date_format: for ``shop.toml``; None where landing reads them without one.
        share: how many of the texts it reads.
        other: the form that reads as many of them, with day and month changed round.
        reason: what speaks for it.
        score: how sure it is that this one is meant.
    """

    date_format: str | None
    share: float
    other: str | None
    reason: str
    score: float = 1.0


def date_form(texts: pl.Series) -> DateForm | None:
    """The form in which ``texts`` are dates; None where they are none.

    Where day and month cannot be told apart by the texts, ``other`` says so.
    """
    told = texts.drop_nulls().head(MOST)
    if not told.len() or _likely(told) < MOSTLY:
        return None
    odd = told.filter(read_instants(told, Clock(None, "UTC")).is_null())
    plain_share = 1 - odd.len() / told.len()
    form = _form_of(odd)
    if form is not None:
        return replace(form, share=plain_share + form.share * (1 - plain_share))
    if plain_share >= MOSTLY:
        return DateForm(None, plain_share, None, "dates begin with the year")
    return None


def _form_of(texts: pl.Series) -> DateForm | None:
    """The form of texts that landing cannot read without one."""
    if not texts.len():
        return None
    sample = texts.unique(maintain_order=True).head(MOST // 4)
    shares = {
        day: {time: _strict_share(sample, day + time) for time in TIMES}
        for day in _days()
    }
    totals = {day: sum(by_time.values()) for day, by_time in shares.items()}
    day = max(totals, key=lambda day: totals[day])
    times = {time: share for time, share in shares[day].items() if time and share}
    time = max(times, key=lambda time: times[time]) if times else ""
    share = _share(texts, day + time)
    if not totals[day] or share < MOSTLY:
        return None
    other = turned(day)
    if other is None:
        reason = "no other form reads the dates"
    elif totals[other] < totals[day]:
        reason = _told_by_texts(day)
    else:
        return DateForm(day + time, share, other + time, "", 0.5)
    return DateForm(day + time, share, None, reason)


def _days() -> list[str]:
    """Every form of a day; where two read the same texts, the first is taken."""
    numbers = [
        form.format(mark, mark)
        for form in (*DAY_FIRST, *MONTH_FIRST)
        for mark in SEPARATORS
    ]
    return [*OTHER_DAYS, *numbers]


def _likely(texts: pl.Series) -> float:
    """How many of the texts may be dates at a glance; a price is none."""
    is_like = texts.str.contains(LIKE_A_DATE) & ~texts.str.contains(A_NUMBER)
    return true_share(is_like)


def _share(texts: pl.Series, form: str | None) -> float:
    """How many of the texts landing reads by a form."""
    read = read_instants(texts.alias("texts"), Clock(form, "UTC"))
    return 1 - read.null_count() / texts.len()


def _strict_share(texts: pl.Series, form: str) -> float:
    """How many of the texts are in this form and no other."""
    return true_share(read_days(texts, form).is_not_null())


def read_days(texts: pl.Series, form: str) -> pl.Series:
    """The moments that texts name in a form and no other; null for all else."""
    moments = texts.str.to_datetime(form, strict=False, time_unit="us")
    is_plausible = moments.dt.year().is_between(FIRST_YEAR, LAST_YEAR)
    return moments.zip_with(is_plausible.fill_null(False), moments.clear(len(moments)))


def turned(form: str) -> str | None:
    """The same form with day and month changed round, where that is a form too."""
    found = re.match(r"^%([dm])([/.-])%([dm])", form)
    if found is None:
        return None
    first, mark, second = found.groups()
    return f"%{second}{mark}%{first}" + form[5:]


def is_month_first(form: str) -> bool:
    """Whether a form begins with the month."""
    return re.match(r"%[mbB]", form) is not None


def _told_by_texts(form: str) -> str:
    place = "second" if is_month_first(form) else "first"
    return f"the {place} number goes above 12, so it is the day"
