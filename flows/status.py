"""What ``keyuan status`` says: which night is current, and what it holds."""

from collections.abc import Mapping
from pathlib import Path

from flows.errors import LockError
from flows.lock import hold_home
from flows.night import PublishedNight, current_night, published_nights
from flows.progress import told_counts
from flows.settings import Shop

__all__ = ["status_lines"]


def status_lines(shop: Shop, home: Path) -> list[str]:
    """The state of a home, a line each."""
    present = current_night(home)
    if present is None:
        return [
            f"{shop.name}: no night is published yet.",
            *_attempt_lines(home),
            f"Run one: keyuan nightly --home {home}",
        ]
    counts: Mapping[str, Mapping[str, int]] = present.facts["counts"]
    return [
        f"{shop.name}: current is the night {present.name}.",
        *[
            f"  {stage:<16} {told_counts(found)}"
            for stage, found in counts.items()
            if found
        ],
        "Nights:",
        *[_night_line(night, present) for night in published_nights(home)],
        *_attempt_lines(home),
    ]


def _night_line(night: PublishedNight, present: PublishedNight) -> str:
    marks = [
        word
        for word, holds in (
            ("current", night.name == present.name),
            ("rolled back", night.is_rolled_back),
            ("emptied", night.is_pruned),
        )
        if holds
    ]
    return f"  {night.name:<14} {', '.join(marks)}".rstrip()


def _attempt_lines(home: Path) -> list[str]:
    try:
        with hold_home(home, "a look at its status"):
            pass
    except LockError as held:
        return [str(held)]
    return [
        f"Not published: {folder} (its log is logs/night.log, its checks checks/)"
        for folder in sorted((home / "nights" / ".attempts").glob("*.*"))
    ]
