"""Files written whole or not at all, for their owner alone."""

import os
from collections.abc import Callable
from pathlib import Path

__all__ = ["write_whole"]

DRAFT = ".draft"


def write_whole(path: Path, fill: Callable[[Path], object]) -> None:
    """Let ``fill`` write a draft beside ``path``, and rename it once it is on disk.

    Folders that are missing are made. A reader, or a night after a crash, sees the
    file as it was before or as it is now.
    """
    missing = [folder for folder in path.parents if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)
    draft = path.with_name(path.name + DRAFT)
    fill(draft)
    with draft.open("rb+") as file:
        os.fchmod(file.fileno(), 0o600)
        os.fsync(file.fileno())
    draft.replace(path)
