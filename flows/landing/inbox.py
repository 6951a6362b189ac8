"""The inbox: which files came, which of them are new, and the numbers they get."""

import hashlib
import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from sys import modules

from flows.errors import ContractError, HomeError
from flows.landing.claims import refuse_shared_files
from flows.landing.layouts import LAYOUTS
from flows.landing.ledger import Entry
from flows.landing.opening import Packed, unpack
from flows.night import Night
from flows.settings import Shop, Source

__all__ = [
    "Found",
    "Incoming",
    "UnreadError",
    "find_files",
    "fingerprint",
    "plan",
    "watched",
]


class UnreadError(ContractError):
    """The bytes that were found could not be read; they may still come."""


Stamp = tuple[int, int, int]
BLOCK = 2**20

# The settings that decide how a file is read; with others a refused one is tried again.
DECIDING = {
    "columns",
    "currency",
    "date_format",
    "date_formats",
    "decimal_comma",
    "encoding",
    "entity",
    "layout",
    "lines",
    "max_bad_share",
    "timezone",
    "values",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A file in the inbox.

    Attributes:
        source: whose it is.
        file_name: its path in the home.
        sha256: of its bytes; of its name where they cannot be read.
        problem: why its bytes cannot be read.
        packed: where its bytes are.
        stamp: what of it changes when it is written to.
    """

    source: Source
    file_name: str
    sha256: str
    problem: str | None = None
    packed: Packed | None = None
    stamp: Stamp = (0, 0, 0)

    def by_name(self) -> "Found":
        """The same, known by its name: its bytes may still come and be landed."""
        return replace(self, sha256=_digest(self.file_name))


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that is to be taken in, and the number it gets."""

    found: Found
    arrival: int
    settings: str

    @property
    def name(self) -> str:
        """The file's own name, without its folder."""
        return Path(self.found.file_name).name

    @property
    def source_name(self) -> str:
        """Whose file it is."""
        return self.found.source.name


def find_files(home: Path, shop: Shop) -> list[Found]:
    """Every file of every source, in the order of source and file name."""
    return [
        found
        for source in sorted(shop.sources, key=lambda source: source.name)
        for path in _paths(home, source)
        for found in _look_at(home, source, path)
    ]


def plan(night: Night, shop: Shop, entries: Sequence[Entry]) -> list[Incoming]:
    """The files to take in tonight, each with its arrival number.

    A file whose bytes its source brought before is not taken in again; a refused one
    is, once its source's settings are others. Numbers are given here, before anything
    lands, so that the order in which files finish makes no difference. A number that a
    crash of this same night left out is given again.

    Raises:
        HomeError: a file is one of two sources' files.
    """
    done = {(entry.source_name, entry.sha256) for entry in entries if _is_landed(entry)}
    refused = {
        (entry.source_name, entry.sha256, entry.settings)
        for entry in entries
        if not _is_landed(entry)
    }
    incoming: list[tuple[Found, str]] = []
    files = find_files(night.home, shop)
    refuse_shared_files((found.source, found.file_name) for found in files)
    for found in files:
        settings = fingerprint(found.source, shop)
        bytes_of_source = (found.source.name, found.sha256)
        if bytes_of_source in done or (*bytes_of_source, settings) in refused:
            continue
        done.add(bytes_of_source)
        incoming.append((found, settings))
    numbers = _free_numbers(night, entries)
    return [
        Incoming(found, number, settings)
        for (found, settings), number in zip(incoming, numbers, strict=False)
    ]


@contextmanager
def watched(found: Found) -> Iterator[Packed]:
    """The file that was found, seen to be still the same when the block is through.

    Raises:
        UnreadError: it cannot be read, or is no longer the same.
    """
    if found.problem or found.packed is None:
        raise UnreadError(found.problem or f"{found.file_name} cannot be read")
    try:
        yield found.packed
    finally:
        _see_it_is_the_same(found)


def _see_it_is_the_same(found: Found) -> None:
    if found.packed is None:
        return
    try:
        stamp = _stamp(found.packed.path)
    except OSError as error:
        raise UnreadError(_unreadable(found.file_name, error)) from None
    if stamp != found.stamp:
        message = (
            f"{found.file_name} changed while it was read: it is still being written. "
            "It is tried again next night; move whole files into the inbox"
        )
        raise UnreadError(message)


def _stamp(path: Path) -> Stamp:
    """What of a file changes when it is written to."""
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


def _paths(home: Path, source: Source) -> list[Path]:
    try:
        found = [path for path in home.glob(source.files) if _is_meant(path)]
    except (ValueError, NotImplementedError) as error:
        message = (
            f"shop.toml: sources.{source.name}.files is {source.files!r}, which is no "
            f"pattern ({error}); write one such as 'inbox/{source.name}/*.csv'"
        )
        raise HomeError(message) from None
    return sorted(found, key=lambda path: path.relative_to(home).as_posix())


def _is_meant(path: Path) -> bool:
    """Whether a path is a file to land: no folder, nothing hidden, no editor's lock."""
    return not path.is_dir() and not path.name.startswith((".", "~$"))


def _look_at(home: Path, source: Source, path: Path) -> list[Found]:
    """What there is to land in a file: itself, or the members of an archive."""
    name = path.relative_to(home).as_posix()
    try:
        if not path.resolve(strict=True).is_relative_to(_inbox(home, source)):
            problem = (
                f"{name} is a link to a place outside the inbox, which is not read. "
                "Put the file itself there"
            )
            return [Found(source, name, "", problem).by_name()]
        if not path.is_file():
            problem = f"{name} is no file. Put a file there, or take it away"
            return [Found(source, name, "", problem).by_name()]
        stamp = _stamp(path)
        return [_digested(source, packed, stamp) for packed in unpack(path, name)]
    except OSError as error:
        return [Found(source, name, "", _unreadable(name, error)).by_name()]


def _digested(source: Source, packed: Packed, stamp: Stamp) -> Found:
    try:
        with packed.open() as stream:
            digest = hashlib.sha256()
            while block := stream.read(BLOCK):
                digest.update(block)
    except ContractError as refusal:
        return Found(source, packed.file_name, "", str(refusal)).by_name()
    return Found(
        source, packed.file_name, digest.hexdigest(), packed=packed, stamp=stamp
    )


def _inbox(home: Path, source: Source) -> Path:
    """The folder of the home that a source's files lie in, wherever it is mounted."""
    folders = Path(source.files).parts[:-1]
    is_plain = folders and not set(folders[0]) & set("*?[")
    return (home / folders[0] if is_plain else home).resolve()


def _unreadable(name: str, error: OSError) -> str:
    return (
        f"{name} could not be read ({error.strerror}): it is gone, or not ours to "
        "read. Put it there again, whole and readable"
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint(source: Source, shop: Shop) -> str:
    """What decides how a file is read: the settings, and the layout's own code."""
    values = source.model_dump(include=DECIDING, mode="json")
    values |= {"shop": [shop.timezone, shop.currency]}
    code = modules[LAYOUTS[source.layout].arrange.__module__].__file__
    values |= {"code": _digest(Path(code).read_text("utf-8")) if code else ""}
    return _digest(json.dumps(values, sort_keys=True))[:16]


def _is_landed(entry: Entry) -> bool:
    return entry.state == "landed"


def _free_numbers(night: Night, entries: Iterable[Entry]) -> Iterator[int]:
    """Arrival numbers after those of other nights that no entry has."""
    entries = list(entries)
    taken = {entry.arrival for entry in entries}
    others = [entry.arrival for entry in entries if entry.landed_on != night.as_of]
    first = max(others, default=0) + 1
    return (number for number in itertools.count(first) if number not in taken)
