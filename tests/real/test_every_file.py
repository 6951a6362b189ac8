"""Public data sets of every kind land, or are refused in one sentence."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from flows.landing.land import land_home
from flows.landing.ledger import Entry, read_ledger
from flows.night import Night
from flows.settings import Shop

# source: files, settings, then rows landed and rows set aside.
SOURCES: dict[str, tuple[str, dict[str, object], int, int]] = {
    "baskets": (
        "complete_journey/transactions_sample.parquet",
        {
            "entity": "order_lines",
            "columns": {
                "order_id": "basket_id",
                "ordered_at": "transaction_timestamp",
                "customer_id": "household_id",
                "store_id": "store_id",
                "product_id": "product_id",
                "quantity": "quantity",
                "line_amount": "sales_value",
            },
        },
        75_000,
        0,
    ),
    "catalogue": (
        "complete_journey/products.parquet",
        {
            "entity": "products",
            "columns": {
                "product_id": "product_id",
                "product_name": "product_type",
                "category": "product_category",
                "brand": "brand",
            },
        },
        92_331,
        0,
    ),
    "households": (
        "complete_journey/demographics.parquet",
        {"entity": "customers", "columns": {"customer_id": "household_id"}},
        801,
        0,
    ),
    "redemptions": (
        "complete_journey/coupon_redemptions.parquet",
        {
            "entity": "campaign_responses",
            "columns": {
                "campaign": "campaign_id",
                "customer_id": "household_id",
                "kind": "= 'redeemed'",
                "occurred_at": "redemption_date",
            },
        },
        2_102,
        0,
    ),
    "splink": (
        "identity/fake_1000.csv",
        {
            "entity": "customers",
            "columns": {
                "customer_id": "unique_id",
                "given_name": "first_name",
                "family_name": "surname",
                "birth_date": "dob",
                "city": "city",
                "email": "email",
            },
        },
        1_000,
        0,
    ),
    "febrl": (
        "identity/febrl3.csv",
        {
            "entity": "customers",
            "date_format": "%Y%m%d",
            "columns": {
                "customer_id": "rec_id",
                "given_name": "given_name",
                "family_name": "surname",
                "birth_date": "date_of_birth",
                "postcode": "postcode",
            },
        },
        5_000,
        0,
    ),
    "cdnow": (
        "cdnow/CDNOW_sample.txt",
        {"entity": "order_lines"},
        0,
        0,
    ),
    "web": (
        "online_retail/*.csv",
        {
            "entity": "order_lines",
            "date_format": "%Y-%m-%d %H:%M:%S",
            "columns": {
                "order_id": "InvoiceNo",
                "product_id": "StockCode",
                "product_name": "Description",
                "quantity": "Quantity",
                "ordered_at": "InvoiceDate",
                "unit_price": "UnitPrice",
                "customer_id": "CustomerID",
                "country": "Country",
            },
        },
        320_705,
        0,
    ),
}


@pytest.fixture(scope="module")
def ledger(
    real_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Entry]]:
    home = tmp_path_factory.mktemp("shop")
    sources = []
    for name, (pattern, settings, *_) in SOURCES.items():
        inbox = home / "inbox" / name
        inbox.mkdir(parents=True)
        for path in real_data.glob(pattern):
            shutil.copy(path, inbox / path.name)
        source = {"name": name, "kind": "other", "layout": "generic"}
        sources.append(source | {"files": f"inbox/{name}/*"} | settings)
    shop = {"name": "All", "timezone": "UTC", "country": "US", "currency": "USD"}
    night = Night(home, date(2018, 1, 31), 1)
    land_home(night, Shop.model_validate(shop | {"sources": sources}))
    found: dict[str, list[Entry]] = {name: [] for name in SOURCES}
    for entry in read_ledger(night.lake):
        found[entry.source_name].append(entry)
    return found


@pytest.mark.parametrize("name", SOURCES)
def test_every_row_is_landed_or_set_aside(
    ledger: dict[str, list[Entry]], name: str
) -> None:
    *_, landed, set_aside = SOURCES[name]
    entries = ledger[name]
    counts = [
        sum(getattr(entry, count) for entry in entries)
        for count in ("row_count", "landed_count", "set_aside_count")
    ]
    assert counts == [landed + set_aside, landed, set_aside], entries[0].reason


def test_a_file_without_a_header_is_refused_in_one_sentence(
    ledger: dict[str, list[Entry]],
) -> None:
    (entry,) = ledger["cdnow"]
    assert entry.reason is not None
    assert "has no column 'order_id'" in entry.reason
    assert "none of the" in entry.reason
