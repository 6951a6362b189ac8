"""An export as landing will understand it: the same code, over its first records."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from flows.landing.contracts import CONTRACTS, LATER_DATES
from flows.landing.guesses.looking import Export
from flows.landing.layouts import LAYOUTS
from flows.landing.layouts.layout import Frames
from flows.landing.reading import reading_of
from flows.landing.taking import FileOrigin, check_headers, take_table
from flows.landing.tally import Tally
from flows.settings import Shop, Source

__all__ = ["Preview", "preview", "rows_as_understood"]

SOME_NIGHT = date(2099, 12, 31)  # stands for a night to come; no value depends on it
EVENTS = ("orders", "loyalty_events", "interactions", "feedback", "campaign_responses")


@dataclass(frozen=True, slots=True)
class Preview:
    """What landing would make of an export's first records.

    Attributes:
        entities: the rows that would land.
        row_count: how many records were looked at.
        set_aside: how many could not land, by reason.
        emptied: how many optional values could not be read, by column.
        told: how many values each column has.
        bad_count: how many records are bad; one that waits for a rate is not.
        bad_share: the largest share of bad rows in any of its files.
        is_whole: whether that is all of every file.
    """

    entities: Frames
    row_count: int
    set_aside: Mapping[str, int]
    emptied: Mapping[str, int]
    told: Mapping[str, int]
    bad_count: int
    bad_share: float
    is_whole: bool

    @property
    def landed_count(self) -> int:
        """How many of the records would land."""
        return self.row_count - sum(self.set_aside.values())

    @property
    def newest(self) -> date | None:
        """The day of the newest order; without orders, of the newest other event."""
        for entity in (*EVENTS, "customers"):
            rows = self.entities.get(entity)
            if rows is None or not rows.height:
                continue
            column = LATER_DATES[entity] if entity != "customers" else "joined_date"
            found = rows[column].drop_nulls()
            if found.len():
                newest = found.max()
                return newest if isinstance(newest, date) else None
        return None


def preview(export: Export, source: Source, shop: Shop) -> Preview:
    """Take an export in, as a night would, and write nothing.

    Raises:
        ContractError: landing would refuse a file of it whole.
    """
    reading = reading_of(source, shop, SOME_NIGHT)
    layout = LAYOUTS[source.layout]
    whole = Tally()
    shares = []
    parts: dict[str, list[pl.DataFrame]] = {}
    for looked in export.files:
        name = looked.packed.file_name
        shape = layout.shape(source, looked.table)
        check_headers(looked.table, shape, name)
        origin = FileOrigin(name, "0" * 64, 1)
        taken = take_table(looked.table, layout, shape, origin, reading)
        tally = Tally()
        for one in (tally, whole):
            one.add(taken, reading)
        shares.append(tally.bad_count / tally.row_count)
        for entity, rows in taken.entities.items():
            parts.setdefault(entity, []).append(rows)
    return Preview(
        {entity: pl.concat(rows) for entity, rows in parts.items()},
        whole.row_count,
        dict(whole.reasons.most_common()),
        dict(whole.emptied),
        dict(whole.told),
        whole.bad_count,
        max(shares),
        all(looked.is_whole for looked in export.files),
    )


def rows_as_understood(shown: Preview, timezone: str, most: int) -> pl.DataFrame:
    """The first rows of the main entity, with what its orders say beside its lines.

    Columns that say nothing are left out; instants are by the shop's clock.
    """
    entities = {name: rows for name, rows in shown.entities.items() if rows.height}
    if not entities:
        return pl.DataFrame()
    main = next(
        (name for name in ("order_lines", "orders") if name in entities),
        next(iter(entities)),
    )
    rows = entities[main]
    names = list(CONTRACTS[main].names)
    if main == "order_lines" and "orders" in entities:
        beside = [name for name in CONTRACTS["orders"].names if name not in names]
        orders = entities["orders"].select("order_id", *beside)
        orders = orders.unique("order_id", keep="first", maintain_order=True)
        rows = rows.head(most).join(
            orders, on="order_id", how="left", maintain_order="left"
        )
        names = ["order_id", *beside, *names[1:]]
    rows = rows.head(most)
    told = [name for name in names if rows[name].null_count() < rows.height]
    instants = {
        column.name
        for contract in CONTRACTS.values()
        for column in contract.columns
        if column.kind == "instant"
    }
    return rows.select(
        pl.col(name).dt.convert_time_zone(timezone).dt.strftime("%Y-%m-%d %H:%M")
        if name in instants
        else pl.col(name)
        for name in told
    )
