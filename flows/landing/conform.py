"""Texts to typed values by a contract: what is unreadable, and why a row cannot land.

A required value that is missing or unreadable gives the row a reason. An optional
one that is unreadable is emptied, and its text kept in ``unreadable``.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

import polars as pl

from flows.landing.codes import (
    read_address,
    read_code,
    read_currencies,
    read_flag,
    read_ids,
)
from flows.landing.columns import Column
from flows.landing.contracts import Contract
from flows.landing.figures import read_count, read_figures, with_points
from flows.landing.reading import Reading
from flows.landing.runs import once_for_each_run
from flows.landing.table import told_columns
from flows.landing.times import Clock, read_dates, read_instants, shop_date
from flows.landing.words import once_for_each_word

__all__ = ["conform"]

FIGURES = ("amount", "count", "price", "rate")
MEANINGS = {
    "amount": "a number",
    "consent_channel": "email, sms, wechat or post",
    "consent_state": "granted, denied, revoked or unknown",
    "count": "a whole number",
    "currency": "a currency's three letters",
    "date": "a date",
    "email": "an e-mail address that can be read",
    "feedback_kind": "nps, csat, review, complaint or mystery_visit",
    "flag": "yes or no",
    "gender": "female, male or other",
    "instant": "a date and time",
    "interaction_kind": "visit, browse, inquiry, cart, call or message",
    "loyalty_kind": "earn, redeem, expire, adjust, tier, top_up or spend",
    "phone": "a phone number that can be read",
    "price": "a number",
    "rate": "a number",
    "response_kind": ("sent, delivered, opened, clicked, redeemed or unsubscribed"),
}


def conform(
    texts: pl.DataFrame,
    contract: Contract,
    reading: Reading,
    headers: Mapping[str, str],
) -> pl.DataFrame:
    """Read ``texts`` as the rows of an entity.

    Args:
        texts: trimmed texts by canonical name beside ``row_number``. Columns that
            begin with ``_`` belong to the layout and are carried along.
        contract: the entity's.
        reading: what the source's settings say.
        headers: what the file calls a column, for the reasons.

    Returns:
        As many rows as came in: the contract's columns and their local dates (of
        consents also ``is_dated``: whether the file itself dates them), then
        ``unreadable``, ``reason`` (null in a row that can land), ``row_number`` and
        what was carried.
    """

    def understand(rows: pl.DataFrame) -> pl.DataFrame:
        return _conformed(rows, contract, reading, headers)

    if contract.entity == "orders":
        return once_for_each_run(texts, understand)
    return understand(texts)


def _conformed(
    texts: pl.DataFrame,
    contract: Contract,
    reading: Reading,
    headers: Mapping[str, str],
) -> pl.DataFrame:
    zones = texts["_zone"] if "_zone" in texts.columns else None
    usual = Clock(reading.source.date_format, reading.timezone, zones)
    is_dated = "changed_at" in texts.columns
    told = told_columns(texts)
    values = texts.select("row_number").with_columns(
        _read(column, texts, told, usual, reading) for column in contract.columns
    )
    values = _with_local_dates(values, contract, reading.shop_timezone)
    if contract.entity == "consents":
        values = values.with_columns(is_dated=pl.lit(is_dated))
    carried = [name for name in texts.columns if name.startswith("_")]
    return values.with_columns(
        _unreadable(texts, values, contract).alias("unreadable"),
        _reasons(texts, values, contract, headers).alias("reason"),
        texts["row_number"],
        *texts.select(carried),
    )


def _read(
    column: Column,
    texts: pl.DataFrame,
    told: Collection[str],
    usual: Clock,
    reading: Reading,
) -> pl.Expr | pl.Series:
    """The values of a column; of one that the file does not have, none."""
    if column.name in told:
        series = texts[column.name]
        own = reading.source.date_formats.get(column.name, usual.date_format)
        clock = replace(usual, date_format=own)
        if reading.source.decimal_comma and column.kind in FIGURES:
            series = with_points(series)
        return _values(column, series, clock).alias(column.name)
    if column.name == "changed_at" and column.name not in texts.columns:
        # who agrees today: true as it landed
        return pl.lit(reading.night_end, column.dtype).alias(column.name)
    return pl.lit(None, column.dtype).alias(column.name)


def _values(column: Column, texts: pl.Series, clock: Clock) -> pl.Series:
    match column.kind:
        case "amount" | "price" | "rate":
            return once_for_each_word(
                texts, lambda words: read_figures(words, column.scale)
            )
        case "currency":
            return read_currencies(texts)
        case "date":
            return read_dates(texts, clock.date_format)
        case "instant":
            return read_instants(texts, clock)
        case "text":
            return texts
        case "id":
            return read_ids(texts)
        case "phone":
            return _selected(read_address(pl.lit(read_ids(texts))))
    text = pl.lit(texts)
    match column.kind:
        case "count":
            return _selected(read_count(text))
        case "email":
            return _selected(read_address(text))
        case "flag":
            return _selected(read_flag(text))
    return _selected(read_code(text, column.kind))


def _selected(values: pl.Expr) -> pl.Series:
    return pl.select(values.alias("values")).to_series()


def _with_local_dates(
    values: pl.DataFrame, contract: Contract, timezone: str
) -> pl.DataFrame:
    """The entity's columns in their order, the shop's date beside each instant."""
    told = told_columns(values)
    columns: list[pl.Expr] = []
    for column in contract.columns:
        columns.append(pl.col(column.name))
        if column.local_date and column.name not in told:
            columns.append(pl.lit(None, pl.Date()).alias(column.local_date))
        elif column.local_date:
            day = shop_date(pl.col(column.name), timezone)
            columns.append(day.alias(column.local_date))
    return values.select(columns)


def _unreadable(
    texts: pl.DataFrame, values: pl.DataFrame, contract: Contract
) -> pl.Series:
    """A JSON object of the emptied values' texts, null where none was emptied."""
    told = told_columns(texts)
    emptied = [
        column.name
        for column in contract.columns
        if column.kind in MEANINGS
        and not column.required
        and column.name in told
        and texts[column.name].null_count() < values[column.name].null_count()
    ]
    if not emptied:
        return pl.repeat(None, texts.height, dtype=pl.String, eager=True)
    members = [
        texts.select(
            pl.when(pl.col(name).is_not_null() & values[name].is_null())
            .then(pl.struct(name).struct.json_encode().str.slice(1))
            .str.strip_suffix("}")
            .alias(name)
        )
        for name in emptied
    ]
    joined = pl.concat(members, how="horizontal").select(
        pl.concat_str(pl.all(), separator=",", ignore_nulls=True).alias("unreadable")
    )
    return joined.select(
        pl.when(pl.col("unreadable") != "").then(
            pl.concat_str(pl.lit("{"), "unreadable", pl.lit("}"))
        )
    ).to_series()


