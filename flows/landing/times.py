"""Texts to instants and dates, in columns.

A text is read by the source's own format, then in the year-first forms that mean one
thing everywhere. ``01/02/2025`` means two things, so without a format it is unreadable.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import polars as pl

__all__ = [
    "Clock",
    "DateFormats",
    "is_date_format",
    "read_dates",
    "read_instants",
    "shop_date",
]

DateFormats = str | tuple[str, ...] | None
UTC = pl.Datetime("us", "UTC")
YEAR_FIRST = r"^[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}"
OFFSET = r"\s*([+-][0-9]{2}:?[0-9]{2})$"
WHOLE_SECONDS = "%Y-%m-%d %H:%M:%S"  # all of one length, so read three times as fast
LOCAL_FORMATS = ("%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%d")
OFFSET_FORMATS = ("%Y-%m-%d %H:%M:%S%.f%z", "%Y-%m-%d %H:%M%z")
LONGEST_SPAN = timedelta(days=5 * 366)  # over which it pays to look at each day
DAY_NUMBER = r"^[1-7][0-9]{4}(?:\.[0-9]+)?$"
DAY_ZERO = pl.datetime(1899, 12, 30)
FIRST_YEAR, LAST_YEAR = 1900, 2100
# A local time that daylight saving skipped is read an hour on; a skipped day, a day on.
STEPS_OVER_A_GAP = (timedelta(0), timedelta(hours=1), timedelta(days=1))


def is_date_format(text: str) -> bool:
    """Whether ``text`` is a strptime format that says year, month and day."""
    moment = pl.select(pl.datetime(2024, 11, 23, 10, 35, 47)).to_series()
    try:
        written = moment.dt.strftime(text.replace("%z", "+0000"))
        read = written.str.to_datetime(text, strict=False, time_unit="us")
    except pl.exceptions.PolarsError:
        return False
    return bool((read.dt.date() == moment.dt.date()).fill_null(False).all())


@dataclass(frozen=True, slots=True)
class Clock:
    """What a time of day means where the text does not say.

    Attributes:
        date_format: the source's own format, or several that are tried in turn;
            year-first forms and a spreadsheet's day numbers are read without one.
        timezone: where the clock stands.
        row_zones: the timezone of each row, null where it is ``timezone``.
    """

    date_format: DateFormats
    timezone: str
    row_zones: pl.Series | None = None


def read_instants(texts: pl.Series, clock: Clock) -> pl.Series:
    """The UTC instants that ``texts`` name, null where they name none.

    Nearly all texts of a column are of one form; only the others go the long way.
    """
    own = _listed(clock.date_format)
    if any("%z" in form for form in own):
        return _read_instants(texts, clock)
    local = _parsed(texts, own[0]) if own else _year_first(texts)
    found = _plausible(_in_zones(local, clock))
    is_odd = found.is_null() & texts.is_not_null()
    if not is_odd.any():
        return found
    zones = None if clock.row_zones is None else clock.row_zones.filter(is_odd)
    odd = _read_instants(texts.filter(is_odd), replace(clock, row_zones=zones))
    return found.scatter(is_odd.arg_true(), odd)


def _year_first(texts: pl.Series) -> pl.Series:
    """Texts with their seconds, the whole ones first: most are of that kind."""
    whole = _parsed(texts, WHOLE_SECONDS)
    if whole.null_count() == texts.null_count():
        return whole
    is_other = whole.is_null() & texts.is_not_null()
    others = _parsed(texts.filter(is_other), LOCAL_FORMATS[0])
    return whole.scatter(is_other.arg_true(), others)


def _read_instants(texts: pl.Series, clock: Clock) -> pl.Series:
    own, plain = _listed(clock.date_format), _plain(texts)
    found = _with_offset(plain)
    for form in own:
        if "%z" in form:
            found = _either(found, _parsed(texts, form))
    local = _local(texts, plain, tuple(form for form in own if "%z" not in form))
    return _plausible(_either(found.cast(UTC), _in_zones(local, clock)))


def read_dates(texts: pl.Series, date_format: DateFormats) -> pl.Series:
    """The dates that ``texts`` name, null where they name none."""
    plain = _plain(texts).str.replace(r"(:[0-9]{2}\S*?)" + OFFSET, "$1")
    own = tuple(form.replace("%z", "").strip() for form in _listed(date_format))
    return _plausible(_local(texts, plain, own)).dt.date()


def shop_date(instant: pl.Expr, timezone: str) -> pl.Expr:
    """The date in the shop at an instant."""
    return instant.dt.convert_time_zone(timezone).dt.date()


def _listed(date_format: DateFormats) -> tuple[str, ...]:
    if isinstance(date_format, str):
        return (date_format,)
    return date_format or ()


def _local(texts: pl.Series, plain: pl.Series, own: tuple[str, ...]) -> pl.Series:
    """What the clock on the wall showed: by the first form that fits."""
    tries = [(texts, form) for form in (*own, *map(_date_part, own))]
    if not any(re.match(r"%Y.%d", form) for form in own):
        tries += [(plain, form) for form in LOCAL_FORMATS]
    found = pl.Series(texts.name, [], pl.Datetime("us")).extend_constant(
        None, len(texts)
    )
    for text, form in tries:
        if found.null_count() == texts.null_count():
            break
        found = _either(found, _parsed(text, form))
    return found if own else _either(found, _numbered(texts))


def _numbered(texts: pl.Series) -> pl.Series:
    """What a spreadsheet's day number means: ``45000.5`` is noon of its day.

    A workbook holds one where a cell was never told that it is a date.
    """
    days = texts.filter(texts.str.contains(DAY_NUMBER).fill_null(value=False))
    blank = pl.Series(texts.name, [None], pl.Datetime("us")).new_from_index(
        0, len(texts)
    )
    if not days.len():
        return blank
    seconds = (days.cast(pl.Float64) * 86_400).round().cast(pl.Int64)
    moments = DAY_ZERO + pl.duration(seconds=pl.lit(seconds), time_unit="us")
    places = texts.str.contains(DAY_NUMBER).fill_null(value=False).arg_true()
    return blank.scatter(places, pl.select(moments).to_series())


def _date_part(date_format: str) -> str:
    """The format without its time of day: a birthday has none."""
    return re.split(r"[ T](?=%[HIklT])", date_format)[0]


def _plain(texts: pl.Series) -> pl.Series:
    """Year-first texts with one kind of separator; null for all others."""
    text = pl.col(texts.name)
    return (
        texts.to_frame()
        .select(
            pl.when(text.str.contains(YEAR_FIRST))
            .then(text)
            .str.replace("T", " ", literal=True)
            .str.replace_all("/", "-", literal=True)
            .str.replace(r"[Zz]$", "+0000")
        )
        .to_series()
    )


def _with_offset(plain: pl.Series) -> pl.Series:
    has_offset = plain.str.contains(":.*" + OFFSET).fill_null(False)
    if not has_offset.any():
        return plain.clear(len(plain)).cast(UTC)
    placed = plain.str.replace(OFFSET, "$1").zip_with(
        has_offset, plain.clear(len(plain))
    )
    found = [_parsed(placed, form) for form in OFFSET_FORMATS]
    return _either(*found)


def _in_zones(local: pl.Series, clock: Clock) -> pl.Series:
    """The instants at which the rows' clocks show ``local``."""
    zones = clock.row_zones
    if zones is None:
        return _in_zone(local, clock.timezone)
    zones = zones.fill_null(clock.timezone)
    found = local.clear(len(local)).cast(UTC)
    for zone in zones.unique().sort():
        found = _in_zone(local, zone).zip_with(zones == zone, found)
    return found


