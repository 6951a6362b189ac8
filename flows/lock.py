"""One night at a time on one home."""

import contextlib
import fcntl
import os
import socket
from collections.abc import Iterator
from pathlib import Path

from flows.errors import LockError

__all__ = ["hold_home"]


@contextlib.contextmanager
def hold_home(home: Path, holder: str) -> Iterator[None]:
    """Keep every other night away from ``home`` until the block ends.

    The lock is the operating system's, so that it ends with its process however
    that ends; the file's text only says who holds it.

    Raises:
        LockError: another process holds the home; the message says who.
    """
    path = home / ".lock"
    with path.open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            who = path.read_text(encoding="utf-8").strip() or "another process"
            message = (
                f"{home} is held by {who}. Wait until it ends, or stop it, "
                "then start this one again"
            )
            raise LockError(message) from None
        lock.seek(0)
        lock.truncate()
        lock.write(f"{holder} (process {os.getpid()} on {socket.gethostname()})")
        lock.flush()
        yield
        lock.truncate(0)
