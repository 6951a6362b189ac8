"""``shop.toml`` as ``keyuan init`` writes it: each guess, how sure it is, and why."""

import json
from collections.abc import Iterator, Mapping

from rich.cells import cell_len

from flows.landing.guesses.plan import ShopGuess, SourceGuess

__all__ = ["shop_text", "source_text"]

WIDTH = 40  # of a setting, so that the comments stand below each other
HEAD = (
    "# Written by keyuan init. What is behind a '#' says how sure a guess is and why:",
    "# look at those that are not sure, and change what is wrong.",
)


def shop_text(shop: ShopGuess, sources: list[SourceGuess]) -> str:
    """The whole file."""
    lines = [*HEAD, ""]
    for name, guess in shop.settings.items():
        lines.append(_line(name, quoted(guess.value), guess.said))
    return "\n".join([*lines, "", *map(source_text, sources)])


def source_text(guess: SourceGuess) -> str:
    """The tables of one source."""
    return "\n".join(_source_lines(guess)) + "\n"


def quoted(text: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _source_lines(guess: SourceGuess) -> Iterator[str]:
    source, settings = guess.source, guess.settings
    yield f"[sources.{guess.name}]"
    for note in guess.notes:
        yield f"# Look: {_one_line(note)}"
    yield _line("layout", quoted(source.layout), guess.outline.layout.said)
    if source.entity:
        yield _line("entity", quoted(source.entity))
    if guess.outline.found and guess.outline.found.lines:
        yield _line("lines", quoted(guess.outline.found.lines))
    yield _line("files", quoted(source.files))
    for name, found in settings.plain.items():
        is_bare = found.value in ("true", "false") or name == "max_bad_share"
        value = found.value if is_bare else quoted(found.value)
        yield _line(name, value, found.said)
    found_columns = guess.outline.found
    if found_columns is not None:
        yield ""
        yield f"[sources.{guess.name}.columns]"
        for name, found in found_columns.columns.items():
            yield _line(name, quoted(found.value), found.said)
        if found_columns.unused:
            unused = ", ".join(found_columns.unused)
            yield f"# Kept and not used: {_one_line(unused)}"
    if settings.date_formats:
        yield ""
        yield f"[sources.{guess.name}.date_formats]"
        yield from _pairs(settings.date_formats)
    for column, words in settings.values.items():
        yield ""
        yield f"[sources.{guess.name}.values.{column}]"
        yield from _pairs(words)


def _pairs(values: Mapping[str, str]) -> Iterator[str]:
    for name, value in values.items():
        yield f"{quoted(name)} = {quoted(value)}"


def _line(name: str, value: str, said: str = "") -> str:
    line = f"{name} = {value}"
    if not said:
        return line
    return f"{line}{' ' * (WIDTH - cell_len(line))} # {_one_line(said)}"


def _one_line(text: str) -> str:
    """A text as a comment can hold it: on one line, without control signs."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
