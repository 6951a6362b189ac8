"""A source's own words, exchanged for ours: ``[sources.x.values.status]``."""

import polars as pl

from flows.landing.contracts import CONTRACTS
from flows.settings import Source

__all__ = ["unknown_columns", "with_our_words"]


def with_our_words(rows: pl.DataFrame, source: Source) -> pl.DataFrame:
    """Texts under canonical names, a source's own words replaced by its value maps."""
    maps = {
        name: words for name, words in source.values.items() if name in rows.columns
    }
    return rows.with_columns(
        pl.col(name)
        .str.to_lowercase()
        .replace_strict(
            {word.strip().lower(): ours for word, ours in words.items()},
            default=pl.col(name),
            return_dtype=pl.String,
        )
        for name, words in maps.items()
    )


def unknown_columns(source: Source) -> list[str]:
    """The columns of a source's value maps that no entity has."""
    known = {name for contract in CONTRACTS.values() for name in contract.names}
    return sorted(set(source.values) - known)
