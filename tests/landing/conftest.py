"""A shop with an inbox, and files in a line or two."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from flows.landing.opening import Packed
from flows.landing.readers import look_into
from flows.landing.reading import Reading
from flows.landing.taking import FileOrigin, Taken, take_batches
from flows.night import Night
from flows.settings import Shop, Source

AS_OF = date(2025, 3, 31)
Taking = Callable[..., Taken]  # of a file's text, its layout and its source's settings
Export = Callable[..., str]  # of a header and of rows by header name


@pytest.fixture
def reading() -> Callable[..., Reading]:
    def make(layout: str = "generic", **settings: object) -> Reading:
        source = Source.model_validate(
            {"name": "web", "kind": "ecommerce", "layout": layout, "files": "inbox/*"}
            | settings
        )
        return Reading(source, AS_OF, "Asia/Shanghai", "CNY")

    return make


def take(path: Path, reading: Reading, *, size: int = 2**24) -> Taken:
    """Take in a whole file, its batches put together again."""
    name = f"inbox/web/{path.name}"
    origin = FileOrigin(name, "0" * 64, 1)
    file = look_into(Packed(path, name), reading.source.encoding)
    batches = [batch.take() for batch in take_batches(file, origin, reading, size=size)]
    entities = batches[0].entities
    return Taken(
        {
            entity: pl.concat([batch.entities[entity] for batch in batches])
            for entity in entities
        },
        pl.concat([batch.set_aside for batch in batches]),
        sum(batch.row_count for batch in batches),
        batches[0].unknown_columns,
    )


@pytest.fixture
def taking(reading: Callable[..., Reading], tmp_path: Path) -> Taking:
    """Take in a file from its text; its source's settings are keywords."""

    def run(
        text: str | bytes,
        layout: str = "generic",
        *,
        name: str = "file.csv",
        rates: pl.DataFrame | None = None,
        **settings: object,
    ) -> Taken:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        made = reading(layout, **settings)
        return take(path, made if rates is None else replace(made, rates=rates))

    return run


@pytest.fixture
def export() -> Export:
    """The CSV text of an export: its header line, then rows by header name."""

    def write(header: str, *rows: dict[str, str]) -> str:
        names = header.split(",")
        blank = dict.fromkeys(names, "")
        assert all(set(row) <= set(names) for row in rows)
        table = pl.DataFrame([blank | row for row in rows], schema=names)
        return table.write_csv()

    return write


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return Night(tmp_path / "shop", AS_OF, 1)


@pytest.fixture
def shop() -> Shop:
    """One source of order lines under canonical names, one of customers."""
    return Shop.model_validate(
        {
            "name": "Corner Shop",
            "timezone": "Asia/Shanghai",
            "country": "CN",
            "currency": "CNY",
            "sources": [
                {
                    "name": "till",
                    "kind": "pos",
                    "layout": "generic",
                    "entity": "order_lines",
                    "files": "inbox/till/*.csv",
                    "max_bad_share": 1,
                },
                {
                    "name": "members",
                    "kind": "members",
                    "layout": "generic",
                    "entity": "customers",
                    "files": "inbox/members/*.csv",
                    "max_bad_share": 1,
                },
            ],
        }
    )


@pytest.fixture
def drop(night: Night) -> Callable[[str, str | bytes], Path]:
    """Put a file into the inbox: ``drop("till/a.csv", text)``."""

    def put(name: str, content: str | bytes) -> Path:
        path = night.home / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return put
