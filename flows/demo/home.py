"""The demo's home: what of it the demo wrote, and putting a town in its place.

``town/town.json`` lists every file of the town with its sha256. Whatever else stands
in the inbox is somebody's own, and the demo keeps its hands off.
"""

import json
import shutil
import tomllib
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from flows.demo.shop_toml import SHOP_NAME, SHOP_TOML
from flows.errors import HomeError

__all__ = ["TownFiles", "move_in", "refuse_strangers"]

LIST = Path("town", "town.json")
BEING_WRITTEN = Path("town", ".new")


@dataclass(frozen=True, slots=True)
class TownFiles:
    """A town as it is listed: how it was made, and the sha256 of each of its files."""

    made_from: dict[str, int | str]
    files: dict[str, str]

    @classmethod
    def listed(cls, home: Path) -> "TownFiles":
        """The town that stands in this home; without files when there is none."""
        path = home / LIST
        if not path.is_file():
            return cls({}, {})
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            return cls(dict(values["made_from"]), dict(values["files"]))
        except (ValueError, KeyError, TypeError):
            message = (
                f"{path} is not the list that the demo left there, so it cannot tell "
                "its own files from yours; choose another folder with --home, or "
                "delete this one"
            )
            raise HomeError(message) from None

    @classmethod
    def of_folder(cls, folder: Path, made_from: dict[str, int | str]) -> "TownFiles":
        """Every file in the folder, by its path in it."""
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        files = {path.relative_to(folder).as_posix(): _sha256(path) for path in paths}
        return cls(made_from, files)


def refuse_strangers(home: Path, made_from: dict[str, int | str]) -> None:
    """Stop before anything of somebody's own is touched.

    Raises:
        HomeError: the home is another shop's, its inbox holds files that the demo did
            not write, or nights were built from another town than this one.
    """
    if home.exists() and not home.is_dir():
        message = f"{home} is a file; a shop's home is a folder: choose one with --home"
        raise HomeError(message)
    _refuse_other_shop(home / "shop.toml")
    listed = TownFiles.listed(home)
    found = (path for path in (home / "inbox").rglob("[!.]*") if path.is_file())
    for path in sorted(found):
        name = path.relative_to(home).as_posix()
        if listed.files.get(name) != _sha256(path):
            message = (
                f"{path} was not written by the demo, which keeps away from a shop's "
                "own files; choose another folder with --home"
            )
            raise HomeError(message)
    if listed.files and listed.made_from != made_from and (home / "lake").is_dir():
        message = (
            f"{home} holds the nights of another town ({_said(listed.made_from)}, not "
            f"{_said(made_from)}), and two towns in one lake would be mixed; choose "
            "another folder with --home, or delete this one"
        )
        raise HomeError(message)


def _refuse_other_shop(path: Path) -> None:
    if not path.is_file():
        return
    try:
        name = tomllib.loads(path.read_text(encoding="utf-8")).get("name")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        name = None
    if name != SHOP_NAME:
        found = f"is the shop {name!r}" if name else "has no name that can be read"
        message = (
            f"{path} {found}, and the demo writes only into a home of its own "
            f"({SHOP_NAME!r}); choose another folder with --home"
        )
        raise HomeError(message)


def move_in(home: Path, made_from: dict[str, int | str]) -> TownFiles:
    """Put the town written under ``town/.new`` in its place.

    The old town's files go first, then the new list is written, then the new files
    move in: stopped at any point, the next run knows its own files. What is already
    as it should be is left alone, a ``shop.toml`` and settings that were edited too.
    """
    fresh = home / BEING_WRITTEN
    old = TownFiles.listed(home)
    new = TownFiles.of_folder(fresh, made_from)
    for name, sha256 in old.files.items():
        if new.files.get(name) != sha256 and _is_as_listed(home / name, sha256):
            (home / name).unlink()
    text = json.dumps(
        {"made_from": new.made_from, "files": new.files}, indent=1, sort_keys=True
    )
    _write_if_other(home / LIST, text + "\n")
    for name in new.files:
        target = home / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            (fresh / name).replace(target)
    shutil.rmtree(fresh)
    if not (home / "shop.toml").exists():
        (home / "shop.toml").write_text(SHOP_TOML, encoding="utf-8")
    return new


def _is_as_listed(path: Path, sha256: str) -> bool:
    return path.is_file() and _sha256(path) == sha256


def _write_if_other(path: Path, text: str) -> None:
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _said(made_from: dict[str, int | str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in made_from.items())
