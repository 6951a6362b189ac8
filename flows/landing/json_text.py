"""JSON texts taken apart in columns: the members of objects, the elements of lists.

Values stay as they are written: ``199.00`` keeps its noughts and a long number its
figures. All texts of a column are looked through at once: commas, colons and brackets
outside of strings say where a value begins and ends, and how deep it is.
"""

import json
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = [
    "BLANKS",
    "IS_CLOSING",
    "IS_OPENING",
    "Marks",
    "Places",
    "cut",
    "elements",
    "is_json",
    "members",
]

Places = npt.NDArray[np.int64]
BLANKS = " \t\r\n"
OPENING, CLOSING = b"{[", b"}]"
QUOTE, COMMA, COLON = b'",:'


def _table_of(signs: bytes) -> npt.NDArray[np.bool_]:
    table = np.zeros(256, dtype=np.bool_)
    table[list(signs)] = True
    return table


IS_SIGN = _table_of(b'"{}[],:')
IS_OPENING = _table_of(OPENING)
IS_CLOSING = _table_of(CLOSING)


@dataclass(frozen=True, slots=True)
class Marks:
    """The brackets, commas and colons of a text that stand outside of its strings.

    Attributes:
        places: at which byte each stands.
        signs: which each is.
        depths: how many brackets are open behind it.
    """

    places: Places
    signs: npt.NDArray[np.uint8]
    depths: Places

    @classmethod
    def of(cls, text: bytes) -> "Marks":
        """The marks of ``text``."""
        # Of a row of backslashes each two are one, so a quotation mark behind what is
        # left over is part of a string.
        bare = text.replace(rb"\\", b"__").replace(rb"\"", b"__")
        codes = np.frombuffer(bare, np.uint8)
        places = np.flatnonzero(IS_SIGN[codes])
        signs = codes[places]
        is_quote = signs == QUOTE
        is_outside = (np.cumsum(is_quote) % 2 == 0) & ~is_quote
        places, signs = places[is_outside], signs[is_outside]
        steps = IS_OPENING[signs].astype(np.int64) - IS_CLOSING[signs]
        return cls(places, signs, np.cumsum(steps))

    def chosen(self, which: npt.NDArray[np.bool_]) -> "Marks":
        """Some of them."""
        return Marks(self.places[which], self.signs[which], self.depths[which])

    def outermost(self) -> "Marks":
        """Those that part the outermost brackets' own values."""
        is_opening, is_closing = IS_OPENING[self.signs], IS_CLOSING[self.signs]
        is_between = (self.depths == 1) & ~is_opening & ~is_closing
        return self.chosen(
            is_between
            | (is_opening & (self.depths == 1))
            | (is_closing & (self.depths == 0))
        )


def is_json(text: pl.Expr, opening: str) -> pl.Expr:
    """Whether ``text`` is one whole object or list, nested less than 128 deep."""
    return text.str.starts_with(opening) & text.str.json_path_match("$").is_not_null()


def cut(text: bytes, starts: Places, ends: Places) -> pl.Series:
    """The texts that stand in ``text`` from each start to each end, trimmed."""
    whole = pl.Series("text", [text], pl.Binary).new_from_index(0, len(starts))
    return (
        pl.DataFrame({"text": whole, "start": starts, "length": ends - starts})
        .select(pl.col("text").bin.slice("start", "length").cast(pl.String))
        .to_series()
        .str.strip_chars(BLANKS)
    )


def members(texts: pl.Series, *, checked: bool = False) -> pl.DataFrame:
    """The members of JSON objects: a column for each key, in the order they turn up.

    Strings without their quotes, null for ``null``, everything else as it is written;
    nothing for a text that is no object. Of a key that is there twice the last counts,
    as most readers have it.

    Args:
        texts: the objects.
        checked: whether every text that is not null is known to be one.
    """
    is_object = pl.lit(value=True) if checked else is_json(pl.col("text"), "{")
    text, rows, ends, marks = _looked_through(texts, is_object)
    colons = np.flatnonzero(marks.signs == COLON)
    before, places, behind = (marks.places[colons + step] for step in (-1, 0, 1))
    found = pl.DataFrame(
        {
            "row": rows.gather(np.searchsorted(ends, places, side="right")),
            "key": _plain(cut(text, before + 1, places)).fill_null(""),
            "value": _plain(cut(text, places + 1, behind)),
        }
    ).unique(["row", "key"], keep="last", maintain_order=True)
    parts = found.partition_by("key", maintain_order=True)
    return pl.DataFrame(height=texts.len()).with_columns(
        pl.repeat(None, texts.len(), dtype=pl.String, eager=True)
        .scatter(part["row"], part["value"])
        .alias(part["key"][0])
        for part in parts
    )


def elements(texts: pl.Series) -> pl.DataFrame:
    """The elements of JSON lists, one below the other.

    Returns:
        ``place``: which of the texts each stands in; ``text``: what it is, as in
        ``members``; nothing for a text that is no list.
    """
    is_list = is_json(pl.col("text"), "[")
    text, rows, ends, marks = _looked_through(texts, is_list)
    firsts = np.flatnonzero(~IS_CLOSING[marks.signs])
    starts, stops = marks.places[firsts] + 1, marks.places[firsts + 1]
    found = pl.DataFrame(
        {
            "place": rows.gather(np.searchsorted(ends, starts, side="right")),
            "text": cut(text, starts, stops),
        }
    ).filter(pl.col("text") != "")  # between the brackets of an empty list
    return found.with_columns(_plain(found["text"]).alias("text"))


def _looked_through(
    texts: pl.Series, is_kept: pl.Expr
) -> tuple[bytes, pl.Series, Places, Marks]:
    """All texts of one kind as one, whose each is, where each ends, and its marks."""
    kept = (
        texts.to_frame("text")
        .with_row_index("row")
        .filter(is_kept & pl.col("text").is_not_null())
    )
    joined: str = kept["text"].str.join("\n").item() or ""
    text = joined.encode()
    ends = np.cumsum(kept["text"].str.len_bytes().to_numpy().astype(np.int64) + 1)
    return text, kept["row"], ends, Marks.of(text).outermost()


def _plain(values: pl.Series) -> pl.Series:
    """Strings without their quotes and escapes, null for ``null``."""
    value = pl.col("value")
    is_string = value.str.starts_with('"')
    plain = (
        values.alias("value")
        .to_frame()
        .select(
            pl.when(value != "null").then(
                pl.when(is_string)
                .then(value.str.slice(1, value.str.len_chars() - 2))
                .otherwise(value)
            )
        )
        .to_series()
    )
    is_escaped = values.str.contains("\\", literal=True) & values.str.starts_with('"')
    if not is_escaped.any():
        return plain
    escaped: list[str] = json.loads(f"[{','.join(values.filter(is_escaped))}]")
    # A NUL is no part of any name or number, and programs written in C stop at it.
    unescaped = pl.Series(escaped, dtype=pl.String).str.replace_all("\0", "")
    return plain.scatter(is_escaped.arg_true(), unescaped)
