"""Files that only their owner may read, and the bytes of a file for machines."""

import hashlib
import os
import shutil
from pathlib import Path

import polars as pl

__all__ = ["csv_bytes", "make_private_folder", "sha256_of", "write_private"]


def make_private_folder(folder: Path) -> None:
    """Make ``folder`` anew, empty, for its owner alone."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    folder.chmod(0o700)


def write_private(path: Path, content: bytes) -> None:
    """Write ``content``; nobody but the owner can read it at any moment."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(content)


def csv_bytes(rows: pl.DataFrame) -> bytes:
    """RFC 4180 in UTF-8 without a byte order mark; lines end in LF.

    LF and not CRLF: every importer takes it, and a script that cuts out the last
    column gets no stray carriage return with it.
    """
    text = rows.write_csv(
        include_header=True,
        include_bom=False,
        line_terminator="\n",
        quote_style="necessary",
        null_value="",
    )
    return text.encode("utf-8")


def sha256_of(content: bytes) -> str:
    """The content's SHA-256, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
