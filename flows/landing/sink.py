"""Where a file's batches are written: drafts first, moved into the lake all at once."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.landing.lake import write_frame
from flows.landing.ledger import UNFINISHED
from flows.landing.taking import Taken

__all__ = ["Sink", "remove_drafts", "sink_of"]

DRAFTS = ".drafts"


@dataclass(slots=True)
class Sink:
    """The Parquet of one landed file, in as many parts as it had batches.

    Attributes:
        lake: the lake.
        source_name: whose file it is.
        stem: how its Parquet is called: the file's sha256, and a replay's number.
    """

    lake: Path
    source_name: str
    stem: str

    @property
    def drafts(self) -> Path:
        """Where it is written until it is whole."""
        return self.lake / DRAFTS / f"{self.source_name}-{self.stem}"

    def write(self, taken: Taken, number: int) -> None:
        """Write a batch; ``number`` counts from 1. Batches may come in any order."""
        for entity, rows in taken.entities.items():
            if rows.height:
                self._write(f"landing/{self.source_name}/{entity}", rows, number)
        if taken.set_aside.height:
            self._write(f"quarantine/{self.source_name}", taken.set_aside, number)

    def emptied(self) -> "Sink":
        """The same sink without what was written so far."""
        shutil.rmtree(self.drafts, ignore_errors=True)
        return self

    def commit(self) -> None:
        """Move all parts into the lake, in the place of what a crash may have left."""
        for stale in self.lake.glob(
            f"*/{self.source_name}/**/{self.stem}*{UNFINISHED}"
        ):
            stale.unlink()
        for path in sorted(self.drafts.rglob("*.parquet")):
            target = self.lake / path.relative_to(self.drafts)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.replace(target)
        shutil.rmtree(self.drafts, ignore_errors=True)

    def _write(self, folder: str, rows: pl.DataFrame, number: int) -> None:
        part = "" if number == 1 else f"-{number:05}"
        write_frame(self.drafts / folder / f"{self.stem}{part}.parquet", rows)


@contextmanager
def sink_of(lake: Path, source_name: str, stem: str) -> Iterator[Sink]:
    """A sink whose drafts are gone when the block is left without a commit."""
    sink = Sink(lake, source_name, stem)
    shutil.rmtree(sink.drafts, ignore_errors=True)
    try:
        yield sink
    finally:
        shutil.rmtree(sink.drafts, ignore_errors=True)


def remove_drafts(lake: Path) -> None:
    """Take away what a crash left of files that it was writing."""
    shutil.rmtree(lake / DRAFTS, ignore_errors=True)
