"""Telling the shop that a night was not published, and keeping the night's log."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import httpx

from flows.settings import Shop

__all__ = ["alert_payload", "night_log", "post_alert"]

TIMEOUT_SECONDS = 10


def alert_payload(shop: Shop, as_of: date, reason: str, folder: str) -> dict[str, str]:
    """What the webhook is sent; ``text`` is what chat tools show.

    It holds no personal data: reasons name files, checks and counts.
    """
    return {
        "shop": shop.name,
        "as_of": str(as_of),
        "state": "not published",
        "reason": reason,
        "folder": folder,
        "text": f"{shop.name}: the night of {as_of} was not published. {reason}",
    }


def post_alert(url: str, payload: dict[str, str]) -> None:
    """POST ``payload`` as JSON.

    Raises:
        httpx.HTTPError: the webhook could not be reached, or did not answer 2xx.
    """
    httpx.post(url, json=payload, timeout=TIMEOUT_SECONDS).raise_for_status()


@contextmanager
def night_log(path: Path) -> Iterator[None]:
    """Keep what is logged inside the block in ``path``, tracebacks included."""
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(
        logging.Formatter("%(asctime)s %(levelname)-7s %(name)s  %(message)s")
    )
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        handler.close()
