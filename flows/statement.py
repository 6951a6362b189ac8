"""The reconciliation statement: every landed row and amount, by what became of it."""

from pathlib import Path

import polars as pl

from flows.warehouse import query

__all__ = ["statement_lines"]


def statement_lines(warehouse: Path, currency: str) -> list[str]:
    """One line per source and class of order lines, and the total; none without rows.

    Set aside + each class that is landed and not counted + counted (which is net
    revenue) = what the files hold, in rows and in money.
    """
    rows = query(
        warehouse,
        """
        select source_name, class, row_count, amount
        from core.reconciliation
        where row_count > 0
        order by source_name, class = 'counted', class
        """,
    )
    if rows.is_empty():
        return []
    total = rows.select(pl.col("row_count").sum(), pl.col("amount").sum()).row(0)
    return [
        f"{'Order lines, by what became of them':<40} {'rows':>12} {currency:>18}",
        *[
            _line(f"  {source}: {name}", count, amount)
            for source, name, count, amount in rows.iter_rows()
        ],
        _line("  all that the files hold", *total),
    ]


def _line(name: str, count: int, amount: object) -> str:
    money = "" if amount is None else f"{amount:,}"
    return f"{name:<40} {count:>12,} {money:>18}"
