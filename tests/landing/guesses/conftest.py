"""Files that nobody described, and what ``keyuan init`` makes of them."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console

from flows.landing.guesses.start import start
from flows.landing.land import land_home
from flows.landing.ledger import Entry, read_ledger
from flows.night import Night
from flows.settings import Shop, Source, load_shop

AMERICAN = (
    "Receipt No,Sold on,Item,Price,Qty,Customer,Phone\n"
    "5001,03/02/2025,Fountain pen,$12.50,1,Ann Lee,(415) 555-0132\n"
    '5002,03/14/2025,Desk,"$1,299.00",1,Bob Ray,(415) 555-0187\n'
    "5003,03/15/2025,Pencil,$0.80,4,Cy Orr,(415) 555-0199\n"
)
AMBIGUOUS = (
    "Order no,Date,Total,Email\n"
    "1,02/01/2025,9.50,ann@example.org\n2,05/01/2025,7.25,bob@example.org\n"
)
MEMBERS = pl.DataFrame(
    {
        "会员号": ["V001", "V002", "V003"],
        "姓名": ["王伟", "李娜", "张敏"],
        "手机号": ["13800138000", "13900139000", "13700137000"],
        "生日": ["1990-01-02", "1985/05/06", "1999-12-31"],
        "性别": ["男", "女", "女"],
        "注册日期": ["2024-01-01", "2024-02-03", "2024-05-06"],
    }
)


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

    def landed(self, entity: str) -> pl.DataFrame:
        """The rows that its one source landed."""
        return pl.read_parquet(
            self.home / "lake" / "landing" / self.source.name / entity
        )


Given = Callable[[str, str | bytes], Path]
Start = Callable[..., Started]


def run_start(
    files: list[Path], home: Path, *, adds: bool = False, **stated: str
) -> Started:
    written = io.StringIO()
    console = Console(file=written, width=200)
    present = load_shop(home) if (home / "shop.toml").exists() else None
    is_written = start(files, home, stated, console, present, adds=adds)
    return Started(home, is_written, written.getvalue())


@pytest.fixture
def given(tmp_path: Path) -> Given:
    """A file outside the home: ``given("sales.csv", text)``."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / "given" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def started(tmp_path: Path) -> Start:
    """``keyuan init`` on files, in a home of its own."""

    def run(*files: Path, adds: bool = False, **stated: str) -> Started:
        return run_start([*files], tmp_path / "shop", adds=adds, **stated)

    return run
