from collections.abc import Callable
from pathlib import Path

import pytest
from prefect.testing.utilities import prefect_test_harness

from flows.landing.flow import land_sources
from flows.night import Night
from flows.settings import keep_shop, load_shop

Drop = Callable[[str, str | bytes], Path]
SHOP = """
name = "Corner Shop"
timezone = "Asia/Shanghai"
country = "CN"
currency = "CNY"
[sources.till]
kind = "pos"
layout = "generic"
entity = "order_lines"
files = "inbox/till/*.csv"
max_bad_share = 0.5
"""


HEADER = "order_id,ordered_at,product_id,quantity\n"


@pytest.mark.slow
def test_the_flow_lands_the_inbox_and_writes_the_state(
    night: Night, drop: Drop
) -> None:
    drop("till/a.csv", HEADER + "1,2025-01-01,p,1\n2,2025-01-01,p,x\n")
    drop("till/b.csv", "")
    (night.home / "shop.toml").write_text(SHOP)
    keep_shop(load_shop(night.home), night.folder)
    with prefect_test_harness(server_startup_timeout=120):
        counts = land_sources(str(night.home), str(night.as_of), night.attempt)

    assert counts == {
        "files": 2,
        "new_files": 2,
        "refused_files": 1,
        "rows": 2,
        "landed": 1,
        "set_aside": 1,
    }
    assert (night.state / "files.parquet").exists()
    assert (night.state / "set_aside_reasons.parquet").exists()
