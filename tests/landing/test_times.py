from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.landing.times import (
    Clock,
    is_date_format,
    read_dates,
    read_instants,
    shop_date,
)

SHANGHAI = Clock(None, "Asia/Shanghai")


def instant(text: str, clock: Clock = SHANGHAI) -> datetime | None:
    return read_instants(pl.Series("t", [text], pl.String), clock).item()


def written(text: str) -> datetime:
    """A moment as the wall shows it, in no time zone."""
    return datetime.fromisoformat(text)


def day(text: str, date_format: str | None = None) -> date | None:
    return read_dates(pl.Series("t", [text], pl.String), date_format).item()


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-01 10:00:00",
        "2025-03-01T10:00:00",
        "2025-03-01 10:00",
        "2025/3/1 10:00:00.000",
        "2025-03-01 10:00:00 +0800",
        "2025-03-01T02:00:00Z",
        "2025-02-28T21:00:00.000-05:00",
        "2025-02-28 21:00-0500",
    ],
)
def test_year_first_times_are_read_without_a_format(text: str) -> None:
    assert instant(text) == datetime(2025, 3, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "01/02/2025",
        "x",
        "2025-02-30",
        "2025-13-01 10:00",
        "0000-01-01 00:00:00",
        "0001-01-01",
        "9999-01-01",
        "9999-12-31 23:59:59",
    ],
)
def test_what_means_two_things_or_nothing_is_null(text: str) -> None:
    assert instant(text) is None


def test_a_time_without_a_date_format_may_be_a_date_alone() -> None:
    assert instant("2025-03-01") == datetime(2025, 2, 28, 16, tzinfo=UTC)


def test_the_source_may_say_how_it_writes_times() -> None:
    clock = Clock("%d/%m/%Y %I:%M %p", "Asia/Shanghai")

    assert instant("01/02/2025 03:04 PM", clock) == datetime(
        2025, 2, 1, 7, 4, tzinfo=UTC
    )
    assert instant("01/02/2025", clock) == datetime(2025, 1, 31, 16, tzinfo=UTC)
    assert instant("2025-02-01 15:04", clock) == datetime(2025, 2, 1, 7, 4, tzinfo=UTC)


def test_a_format_with_an_offset_needs_no_timezone() -> None:
    clock = Clock("%d.%m.%Y %H:%M %z", "Asia/Shanghai")

    assert instant("01.02.2025 15:04 +0100", clock) == datetime(
        2025, 2, 1, 14, 4, tzinfo=UTC
    )
    assert instant("2025-02-01", clock) == datetime(2025, 1, 31, 16, tzinfo=UTC)


def test_a_year_day_month_format_is_not_mixed_with_year_month_day() -> None:
    clock = Clock("%Y-%d-%m", "UTC")

    assert instant("2025-13-02", clock) == datetime(2025, 2, 13, tzinfo=UTC)
    assert instant("2025-02-13", clock) is None


def test_a_time_that_daylight_saving_skips_is_moved_forward() -> None:
    clock = Clock(None, "America/New_York")
    assert instant("2024-03-10 02:30", clock) == datetime(
        2024, 3, 10, 7, 30, tzinfo=UTC
    )


def test_a_day_that_a_country_skipped_is_moved_forward() -> None:
    clock = Clock(None, "Pacific/Apia")
    assert instant("2011-12-30 10:00", clock) == datetime(2011, 12, 30, 20, tzinfo=UTC)


def test_of_a_time_that_comes_twice_the_first_is_meant() -> None:
    clock = Clock(None, "America/New_York")
    assert instant("2024-11-03 01:30", clock) == datetime(
        2024, 11, 3, 5, 30, tzinfo=UTC
    )


def test_rows_may_have_timezones_of_their_own() -> None:
    texts = pl.Series("t", ["2025-01-01 00:00"] * 3)
    zones = pl.Series(["America/New_York", None, "UTC"])
    hours = read_instants(texts, Clock(None, "Asia/Shanghai", zones)).dt.hour()

    assert hours.to_list() == [5, 16, 0]


