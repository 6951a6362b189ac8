"""Whether day or month comes first in dates that can be read both ways."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl
from babel.core import Locale, UnknownLocaleError
from babel.dates import get_date_format

from flows.landing.guesses.dates import (
    MOST,
    DateForm,
    is_month_first,
    read_days,
    turned,
)

__all__ = ["chosen_form", "month_comes_first"]

FEW_DAYS = 5  # so many days say something about their order
CLOSER = 4  # so many times closer together is no chance


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
    candidates = sorted((form.date_format, form.other), key=is_month_first)
    day_first, month_first = candidates
    if "%d.%m" in day_first:
        return _chosen(form, day_first, 0.9, "with dots the day comes first")
    if "%p" in day_first:
        return _chosen(form, month_first, 0.8, "AM and PM are the American way")
    clear = [
        sibling.date_format
        for sibling in beside
        if sibling.date_format and sibling.other is None and turned(sibling.date_format)
    ]
    if clear:
        meant = month_first if is_month_first(clear[0]) else day_first
        return _chosen(form, meant, 0.9, "as the source's other dates")
    days = [_daysread_days(texts, candidate) for candidate in candidates]
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


def _daysread_days(texts: pl.Series, form: str) -> pl.Series:
    return read_days(texts.drop_nulls().head(MOST), form).dt.date().drop_nulls()


def _is_in_order(days: pl.Series) -> bool:
    return days.is_sorted() or days.is_sorted(descending=True)


def _span(days: pl.Series) -> int:
    """How many days lie between the first and the last."""
    counts: list[int] = days.sort().cast(pl.Int32).to_list()
    return counts[-1] - counts[0]


def _chosen(form: DateForm, meant: str, score: float, reason: str) -> DateForm:
    other = form.other if meant == form.date_format else form.date_format
    return replace(form, date_format=meant, other=other, score=score, reason=reason)
