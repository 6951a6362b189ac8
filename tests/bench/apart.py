"""Scripts that run apart: in a process, and with packages, of their own."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

__all__ = ["ApartError", "answer_of", "python_with"]


class ApartError(Exception):
    """A script, or an environment for it, came to nothing; the message says why."""


def python_with(packages: tuple[str, ...], folder: Path) -> Path:
    """The Python of a new environment that has the packages.

    Raises:
        ApartError: they cannot be installed.
    """
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / "bin" / "python"
    call = [*(str(python), "-m", "pip", "install", "--quiet", *packages)]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ApartError(f"cannot be installed: {_last_line(done.stderr)}")
    return python


def answer_of(
    python: Path,
    script: str,
    words: list[str],
    answer: Path,
    limit: float | None = None,
) -> dict[str, Any]:
    """What a script writes as JSON into the file that is the first word it is told.

    Args:
        python: what runs it.
        script: its text.
        words: what else it is told.
        answer: the file.
        limit: seconds after which it is stopped.

    Raises:
        ApartError: it fails, or takes longer.
    """
    started = time.perf_counter()
    call = [str(python), "-c", script, str(answer), *words]
    try:
        done = subprocess.run(
            call, timeout=limit, capture_output=True, text=True, check=False
        )
    except subprocess.TimeoutExpired:
        raise ApartError(f"stopped after {limit:.0f} s") from None
    if done.returncode:
        spent = time.perf_counter() - started
        raise ApartError(f"failed after {spent:.0f} s: {_last_line(done.stderr)}")
    told: dict[str, Any] = json.loads(answer.read_text())
    return told


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no word; out of memory?"])[-1]
