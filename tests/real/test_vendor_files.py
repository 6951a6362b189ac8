"""What vendors' own files and headers look like, as far as they are at hand."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flows.landing.layouts import LAYOUTS
from flows.landing.opening import Packed
from flows.landing.readers import look_into
from flows.landing.reading import Reading
from flows.landing.taking import FileOrigin, Taken, take_batches
from flows.settings import Source

HEADERS = {
    "taobao_ExportOrderList_gbk": "taobao_orders",
    "taobao_ExportOrderDetailList_gbk": "taobao_orders",
    "tmall_seller_xlsx_min": "tmall_orders",
    "jd_pop_orders": "jd_orders",
    "youzan_orders": "youzan_orders",
    "youzan_customers": "youzan_customers",
    "douyin_shop_orders": "douyin_orders",
}
FILES = {
    "taobao_ExportOrderList_gbk.header.csv": ("taobao_orders", 0),
    "taobao_ExportOrderDetailList_gbk.header.csv": ("taobao_orders", 0),
    "youzan_orders_fictional.csv": ("youzan_orders", 3),
    "youzan_customers_fictional.csv": ("youzan_customers", 5),
}
DOCUMENTS = {
    "shopify_order_450789469.json": ("shopify_orders_json", "#1001", 3),
    "woocommerce_order_727.json": ("woocommerce_orders_json", "727", 2),
}


@pytest.fixture
def vendor(real_data: Path) -> Path:
    folder = real_data / "vendor"
    if not folder.is_dir():
        pytest.skip("the vendors' files are absent: see tests/real/conftest.py")
    return folder


def batches_of(path: Path, layout: str) -> Iterator[Taken]:
    source = Source.model_validate(
        {"name": "web", "kind": "ecommerce", "layout": layout, "files": "inbox/*"}
    )
    currency = "USD" if path.name in DOCUMENTS else "CNY"
    reading = Reading(source, date(2026, 6, 30), "Asia/Shanghai", currency)
    file = look_into(Packed(path, path.name))
    origin = FileOrigin(path.name, "0" * 64, 1)
    return (batch.take() for batch in take_batches(file, origin, reading))


@pytest.mark.parametrize("name", HEADERS)
def test_every_column_of_a_vendors_header_is_known(
    vendor: Path, tmp_path: Path, name: str
) -> None:
    told = json.loads((vendor / "headers.json").read_text(encoding="utf-8"))
    path = tmp_path / "file.csv"
    path.write_text(told[name]["header"] + "\n", encoding="utf-8")

    assert HEADERS[name] in LAYOUTS
    assert [batch.unknown_columns for batch in batches_of(path, HEADERS[name])] == [()]


@pytest.mark.parametrize("name", FILES)
def test_every_row_of_a_vendors_file_lands(vendor: Path, name: str) -> None:
    layout, count = FILES[name]
    (taken,) = batches_of(vendor / name, layout)

    assert taken.row_count == count
    assert taken.set_aside.height == 0
    assert max(rows.height for rows in taken.entities.values()) == count


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_order_of_a_vendors_documentation_lands(vendor: Path, name: str) -> None:
    layout, order_id, line_count = DOCUMENTS[name]
    (taken,) = batches_of(vendor / name, layout)

    assert (taken.row_count, taken.set_aside.height) == (1, 0)
    assert taken.unknown_columns == ()
    assert taken.entities["orders"]["order_id"].to_list() == [order_id]
    assert taken.entities["order_lines"].height == line_count
