"""``keyuan init``: from a shop's exports to a home that a night can run in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.text import Text

from flows.errors import ContractError, HomeError
from flows.files import write_whole
from flows.landing.guesses.filing import copy_files, pattern_of
from flows.landing.guesses.looking import Export, Looked, alike, look_at, paths_in
from flows.landing.guesses.plan import (
    ShopGuess,
    SourceGuess,
    guess_shop,
    guess_source,
    shop_as_it_is,
    source_names,
)
from flows.landing.guesses.recognise import Outline, outline
from flows.landing.guesses.shop_toml import shop_text, source_text
from flows.landing.guesses.showing import show_shop, show_source
from flows.landing.sources import check_sources
from flows.settings import Shop

__all__ = ["start"]

UNDERSTOOD_NOTHING = (
    "nothing in the files was understood, and nothing was written. Mend the files, or "
    "write shop.toml by hand: 'keyuan layouts' lists what is read by name, 'keyuan "
    "layouts generic' the columns for all else"
)


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is there to begin with.

    Attributes:
        home: the shop's home, which may not exist yet.
        shop: what its ``shop.toml`` says, None without one.
        console: where all is shown.
    """

    home: Path
    shop: Shop | None
    console: Console

    @property
    def path(self) -> Path:
        """The file to be written."""
        return self.home / "shop.toml"

    def tell(self, text: str) -> None:
        """Show a line of text as it is."""
        self.console.print(Text(text), soft_wrap=True)


def start(
    files: Sequence[Path],
    home: Path,
    stated: Mapping[str, str],
    console: Console,
    present: Shop | None = None,
    *,
    adds: bool = False,
) -> bool:
    """Look at files, write a home for them, and show what was understood.

    Args:
        files: exports, or folders of them.
        home: the shop's home, which may not exist yet.
        stated: settings of the shop that need no guess.
        console: where it is shown.
        present: the shop as its ``shop.toml`` states it, None where there is none.
        adds: whether to add sources to a ``shop.toml`` that is there.

    Returns:
        Whether the sources are in ``shop.toml`` now.

    Raises:
        HomeError: nothing was understood, or what was stated cannot be.
    """
    begin = Beginning(home, present, console)
    outlines = _joined(_outlines(files, begin))
    if not outlines:
        raise HomeError(UNDERSTOOD_NOTHING)
    shop = (
        guess_shop(outlines, stated, home.resolve().name)
        if present is None
        else shop_as_it_is(present)
    )
    sources = list(_sources(outlines, shop, begin))
    if not sources:
        raise HomeError(UNDERSTOOD_NOTHING)
    if present is None:
        show_shop(console, shop)
    elif not adds:
        begin.tell(f"\n{begin.path} is there and stays as it is. --add would add:\n")
        for guess in sources:
            begin.tell(source_text(guess))
        return False
    _write(shop, sources, begin)
    return True


def _outlines(files: Sequence[Path], begin: Beginning) -> Iterator[Outline]:
    """Every export that can be read; of every other file one sentence."""
    looked: list[Looked] = []
    for path in paths_in(files):
        try:
            looked += _one_kind(path, look_at(path))
        except ContractError as refusal:
            begin.tell(f"Not read: {refusal}")
    for export in alike(looked):
        found = outline(export)
        if found.found is not None and found.found.missing:
            begin.tell(f"Not understood: {_unmet(found)}")
        else:
            yield found


def _one_kind(path: Path, members: list[Looked]) -> list[Looked]:
    """The members of an archive, which all have the same columns."""
    if len(alike(members)) > 1:
        message = (
            f"{path.name} holds files of several kinds, and a source has one. Unpack "
            "it, and name the files"
        )
        raise ContractError(message)
    return members


def _unmet(outline: Outline) -> str:
    """Why the columns of a file are not enough."""
    found, table = outline.found, outline.export.table
    if found is None:
        return ""
    name = outline.export.files[0].packed.file_name
    headers = ", ".join(table.headers[:12])
    return (
        f"{name} looks most like {found.entity}, which need "
        f"{' and '.join(found.missing)}; no column of it says that (it has {headers}). "
        "Name such a column plainly in the header, or write the source by hand"
    )


def _joined(outlines: Iterator[Outline]) -> list[Outline]:
    """Exports of one vendor's layout, or of the same columns, are one source."""
    joined: dict[str, Outline] = {}
    for found in outlines:
        key = repr(sorted(found.settings.items()))
        if key in joined:
            known = joined[key]
            files = (*known.export.files, *found.export.files)
            found = replace(known, export=Export(files))
        joined[key] = found
    return list(joined.values())


def _sources(
    outlines: Sequence[Outline], shop: ShopGuess, begin: Beginning
) -> Iterator[SourceGuess]:
    taken = [source.name for source in begin.shop.sources] if begin.shop else []
    stated = shop.shop()
    for name, found in zip(source_names(outlines, taken), outlines, strict=True):
        try:
            files = pattern_of(found.export, name, begin.home)
            guess = guess_source(name, found, stated, files)
        except ContractError as refusal:
            begin.tell(f"Not understood: {refusal}")
            continue
        show_source(begin.console, guess, stated.timezone)
        yield guess


def _write(shop: ShopGuess, sources: list[SourceGuess], begin: Beginning) -> None:
    """Copy the files, and last of all write the settings that name them."""
    known = begin.shop.sources if begin.shop else ()
    check_sources(shop.shop(*known, *(guess.source for guess in sources)))
    if begin.shop is None:
        text = shop_text(shop, sources)
    else:
        present = begin.path.read_text(encoding="utf-8-sig")
        text = "\n".join([present.rstrip("\n"), "", *map(source_text, sources)])
    for guess in sources:
        copy_files(guess.outline.export, guess.name, begin.home)
    write_whole(begin.path, lambda draft: draft.write_text(text, encoding="utf-8"))
    count = len(sources)
    what = "1 source" if count == 1 else f"{count} sources"
    begin.tell(f"\n{begin.path} has {what} now; their files are in its inbox.")
    begin.tell(_next(sources, begin.home))


def _next(sources: Sequence[SourceGuess], home: Path) -> str:
    """What to run now, and for which day."""
    night = f"Next: keyuan nightly --home {home}"
    newest = max(
        (one.shown.newest for one in sources if one.shown.newest), default=None
    )
    if newest is None:
        return night
    if not all(one.shown.is_whole for one in sources):
        return f"{night} (with --as-of DATE where the files end long ago)"
    return f"The newest day in them is {newest}. {night} --as-of {newest}"
