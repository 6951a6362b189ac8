"""The command, on a home with a night that knows enough purchases."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli import main


def test_a_backtest_says_its_measures_and_where_its_picture_is(home: Path) -> None:
    words = ["backtest", "--from", "2025-03-31", "--to", "2025-06-29"]
    done = CliRunner().invoke(main, [*words, "--home", str(home)])
    assert done.exit_code == 0, done.output
    *_, last = done.output.splitlines()
    picture = home / "backtests" / "2025-03-31_2025-06-29.svg"
    assert last == f"Picture: {picture}"
    assert picture.read_text().startswith("<svg")


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2025-06-29", "2025-07-29", "knows what happened up to 2025-06-29"),
        ("2025-06-28", "2025-06-28", "--to 2025-06-28 is not after --from 2025-06-28"),
        ("2024-07-05", "2025-06-29", "customers have bought again"),
    ],
)
def test_days_that_teach_or_judge_nothing_are_one_sentence(
    home: Path, first: str, last: str, said: str
) -> None:
    words = ["backtest", "--from", first, "--to", last, "--home", str(home)]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 1
    assert said in done.output
    assert "Traceback" not in done.output