def _in_zone(local: pl.Series, timezone: str) -> pl.Series:
    """The instants at which a clock in ``timezone`` shows ``local``."""
    offset = _only_offset(local, timezone)
    if offset is not None:
        return (local - offset).dt.replace_time_zone("UTC")
    found = local.clear(len(local)).cast(UTC)
    for step in STEPS_OVER_A_GAP:
        if found.null_count() == local.null_count():
            break
        placed = (local + step).dt.replace_time_zone(
            timezone, ambiguous="earliest", non_existent="null"
        )
        found = _either(found, placed.dt.convert_time_zone("UTC"))
    return found


def _only_offset(local: pl.Series, timezone: str) -> timedelta | None:
    """What the clock is ahead of UTC, when that is the same all the time.

    No clock is changed twice within a day, so it is enough to look once a day.
    """
    if not local.dt.year().is_between(FIRST_YEAR, LAST_YEAR).all():
        return None
    first, last = local.min(), local.max()
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        return None
    if last - first > LONGEST_SPAN:
        return None
    day = timedelta(days=1)
    days = pl.datetime_range(first - day, last + day, day, eager=True)
    there = days.dt.replace_time_zone(
        timezone, ambiguous="earliest", non_existent="null"
    )
    offsets = there.dt.base_utc_offset() + there.dt.dst_offset()
    return offsets[0] if offsets.null_count() == 0 and offsets.n_unique() == 1 else None


def _parsed(texts: pl.Series, date_format: str) -> pl.Series:
    return texts.str.to_datetime(date_format, strict=False, time_unit="us")


def _either(first: pl.Series, second: pl.Series) -> pl.Series:
    return first.zip_with(first.is_not_null(), second)


def _plausible(moments: pl.Series) -> pl.Series:
    is_plausible = moments.dt.year().is_between(FIRST_YEAR, LAST_YEAR)
    if is_plausible.all():
        return moments
    is_plausible = is_plausible.fill_null(False)
    return moments.zip_with(is_plausible, moments.clear(len(moments)))
