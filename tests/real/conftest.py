"""Real data is never part of the project: its tests say so where it is absent."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def real_data() -> Path:
    default = Path(__file__).parents[3] / "shared" / "data"
    folder = Path(os.environ.get("KEYUAN_REAL_DATA", default))
    if not folder.is_dir():
        pytest.skip("real data is absent: set KEYUAN_REAL_DATA to its folder")
    return folder
