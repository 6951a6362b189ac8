"""The commands of a beginning, as they are typed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli import main

ORDERS = "Order no,Date,Total,Email\n1,2025-03-01,9.50,ann@example.org\n"


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "orders.csv").write_text(ORDERS)
    return CliRunner()


def run(runner: CliRunner, *words: str) -> Result:
    return runner.invoke(main, words, catch_exceptions=False)


def test_init_says_what_to_run_next(typed: CliRunner) -> None:
    done = run(typed, "init", "orders.csv", "--home", "corner", "--country", "GB")

    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1].endswith(
        "Next: keyuan nightly --home corner --as-of 2025-03-01"
    )
    assert Path("corner/inbox/orders/orders.csv").read_text() == ORDERS


def test_init_on_a_home_that_is_there_changes_nothing_and_fails(
    typed: CliRunner,
) -> None:
    run(typed, "init", "orders.csv")
    again = run(typed, "init", "orders.csv")
    added = run(typed, "init", "orders.csv", "--add")

    assert again.exit_code == 1
    assert "stays as it is" in again.stdout
    assert added.exit_code == 0


def test_init_on_nothing_that_it_knows_is_one_sentence(typed: CliRunner) -> None:
    Path("colours.csv").write_text("Colour,Size\nred,4\n")
    done = run(typed, "init", "colours.csv", "gone.csv")

    assert done.exit_code == 1
    assert "Not understood: colours.csv" in done.stdout
    assert "Not read: gone.csv" in done.stdout
    assert done.stderr.startswith("Error: nothing in the files was understood")
    assert not Path("shop").exists()


def test_layouts_lists_them_and_shows_one(typed: CliRunner) -> None:
    assert "shopify_orders" in run(typed, "layouts").stdout
    assert "Lineitem sku" in run(typed, "layouts", "shopify_orders").stdout
    assert run(typed, "layouts", "nothing").exit_code == 1


def test_status_says_what_a_shop_lacks(typed: CliRunner) -> None:
    run(typed, "init", "orders.csv")

    assert "Landed so far: nothing." in run(typed, "status").stdout


def test_who_stops_reading_gets_no_word_of_it() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", "layouts", "shopify_orders"],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)

    assert (done.returncode, done.stderr) == (1, b"")
