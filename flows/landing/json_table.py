"""JSON as tables: one row per document, a batch of whole documents at a time.

Documents are objects, and stand one to a line, one after the other, in a list, or in
an answer that wraps one: ``{"orders": […]}``, ``{"code": 0, "data": {"list": […]}}``.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import chain

import polars as pl

from flows.errors import ContractError
from flows.landing.json_shape import LONGEST, Form, form_of
from flows.landing.json_split import split_lines, split_values, too_long
from flows.landing.json_text import elements, is_json, members
from flows.landing.table import BEYOND, Table, unique_headers

__all__ = ["json_tables"]

MOST_BATCH = 8 * 2**20  # JSON says every key again, and is taken apart in memory
MOST_COLUMNS = 2_000
TORN_TEXT = f"{BEYOND}as it stands"
NO_OBJECT = "it is no whole JSON object"
NO_ROWS = "it does not hold what the first document of the file holds"


def json_tables(
    chunks: Iterable[bytes], name: str, size: int = MOST_BATCH
) -> Iterator[Table]:
    """The documents of a UTF-8 text, one row each; a list without any has no rows.

    A document on a line of its own that cannot be read is torn. Anywhere else nobody
    can say where the next one begins, and the file is refused.

    Args:
        chunks: the text.
        name: the file's, for messages.
        size: how many bytes a batch has at most, about.

    Raises:
        ContractError: the text is malformed or cut off, or a document is far too long.
    """
    size, rest = min(size, MOST_BATCH), iter(chunks)
    head = _head(rest)
    form = form_of(head, name)
    again = (head[at : at + size] for at in range(form.start, len(head), size))
    split = split_lines if form.by_lines else split_values
    count = 0
    for documents in split(chain(again, rest), form, name, size):
        rows = _rows(documents, form, name)
        if form.path:
            rows = rows.with_columns(number=pl.int_range(pl.len()) + count + 1)
        count += rows.height
        if rows.height:
            yield _table(rows, name)
    if not count:
        yield Table(pl.DataFrame(), pl.Series([], dtype=pl.Int64))


def _head(chunks: Iterator[bytes]) -> bytes:
    """As much of the text as one document may have, and all of a shorter one."""
    head: list[bytes] = []
    length = 0
    for chunk in chunks:
        head.append(chunk)
        length += len(chunk)
        if length > LONGEST:
            break
    return b"".join(head)


def _rows(documents: pl.DataFrame, form: Form, name: str) -> pl.DataFrame:
    """``number``, ``text`` and, why it is torn, ``torn`` of each row."""
    _check_length(documents, form, name)
    is_whole = documents.select(is_json(pl.col("text"), "{")).to_series()
    if not form.by_lines and not is_whole.all():
        _check_malformed(documents.filter(~is_whole), name)
    rows = documents.with_columns(
        torn=pl.when(~is_whole).then(pl.lit(NO_OBJECT, pl.String))
    )
    for key in form.path:
        rows = _inside(rows, key)
    return rows


def _check_length(documents: pl.DataFrame, form: Form, name: str) -> None:
    long = documents.filter(pl.col("text").str.len_bytes() > LONGEST)
    if long.height:
        number = long["number"][0]
        where = f"on line {number:,}" if form.by_lines else f"as document {number:,}"
        raise too_long(name, where)


def _check_malformed(unreadable: pl.DataFrame, name: str) -> None:
    """Refuse a document that no reader of JSON reads; some read more than others."""
    number, text = unreadable.row(0)
    what = "is no object"
    try:
        if isinstance(json.loads(text), dict):
            return
    except RecursionError:
        return
    except json.JSONDecodeError as error:
        what = f"is malformed at character {error.pos + 1:,} of it"
    except ValueError:  # a whole number of more figures than Python reads
        return
    message = f"{name} is not read: document {number:,} {what}. Export it again"
    raise ContractError(message)


def _inside(rows: pl.DataFrame, key: str) -> pl.DataFrame:
    """One row for each object under ``key``, whether it is one or a list of them."""
    found = members(rows["text"])
    value = found[key] if key in found.columns else rows["text"].clear(rows.height)
    placed = rows.with_columns(value.alias("value")).with_row_index("place")
    is_list, is_one = is_json(pl.col("value"), "["), is_json(pl.col("value"), "{")
    kept = placed.filter(is_list.fill_null(False).not_()).select(
        "place",
        "number",
        pl.when(is_one).then("value").otherwise("text").alias("text"),
        pl.when(is_one).then("torn").otherwise(pl.coalesce("torn", pl.lit(NO_ROWS))),
    )
    listed = elements(value)
    taken = listed.select(
        pl.col("place").cast(pl.UInt32),
        rows["number"].gather(listed["place"]).alias("number"),
        "text",
        torn=pl.when(is_json(pl.col("text"), "{").fill_null(False).not_()).then(
            pl.lit(NO_OBJECT)
        ),
    )
    return pl.concat([kept, taken]).sort("place", maintain_order=True).drop("place")


def _table(rows: pl.DataFrame, name: str) -> Table:
    """The members of the documents as columns."""
    is_torn = rows["torn"].is_not_null()
    whole = rows.select(pl.when(~is_torn).then("text").alias("text")).to_series()
    found = members(whole, checked=True)
    if found.width > MOST_COLUMNS:
        message = (
            f"{name} has more than {MOST_COLUMNS:,} different keys, so they are no "
            "columns. Export it as a list of like objects"
        )
        raise ContractError(message)
    texts = found.rename(
        dict(zip(found.columns, unique_headers(found.columns), strict=True))
    )
    if is_torn.any() or not texts.width:
        torn = rows.select(pl.when(is_torn).then("text").alias(TORN_TEXT)).to_series()
        texts = texts.with_columns(torn) if texts.width else torn.to_frame()
    return Table(texts, rows["number"], rows["torn"])
