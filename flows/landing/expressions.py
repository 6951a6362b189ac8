"""A column of ``shop.toml`` that is worked out: ``= Vorname || ' ' || Nachname``.

The language is SQL as polars reads it (``polars.sql_expr``), over the file's headers,
every one of them a text; a header that is no plain word stands in double quotes. An
expression sees one row at a time, and no clock.
"""

import re
from functools import lru_cache

import polars as pl

from flows.errors import ContractError
from flows.landing.table import Table

__all__ = ["groups_of", "headers_in", "is_expression", "problem_of", "worked_out"]

MARK = "="
QUOTED = r"'[^']*'|\"[^\"]*\""
OVER_ROWS = (
    "any_value array_agg avg bool_and bool_or corr count covar_pop covar_samp "
    "dense_rank first first_value lag last last_value lead listagg max mean median min "
    "quantile_cont quantile_disc rank row_number stddev stddev_samp string_agg sum var "
    "var_samp variance"
)
CLOCKS = "current_date current_time current_timestamp localtime now over select today"
LOOKS_AROUND = re.compile(
    rf"\b(?:(?:{'|'.join(OVER_ROWS.split())})\s*\(|(?:{'|'.join(CLOCKS.split())})\b)",
    re.IGNORECASE,
)
ALTERNATIVES = re.compile(r"\bcoalesce\s*\(", re.IGNORECASE)


def is_expression(text: str) -> bool:
    """Whether a column is worked out, and not a header."""
    return text.startswith(MARK)


def headers_in(text: str) -> tuple[str, ...]:
    """The headers that a column is made of."""
    if not is_expression(text):
        return (text,)
    return tuple(dict.fromkeys(_parsed(text).meta.root_names()))


def groups_of(text: str) -> tuple[tuple[str, ...], ...]:
    """The groups of headers of which a file must have one each.

    An expression needs all of its headers, unless it says what to do without one.
    """
    headers = headers_in(text)
    if is_expression(text) and ALTERNATIVES.search(_without_quoted(text)):
        return (headers,) if headers else ()
    return tuple((header,) for header in headers)


def problem_of(text: str) -> str | None:
    """What is wrong with an expression, None if nothing."""
    found = LOOKS_AROUND.search(_without_quoted(text))
    if found:
        word = found.group().rstrip("( ")
        return (
            f"looks at more than one row, or at the clock ({word}); an expression sees "
            "one row at a time"
        )
    try:
        headers = headers_in(text)
        blank = pl.Series(["1", None], dtype=pl.String)
        rows = pl.DataFrame([blank.alias(header) for header in headers or ("",)])
        made = rows.select(_parsed(text).alias(MADE))
    except pl.exceptions.PolarsError as error:
        return f"is no SQL expression ({str(error).splitlines()[0]})"
    if (headers and made.height != rows.height) or made.schema[MADE].is_nested():
        return "makes a list, or one value of all rows; a column has one in each row"
    return None


def worked_out(
    table: Table, text: str, where: str, *, joins_blanks: bool = False
) -> pl.Series:
    """The texts of a column that is worked out; blank where the file lacks a header.

    Args:
        table: the file.
        text: the expression.
        where: the setting that it is, for messages.
        joins_blanks: whether ``||`` takes a blank part for an empty text, as in a name.
            An id of which a half is missing would be none.

    Raises:
        ContractError: the expression does not fit the file's texts.
    """
    if not all(any(map(table.has, group)) for group in groups_of(text)):
        return pl.repeat(None, table.height, dtype=pl.String, eager=True)
    headers = headers_in(text)
    places = {str(place): header for place, header in enumerate(headers)}
    rows = table.pick(places).drop("row_number").rename(places)
    made = _made(rows, table.height, text, where)
    if joins_blanks and headers and "||" in text:
        says = ~pl.all_horizontal(pl.col(headers).is_null())
        filled = rows.with_columns(pl.when(says).then(pl.col(headers).fill_null("")))
        joined = _made(filled, table.height, text, where)
        made = made.zip_with(made.is_not_null(), joined)
    return made


def _made(rows: pl.DataFrame, height: int, text: str, where: str) -> pl.Series:
    try:
        made = rows.select(_parsed(text).cast(pl.String).alias(MADE)).to_series()
    except pl.exceptions.PolarsError as error:
        message = (
            f"{where} = {text!r} does not fit this file's texts "
            f"({type(error).__name__}). Mend it in shop.toml; 'try_cast' leaves blank "
            "what cannot be cast"
        )
        raise ContractError(message) from None
    if made.len() != height:  # the same for all rows
        made = made.new_from_index(0, height)
    trimmed = pl.col(MADE).str.strip_chars()
    return made.to_frame().select(pl.when(trimmed != "").then(trimmed)).to_series()


MADE = " made"  # no header is spelled like this: headers are stripped


def _without_quoted(text: str) -> str:
    return re.sub(QUOTED, "''", text)


@lru_cache(maxsize=256)
def _parsed(text: str) -> pl.Expr:
    return pl.sql_expr(text.removeprefix(MARK).strip())
