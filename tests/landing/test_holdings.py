from collections.abc import Callable
from pathlib import Path

from flows.landing.holdings import holding_lines
from flows.landing.land import land_home
from flows.night import Night
from flows.settings import Shop


def test_before_the_first_night_nothing_has_landed(night: Night) -> None:
    assert list(holding_lines(night.home)) == ["Landed so far: nothing."]


def test_rows_are_counted_by_entity_and_what_lacks_is_named(
    night: Night, shop: Shop, drop: Callable[[str, str], Path]
) -> None:
    header = "order_id,ordered_at,product_id,quantity,unit_price"
    drop(
        "till/a.csv",
        f"{header}\n1,2025-03-01,P1,1,2.50\n1,2025-03-01,P2,1,4\n2,,P1,1,2.50\n",
    )
    land_home(night, shop)
    told = list(holding_lines(night.home))

    assert told[1:3] == [
        "  orders                       1 rows",
        "  order_lines                  2 rows",
    ]
    assert told[-1].startswith("No customers, no products, no stores")
    assert told[-1].endswith("their tables are empty.")
