"""A night that is stopped, or whose shop is edited, while it runs."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from flows.settings import GUARD_MARK

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Rows = Callable[[Path, str], list[tuple[Any, ...]]]
Digests = Callable[[Path], dict[str, str]]
Night = subprocess.Popen[str]
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unmeasured")]

AS_OF = "2025-06-30"
NEXT = "2025-07-01"


@contextmanager
def running(home: Path, as_of: str, **variables: str) -> Iterator[Night]:
    """A night in a session of its own, as a terminal would start it."""
    inherited = {k: v for k, v in os.environ.items() if k != "PREFECT_API_URL"}
    words = ["nightly", "--home", str(home), "--as-of", as_of]
    night = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=inherited | {"PYTHONUNBUFFERED": "1"} | variables,
        start_new_session=True,
    )
    try:
        yield night
    finally:
        if night.poll() is None:
            night.kill()
        night.communicate()


def wait_for(night: Night, stage: str) -> None:
    """Read what the night says until ``stage`` is through."""
    assert night.stdout is not None
    while not night.stdout.readline().startswith(stage):
        assert night.poll() is None


def left_by(night: Night) -> list[str]:
    """The commands of what still runs of a night."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(GUARD_MARK) == str(night.pid):
                found.append(" ".join(process.cmdline()))
        except psutil.Error:  # gone meanwhile, or another user's
            continue
    return found


def test_ctrl_c_in_the_middle_ends_the_night_at_once_and_all_that_it_started(
    copy: Path, audience_bytes: Digests
) -> None:
    before = audience_bytes(copy / "current")
    with running(copy, NEXT) as night:  # with a temporary server of its own
        wait_for(night, "core")
        assert any("prefect" in command for command in left_by(night))
        os.killpg(night.pid, signal.SIGINT)
        _, said = night.communicate(timeout=20)
    assert night.returncode == 130
    assert said.strip() == (
        f"Interrupted: the night is not published and {copy}/current is as it was. "
        f"What was built lies in {copy}/nights/.attempts"
    )
    deadline = time.monotonic() + 15
    while left_by(night) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert left_by(night) == []
    assert (copy / "current").readlink() == Path(f"nights/{AS_OF}")
    assert audience_bytes(copy / "current") == before


def test_the_same_night_again_is_a_new_folder_with_the_same_bytes_whatever_is_edited(
    copy: Path, prefect_api: str, audience_bytes: Digests, rows: Rows
) -> None:
    toml, own = copy / "shop.toml", copy / "settings" / "campaigns.csv"
    shop = rows(copy, "select * from settings.shop_sources order by all")
    with running(copy, AS_OF, PREFECT_API_URL=prefect_api) as night:
        wait_for(night, "landing")
        edited = toml.read_text().replace('country = "CN"', 'country = "DE"')
        assert edited != toml.read_text()
        toml.write_text('holdout_salt = "another"\nkeep_nights = 3\n' + edited)
        own.parent.mkdir(exist_ok=True)
        own.write_text("campaign\n")
        wait_for(night, "identity")
        toml.write_text("no longer a shop")
        _, said = night.communicate(timeout=600)
    assert night.returncode == 0, said
    assert (copy / "current").readlink() == Path(f"nights/{AS_OF}.2")
    first, again = copy / "nights" / AS_OF, copy / "nights" / f"{AS_OF}.2"
    assert audience_bytes(again) == audience_bytes(first)
    assert rows(copy, "select * from settings.shop_sources order by all") == shop


def test_a_wrong_setting_is_told_before_anything_lands(copy: Path, keyuan: Run) -> None:
    landed = sorted((copy / "lake").rglob("*"))
    (copy / "settings").mkdir(exist_ok=True)
    (copy / "settings" / "value_tiers.csv").write_text(
        "value_tier,top_share,name_en,name_zh\ntop,0.2,Top,顶\nrest,0.9,Rest,余\n"
    )
    (copy / "inbox" / "till" / "new.csv").write_text("")
    refused = keyuan("nightly", "--home", copy, "--as-of", NEXT)
    assert refused.returncode == 1
    told = f"Error: {copy}/settings/value_tiers.csv, line 3: top_share is '0.9', but "
    assert refused.stderr.startswith(told)
    assert "landing" not in refused.stdout
    assert sorted((copy / "lake").rglob("*")) == landed
