"""Which layout an export is of: a vendor's by its header, or ``generic``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from flows.landing.guesses.columns import EntityGuess, guess_entity
from flows.landing.guesses.looking import Export
from flows.landing.guesses.profile import profiles_of
from flows.landing.guesses.surety import Guess
from flows.landing.layouts import LAYOUTS
from flows.landing.layouts.layout import Frames, Layout
from flows.landing.table import Table, folded
from flows.settings import Source

__all__ = ["Outline", "bare_source", "outline"]

KNOWN_SHARE = 0.6  # most of a file's headers are known, or most known ones are there
FEWEST = 5  # headers that it takes to know an export


@dataclass(frozen=True)
class Outline:
    """An export whose columns are known, and nothing else yet.

    Attributes:
        export: its files.
        layout: the layout's name, and why.
        found: the columns, where the layout is ``generic``.
    """

    export: Export
    layout: Guess
    found: EntityGuess | None = None

    @property
    def settings(self) -> dict[str, object]:
        """What a source of it says of its columns."""
        if self.found is None:
            return {"layout": self.layout.value}
        columns = {name: guess.value for name, guess in self.found.columns.items()}
        lines = {"lines": self.found.lines} if self.found.lines else {}
        entity = {"layout": "generic", "entity": self.found.entity}
        return entity | lines | {"columns": columns}

    @cached_property
    def texts(self) -> Frames:
        """The texts of its rows under canonical names, by entity."""
        table = self.export.table
        source = bare_source(self.settings)
        return LAYOUTS[self.layout.value].arrange(table, source)


def bare_source(settings: Mapping[str, object]) -> Source:
    """A source that says no more than its layout and how its columns are called."""
    return Source.model_validate(
        {"name": "source", "kind": "other", "files": "inbox/*", **settings}
    )


def outline(export: Export) -> Outline:
    """The layout that knows the header; else the columns as they are guessed."""
    table = export.table
    vendors = [
        (guess, known)
        for layout in LAYOUTS.values()
        if layout.name != "generic"
        for guess, known in [_as_vendor(layout, table)]
        if guess is not None
    ]
    if vendors:
        best, _ = max(vendors, key=lambda item: (item[1], item[0].score))
        return Outline(export, best)
    found = guess_entity(profiles_of(table), export.stem)
    reason = f"no vendor's header; the columns make {found.entity}"
    return Outline(export, Guess("generic", found.score, reason), found)


def _as_vendor(layout: Layout, table: Table) -> tuple[Guess | None, int]:
    """How surely a file is of a vendor's layout; how many headers that knows."""
    shape = layout.shape(bare_source({"layout": layout.name}), table)
    if not all(any(map(table.has, group)) for group in shape.required):
        return None, 0
    known = {folded(header) for header in shape.known}
    count = sum(folded(header) in known for header in table.headers)
    share = max(count / len(table.headers), count / len(known))
    if share < KNOWN_SHARE or count < FEWEST:
        return None, 0
    reason = f"{count} of its {len(table.headers)} headers are that export's"
    return Guess(layout.name, 0.6 + 0.4 * (share - KNOWN_SHARE) / 0.4, reason), count
