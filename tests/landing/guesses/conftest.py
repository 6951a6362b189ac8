"""Files that nobody described, and what ``keyuan init`` makes of them."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from flows.landing.guesses.start import start
from flows.landing.land import land_home
from flows.landing.ledger import Entry, read_ledger
from flows.night import Night
from flows.settings import Shop, Source, load_shop


@dataclass(frozen=True)
class Started:
    """A home that ``keyuan init`` wrote, and what it showed."""

    home: Path
    is_written: bool
    shown: str

    @property
    def shop(self) -> Shop:
        return load_shop(self.home)

    @property
    def source(self) -> Source:
        (source,) = self.shop.sources
        return source

    def land(self) -> list[Entry]:
        """Land its inbox, as a night does, and read the ledger."""
        land_home(Night(self.home, date(2025, 12, 31), 1), self.shop)
        return read_ledger(self.home / "lake")


def run_start(
    files: list[Path], home: Path, *, adds: bool = False, **stated: str
) -> Started:
    written = io.StringIO()
    console = Console(file=written, width=200)
    present = load_shop(home) if (home / "shop.toml").exists() else None
    is_written = start(files, home, stated, console, present, adds=adds)
    return Started(home, is_written, written.getvalue())


@pytest.fixture
def given(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """A file outside the home: ``given("sales.csv", text)``."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / "given" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def started(tmp_path: Path) -> Callable[..., Started]:
    """``keyuan init`` on files, in a home of its own."""

    def run(*files: Path, adds: bool = False, **stated: str) -> Started:
        return run_start([*files], tmp_path / "shop", adds=adds, **stated)

    return run
