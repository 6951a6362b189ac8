"""The one door to a file's bytes: as it lies there, or packed in a gz or a zip.

Whatever else may hold files one day (a bucket, a server, a table) needs to give the
same: a list of ``Packed``, each of which opens as a stream.
"""

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from flows.errors import ContractError

__all__ = ["Packed", "Stream", "unpack"]

ZIP_MARK = b"PK\x03\x04"
EMPTY_ZIP_MARK = b"PK\x05\x06"
GZIP_MARK = b"\x1f\x8b"
WORKBOOKS = (".xlsx", ".xlsm")
ARCHIVES = (".zip", ".gz", ".tgz", ".7z", ".rar", ".tar", ".bz2", ".xz")

# Text packs to a tenth, a table of few words to a hundredth. What unpacks to more is
# a file made to fill the disk.
MOST_RATIO = 200
HARMLESS_SIZE = 64 * 2**20
MOST_MEMBERS = 10_000
DAMAGE = (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError)


class Stream(Protocol):
    """Bytes that can be read from the beginning to the end."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes; none at the end."""


@dataclass(frozen=True, slots=True)
class Packed:
    """One file of the inbox, or one member of an archive in it.

    Attributes:
        path: the file on disk.
        file_name: how messages and the ledger name it: its path in the home, and
            behind an archive's the member's.
        member: the archive's own name for it, None where the file is no zip.
        is_gzip: whether the file is a gz.
        problem: why it cannot be opened, None when it can.
    """

    path: Path
    file_name: str
    member: str | None = None
    is_gzip: bool = False
    problem: str | None = None

    @property
    def content_name(self) -> str:
        """The name that says what the bytes are: without ``.gz``."""
        return self.file_name.removesuffix(".gz") if self.is_gzip else self.file_name

    @contextmanager
    def open(self) -> Iterator[Stream]:
        """The unpacked bytes, as a stream.

        Raises:
            ContractError: while it is read: the file cannot be opened, is damaged, or
                unpacks to far more than a table ever does.
        """
        if self.problem:
            raise ContractError(self.problem)
        try:
            with self._opened() as stream:
                yield stream
        except DAMAGE:
            message = (
                f"{self.file_name} is a damaged archive, or cut off. Pack it again"
            )
            raise ContractError(message) from None

    @contextmanager
    def _opened(self) -> Iterator[Stream]:
        if self.member is not None:
            with zipfile.ZipFile(self.path) as archive:
                info = archive.getinfo(self.member)
                with archive.open(info) as stream:
                    yield _Bounded(stream, self.file_name, info.compress_size)
        elif self.is_gzip:
            with gzip.open(self.path) as stream:
                packed_size = self.path.stat().st_size
                yield _Bounded(stream, self.file_name, packed_size)
        else:
            with self.path.open("rb") as stream:
                yield stream


class _Bounded:
    """A stream that stops when it has unpacked far more than it should."""

    def __init__(self, stream: Stream, name: str, packed_size: int) -> None:
        self._stream = stream
        self._name = name
        self._most = max(HARMLESS_SIZE, packed_size * MOST_RATIO)
        self._count = 0

    def read(self, size: int = -1, /) -> bytes:
        data = self._stream.read(size)
        self._count += len(data)
        if self._count > self._most:
            message = (
                f"{self._name} unpacks to more than {self._most // 2**20} MB, over "
                f"{MOST_RATIO} times its size, which no table does. It was not read; "
                "if it is yours, put it there unpacked"
            )
            raise ContractError(message)
        return data


def unpack(path: Path, file_name: str) -> list[Packed]:
    """What there is to read in a file of the inbox: itself, or an archive's members.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        mark = file.read(4)
    if mark.startswith(GZIP_MARK):
        return [Packed(path, file_name, is_gzip=True)]
    is_archive = mark in (ZIP_MARK, EMPTY_ZIP_MARK)
    if is_archive and path.suffix.lower() not in WORKBOOKS:
        return _members(path, file_name)
    return [Packed(path, file_name)]


def _members(path: Path, file_name: str) -> list[Packed]:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if _is_meant(info)]
    except DAMAGE:
        problem = f"{file_name} is a damaged archive, or cut off. Pack it again"
        return [Packed(path, file_name, problem=problem)]
    if "[Content_Types].xml" in {info.filename for info in infos}:
        problem = f"{file_name} is a workbook by another name. Name it .xlsx"
        return [Packed(path, file_name, problem=problem)]
    if not infos or len(infos) > MOST_MEMBERS:
        problem = (
            f"{file_name} is an archive of {len(infos):,} files; 1 to "
            f"{MOST_MEMBERS:,} are read. Pack it again"
        )
        return [Packed(path, file_name, problem=problem)]
    return [
        Packed(
            path,
            f"{file_name}/{info.filename}",
            member=info.filename,
            problem=_problem_of(info, file_name),
        )
        for info in sorted(infos, key=lambda info: info.filename)
    ]


def _is_meant(info: zipfile.ZipInfo) -> bool:
    """Whether a member is a file to land: no folder, nothing hidden."""
    parts = PurePosixPath(info.filename).parts
    is_hidden = any(part.startswith((".", "~$")) and part != ".." for part in parts)
    return not info.is_dir() and not is_hidden and "__MACOSX" not in parts


def _problem_of(info: zipfile.ZipInfo, file_name: str) -> str | None:
    name = f"{file_name}/{info.filename}"
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts:
        return f"{name} points out of its archive, which no export does. Pack it again"
    if info.flag_bits & 1:
        return f"{name} is locked with a password. Pack it without one"
    if path.suffix.lower() in ARCHIVES:
        return f"{name} is an archive in an archive. Unpack the outer one"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return f"{name} is packed in an unusual way. Pack it as a plain zip"
    return None
