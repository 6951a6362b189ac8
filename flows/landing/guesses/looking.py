"""The files that a shop shows us: their first records, and which of them are alike."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from pathlib import Path

import fastexcel
import polars as pl

from flows.errors import ContractError
from flows.landing.guesses.figures import COMMA, POINT
from flows.landing.opening import Packed, unpack
from flows.landing.readers import look_into
from flows.landing.table import Table, folded

__all__ = ["Export", "Looked", "alike", "look_at", "paths_in", "without_numbers"]

LOOK = 32 * 2**20  # bytes of each file
UNNAMED = re.compile(r"column [0-9]+")
NO_HEADER = re.compile(rf"{POINT}|{COMMA}|@|^[0-9]{{1,4}}[-/.][0-9]{{1,2}}[-/.][0-9]")


@dataclass(frozen=True, slots=True)
class Looked:
    """One file, or one member of an archive.

    Attributes:
        packed: where its bytes are.
        form: what kind of file it is: ``CSV, GB18030``.
        table: its first records.
        is_whole: whether that is all of them.
        notes: what a person should know of it.
    """

    packed: Packed
    form: str
    table: Table
    is_whole: bool
    notes: tuple[str, ...] = ()

    @property
    def headers(self) -> frozenset[str]:
        """Its headers, as they are compared."""
        return frozenset(folded(header) for header in self.table.headers)


@dataclass(frozen=True)
class Export:
    """Files that are one source: the same columns, again and again."""

    files: tuple[Looked, ...]

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files on disk; members of one archive share theirs."""
        return tuple(dict.fromkeys(looked.packed.path for looked in self.files))

    @cached_property
    def table(self) -> Table:
        """All that was read of them, one below the other, numbered through."""
        joined = reduce(Table.before, (looked.table for looked in self.files))
        numbers = pl.int_range(1, joined.height + 1, eager=True)
        return replace(joined, row_numbers=numbers)

    @property
    def start(self) -> str:
        """What the names of the files on disk begin with, suffixes apart."""
        return _common_start([path.name.split(".")[0] for path in self.paths])

    @property
    def stem(self) -> str:
        """What their names have in common, without dates and numbers."""
        stems = [Path(looked.packed.content_name).stem for looked in self.files]
        common = without_numbers(_common_start(stems))
        return common or without_numbers(min(stems)) or min(stems)


def paths_in(given: Iterable[Path]) -> list[Path]:
    """The files given, and those of the folders given, in order of name."""
    found: dict[Path, None] = {}
    for path in given:
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        for file in inside:
            is_hidden = file.name.startswith((".", "~$"))
            if not path.is_dir() or (file.is_file() and not is_hidden):
                found[file] = None
    return list(found)


def look_at(path: Path) -> list[Looked]:
    """What there is to read in a file: itself, or the members of an archive.

    Raises:
        ContractError: it cannot be read, or has no header.
    """
    try:
        members = unpack(path, path.name)
        return [_looked(packed) for packed in members]
    except OSError as error:
        message = f"{path} could not be read ({error.strerror}). See that it is there"
        raise ContractError(message) from None


def alike(files: Sequence[Looked]) -> list[Export]:
    """The files put together by their headers; of one archive all, or none.

    Raises:
        ContractError: an archive holds files of several kinds.
    """
    groups: dict[frozenset[str], list[Looked]] = {}
    for looked in files:
        groups.setdefault(looked.headers, []).append(looked)
    return [Export(tuple(group)) for group in groups.values()]


def _looked(packed: Packed) -> Looked:
    file = look_into(packed)
    tables = file.tables(LOOK)
    table = next(tables)
    is_whole = next(tables, None) is None
    _check_header(table, packed.file_name)
    notes = _other_sheets(packed) if file.form == "XLSX" else ()
    return Looked(packed, file.said, table, is_whole, notes)


def _other_sheets(packed: Packed) -> tuple[str, ...]:
    """Which sheets of a workbook are not read."""
    with packed.open() as stream:
        sheets = fastexcel.read_excel(stream.read()).sheet_names[1:]
    if not sheets:
        return ()
    named = ", ".join(sheets)
    return (
        f"only the first sheet of {packed.file_name} is read, not {named}: save what "
        "you need of them as files of their own",
    )


def _check_header(table: Table, name: str) -> None:
    headers = table.headers
    unnamed = sum(UNNAMED.fullmatch(header) is not None for header in headers)
    if len(headers) > 1 and 2 * unnamed >= len(headers):
        message = (
            f"{name} begins with a line that is no header: {unnamed} of its "
            f"{len(headers)} columns have no name. Take out what stands above the "
            "header, and name every column"
        )
        raise ContractError(message)
    like_data = sum(NO_HEADER.search(header) is not None for header in headers)
    if 2 * like_data >= len(headers):
        message = (
            f"{name} seems to have no header: its first line looks like data. Add a "
            "first line that says what each column is"
        )
        raise ContractError(message)
    if not table.height:
        message = f"{name} has a header and no rows. Export it with some rows"
        raise ContractError(message)


def without_numbers(stem: str) -> str:
    """A name without the date or number at its end."""
    return re.sub(r"[\W_]*[0-9][0-9\W_]*$", "", stem).strip("-_. ")


def _common_start(names: Sequence[str]) -> str:
    first, last = min(names), max(names)
    length = next(
        (at for at, sign in enumerate(first) if last[at : at + 1] != sign), len(first)
    )
    return first[:length]
