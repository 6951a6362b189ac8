"""CSV text as tables, a batch of whole records at a time."""

import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from flows.errors import ContractError
from flows.landing.csv_shape import (
    CsvShape,
    last_record_end,
    survey,
    without_blank_lines,
)
from flows.landing.table import BEYOND, BLANKS, Table, unique_headers

__all__ = ["csv_tables"]

BATCH = 8 * 2**20
LONGEST_RECORD = 16 * 2**20
csv.field_size_limit(LONGEST_RECORD)
SEPARATORS = (",", ";", "\t", "|")
SEPARATOR_LINE = b"sep="
LONG_ENOUGH = 2**16  # to see how lines end
END_OF_TEXT = "\x03"


@dataclass(slots=True)
class _Format:
    """What the header says, and how far the text has been read."""

    name: str
    separator: str
    headers: list[str]
    line: int


def csv_tables(
    chunks: Iterable[bytes], name: str, size: int = BATCH
) -> Iterator[Table]:
    """The records of a UTF-8 text under its header; a header alone is an empty table.

    Args:
        chunks: the text.
        name: the file's, for messages.
        size: how many bytes a batch has, about.

    Raises:
        ContractError: the text is cut off, or holds a record that is far too long.
    """
    form: _Format | None = None
    for block, is_last, is_regular in _blocks(chunks, name, size):
        if form is None:
            form, rest = _read_header(block, name)
            if not rest.strip(b"\r\n"):
                rest = b""
            if not rest and is_last:
                yield _nothing(form.headers)
        else:
            rest = block
        if rest:
            yield _table(rest, form, is_last, is_regular)


def _blocks(
    chunks: Iterable[bytes], name: str, size: int
) -> Iterator[tuple[bytes, bool, bool]]:
    """Blocks of whole records; whether it is the last, and its quotes are regular."""
    pending: list[bytes] = []
    length, wanted, separator = 0, size, ""
    text = b""
    for chunk in _with_line_feeds(chunks):
        pending.append(chunk)
        length += len(chunk)
        if length < wanted:
            continue
        text = b"".join(pending)
        separator = separator or _separator(text)
        end = last_record_end(text, separator)
        is_regular = end is not None
        if end is None:
            end = _requoted_end(text, separator)
        if end:
            yield text[:end], False, is_regular
            text, wanted = text[end:], size
        elif length > size + LONGEST_RECORD:
            raise _too_long(name)
        else:
            wanted = 2 * length
        pending, length = [text], len(text)
    text = b"".join(pending)
    is_regular = last_record_end(text, separator or _separator(text)) == len(text)
    yield text, True, is_regular


