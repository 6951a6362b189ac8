from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from flows.landing.guesses.dates import DateForm, date_form
from flows.landing.guesses.day_or_month import chosen_form
from flows.landing.times import Clock, read_instants


def form_of(*texts: str) -> DateForm:
    form = date_form(pl.Series("when", texts))
    assert form is not None
    return form


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (["2025-03-01", "2025/3/14 10:20:30"], None),
        (["2025-03-01T10:00:00Z"], None),
        (["01.03.2025", "14.03.2025 09:30"], "%d.%m.%Y %H:%M"),
        (["3/14/2025", "3/1/2025"], "%m/%d/%Y"),
        (["14/03/25 18:05", "01/03/25 18:05"], "%d/%m/%y %H:%M"),
        (["3/14/25 6:05 PM"], "%m/%d/%y %I:%M %p"),
        (["2025年3月14日"], "%Y年%m月%d日"),
        (["20250314", "20250401"], "%Y%m%d"),
        (["14 Mar 2025"], "%d %b %Y"),
        (["Mar 14, 2025"], "%b %d, %Y"),
    ],
)
def test_the_form_of_dates_is_found(texts: list[str], form: str | None) -> None:
    assert form_of(*texts).date_format == form
    assert form_of(*texts).other is None


def test_what_is_no_date_has_no_form() -> None:
    for texts in (["12.50", "3.20"], ["A-1", "A-2"], ["13800138000"], [None], []):
        assert date_form(pl.Series("when", texts, pl.String)) is None


def test_dates_that_fit_both_ways_have_two_forms() -> None:
    form = form_of("03/04/2025", "05/06/2025")

    assert {form.date_format, form.other} == {"%d/%m/%Y", "%m/%d/%Y"}


def test_a_year_first_date_among_others_changes_nothing() -> None:
    assert form_of("2025-03-01", "14/03/2025", "15/03/2025").date_format == "%d/%m/%Y"


def chosen(
    *texts: str, country: str = "GB", beside: tuple[DateForm, ...] = ()
) -> DateForm:
    series = pl.Series("when", texts)
    return chosen_form(form_of(*texts), series, country, beside)


def test_the_countrys_habit_decides_where_both_ways_fit() -> None:
    british = chosen("03/04/2025", "05/06/2025", country="GB")
    american = chosen("03/04/2025", "05/06/2025", country="US")

    assert (british.date_format, british.other) == ("%d/%m/%Y", "%m/%d/%Y")
    assert (american.date_format, american.other) == ("%m/%d/%Y", "%d/%m/%Y")
    assert "both" in british.reason
    assert british.score == 0.5


def test_another_column_of_the_source_decides_before_habit() -> None:
    beside = (form_of("31/12/1990"),)

    assert chosen("03/04/2025", country="US", beside=beside).date_format == "%d/%m/%Y"


def test_the_order_of_the_rows_decides_before_habit() -> None:
    days = [f"{day:02}/04/2025" for day in range(8, 13)]
    days += [f"{day:02}/05/2025" for day in range(1, 4)]
    form = chosen(*days, country="US")

    assert form.date_format == "%d/%m/%Y"
    assert "in order" in form.reason


def test_days_that_lie_close_together_decide_before_habit() -> None:
    days = [f"{day:02}/04/2025" for day in range(1, 8)]
    form = chosen(*days, country="US")

    assert form.date_format == "%d/%m/%Y"
    assert "close together" in form.reason


def test_with_dots_the_day_comes_first() -> None:
    assert chosen("03.04.2025", country="US").date_format == "%d.%m.%Y"


@given(
    st.lists(st.dates(date(1950, 1, 1), date(2049, 12, 31)), min_size=1, max_size=30),
    st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y", "%d-%m-%Y", "%Y.%m.%d"]),
)
def test_dates_are_read_as_they_were_written(days: list[date], form: str) -> None:
    assume(any(day.day > 12 for day in days))
    assume("%y" not in form or all(day.year > 1970 for day in days))
    written = pl.Series("when", [day.strftime(form) for day in days])
    found = date_form(written)

    assert found is not None
    read = read_instants(written, Clock(found.date_format, "UTC"))
    assert read.dt.date().to_list() == days or found.other is not None


def test_days_in_order_are_no_evidence_when_both_readings_are() -> None:
    first = date(2025, 1, 1)
    days = [(first + timedelta(days=32 * at)).replace(day=at + 1) for at in range(8)]
    texts = [day.strftime("%d/%m/%Y") for day in days]

    assert "both" in chosen(*texts, country="US").reason
