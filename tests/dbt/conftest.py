"""Homes for dbt: a new one, a small shop's, and that shop's compiled SQL."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.dbt.home import LANDING, PROJECT, Home
from tests.dbt.small_shop import land_small_shop


@pytest.fixture(scope="session")
def make_home() -> Callable[[Path], Home]:
    """A new home in a folder, with nothing landed and the shipped settings."""

    def make(folder: Path) -> Home:
        home = Home(folder)
        (folder / "seeds").mkdir(parents=True)
        for table in sorted((PROJECT / "seeds").glob("*.csv")):
            shutil.copy(table, folder / "seeds")
        for entity in LANDING:
            home.land(entity, [], source="schema")
        return home

    return make


@pytest.fixture(scope="session")
def shop(
    make_home: Callable[[Path], Home],
    once: Callable[[str, Callable[[Path], None]], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Home:
    """A small shop of two sources, its folder named to be in the way."""

    def build(folder: Path) -> None:
        home = make_home(folder)
        land_small_shop(home)
        built = home.dbt("build", "--quiet")
        assert built.returncode == 0, built.stdout

    # A copy, because dbt locks the file in which it builds.
    built = Home(once("small_shop", build))
    return built.moved(tmp_path_factory.mktemp("homes") / "Ada's [old] shop")


@pytest.fixture(scope="session")
def compiled(shop: Home) -> dict[str, str]:
    """The SQL of every model and singular test as dbt compiles it, by name.

    What lies in a folder named after a yml file is a test of columns or of rows made up
    for a unit test, which bear the name of the model that they stand for.
    """
    told = shop.dbt("compile", "--quiet")
    assert told.returncode == 0, told.stdout
    folder = shop.folder / "target" / "compiled" / "keyuan"
    return {
        path.stem: path.read_text("utf-8")
        for path in folder.rglob("*.sql")
        if not any(parent.suffix == ".yml" for parent in path.parents)
    }
