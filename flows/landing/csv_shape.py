"""Where the records of a CSV text begin and end, found over its bytes in columns.

A parser says what the cells hold; this says on which line each record stands, how
many fields it has, and whether the quotes are in order.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["CsvShape", "last_record_end", "survey", "without_blank_lines"]

QUOTE, NEWLINE, RETURN = b'"\n\r'
Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CsvShape:
    """The records of a CSV text that are not blank lines.

    Attributes:
        starts: where each record begins.
        ends: where its line break, or the text's end, is.
        lines: the line on which it begins, counted from 1.
        field_counts: how many fields it has.
        blanks: where the bytes of blank lines are.
        is_regular: quotes enclose whole fields only.
        is_open: the last quote was never closed.
    """

    starts: Positions
    ends: Positions
    lines: Positions
    field_counts: Positions
    blanks: Positions
    is_regular: bool
    is_open: bool


def survey(text: bytes, separator: str = ",") -> CsvShape:
    """Find the records of ``text``; inside quotes a line break ends nothing."""
    data = np.frombuffer(text, np.uint8)
    quotes = np.flatnonzero(data == QUOTE)
    newlines = np.flatnonzero(data == NEWLINE)
    commas = _outside(np.flatnonzero(data == ord(separator)), quotes)
    ends = _outside(newlines, quotes)
    if data.size and not text.endswith(b"\n"):
        ends = np.append(ends, data.size)
    starts = np.append(0, ends + 1)[: ends.size]
    lengths = ends - starts
    is_return = (lengths == 1) & (data[np.minimum(starts, data.size - 1)] == RETURN)
    is_blank = (lengths == 0) | is_return
    blank_ends = ends[is_blank]
    commas_before = np.searchsorted(commas, np.append(starts[:1], ends))
    return CsvShape(
        starts=starts[~is_blank],
        ends=ends[~is_blank],
        lines=np.searchsorted(newlines, starts)[~is_blank] + 1,
        field_counts=np.diff(commas_before)[~is_blank] + 1,
        blanks=np.concatenate([blank_ends, starts[is_return]]),
        is_regular=_enclose_fields(data, quotes, ord(separator)),
        is_open=bool(quotes.size % 2),
    )


def last_record_end(text: bytes, separator: str) -> int | None:
    """Where the last whole record of the beginning of a text ends.

    Returns:
        The place behind its line break; 0 when no record is whole yet; None when the
        quotes up to there do not enclose whole fields, so that they tell nothing.
    """
    end = text.rfind(b"\n") + 1
    if b'"' not in text:
        return end
    data = np.frombuffer(text, np.uint8)[:end]
    quotes = np.flatnonzero(data == QUOTE)
    if quotes.size % 2 == 0:
        return end if _enclose_fields(data, quotes, ord(separator)) else None
    newlines = np.flatnonzero(data == NEWLINE)
    ends = newlines[np.searchsorted(quotes, newlines) % 2 == 0]
    if not ends.size:
        return 0 if _enclose_fields(data, quotes, ord(separator)) else None
    within = quotes[: np.searchsorted(quotes, ends[-1])]
    if not _enclose_fields(data[: ends[-1]], within, ord(separator)):
        return None
    return int(ends[-1]) + 1


def without_blank_lines(text: bytes, shape: CsvShape) -> bytes:
    """``text`` without the lines that hold nothing."""
    if not shape.blanks.size:
        return text
    is_kept = np.ones(len(text) + 1, np.bool_)
    is_kept[shape.blanks] = False
    return np.frombuffer(text, np.uint8)[is_kept[:-1]].tobytes()


def _outside(positions: Positions, quotes: Positions) -> Positions:
    """Those positions that an even number of quotes precedes."""
    is_outside = np.searchsorted(quotes, positions) % 2 == 0
    outside: Positions = positions[is_outside]
    return outside


def _enclose_fields(
    data: npt.NDArray[np.uint8], quotes: Positions, separator: int
) -> bool:
    """Whether quotes open where a field begins and close where one ends.

    A doubled quote inside a field closes it and opens it again, so the other quote
    of a pair is as good a neighbour as a comma.
    """
    last = data.size - 1
    before = np.where(quotes[::2] > 0, data[quotes[::2] - 1], NEWLINE)
    nexts = quotes[1::2] + 1
    after = np.where(nexts <= last, data[np.minimum(nexts, last)], NEWLINE)
    opens = np.isin(before, [separator, NEWLINE, QUOTE])
    closes = np.isin(after, [separator, NEWLINE, RETURN, QUOTE])
    return bool(opens.all() and closes.all())
