"""The three shops, and a fourth that has not opened yet."""

from datetime import timedelta

import polars as pl

from flows.demo.tills import STORES
from flows.demo.window import Window

__all__ = ["make_stores"]

PLANNED = "Harbour Kiosk"
CITIES = ("Shanghai", "Shanghai", "Suzhou", "Ningbo")
REGIONS = ("SH", "SH", "JS", "ZJ")
NAMES = ("灯笼街总店", "Riverside shop", "车站店", "Harbour kiosk")
OPENED_DAYS_BEFORE = (2600, 1200, 420)


def make_stores(window: Window) -> pl.DataFrame:
    """One row per shop; the id is what the tills call it."""
    opened = [window.first - timedelta(days=days) for days in OPENED_DAYS_BEFORE]
    return pl.DataFrame(
        {
            "store_id": [*STORES, PLANNED],
            "name": NAMES,
            "city": CITIES,
            "region": REGIONS,
            "opened_on": [*opened, None],
        },
        schema_overrides={"opened_on": pl.Date},
    )
