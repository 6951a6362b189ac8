"""How a command ends when it does not end well: in sentences, and at once."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from flows.errors import KeyuanError

__all__ = ["stop_at_once", "told"]

INTERRUPTED = 130  # as shells say it of a process that Ctrl-C ended
SHOW_CURSOR = "\x1b[?25h"


@contextmanager
def told() -> Iterator[None]:
    """Turn what went wrong into sentences and exit code 1.

    A fault of the user's is one sentence. Anything else is named with its kind; its
    traceback is in the night's log, of which the last line tells.
    """
    try:
        yield
    except BrokenPipeError:
        raise  # who reads has read enough, as in ``| head``: click ends without a word
    except Exception as error:
        notes = getattr(error, "__notes__", [])
        if not isinstance(error, KeyuanError | OSError) and not notes:
            raise
        kind = "" if isinstance(error, KeyuanError) else f"{type(error).__name__}: "
        for line in (f"Error: {kind}{error}", *notes):
            click.echo(line, err=True)
        sys.exit(1)


def stop_at_once(home: Path, *_: object) -> None:
    """Ctrl-C: a night is disposable, so there is nothing to wait for.

    Prefect would wait for its server, which the same key has ended. The guard sees
    to that server.
    """
    click.echo(SHOW_CURSOR, nl=False)  # the live list of stages had hidden it
    click.echo(
        f"\nInterrupted: the night is not published and {home / 'current'} is as it "
        f"was. What was built lies in {home / 'nights' / '.attempts'}",
        err=True,
    )
    os._exit(INTERRUPTED)
