"""Messages of the engine without what they quote from the data.

A message that leaves the night (a log line, an artifact, a webhook) may name tables,
columns and files, never a value: a value may be somebody's phone.
"""

import re

__all__ = ["every_line_without_values", "without_values"]

VALUES = re.compile(r"'[^']*'?|\S+@\S+|\+?\d{5,}|[^\x00-\x7f…]+")
DRIVER = re.compile(r"^(\w+: )?\([\w.]+\) ")
DOUBLE_QUOTED = re.compile(r'"[^"]*"?')
# These quote tables and columns, not values.
NAMES_ONLY = re.compile(r"(Binder|Catalog) Error|in BatchData does not exist")


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