def _with_line_feeds(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Lines ended by line feeds where an old system ends them by returns alone."""
    rest = iter(chunks)
    head = b""
    for chunk in rest:
        head += chunk
        if len(head) >= LONG_ENOUGH:
            break
    if b"\n" in head or b"\r" not in head:
        yield head
        yield from rest
    else:
        yield head.replace(b"\r", b"\n")
        yield from (chunk.replace(b"\r", b"\n") for chunk in rest)


def _requoted_end(text: bytes, separator: str) -> int:
    """Where the last whole record ends in a text whose quotes follow no format.

    Python's reader takes a quotation mark inside a cell as it is: ``12" ruler``.
    """
    end = text.rfind(b"\n") + 1
    marked = io.StringIO(text[:end].decode() + END_OF_TEXT, newline="")
    try:
        records = deque(csv.reader(marked, delimiter=separator), maxlen=1)
    except csv.Error:
        return 0
    return end if records.pop() == [END_OF_TEXT] else 0


def _separator(text: bytes) -> str:
    """What stands between the cells of the header: the most frequent candidate."""
    start = text.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    header = start.split(b"\n", 1)[0].decode(errors="replace")
    if header.lower().startswith(SEPARATOR_LINE.decode()) and len(header.strip()) == 5:
        return header.strip()[-1]
    bare = "".join(header.split('"')[::2])
    return max(
        SEPARATORS, key=lambda candidate: (bare.count(candidate), candidate == ",")
    )


def _read_header(block: bytes, name: str) -> tuple[_Format, bytes]:
    """The header, and what follows it."""
    if not block.strip():
        message = f"{name} is empty. Export it again"
        raise ContractError(message)
    separator = _separator(block)
    line = 1
    while True:
        bare = block.lstrip(b"\r\n")
        line += block.count(b"\n", 0, len(block) - len(bare))
        block = bare
        if not (block[:4].lower() == SEPARATOR_LINE and block[5:6] in b"\r\n"):
            break
        block = block[block.find(b"\n") :]
    end = _header_end(block, name)
    cells = next(
        csv.reader(io.StringIO(block[:end].decode(), newline=""), delimiter=separator)
    )
    line += block.count(b"\n", 0, end)
    return _Format(name, separator, unique_headers(cells), line), block[end:]


def _header_end(block: bytes, name: str) -> int:
    """Behind the header's line break, which stands outside quotes."""
    end = block.find(b"\n") + 1 or len(block)
    while block.count(b'"', 0, end) % 2:
        further = block.find(b"\n", end) + 1
        if not further:
            raise _cut_off(name, "a quotation mark is never closed")
        end = further
    return end


def _table(block: bytes, form: _Format, is_last: bool, is_regular: bool) -> Table:
    """A batch; the plain way where nothing about it is odd."""
    line_count = block.count(b"\n") + (not block.endswith(b"\n"))
    first_line, form.line = form.line, form.line + line_count
    table = _plain_table(block, form, first_line, line_count) if is_regular else None
    return table or _surveyed_table(block, form, first_line, is_last)


def _plain_table(
    block: bytes, form: _Format, first_line: int, line_count: int
) -> Table | None:
    """A batch whose every line is one record; None if it is not."""
    try:
        texts = _parsed(block, form.headers, form.separator)
    except pl.exceptions.PolarsError:
        return None
    if texts.height != line_count:
        return None
    if texts.to_series(0).null_count() and _has_blank_lines(block):
        return None
    numbers = pl.int_range(first_line, first_line + line_count, eager=True)
    is_ascii = block.isascii()
    blanks = tuple(blank for blank in BLANKS if _may_pad(blank, block, is_ascii))
    return Table(texts, numbers, blanks=blanks)


def _may_pad(blank: str, block: bytes, is_ascii: bool) -> bool:
    """Whether a cell may begin or end so; a line break needs quotes around it."""
    if blank in "\r\n" or (is_ascii and not blank.isascii()):
        return False
    return blank.encode() in block


def _has_blank_lines(block: bytes) -> bool:
    return block.startswith((b"\n", b"\r\n")) or b"\n\n" in block or b"\n\r\n" in block


def _surveyed_table(
    block: bytes, form: _Format, first_line: int, is_last: bool
) -> Table:
    """A batch with line breaks in cells, blank lines, odd quotes or ragged records."""
    shape = survey(block, form.separator)
    if not shape.is_regular:
        block = _requoted(block, form)
        shape = survey(block, form.separator)
    if shape.is_open:
        raise _cut_off(form.name, "a quotation mark is never closed")
    width = len(form.headers)
    if is_last and not block.endswith(b"\n") and shape.starts.size:
        _check_whole(shape, width, first_line, form.name)
    widest = int(shape.field_counts.max(initial=width))
    headers = form.headers + [f"{BEYOND}{at}" for at in range(1, widest - width + 1)]
    whole = without_blank_lines(block, shape)
    lines = pl.Series(shape.lines, dtype=pl.Int64) + (first_line - 1)
    texts = (
        _parsed(whole, headers, form.separator)
        if whole
        else pl.DataFrame(schema=_schema(headers))
    )
    if texts.height != lines.len():
        message = (
            f"{form.name} has {lines.len()} records from line {first_line} on, of "
            f"which {texts.height} can be read. Export it again"
        )
        raise ContractError(message)
    return Table(texts, lines)


def _parsed(text: bytes, headers: list[str], separator: str) -> pl.DataFrame:
    return pl.read_csv(
        text,
        has_header=False,
        schema=_schema(headers),
        separator=separator,
        missing_columns="insert",
    )


def _nothing(headers: list[str]) -> Table:
    texts = pl.DataFrame(schema=_schema(headers))
    return Table(texts, pl.Series(dtype=pl.Int64))


def _schema(headers: list[str]) -> dict[str, type[pl.String]]:
    return dict.fromkeys(headers, pl.String)


def _check_whole(shape: CsvShape, width: int, first_line: int, name: str) -> None:
    """Refuse a text that ends, without a line break, in the middle of a record."""
    if shape.field_counts[-1] < width:
        line = shape.lines[-1] + first_line - 1
        where = f"line {line} has {shape.field_counts[-1]} of {width} fields"
        raise _cut_off(name, where)


def _requoted(text: bytes, form: _Format) -> bytes:
    """The same records, with quotes only where the format has them."""
    marked = io.StringIO(f"{text.decode()}\n{END_OF_TEXT}", newline="")
    written = io.StringIO(newline="")
    rows = csv.reader(marked, delimiter=form.separator)
    try:
        csv.writer(written, delimiter=form.separator, lineterminator="\n").writerows(
            rows
        )
    except csv.Error:
        raise _cut_off(form.name, "a quotation mark is never closed") from None
    clean = written.getvalue()
    if not clean.endswith(f"\n{END_OF_TEXT}\n"):
        raise _cut_off(form.name, "a quotation mark is never closed")
    clean = clean.removesuffix(f"{END_OF_TEXT}\n")
    return (clean if text.endswith(b"\n") else clean.removesuffix("\n")).encode()


def _too_long(name: str) -> ContractError:
    message = (
        f"{name} has a line of more than {LONGEST_RECORD // 2**20} MB, which is no "
        "record of a table. Export it again"
    )
    return ContractError(message)


def _cut_off(name: str, where: str) -> ContractError:
    return ContractError(f"{name} is cut off: {where}. Export it again")
