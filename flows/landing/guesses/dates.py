"""In which form a column writes its dates, and whether day or month comes first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl
from babel.core import Locale, UnknownLocaleError
from babel.dates import get_date_format

from flows.landing.guesses.figures import true_share
from flows.landing.times import FIRST_YEAR, LAST_YEAR, Clock, read_instants

__all__ = ["DateForm", "chosen_form", "date_form", "month_comes_first"]

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
FEW_DAYS = 5  # so many days say something about their order
CLOSER = 4  # so many times closer together is no chance


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
    other = _turned(day)
    if other is None:
        reason = "no other form reads the dates"
    elif totals[other] < totals[day]:
        reason = _told_by_texts(day)
    else:
        return DateForm(day + time, share, other + time, "", 0.5)
    return DateForm(day + time, share, None, reason)


def chosen_form(
    form: DateForm, texts: pl.Series, country: str, beside: Sequence[DateForm]
) -> DateForm:
    """Of two forms that read the same texts, the one that is meant.

    Args:
        form: the form found.
        texts: the column, in the order of the file.
        country: whose habit counts where nothing else says.
        beside: the forms of the source's other columns.
    """
    if form.other is None or form.date_format is None:
        return form
    candidates = sorted((form.date_format, form.other), key=_is_month_first)
    day_first, month_first = candidates
    if "%d.%m" in day_first:
        return _chosen(form, day_first, 0.9, "with dots the day comes first")
    if "%p" in day_first:
        return _chosen(form, month_first, 0.8, "AM and PM are the American way")
    clear = [
        sibling.date_format
        for sibling in beside
        if sibling.date_format
        and sibling.other is None
        and _turned(sibling.date_format)
    ]
    if clear:
        meant = month_first if _is_month_first(clear[0]) else day_first
        return _chosen(form, meant, 0.9, "as the source's other dates")
    days = [_days_read(texts, candidate) for candidate in candidates]
    if min(read.n_unique() for read in days) >= FEW_DAYS:
        runs = [_is_in_order(read) for read in days]
        if runs[0] != runs[1]:
            meant = candidates[runs.index(True)]
            return _chosen(form, meant, 0.75, "read so, the rows are in order of time")
        spans = [_span(read) for read in days]
        if CLOSER * min(spans) <= max(spans):
            meant = candidates[spans.index(min(spans))]
            return _chosen(form, meant, 0.7, "read so, the days lie close together")
    meant = month_first if month_comes_first(country) else day_first
    habit = f"both {day_first} and {month_first} fit; {country} writes it so"
    return _chosen(form, meant, 0.5, habit)


def month_comes_first(country: str) -> bool:
    """Whether people in ``country`` write the month before the day."""
    try:
        pattern = get_date_format("short", Locale.parse(f"und_{country}")).pattern
    except (UnknownLocaleError, ValueError):
        return False
    return pattern.lower().find("m") < pattern.lower().find("d")


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
    return true_share(_read(texts, form).is_not_null())


def _read(texts: pl.Series, form: str) -> pl.Series:
    moments = texts.str.to_datetime(form, strict=False, time_unit="us")
    is_plausible = moments.dt.year().is_between(FIRST_YEAR, LAST_YEAR)
    return moments.zip_with(is_plausible.fill_null(False), moments.clear(len(moments)))


def _turned(form: str) -> str | None:
    """The same form with day and month changed round, where that is a form too."""
    found = re.match(r"^%([dm])([/.-])%([dm])", form)
    if found is None:
        return None
    first, mark, second = found.groups()
    return f"%{second}{mark}%{first}" + form[5:]


def _is_month_first(form: str) -> bool:
    return re.match(r"%[mbB]", form) is not None


def _told_by_texts(form: str) -> str:
    place = "second" if _is_month_first(form) else "first"
    return f"the {place} number goes above 12, so it is the day"


def _days_read(texts: pl.Series, form: str) -> pl.Series:
    return _read(texts.drop_nulls().head(MOST), form).dt.date().drop_nulls()


def _is_in_order(days: pl.Series) -> bool:
    return days.is_sorted() or days.is_sorted(descending=True)


def _span(days: pl.Series) -> int:
    """How many days lie between the first and the last."""
    counts: list[int] = days.sort().cast(pl.Int32).to_list()
    return counts[-1] - counts[0]


def _chosen(form: DateForm, meant: str, score: float, reason: str) -> DateForm:
    other = form.other if meant == form.date_format else form.date_format
    return replace(form, date_format=meant, other=other, score=score, reason=reason)
