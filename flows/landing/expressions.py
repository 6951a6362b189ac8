"""A column of ``shop.toml`` that is worked out: ``= Vorname || ' ' || Nachname``.

The language is SQL as polars reads it (``polars.sql_expr``), over the file's headers,
every one of them a text; a header that is no plain word stands in double quotes. An
expression sees one row at a time.
"""

import polars as pl

from flows.errors import ContractError
from flows.landing.table import Table

__all__ = ["headers_in", "is_expression", "problem_of", "worked_out"]

MARK = "="


def is_expression(text: str) -> bool:
    """Whether a column is worked out, and not a header."""
    return text.startswith(MARK)


def headers_in(text: str) -> tuple[str, ...]:
    """The headers that a column is made of."""
    if not is_expression(text):
        return (text,)
    return tuple(dict.fromkeys(_parsed(text).meta.root_names()))


def problem_of(text: str) -> str | None:
    """What is wrong with an expression, None if nothing."""
    try:
        expression = _parsed(text)
    except pl.exceptions.PolarsError as error:
        return f"is no SQL expression ({str(error).splitlines()[0]})"
    headers = expression.meta.root_names()
    rows = pl.DataFrame({header: ["1", "2", "3"] for header in headers})
    try:
        height = rows.select(expression).height if headers else 3
    except pl.exceptions.PolarsError:
        height = 3  # what does not suit these texts may suit the file's
    if height != 3:
        return "looks at more than one row; an expression sees one row at a time"
    return None


def worked_out(table: Table, text: str, where: str) -> pl.Series:
    """The texts of a column that is worked out; blank where the file lacks a header.

    Raises:
        ContractError: the expression does not fit the file's texts.
    """
    expression = _parsed(text)
    if not set(expression.meta.root_names()) <= set(table.headers):
        return pl.repeat(None, table.height, dtype=pl.String, eager=True)
    try:
        made = table.cells.with_columns(expression.cast(pl.String).alias(MADE))[MADE]
    except pl.exceptions.PolarsError as error:
        message = (
            f"{where} = {text!r} does not fit this file's texts "
            f"({type(error).__name__}). Mend it in shop.toml; 'try_cast' leaves blank "
            "what cannot be cast"
        )
        raise ContractError(message) from None
    trimmed = pl.col(MADE).str.strip_chars()
    return made.to_frame().select(pl.when(trimmed != "").then(trimmed)).to_series()


MADE = " made"  # no header is spelled like this: headers are stripped


def _parsed(text: str) -> pl.Expr:
    return pl.sql_expr(text.removeprefix(MARK).strip())
