"""Every fixture, as a shop would drop it: ``fixtures/<layout>/<file>``.

What a file's source must say beyond its layout stands in ``settings.toml`` beside it.
"""

import tomllib
from pathlib import Path

import polars as pl
import pytest

from flows.landing.layouts import LAYOUTS
from flows.landing.taking import Taken
from tests.landing.conftest import Taking

FIXTURES = Path(__file__).parent / "fixtures"
SETTINGS = "settings.toml"
FILES = sorted(
    path for path in FIXTURES.glob("*/*") if path.is_file() and path.name != SETTINGS
)
SOLD_OR_KNOWN = {"orders", "order_lines", "customers"}


def name_of(path: Path) -> str:
    return path.relative_to(FIXTURES).as_posix()


@pytest.fixture(params=FILES, ids=name_of)
def taken(request: pytest.FixtureRequest, taking: Taking) -> Taken:
    path: Path = request.param
    settings = path.parent / SETTINGS
    told = tomllib.loads(settings.read_text("utf-8")) if settings.exists() else {}
    return taking(
        path.read_bytes(), path.parent.name, name=path.name, **told.get(path.name, {})
    )


def landed_rows(taken: Taken) -> set[int]:
    frames = [rows.select("row_number") for rows in taken.entities.values()]
    return set(pl.concat(frames)["row_number"])


def test_every_row_lands_or_is_set_aside(taken: Taken) -> None:
    landed, aside = landed_rows(taken), set(taken.set_aside["row_number"])

    assert not landed & aside
    assert len(landed) + len(aside) == taken.row_count


def test_every_column_has_its_place(taken: Taken) -> None:
    assert taken.unknown_columns == ()


def test_an_order_or_a_customer_lands(taken: Taken) -> None:
    assert any(
        taken.entities[name].height for name in SOLD_OR_KNOWN & {*taken.entities}
    )


def test_every_fixture_is_of_a_layout() -> None:
    layouts = {path.parent.name for path in FILES}

    assert layouts <= set(LAYOUTS)
    assert {
        "bigcommerce_orders",
        "loyverse_receipts",
        "loyverse_receipts_by_item",
        "magento2_orders",
        "shopify_customers",
        "shopify_orders",
        "square_customers",
        "square_items",
        "square_transactions",
        "woocommerce_orders_csv",
    } <= layouts
