import hashlib
import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import chain
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.landing import land as land_module
from flows.landing import sink as sink_module
from flows.landing.contracts import CONTRACTS
from flows.landing.land import land_file, land_home, prepare
from flows.landing.ledger import Entry, read_ledger
from flows.landing.state import FILES, SET_ASIDE_REASONS, lay_state
from flows.night import Night
from flows.settings import Shop

Drop = Callable[[str, str | bytes], Path]
LINES = (
    "order_id,ordered_at,product_id,quantity,unit_price,email,joined\n"
    "1,2025-03-01,p,2,1.50,a@example.org,\n"
    "2,2025-04-01,p,1,1.00,,\n"
    "2,2025-04-01,q,1,1.00,,\n"
    "3,soon,p,2,2.25,,\n"
)
MEMBERS = "customer_id,birth_date,gender\n1,1990-05-21,?\n2,never,?\n"


def contents(folder: Path) -> dict[str, str]:
    """Every file beneath ``folder`` and the sha256 of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def state(night: Night, table: str) -> pl.DataFrame:
    return pl.read_parquet(night.state / f"{table}.parquet")


@pytest.fixture
def full_inbox(drop: Drop) -> None:
    drop("till/a.csv", LINES)
    drop("members/m.csv", MEMBERS)
    drop("till/cut.csv", "order_id,product_id,quantity\n1,p")


@pytest.mark.usefixtures("full_inbox")
def test_counts_say_what_happened(night: Night, shop: Shop) -> None:
    assert land_home(night, shop) == {
        "files": 3,
        "new_files": 3,
        "refused_files": 1,
        "rows": 6,
        "landed": 5,
        "set_aside": 1,
    }


@pytest.mark.usefixtures("full_inbox")
def test_the_ledger_says_all_of_a_file(night: Night, shop: Shop) -> None:
    land_home(night, shop)
    members, lines, cut = read_ledger(night.lake)

    assert (lines.arrival, lines.source_name) == (2, "till")
    assert lines.file_name == "inbox/till/a.csv"
    assert (lines.state, lines.reason) == ("landed", None)
    assert (lines.row_count, lines.landed_count, lines.set_aside_count) == (4, 3, 1)
    assert lines.set_aside_amount == Decimal("4.50")
    assert lines.set_aside_reasons == {"ordered_at is not a date and time": 1}
    assert lines.unknown_columns == ("joined",)
    assert lines.entities == {"orders": 2, "order_lines": 3}
    assert lines.entity_later_count == {"orders": 1, "order_lines": 2}
    assert members.emptied_counts == {"birth_date": 1, "gender": 2}
    assert cut.state == "refused"
    assert str(cut.reason).startswith(
        "inbox/till/cut.csv is cut off: line 2 has 2 of 3"
    )
    assert (cut.row_count, cut.entities) == (0, {})


@pytest.mark.usefixtures("full_inbox")
def test_rows_land_by_source_and_entity_under_the_files_sha256(
    night: Night, shop: Shop
) -> None:
    land_home(night, shop)
    sha256 = hashlib.sha256(LINES.encode()).hexdigest()
    landed = night.lake / "landing" / "till" / "order_lines" / f"{sha256}.parquet"
    aside = pl.read_parquet(night.lake / "quarantine" / "till" / f"{sha256}.parquet")

    assert pl.read_parquet(landed)["row_number"].to_list() == [2, 3, 4]
    assert aside.select("row_number", "landed_on", "amount").rows() == [
        (5, date(2025, 3, 31), Decimal("4.50"))
    ]
    for entity in CONTRACTS:
        folder = night.lake / "landing" / "schema" / entity
        assert [path.name for path in folder.iterdir()] == ["schema.parquet"]


@pytest.mark.usefixtures("full_inbox")
def test_landing_twice_is_landing_once(night: Night, shop: Shop) -> None:
    first = land_home(night, shop)
    before = contents(night.lake)

    assert land_home(night, shop) == first
    assert contents(night.lake) == before


@pytest.mark.usefixtures("full_inbox")
def test_the_state_tables_are_the_ledger(night: Night, shop: Shop) -> None:
    land_home(night, shop)
    files = state(night, "files")

    assert files.schema == FILES
    assert files["arrival"].to_list() == [1, 2, 3]
    assert files["is_new"].all()
    assert files["set_aside_amount"].to_list() == [0, Decimal("4.50"), 0]
    reasons = state(night, "set_aside_reasons")
    assert reasons.schema == SET_ASIDE_REASONS
    assert reasons.rows() == [("till", "ordered_at is not a date and time", 1)]


def test_the_state_says_which_shop_it_is(night: Night, shop: Shop) -> None:
    land_home(night, shop)
    assert state(night, "shop").rows(named=True) == [
        {
            "currency": "CNY",
            "timezone": "Asia/Shanghai",
            "country": "CN",
            "holdout_salt": "Corner Shop",
        }
    ]


@pytest.mark.usefixtures("full_inbox")
def test_a_refused_file_is_told_until_it_is_gone(night: Night, shop: Shop) -> None:
    def told(night: Night) -> list[tuple[str, bool]]:
        land_home(night, shop)
        refused = state(night, "files").filter(state="refused")
        return refused.select("file_name", "is_new").rows()

    next_night = Night(night.home, date(2025, 4, 1), 1)
    cut = night.home / "inbox/till/cut.csv"

    assert told(night) == [("inbox/till/cut.csv", True)]
    assert told(next_night) == [("inbox/till/cut.csv", False)]
    cut.unlink()
    assert told(Night(night.home, date(2025, 4, 2), 1)) == []
    assert len(read_ledger(night.lake)) == 3


def test_a_refused_file_that_landed_since_is_no_longer_told(
    night: Night, shop: Shop, drop: Drop
) -> None:
    drop("till/a.csv", "Order,ordered_at,product_id,quantity\n1,2025-01-01,p,1\n")
    assert land_home(night, shop)["refused_files"] == 1
    names = ("ordered_at", "product_id", "quantity")
    columns = {"order_id": "Order", **{name: name for name in names}}
    till = shop.sources[0].model_copy(update={"columns": columns})
    mended = shop.model_copy(update={"sources": (till,)})

    assert land_home(night, mended)["refused_files"] == 0
    assert [entry.state for entry in read_ledger(night.lake)] == ["refused", "landed"]


def test_a_file_that_vanished_lands_when_it_comes_back(
    night: Night, shop: Shop, drop: Drop
) -> None:
    path = drop("till/a.csv", LINES)
    (incoming,) = chain(*prepare(night, shop))
    path.rename(path.with_suffix(".part"))
    refused = land_file(night, shop, incoming)
    path.with_suffix(".part").rename(path)
    next_night = Night(night.home, date(2025, 4, 1), 1)

    assert refused.state == "refused"
    assert "it is gone, or not ours to read" in str(refused.reason)
    assert lay_state(night, shop)["refused_files"] == 1
    counts = land_home(next_night, shop)
    assert (counts["files"], counts["refused_files"]) == (1, 0)


def test_a_refused_link_is_told_once_a_night_and_not_landed(
    night: Night, shop: Shop, drop: Drop
) -> None:
    folder = drop("till/a.csv", LINES).parent
    (folder / "b.csv").symlink_to("/etc/hostname")

    assert land_home(night, shop)["refused_files"] == 1
    assert land_home(night, shop)["refused_files"] == 1
    assert len(read_ledger(night.lake)) == 2


@pytest.mark.usefixtures("full_inbox")
def test_the_order_in_which_files_finish_makes_no_difference(
    night: Night, shop: Shop, tmp_path: Path
) -> None:
    land_home(night, shop)
    in_order = contents(night.lake)
    elsewhere = Night(tmp_path / "again", night.as_of, 1)
    elsewhere.home.mkdir()
    (night.home / "inbox").rename(elsewhere.home / "inbox")
    incoming = list(chain(*prepare(elsewhere, shop)))
    random.Random(1).shuffle(incoming)
    for each in reversed(incoming):
        land_file(elsewhere, shop, each)
    lay_state(elsewhere, shop)

    assert contents(elsewhere.lake) == in_order


@pytest.mark.usefixtures("full_inbox")
def test_a_crash_before_the_ledger_lands_nothing_twice(
    night: Night, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(_lake: Path, entry: Entry) -> None:
        raise KeyboardInterrupt(entry.file_name)

    incoming = list(chain(*prepare(night, shop)))
    with monkeypatch.context() as broken:
        broken.setattr(land_module, "write_entry", crash)
        with pytest.raises(KeyboardInterrupt):
            land_file(night, shop, incoming[1])
    assert read_ledger(night.lake) == []
    assert len(list(night.lake.glob("landing/till/orders/*.parquet"))) == 1

    land_home(night, shop)
    landed = pl.read_parquet(night.lake / "landing/till/order_lines/*.parquet")
    assert landed.height == 3
    assert landed["arrival"].unique().to_list() == [2]
    assert not list(night.lake.rglob("*.unfinished"))


@pytest.mark.usefixtures("full_inbox")
def test_what_a_crash_left_of_a_file_that_is_gone_is_not_read(
    night: Night, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(land_module, "write_entry", lambda *_arguments: None)
        land_home(night, shop)
    (night.home / "inbox/till/a.csv").unlink()
    land_home(night, shop)

    assert not list(night.lake.glob("landing/till/*/*.parquet"))
    assert not list(night.lake.glob("quarantine/till/*.parquet"))


def test_a_full_disk_is_an_error_and_no_refusal(
    night: Night, shop: Shop, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _rows: pl.DataFrame) -> None:
        raise OSError(28, "No space left on device")

    drop("till/a.csv", LINES)
    (incoming,) = chain(*prepare(night, shop))
    monkeypatch.setattr(sink_module, "write_frame", full)
    with pytest.raises(OSError, match="No space"):
        land_file(night, shop, incoming)
    assert read_ledger(night.lake) == []


orders = st.lists(
    st.tuples(st.integers(1, 4), st.sampled_from(["1", "x", ""])), max_size=6
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    max_examples=25,
)
@given(st.lists(orders, min_size=1, max_size=3))
def test_however_often_it_is_landed_a_file_lands_once(
    shop: Shop,
    tmp_path_factory: pytest.TempPathFactory,
    files: list[list[tuple[int, str]]],
) -> None:
    home = tmp_path_factory.mktemp("home")
    (home / "inbox" / "till").mkdir(parents=True)
    for place, rows in enumerate(files):
        text = "".join(f"{order},2025-01-01,p,{quantity}\n" for order, quantity in rows)
        path = home / "inbox" / "till" / f"{place}.csv"
        path.write_text(f"order_id,ordered_at,product_id,quantity\n{text}")
    night = Night(home, date(2025, 3, 31), 1)
    counts = land_home(night, shop)
    landed = contents(night.lake)

    assert counts["rows"] == counts["landed"] + counts["set_aside"]
    assert counts["files"] == len({tuple(rows) for rows in files})
    assert land_home(night, shop) == counts
    assert contents(night.lake) == landed
