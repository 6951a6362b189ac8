"""One town for all the demo's tests, and a way to read its files as text."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from flows.demo.history import Town, make_town
from flows.demo.town import TownSummary, write_town

AS_OF = date(2025, 6, 30)
CUSTOMERS = 2000


@pytest.fixture(scope="session")
def as_of() -> date:
    return AS_OF


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "home"


@pytest.fixture(scope="session")
def summary(home: Path) -> TownSummary:
    return write_town(home, CUSTOMERS, 7, AS_OF)


@pytest.fixture(scope="session")
def read(home: Path, summary: TownSummary) -> Callable[[str], pl.DataFrame]:
    """The rows of the files that match, all text, copies left out."""

    def read_all(pattern: str) -> pl.DataFrame:
        paths = sorted(path for path in home.glob(pattern) if "(1)" not in path.name)
        assert paths, pattern
        return pl.concat(pl.read_csv(path, infer_schema=False) for path in paths)

    assert summary.file_count
    return read_all


@pytest.fixture(scope="session")
def rates(read: Callable[[str], pl.DataFrame]) -> pl.DataFrame:
    """Millionths of a yuan by day and currency, as the bank's table has them."""
    table = read("inbox/fx_rates/*.csv").filter(
        pl.col("From").is_not_null(), pl.col("Rate") != "no fixing"
    )
    micros = pl.col("Rate").cast(pl.Decimal(18, 6)) * 1_000_000
    return table.select(
        "Date", pl.col("From").alias("Currency"), micros.cast(pl.Int64).alias("micros")
    )


@pytest.fixture(scope="session")
def till(read: Callable[[str], pl.DataFrame]) -> pl.DataFrame:
    return read("inbox/till/*.csv")


@pytest.fixture(scope="session")
def members(read: Callable[[str], pl.DataFrame]) -> pl.DataFrame:
    return read("inbox/members/*.csv")


@pytest.fixture(scope="session")
def webshop(read: Callable[[str], pl.DataFrame]) -> pl.DataFrame:
    return read("inbox/webshop/*.csv")


@pytest.fixture(scope="session")
def accounts(read: Callable[[str], pl.DataFrame]) -> pl.DataFrame:
    return read("inbox/webshop_members/*.csv")


@pytest.fixture(scope="session")
def truth(read: Callable[[str], pl.DataFrame]) -> pl.DataFrame:
    return read("town/truth.csv")


@pytest.fixture(scope="session")
def bytes_of() -> Callable[[Path], dict[str, bytes]]:
    """Every file under a home and what is in it."""

    def read_bytes(folder: Path) -> dict[str, bytes]:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    return read_bytes


@pytest.fixture(scope="session")
def town() -> Town:
    return make_town(100, 1, AS_OF)
