"""A demo town with its night published, and ways to look at it."""

import fcntl
import hashlib
import os
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
def town(tmp_path_factory: pytest.TempPathFactory, keyuan: Run) -> Path:
    """A small demo town with its night published; one for all processes of a run."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    home = folder / "town" / "shop"
    with (folder / "town.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "said.txt").exists():
            _publish_town(home, keyuan)
    return home


def _publish_town(home: Path, keyuan: Run) -> None:
    done = keyuan("demo", "--home", home, "--customers", 400, "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    done = keyuan("nightly", "--home", home, "--as-of", AS_OF)
    assert done.returncode == 0, done.stdout + done.stderr
    (home / "said.txt").write_text(done.stdout)


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
