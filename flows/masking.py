"""Texts without personal data.

A message of the engine that leaves the night (a log line, an artifact, a webhook) may
name tables, columns and files, never a value: a value may be somebody's phone. A text
that people read may hold values, but no addresses and numbers.
"""

import re

__all__ = ["every_line_without_values", "masked", "without_values"]

VALUES = re.compile(r"'[^']*'?|\S+@\S+|\+?\d{5,}|[^\x00-\x7f…]+")
DRIVER = re.compile(r"^(\w+: )?\([\w.]+\) ")
DOUBLE_QUOTED = re.compile(r'"[^"]*"?')
# These quote tables and columns, not values.
NAMES_ONLY = re.compile(r"(Binder|Catalog) Error|in BatchData does not exist")
PERSONAL = re.compile(
    r"[^\s@/'\"<>(),;:]+@[^\s@'\"<>(),;:]+\.[^\s@'\"<>(),;:]+"
    r"|\+\d[\d ()-]{5,}\d"
    r"|(?<!\d)\(?\d{3}\)?[ .-]\d{3,4}[ .-]\d{4}(?!\d)"
    r"|(?<![\w.])\d{10,15}(?![\w.])"
)


def without_values(message: str) -> str:
    """The first line of ``message`` without what it quotes from the data."""
    first = DRIVER.sub("", (message.strip().splitlines() or ["no message"])[0])
    if not NAMES_ONLY.search(first):
        first = DOUBLE_QUOTED.sub("…", first)
    return VALUES.sub("…", first)[:300]


def every_line_without_values(message: str) -> str:
    """All of ``message`` on one line, each of its lines without values."""
    lines = [line for line in message.splitlines() if line.strip()]
    return " ".join(without_values(line.strip()) for line in lines)


def masked(text: str) -> str:
    """``text`` without what looks like an e-mail address or a phone number.

    Reasons and refusals may quote a value of a file; the page may not.
    """
    return PERSONAL.sub("•••", text)
