"""``manifest.json``: what lies in the audiences folder, for whoever picks it up."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

__all__ = ["ExportedFile", "manifest_bytes"]


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One file as the manifest describes it.

    ``emptied`` counts names that were left out because they begin like a formula.
    """

    path: str
    campaign: str
    audience: str
    channel: str
    rows: int
    sha256: str
    columns: list[str]
    emptied: int = 0


def manifest_bytes(as_of: date, files: Sequence[ExportedFile]) -> bytes:
    """The manifest, its files sorted by path."""
    listed = sorted(files, key=lambda file: file.path)
    content = {
        "as_of": as_of.isoformat(),
        "files": [asdict(file) for file in listed],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
