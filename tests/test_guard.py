import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

PARENT = """
import os, subprocess, sys, time
from pathlib import Path
from flows.guard import guarded
from flows.settings import prepare_process
prepare_process(Path(sys.argv[1]))
with guarded():
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    print(child.pid, flush=True)
    time.sleep(float(sys.argv[2]))
print("done", flush=True)
"""


def parent(tmp_path: Path, seconds: float) -> "subprocess.Popen[str]":
    variables = {k: v for k, v in os.environ.items() if k != "KEYUAN_GUARDED_BY"}
    return subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path), str(seconds)],
        stdout=subprocess.PIPE,
        text=True,
        env=variables,
    )


def ends_within(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not psutil.pid_exists(pid):
            return True
        if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_the_child_of_a_killed_night_ends_with_it(tmp_path: Path) -> None:
    night = parent(tmp_path, 600)
    assert night.stdout is not None
    child = int(night.stdout.readline())
    night.send_signal(signal.SIGKILL)
    time.sleep(2)  # not reaped yet: the guard must not wait for that
    night.wait()
    assert ends_within(child, 20)


def test_a_night_that_ends_well_leaves_its_children_to_themselves(
    tmp_path: Path,
) -> None:
    night = parent(tmp_path, 0)
    assert night.stdout is not None
    child = int(night.stdout.readline())
    assert night.stdout.readline() == "done\n"
    assert psutil.pid_exists(child)
    psutil.Process(child).kill()
    assert night.wait() == 0
