import subprocess
import sys
from pathlib import Path

import pytest

from flows.errors import LockError
from flows.lock import hold_home


def test_the_second_night_is_told_who_holds_the_home(tmp_path: Path) -> None:
    second = (
        "import sys; from pathlib import Path; from flows.lock import hold_home\n"
        "with hold_home(Path(sys.argv[1]), 'the second'): pass"
    )
    with hold_home(tmp_path, "the night of 2025-06-30"):
        refused = subprocess.run(
            [sys.executable, "-c", second, str(tmp_path)],
            capture_output=True,
            text=True,
            check=False,
        )
    assert refused.returncode == 1
    assert "is held by the night of 2025-06-30 (process " in refused.stderr


def test_a_home_is_free_again_when_the_night_has_failed(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), hold_home(tmp_path, "one"):
        raise ZeroDivisionError
    with hold_home(tmp_path, "another"):
        assert "another" in (tmp_path / ".lock").read_text()


def test_one_process_cannot_hold_a_home_twice(tmp_path: Path) -> None:
    with (
        hold_home(tmp_path, "one"),
        pytest.raises(LockError, match="Wait until it ends"),
        hold_home(tmp_path, "another"),
    ):
        pass
