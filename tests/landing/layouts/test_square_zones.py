from zoneinfo import available_timezones

import polars as pl
import pytest

from flows.landing.layouts.square_zones import RAILS_ZONES, zone_of


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Pacific Time (US & Canada)", "America/Los_Angeles"),
        ("Beijing", "Asia/Shanghai"),
        ("Europe/London", "Europe/London"),
        ("Middle Earth", None),
        (None, None),
    ],
)
def test_a_zone_goes_by_its_rails_name_or_its_own(
    name: str | None, zone: str | None
) -> None:
    assert pl.select(zone_of(pl.lit(name, pl.String))).item() == zone


def test_every_name_means_a_timezone() -> None:
    assert set(RAILS_ZONES.values()) <= available_timezones()
