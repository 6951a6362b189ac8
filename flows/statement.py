"""The reconciliation statement: every landed row and amount, by what became of it."""

from pathlib import Path

import polars as pl

from flows.warehouse import query

__all__ = ["statement_lines"]


# The classes of core.reconciliation whose name alone does not say it.
WORDS = {
    "counted": "net revenue",
    "zero_price": "price of zero",
    "later": "dated after the night",
    "superseded": "replaced by a newer version",
    "itemised": "orders whose lines are elsewhere",
    "fee": "fees",
    "adjustment": "adjustments",
}


def statement_lines(warehouse: Path, currency: str) -> list[str]:
    """One line per source and class of order lines, and the total; none without rows.

    Set aside + each class that is landed and not counted + net revenue = what the
    files hold, in rows and in money.
    """
    rows = query(
        warehouse,
        """
        select
            source_name,
            class,
            cast(sum(row_count) as bigint) as row_count,
            cast(sum(amount) as decimal(18, 2)) as amount
        from (
            select source_name, class, row_count, amount from core.reconciliation
            union all
            -- said even where nothing was set aside
            select distinct source_name, 'set aside', 0, 0 from core.reconciliation
        )
        group by 1, 2
        order by source_name, class = 'counted', class <> 'set aside', class
        """,
    )
    if not rows["row_count"].sum():
        return []
    total = rows.select(pl.col("row_count").sum(), pl.col("amount").sum()).row(0)
    return [
        f"{'Order lines, by what became of them':<40} {'rows':>12} {currency:>18}",
        *[
            _line(f"  {source}: {WORDS.get(name, name)}", count, amount)
            for source, name, count, amount in rows.iter_rows()
        ],
        _line("  all that the files hold", *total),
    ]


def _line(name: str, count: int, amount: object) -> str:
    money = "" if amount is None else f"{amount:,}"
    return f"{name:<40} {count:>12,} {money:>18}"
