"""Where a source's files lie in the inbox, and the pattern that finds them."""

import filecmp
import glob
import itertools
import shutil
from functools import partial
from pathlib import Path

from flows.errors import ContractError
from flows.files import write_whole
from flows.landing.guesses.looking import Export, without_numbers

__all__ = ["copy_files", "pattern_of"]


def pattern_of(export: Export, name: str, home: Path) -> str:
    """What ``files`` of a source says: of files in the inbox where they lie.

    Raises:
        ContractError: they lie in the inbox among others and cannot be told apart.
    """
    folder = f"inbox/{name}"
    names = [path.name for path in export.paths]
    if not _are_in_inbox(export, home):
        return f"{folder}/*{_common_end(names)}"
    folders = {path.resolve().parent for path in export.paths}
    others = {path.name for place in folders for path in place.iterdir()}
    if len(folders) == 1:
        place = folders.pop()
        relative = place.relative_to(home.resolve()).as_posix()
        end, stem = _common_end(names), glob.escape(without_numbers(export.start))
        own = [glob.escape(names[0])] if len(names) == 1 else []
        for pattern in (f"*{end}", f"{stem}*{end}", *own):
            found = {path.name for path in place.glob(pattern)}
            if found & others == set(names):
                return f"{relative}/{pattern}"
    message = (
        f"{', '.join(names[:3])} lie in the inbox among files of another kind. Give "
        f"them a folder of their own, such as {home / folder}"
    )
    raise ContractError(message)


def copy_files(export: Export, name: str, home: Path) -> None:
    """Copy a source's files into its inbox, unless they lie in the inbox."""
    if _are_in_inbox(export, home):
        return
    folder = home / "inbox" / name
    for path in export.paths:
        for target in _names_for(path, folder):
            if not target.exists():
                write_whole(target, partial(shutil.copyfile, path))
                break
            if filecmp.cmp(path, target, shallow=False):
                break


def _names_for(path: Path, folder: Path) -> "itertools.chain[Path]":
    """The file's own name, and others where a file of that name is there."""
    others = (
        folder / f"{path.stem}_{number}{path.suffix}" for number in itertools.count(2)
    )
    return itertools.chain([folder / path.name], others)


def _are_in_inbox(export: Export, home: Path) -> bool:
    inbox = (home / "inbox").resolve()
    return all(path.resolve().is_relative_to(inbox) for path in export.paths)


def _common_end(names: list[str]) -> str:
    """The suffix that all names have, empty where they differ."""
    ends = {Path(name).suffix for name in names}
    return ends.pop() if len(ends) == 1 else ""
