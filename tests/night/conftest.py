"""A demo town with its night published, and ways to look at it."""

import hashlib
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Rows = Callable[[Path, str], list[tuple[Any, ...]]]
Digests = Callable[[Path], dict[str, str]]

AS_OF = "2025-06-30"


@pytest.fixture(scope="session")
def town(keyuan: Run, once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """A small demo town with its night published, and what the night said."""

    def publish(home: Path) -> None:
        done = keyuan("demo", "--home", home, "--customers", 400, "--as-of", AS_OF)
        assert done.returncode == 0, done.stderr
        done = keyuan("nightly", "--home", home, "--as-of", AS_OF)
        assert done.returncode == 0, done.stdout + done.stderr
        (home / "said.txt").write_text(done.stdout)

    return once("town", publish)


@pytest.fixture(scope="session")
def copy_home(town: Path) -> Callable[[Path], Path]:
    """Copies the town to a path, for tests that change it."""

    def copied(home: Path) -> Path:
        shutil.copytree(town, home, symlinks=True)
        return home

    return copied


@pytest.fixture
def copy(copy_home: Callable[[Path], Path], tmp_path: Path) -> Path:
    """A copy of the town of its own."""
    return copy_home(tmp_path / "shop")


@pytest.fixture(scope="session")
def audience_bytes() -> Digests:
    """The sha256 of every machine file of a night, by path."""

    def digests(night: Path) -> dict[str, str]:
        return {
            path.relative_to(night).as_posix(): hashlib.sha256(
                path.read_bytes()
            ).hexdigest()
            for path in sorted((night / "audiences").rglob("*.*"))
            if path.suffix != ".xlsx"
        }

    return digests


@pytest.fixture(scope="session")
def rows() -> Rows:
    """What one statement gives in the current night of a home."""

    def ask(home: Path, sql: str) -> list[tuple[Any, ...]]:
        path = str(home / "current" / "warehouse.duckdb")
        with duckdb.connect(path, read_only=True) as connection:
            return connection.execute(sql).fetchall()

    return ask
