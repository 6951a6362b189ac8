"""What ``keyuan status`` says of the lake: rows by entity, and what the shop lacks."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from flows.landing.contracts import CONTRACTS
from flows.landing.ledger import read_ledger

__all__ = ["holding_lines"]


def holding_lines(home: Path) -> Iterator[str]:
    """How many rows of each entity ever landed, and which entities have none."""
    counts: Counter[str] = Counter()
    for entry in read_ledger(home / "lake"):
        counts.update(entry.entities)
    landed = [entity for entity in CONTRACTS if counts[entity]]
    lacking = [entity for entity in CONTRACTS if not counts[entity]]
    if not landed:
        yield "Landed so far: nothing."
        return
    yield "Landed so far:"
    for entity in landed:
        yield f"  {entity:<18} {counts[entity]:>11,} rows"
    if lacking:
        yield f"No {', no '.join(lacking)}: their tables are empty."
