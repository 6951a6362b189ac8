"""What a night that fails leaves, and what it says."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Hook = tuple[str, list[dict[str, str]]]
Digests = Callable[[Path], dict[str, str]]
pytestmark = pytest.mark.slow

AS_OF = "2025-06-30"
NEXT = "2025-07-01"


def test_a_night_killed_in_the_middle_leaves_current_and_the_next_completes(
    copy: Path, keyuan: Run, prefect_api: str, audience_bytes: Digests
) -> None:
    before = audience_bytes(copy / "current")
    night = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "flows.cli",
            "nightly",
            "--home",
            str(copy),
            "--as-of",
            NEXT,
        ],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PREFECT_API_URL": prefect_api, "PYTHONUNBUFFERED": "1"},
    )
    assert night.stdout is not None
    while not night.stdout.readline().startswith("identity"):
        assert night.poll() is None
    night.send_signal(signal.SIGKILL)
    night.wait()
    assert (copy / "current").readlink() == Path(f"nights/{AS_OF}")
    assert audience_bytes(copy / "current") == before
    said = keyuan("status", "--home", copy).stdout
    assert f"Not published: {copy}/nights/.attempts/{NEXT}.1" in said
    done = keyuan("nightly", "--home", copy, "--as-of", NEXT)
    assert done.returncode == 0, done.stderr
    assert (copy / "current").readlink() == Path(f"nights/{NEXT}")


def test_a_second_night_on_one_home_says_who_holds_it(copy: Path, keyuan: Run) -> None:
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from flows.lock import hold_home\n"
            "with hold_home(Path(sys.argv[1]), 'the night of 2025-06-29'):\n"
            "    print('held', flush=True); sys.stdin.read()",
            str(copy),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    refused = keyuan("nightly", "--home", copy, "--as-of", NEXT)
    holder.communicate("")
    assert refused.returncode == 1
    assert "is held by the night of 2025-06-29 (process" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_closed_gate_leaves_current_tells_the_webhook_and_says_where_to_look(
    copy: Path, keyuan: Run, hook: Hook
) -> None:
    url, heard = hook
    toml = copy / "shop.toml"
    toml.write_text(toml.read_text() + f'\n[alerts]\nwebhook = "{url}"\n')
    bad = "order_id,product_id,quantity,ordered_at\n" + "x,,not a number,\n" * 5000
    (copy / "inbox" / "broken").mkdir()
    (copy / "inbox" / "broken" / "lines.csv").write_text(bad)
    toml.write_text(
        toml.read_text()
        + """
[sources.broken]
kind = "other"
layout = "generic"
entity = "order_lines"
files = "inbox/broken/*.csv"
max_bad_share = 1  # else the file is refused, and nothing is wrong with the rest

[sources.broken.columns]
order_id = "order_id"
product_id = "product_id"
quantity = "quantity"
ordered_at = "ordered_at"
"""
    )
    refused = keyuan("nightly", "--home", copy, "--as-of", NEXT)
    assert refused.returncode == 1, refused.stdout
    assert (copy / "current").readlink() == Path(f"nights/{AS_OF}")
    last = refused.stderr.strip().splitlines()[-1]
    log, checks = (Path(word) for word in last.split() if "/" in word)
    assert log.is_file()
    assert list(checks.glob("*.json"))
    assert "Traceback" not in refused.stderr
    assert heard[0]["state"] == "not published"


def test_a_home_without_shop_toml_is_told_in_a_sentence(
    tmp_path: Path, keyuan: Run
) -> None:
    done = keyuan("nightly", "--home", tmp_path)
    assert done.returncode == 1
    assert "shop.toml does not exist" in done.stderr
    assert "Traceback" not in done.stderr