@pytest.mark.parametrize(
    ("text", "date_format", "value"),
    [
        ("1990-05-21", None, date(1990, 5, 21)),
        ("1990-05-21T00:00:00Z", None, date(1990, 5, 21)),
        ("21/05/1990", "%d/%m/%Y %H:%M", date(1990, 5, 21)),
        ("21.05.1990 10:00 +0100", "%d.%m.%Y %H:%M %z", None),
        ("31/02/1990", "%d/%m/%Y", None),
        ("unknown", None, None),
    ],
)
def test_dates_are_read(text: str, date_format: str | None, value: date | None) -> None:
    assert day(text, date_format) == value


def test_the_shops_date_is_the_one_on_its_wall() -> None:
    late = pl.lit(datetime(2025, 3, 1, 17, tzinfo=UTC)).cast(pl.Datetime("us", "UTC"))
    assert pl.select(shop_date(late, "Asia/Shanghai")).item() == date(2025, 3, 2)


def test_a_date_format_names_year_month_and_day() -> None:
    assert is_date_format("%d/%m/%Y")
    assert is_date_format("%b %d, %Y %I:%M %p")
    assert is_date_format("%Y-%m-%d %H:%M:%S %z")
    assert not is_date_format("%H:%M")
    assert not is_date_format("DD/MM/YYYY")
    assert not is_date_format("%Q")


@given(
    st.datetimes(written("1901-01-01"), written("2099-12-30")),
    st.sampled_from(["Asia/Shanghai", "America/New_York", "Pacific/Apia", "UTC"]),
)
def test_every_local_time_is_some_instant(local: datetime, zone: str) -> None:
    assert instant(local.isoformat(" "), Clock(None, zone)) is not None


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.datetimes(written("1901-01-01"), written("2099-12-30")).map(str),
            st.from_regex(
                r"20[0-9]{2}-[0-3][0-9]-[0-3][0-9][ T][0-9:]{4,8}", fullmatch=True
            ),
            st.sampled_from(
                ["2025-03-01 23:59:60", "45000.5", "x", "0000-00-00 00:00:00"]
            ),
        ),
        max_size=6,
    ),
    st.sampled_from(["Asia/Shanghai", "America/New_York", "Pacific/Apia", "UTC"]),
)
def test_what_else_a_column_says_changes_no_instant(
    texts: list[str | None], zone: str
) -> None:
    column = read_instants(pl.Series(texts, dtype=pl.String), Clock(None, zone))
    assert column.to_list() == [instant(text, Clock(None, zone)) for text in texts]


@given(st.datetimes(written("1901-01-01"), written("2099-12-30")))
def test_a_time_with_its_seconds_is_that_time(moment: datetime) -> None:
    for said in (moment, moment.replace(microsecond=0)):
        text = said.isoformat(" ")
        assert instant(text, Clock(None, "UTC")) == said.replace(tzinfo=UTC)


def test_several_formats_are_tried_in_turn() -> None:
    forms = ("%d.%m.%Y %H:%M", "%d.%m.%y", "%d/%m/%Y %H:%M%z")
    clock = Clock(forms, "Asia/Shanghai")

    assert instant("01.03.2025 10:00", clock) == datetime(2025, 3, 1, 2, tzinfo=UTC)
    assert instant("01.03.25", clock) == datetime(2025, 2, 28, 16, tzinfo=UTC)
    assert instant("01/03/2025 10:00+0100", clock) == datetime(
        2025, 3, 1, 9, tzinfo=UTC
    )
    assert instant("2025-03-01", clock) == datetime(2025, 2, 28, 16, tzinfo=UTC)
    assert instant("1 March", clock) is None
    assert read_dates(pl.Series(["01.03.2025", "02.03.25"]), forms).to_list() == [
        date(2025, 3, 1),
        date(2025, 3, 2),
    ]


@given(st.datetimes(written("1960-01-01"), written("2090-01-01")))
def test_a_spreadsheets_day_number_is_its_day(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    days = moment - written("1899-12-30")
    number = f"{days.days + days.seconds / 86_400:.6f}"

    assert instant(number, Clock(None, "UTC")) == moment.replace(tzinfo=UTC)
    assert day(number) == moment.date()
    assert day(str(days.days)) == moment.date()


def test_a_day_number_is_none_where_a_format_says_otherwise() -> None:
    assert day("45000") == date(2023, 3, 15)
    assert day("45000", "%d.%m.%Y") is None
    assert day("4500") is None
    assert day("450000") is None
    assert day("20250301") is None
