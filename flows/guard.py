"""See that the Prefect server a night started ends with the night, however that ends.

A killed night cannot clean up after itself, and its temporary server would live on.
So the command starts this module as a small process that waits on a pipe: the pipe
closes when the night is gone, and what the night left running is then ended.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psutil

from flows.settings import GUARD_MARK

__all__ = ["end_children_of", "guarded"]

PATIENCE_SECONDS = 5
DONE = b"done"


@contextmanager
def guarded() -> Iterator[None]:
    """Inside the block, this process's children do not outlive it."""
    guard = subprocess.Popen(
        [sys.executable, "-m", "flows.guard", str(os.getpid())],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        yield
    finally:
        # A killed night closes the pipe too, without a word.
        with suppress(OSError):
            guard.communicate(DONE)


def end_children_of(mark: str) -> int:
    """End the processes that carry ``mark`` in their environment, and count them."""
    left = [
        process
        for process in psutil.process_iter()
        if str(process.pid) not in {mark, str(os.getpid())} and _carries(process, mark)
    ]
    for process in left:
        process.terminate()
    _, alive = psutil.wait_procs(left, timeout=PATIENCE_SECONDS)
    for process in alive:
        process.kill()
    return len(left)


def _carries(process: psutil.Process, mark: str) -> bool:
    try:
        return process.environ().get(GUARD_MARK) == mark
    except psutil.Error:  # gone meanwhile, or another user's
        return False


if __name__ == "__main__":
    if sys.stdin.buffer.read() != DONE:
        end_children_of(sys.argv[1])
