"""What ``keyuan init`` shows: each source's columns, its first rows, the shop."""

from collections.abc import Iterator

import polars as pl
from rich.console import Console, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from flows.landing.guesses.plan import ShopGuess, SourceGuess
from flows.landing.guesses.preview import rows_as_understood
from flows.landing.guesses.surety import surety

__all__ = ["show_shop", "show_source", "wide_console"]

ROWS = 20
WIDEST = 24  # letters of a value
PIPE_WIDTH = 240


def wide_console() -> Console:
    """Standard output; a pipe has no width, so tables keep theirs there."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(width=PIPE_WIDTH)


def show_source(console: Console, guess: SourceGuess, timezone: str) -> None:
    """A source: what it was taken for, how it is read, and what comes of that."""
    outline = guess.outline
    files = outline.export.files
    named = ", ".join(looked.packed.file_name for looked in files[:3])
    more = f" and {len(files) - 3} more" if len(files) > 3 else ""
    forms = ", ".join(dict.fromkeys(looked.form for looked in files))
    console.print()
    console.print(Text(f"{guess.name}: {named}{more} ({forms})", style="bold"))
    what = f"layout {outline.layout.value}"
    if outline.found is not None:
        what = f"{outline.found.entity}, by the layout generic"
    console.print(Text(f"  {what}; {outline.layout.said}"))
    for name, found in guess.settings.plain.items():
        console.print(Text(f"  {name} = {found.value}; {found.said}"))
    if outline.found is not None:
        console.print(_columns(guess))
    for note in guess.notes:
        console.print(Text(f"  Look: {note}", style="yellow"))
    rows = rows_as_understood(guess.shown, timezone, ROWS)
    if rows.height:
        console.print(Text(f"  The first {rows.height} rows as understood:"))
        console.print(_grid(rows))
    for line in _counts(guess):
        console.print(Text(line))


def show_shop(console: Console, shop: ShopGuess) -> None:
    """The shop's own settings, each with how sure it is."""
    console.print()
    for name, guess in shop.settings.items():
        console.print(Text(f"{name:<9} {guess.value:<20} {guess.said}"))


def _columns(guess: SourceGuess) -> RenderableType:
    grid = Grid(box=None, padding=(0, 2, 0, 0))
    for title in ("  ours", "the file's", "how sure", "why"):
        grid.add_column(title, overflow="fold")
    found = guess.outline.found
    if found is not None:
        for name, column in found.columns.items():
            cells = (f"  {name}", column.value, surety(column.score), column.reason)
            grid.add_row(*map(Text, cells))
        for header in found.unused:
            grid.add_row(Text("  -"), Text(header), Text(""), Text("kept, not used"))
    return grid


def _grid(rows: pl.DataFrame) -> RenderableType:
    grid = Grid(box=None, padding=(0, 2, 0, 0))
    for name, dtype in rows.schema.items():
        is_number = dtype.is_numeric()
        grid.add_column(name, no_wrap=True, justify="right" if is_number else "left")
    for row in rows.iter_rows():
        grid.add_row(*(Text(_cell(value)) for value in row))
    return grid


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"


def _counts(guess: SourceGuess) -> Iterator[str]:
    shown = guess.shown
    first = "" if shown.is_whole else "the first "
    aside = shown.row_count - shown.landed_count
    yield (
        f"  Of {first}{shown.row_count:,} rows {shown.landed_count:,} would land and "
        f"{aside:,} be set aside"
    )
    for reason, count in shown.set_aside.items():
        yield f"  {count:>9,}  {reason}"
