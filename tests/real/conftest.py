"""Real data is never part of the project: its tests say so where it is absent."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def real_data() -> Path:
    default = Path(__file__).parents[3] / "shared" / "data"
    folder = Path(os.environ.get("KEYUAN_REAL_DATA", default))
    if not folder.is_dir():
        pytest.skip("real data is absent: set KEYUAN_REAL_DATA to its folder")
    return folder


def shop_toml() -> str:
    """The shop.toml that the README shows for the British web shop."""
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    found = re.search(r"```toml\n(name = \"Online Retail\".*?)```", readme, re.DOTALL)
    assert found is not None
    return found[1]


def retail_night(real_data: Path, home: Path, as_of: str, keyuan: Run) -> str:
    """A night of the shop that knows its files up to that day; what the night said."""
    inbox = home / "inbox" / "web"
    inbox.mkdir(parents=True, exist_ok=True)
    for path in sorted((real_data / "online_retail").glob("*.csv")):
        if path.stem <= as_of and not (inbox / path.name).exists():
            shutil.copy(path, inbox)
    (home / "shop.toml").write_text(shop_toml(), encoding="utf-8")
    done = keyuan("nightly", "--home", home, "--as-of", as_of)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def until_may(
    real_data: Path, once: Callable[[str, Callable[[Path], object]], Path], keyuan: Run
) -> Path:
    """A home with the night of 31 May 2011, which knows nothing after it."""
    return once(
        "until_may", lambda home: retail_night(real_data, home, "2011-05-31", keyuan)
    )