def _reasons(
    texts: pl.DataFrame,
    values: pl.DataFrame,
    contract: Contract,
    headers: Mapping[str, str],
) -> pl.Series:
    """The first thing that keeps each row from landing, in words without its data.

    A currency that cannot be read comes before all else: it says that the row's money
    adds up with no other.
    """
    reasons = []
    for column in sorted(
        contract.columns, key=lambda column: column.kind != "currency"
    ):
        if not column.required and column.kind != "currency":
            continue
        if not values[column.name].null_count():
            continue
        called = _called(column.name, headers)
        is_empty = values[column.name].is_null()
        is_told = _is_told(texts, column)
        meaning = f"{called} is not {MEANINGS.get(column.kind, 'readable')}"
        reasons.append(pl.when(is_empty & is_told).then(pl.lit(meaning)))
        if column.required:
            missing = pl.lit(f"{called} is missing")
            reasons.append(pl.when(is_empty & ~is_told).then(missing))
    for group in contract.one_of:
        if any(not values[name].null_count() for name in group):
            continue
        names = ", ".join(_called(name, headers) for name in group)
        is_missing = pl.all_horizontal(values[name].is_null() for name in group)
        reasons.append(pl.when(is_missing).then(pl.lit(f"{names} are all missing")))
    if not reasons:
        return pl.repeat(None, values.height, dtype=pl.String, eager=True)
    return values.select(pl.coalesce(reasons).alias("reason")).to_series()


def _is_told(texts: pl.DataFrame, column: Column) -> pl.Series:
    """Whether the file says anything in ``column``."""
    if column.name not in texts.columns:
        return pl.Series([False]).new_from_index(0, texts.height)
    return texts[column.name].is_not_null()


def _called(name: str, headers: Mapping[str, str]) -> str:
    """A column under both its names: ``ordered_at (InvoiceDate)``."""
    header = headers.get(name, name)
    return name if header == name else f"{name} ({header})"
