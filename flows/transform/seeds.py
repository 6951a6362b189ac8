"""The night's settings tables: the shipped defaults under the shop's own.

A file of the same name in the shop's ``settings/`` takes a default's place. The
merged set is laid in the night's folder and checked there, so that two shops, or an
upgrade, never collide in the code.
"""

from pathlib import Path

import polars as pl

from flows.errors import HomeError
from flows.settings import Shop
from flows.transform.faults import find_faults
from flows.transform.tables import PROJECT, SettingsTable, find_tables

__all__ = ["PROJECT", "lay_seeds", "settings_faults"]


def lay_seeds(shop: Shop, home: Path, folder: Path) -> list[str]:
    """Write the merged settings tables to ``folder``.

    Returns:
        The names of the shop's own tables that took a default's place.

    Raises:
        HomeError: a table of the shop's has no default, is not readable as CSV, lacks
            a column that the default has, or holds what it must not.
    """
    tables = find_tables(home)
    if faults := _all_faults(tables, shop, home):
        rest = len(faults) - 1
        more = f" ({rest} more: 'keyuan doctor' lists them)" if rest else ""
        raise HomeError(faults[0] + more)
    for table in tables:
        table.rows.drop("line").write_csv(folder / f"{table.name}.csv")
    _sources(shop).write_csv(folder / "shop_sources.csv")
    _fee_products(shop).write_csv(folder / "fee_products.csv")
    _named_sources(shop).write_csv(folder / "named_sources.csv")
    return [table.path.name for table in tables if table.is_own]


def settings_faults(shop: Shop, home: Path) -> list[str]:
    """What keeps the shop's settings tables from being laid, each in a sentence."""
    try:
        return _all_faults(find_tables(home), shop, home)
    except HomeError as error:
        return [str(error)]


def _all_faults(tables: list[SettingsTable], shop: Shop, home: Path) -> list[str]:
    return find_faults(tables, home) or _unknown_sources(tables, shop)


def _unknown_sources(tables: list[SettingsTable], shop: Shop) -> list[str]:
    """A source that shop.toml does not name would be preferred to no effect."""
    names = {source.name for source in shop.sources}
    return [
        f"{table.place}, line {line}: source_name is {source!r}, but shop.toml has no "
        f"such source; there are: {', '.join(sorted(names))}. Mend it there"
        for table in tables
        if table.name == "golden_priorities"
        for line, source in table.rows.select("line", "source_name").iter_rows()
        if source not in names
    ]


def _sources(shop: Shop) -> pl.DataFrame:
    # A till may ring up two equal lines; a web shop's export repeats one by mistake.
    return pl.DataFrame(
        [
            {
                "source_name": source.name,
                "kind": source.kind,
                "trust_email": source.trust_email,
                "trust_phone": source.trust_phone,
                "trust_birth_date": source.trust_birth_date,
                "count_repeated_lines": source.kind == "pos"
                if source.count_repeated_lines is None
                else source.count_repeated_lines,
                "credit_note_prefix": source.credit_note_prefix,
                "adjustment_prefix": source.adjustment_prefix,
            }
            for source in shop.sources
        ],
        schema={
            "source_name": pl.String,
            "kind": pl.String,
            "trust_email": pl.Boolean,
            "trust_phone": pl.Boolean,
            "trust_birth_date": pl.Boolean,
            "count_repeated_lines": pl.Boolean,
            "credit_note_prefix": pl.String,
            "adjustment_prefix": pl.String,
        },
    )


def _fee_products(shop: Shop) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {"source_name": source.name, "product_id": product}
            for source in shop.sources
            for product in source.fee_products
        ],
        schema={"source_name": pl.String, "product_id": pl.String},
    ).unique(maintain_order=True)


def _named_sources(shop: Shop) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {"source_name": source.name, "entity": entity, "named_source": name}
            for source in shop.sources
            for entity, names in (
                ("customers", source.customers_of),
                ("orders", source.orders_of),
            )
            for name in names
        ],
        schema={
            "source_name": pl.String,
            "entity": pl.String,
            "named_source": pl.String,
        },
    ).unique(maintain_order=True)
