"""JSON text to documents, as it comes in: no more in memory than a batch of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from flows.errors import ContractError
from flows.landing.json_shape import BLANK_BYTES, LONGEST, Form, is_end_of_answer
from flows.landing.json_text import BLANKS, IS_CLOSING, IS_OPENING, Marks, cut

__all__ = ["split_lines", "split_values", "too_long"]

MALFORMED = "is malformed JSON: there is something missing or too much"


@dataclass(slots=True)
class _Pieces:
    """A text in pieces; what its reader leaves as ``rest`` begins the next piece."""

    chunks: Iterable[bytes]
    name: str
    size: int
    rest: bytes = b""
    line: int = 1

    def __iter__(self) -> Iterator[tuple[bytes, bool]]:
        """Pieces of ``size`` bytes or more, and whether it is the last."""
        pending: list[bytes] = []
        length, wanted = 0, self.size
        for chunk in self.chunks:
            pending.append(chunk)
            length += len(chunk)
            if length < wanted:
                continue
            text = b"".join(pending)
            yield text, False
            pending, length, wanted = [self.rest], len(self.rest), self.size
            if length == len(text):
                if length > LONGEST + self.size:
                    raise too_long(self.name, f"on line {self.line:,}")
                wanted = 2 * length
            self.line += text.count(b"\n", 0, len(text) - length)
        yield b"".join(pending), True


def too_long(name: str, where: str) -> ContractError:
    """A document is longer than any order or customer can be."""
    message = (
        f"{name} has a document of more than {LONGEST // 2**20} MB {where}, or its end "
        "is missing. Export it again"
    )
    return ContractError(message)


def split_lines(
    chunks: Iterable[bytes], _form: Form, name: str, size: int
) -> Iterator[pl.DataFrame]:
    """The lines that say anything: ``number`` is the line's, ``text`` its document.

    Raises:
        ContractError: a line is longer than a document may be.
    """
    pieces = _Pieces(chunks, name, size)
    for piece, is_last in pieces:
        end = len(piece) if is_last else piece.rfind(b"\n") + 1
        pieces.rest = piece[end:]
        texts = pl.Series("text", [piece[:end]]).cast(pl.String).str.split("\n")
        yield (
            texts.explode()
            .str.strip_chars(BLANKS)
            .to_frame()
            .select(
                pl.int_range(pieces.line, pieces.line + pl.len()).alias("number"),
                "text",
            )
            .filter(pl.col("text") != "")
        )


@dataclass(slots=True)
class _Place:
    """How far the documents have been read.

    Attributes:
        count: how many there were.
        is_closed: whether the list of them has ended.
    """

    form: Form
    name: str
    count: int = 0
    is_closed: bool = False

    def refusal(self, what: str) -> ContractError:
        """What is wrong with the file after the documents read so far."""
        where = f"after document {self.count:,}" if self.count else "at its beginning"
        return ContractError(f"{self.name} {what} {where}. Export it again")


def split_values(
    chunks: Iterable[bytes], form: Form, name: str, size: int
) -> Iterator[pl.DataFrame]:
    """Documents that follow each other: ``number`` counts them.

    Raises:
        ContractError: there is something else between them, one is far too long, or
            the text is cut off.
    """
    place = _Place(form, name)
    pieces = _Pieces(chunks, name, size)
    for piece, is_last in pieces:
        end = 0
        if not place.is_closed:
            documents, end = _documents(piece, place)
            yield documents
        pieces.rest = piece[end:]
        bare = pieces.rest.lstrip(BLANK_BYTES)
        if form.in_list and not place.is_closed and bare[:1] == b"]":
            place.is_closed = True
            pieces.rest = bare[1:]
        if is_last:
            _check_end(pieces.rest, place)


def _documents(piece: bytes, place: _Place) -> tuple[pl.DataFrame, int]:
    """The whole documents of a piece, and where the last of them ends."""
    marks = Marks.of(piece)
    closing = np.flatnonzero(marks.depths < 0)
    if closing.size:
        marks = marks.chosen(np.arange(len(marks.places)) < closing[0])
    ends = marks.places[IS_CLOSING[marks.signs] & (marks.depths == 0)] + 1
    starts = marks.places[IS_OPENING[marks.signs] & (marks.depths == 1)][: len(ends)]
    _check_between(cut(piece, np.append(0, ends[:-1])[: len(ends)], starts), place)
    texts = cut(piece, starts, ends).to_frame("text")
    numbered = texts.select(
        pl.int_range(place.count + 1, place.count + 1 + pl.len()).alias("number"),
        "text",
    )
    place.count += len(ends)
    return numbered, int(ends[-1]) if len(ends) else 0


def _check_between(gaps: pl.Series, place: _Place) -> None:
    """Between documents of a list stands a comma, between others nothing."""
    comma = "," if place.form.in_list else ""
    wrong = gaps != comma
    if place.form.in_list and not place.count and gaps.len():
        wrong = wrong.scatter(0, gaps[0] != "")
    at = wrong.arg_true()
    if at.len():
        place.count += int(at[0])
        raise place.refusal(MALFORMED)


def _check_end(rest: bytes, place: _Place) -> None:
    """See that nothing is missing and nothing is left over."""
    if not place.is_closed:
        bare = rest.lstrip(BLANK_BYTES + b",")
        if bare[:1] not in (b"", b"{", b"["):
            raise place.refusal(MALFORMED)
        if bare or place.form.in_list:
            raise place.refusal("is cut off: nothing whole comes")
    elif not is_end_of_answer(rest, place.form.answer_depth):
        raise place.refusal("goes on where its list has ended, or is cut off,")
