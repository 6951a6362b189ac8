"""What the layouts of a vendor's own export have in common: fixed headers."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import polars as pl

from flows.landing.contracts import CONTRACTS, Contract
from flows.landing.layouts.layout import Frames, Shape
from flows.landing.reading import Reading
from flows.landing.table import Table
from flows.settings import Source

__all__ = [
    "SNAPSHOT_CONTRACTS",
    "address_of",
    "fill_unknown_consent",
    "fixed_shape",
    "full_name",
    "snapshot_consents",
    "takes_no_columns",
]


def _with_optional_state() -> dict[str, Contract]:
    consents = CONTRACTS["consents"]
    columns = tuple(
        replace(column, required=column.required and column.name != "state")
        for column in consents.columns
    )
    return {**CONTRACTS, "consents": replace(consents, columns=columns)}


# In a list of customers an answer that cannot be read must not cost the customer.
SNAPSHOT_CONTRACTS = _with_optional_state()


def fill_unknown_consent(frames: Frames, _reading: Reading) -> Frames:
    """An answer that cannot be read is no consent."""
    consents = frames["consents"].with_columns(pl.col("state").fill_null("unknown"))
    return {**frames, "consents": consents}


def snapshot_consents(answers: pl.DataFrame, channel: str) -> pl.DataFrame:
    """The rows of a customer list that answer for ``channel``, as consents."""
    return answers.filter(pl.col("state").is_not_null()).with_columns(
        channel=pl.lit(channel), purpose=pl.lit("marketing")
    )


def fixed_shape(
    known: str,
    required: tuple[tuple[str, ...], ...],
    headers: Mapping[str, str],
) -> Callable[[Source, Table], Shape]:
    """The shape of an export whose headers are the same in every shop.

    Args:
        known: every header of the export's editions, as a header line.
        required: of each group a file must have one.
        headers: canonical name -> header.
    """
    shape = Shape(tuple(known.split(",")), required, headers)

    def of_any_file(_source: Source, _table: Table) -> Shape:
        return shape

    return of_any_file


def takes_no_columns(source: Source) -> str | None:
    """A vendor's layout knows its columns; a map for it is a mistake."""
    own = ("entity", "columns", "lines")
    wrong = [name for name in own if getattr(source, name)]
    if not wrong:
        return None
    return (
        f"sources.{source.name}.{wrong[0]} is set, but the layout {source.layout!r} "
        "knows its own columns; take that setting out, or use the layout 'generic'"
    )


def full_name(given: str, family: str) -> pl.Expr:
    """Both names as one; a Chinese name has no blank and begins with the family."""
    is_chinese = (
        pl.concat_str(given, family, ignore_nulls=True)
        .str.contains(r"^\p{Han}+$")
        .fill_null(False)
    )
    chinese = pl.concat_str(family, given, ignore_nulls=True)
    western = pl.concat_str(given, family, separator=" ", ignore_nulls=True)
    name = pl.when(is_chinese).then(chinese).otherwise(western)
    return pl.when(name != "").then(name)


def address_of(*parts: str) -> pl.Expr:
    """The lines of an address as one."""
    address = pl.concat_str(*parts, separator=", ", ignore_nulls=True)
    return pl.when(address != "").then(address)
