"""What ``keyuan init`` shows: each source's columns, its first rows, the shop."""

from collections.abc import Iterator
from decimal import Decimal

import polars as pl
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from flows.landing.guesses.plan import ShopGuess, SourceGuess
from flows.landing.guesses.preview import rows_as_understood
from flows.landing.guesses.surety import surety

__all__ = ["show_shop", "show_source", "wide_console"]

ROWS = 20
WIDEST = 24  # letters of a value
GAP = 2
PIPE_WIDTH = 160
FIRST = (
    "order_id",
    "ordered_at",
    "product_name",
    "quantity",
    "unit_price",
    "line_amount",
    "total_amount",
    "customer_id",
    "customer_name",
    "phone",
    "email",
)


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
        shown = _that_fit(rows, console.width)
        console.print(_grid(rows.select(shown)))
        further = [name for name in rows.columns if name not in shown]
        if further:
            console.print(Text(f"  and {', '.join(further)}"))
    for line in _counts(guess):
        console.print(Text(line))


def show_shop(console: Console, shop: ShopGuess) -> None:
    """The shop's own settings, each with how sure it is."""
    console.print()
    for name, guess in shop.settings.items():
        console.print(Text(f"{name:<9} {guess.value:<20} {guess.said}"))


def _columns(guess: SourceGuess) -> RenderableType:
    grid = Grid(box=None, padding=(0, GAP, 0, 0))
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


def _that_fit(rows: pl.DataFrame, width: int) -> list[str]:
    """The columns, the most telling ones first, for which there is room."""
    telling = [name for name in FIRST if name in rows.columns]
    chosen: list[str] = []
    for name in (*telling, *(other for other in rows.columns if other not in telling)):
        cells = [name, *map(_cell, rows[name].to_list())]
        width -= max(map(cell_len, cells)) + GAP
        if width < 0:
            break
        chosen.append(name)
    return chosen


def _grid(rows: pl.DataFrame) -> RenderableType:
    grid = Grid(box=None, padding=(0, GAP, 0, 0))
    for name, dtype in rows.schema.items():
        is_number = dtype.is_numeric()
        grid.add_column(name, no_wrap=True, justify="right" if is_number else "left")
    for row in rows.iter_rows():
        grid.add_row(*(Text(_cell(value)) for value in row))
    return grid


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    if isinstance(value, Decimal):
        whole, _, decimals = text.partition(".")
        text = f"{whole}.{decimals[:2]}{decimals[2:].rstrip('0')}"
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
