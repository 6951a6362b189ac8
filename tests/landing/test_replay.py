import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from flows.errors import HomeError
from flows.landing.land import land_home
from flows.landing.ledger import put_away_unfinished, read_ledger, replays_folded
from flows.landing.replay import open_rows, replay
from flows.landing.telling import list_lines, replay_lines, show_lines
from flows.night import Night
from flows.settings import Shop

Drop = Callable[[str, str | bytes], Path]
LINES = (
    "order_id,ordered_at,product_id,quantity,unit_price\n"
    "1,2025-03-01,p,2,1.50\n"
    "1,01.03.2025,q,1,2.00\n"
    "2,02.03.2025,p,1,1.00\n"
    "3,never,p,1,1.00\n"
)


def with_till(shop: Shop, **changes: object) -> Shop:
    till, *others = shop.sources
    return shop.model_copy(
        update={"sources": (till.model_copy(update=changes), *others)}
    )


def landed(night: Night, entity: str) -> pl.DataFrame:
    pattern = night.lake / "landing" / "till" / entity / "*.parquet"
    return pl.read_parquet(pattern).sort("row_number")


@pytest.fixture
def mended(shop: Shop) -> Shop:
    return with_till(shop, date_format="%d.%m.%Y")


def test_replay_lands_exactly_what_was_set_aside(
    night: Night, shop: Shop, drop: Drop, mended: Shop
) -> None:
    drop("till/a.csv", LINES)
    land_home(night, shop)
    assert open_rows(night.lake)["row_number"].to_list() == [3, 4, 5]

    (done,) = replay(night, mended)

    assert (done.row_count, done.landed_count) == (3, 2)
    assert open_rows(night.lake)["row_number"].to_list() == [5]
    assert landed(night, "order_lines")["row_number"].to_list() == [2, 3, 4]
    first, again = read_ledger(night.lake)
    assert (again.row_count, again.landed_count, again.set_aside_count) == (3, 2, 1)
    (file,) = replays_folded([first, again])
    assert file.row_count == file.landed_count + file.set_aside_count == 4


def test_replayed_lines_are_as_if_they_had_landed_at_once(
    night: Night, shop: Shop, drop: Drop, mended: Shop, tmp_path: Path
) -> None:
    drop("till/a.csv", LINES)
    land_home(night, shop)
    replay(night, mended)
    other = replace(night, home=tmp_path / "other")
    (other.home / "inbox/till").mkdir(parents=True)
    (other.home / "inbox/till/a.csv").write_text(LINES)
    land_home(other, mended)

    assert landed(night, "order_lines").equals(landed(other, "order_lines"))


def test_replaying_again_lands_nothing_more(
    night: Night, shop: Shop, drop: Drop, mended: Shop
) -> None:
    drop("till/a.csv", LINES)
    land_home(night, shop)
    replay(night, mended)
    before = landed(night, "order_lines")
    (done,) = replay(night, mended)

    assert done.landed_count == 0
    assert landed(night, "order_lines").equals(before)
    assert len(read_ledger(night.lake)) == 2


def test_rows_can_be_replayed_more_than_once(
    night: Night, shop: Shop, drop: Drop, mended: Shop
) -> None:
    drop("till/a.csv", LINES.replace("never", "2025/13"))
    land_home(night, shop)
    replay(night, mended)
    (done,) = replay(night, with_till(shop, date_format="%Y/%m/%d"))
    assert done.landed_count == 0
    counts = land_home(night, mended)
    assert counts["rows"] == counts["landed"] + counts["set_aside"] == 4


def test_a_row_without_its_orders_first_line_is_read_with_it(
    night: Night, shop: Shop, drop: Drop
) -> None:
    header = (
        "Name,Email,Created at,Currency,Lineitem quantity,Lineitem name,Lineitem price"
    )
    rows = "#1,a@example.org,2025-03-01 10:00:00,CNY,1,Pen,2.00\n#1,,,,one,Ink,3.00\n"
    drop("till/a.csv", f"{header}\n{rows}")
    shopify = with_till(shop, layout="shopify_orders", entity=None)
    land_home(night, shopify)
    (open_row,) = open_rows(night.lake).iter_rows(named=True)
    assert len(open_row["beside"]) == 1

    folder = night.lake / "quarantine" / "till"
    (path,) = folder.glob("*.parquet")
    rows_aside = pl.read_parquet(path).with_columns(
        pl.col("original").str.replace("one", "1", literal=True)
    )
    rows_aside.write_parquet(path)  # as if the layout now read "one"
    (done,) = replay(night, shopify)

    assert done.landed_count == 1
    assert landed(night, "order_lines")["product_name"].to_list() == ["Pen", "Ink"]
    assert landed(night, "orders")["email"].to_list() == ["a@example.org"]


def test_rates_that_came_later_let_rows_land(
    night: Night, shop: Shop, drop: Drop
) -> None:
    header = "order_id,ordered_at,currency,product_id,quantity,unit_price\n"
    drop("till/a.csv", header + "1,2025-03-01,USD,p,1,2.00\n")
    land_home(night, shop)
    assert open_rows(night.lake).height == 1
    rates = {
        "name": "bank",
        "kind": "other",
        "layout": "generic",
        "entity": "fx_rates",
        "files": "inbox/bank/*.csv",
    }
    richer = Shop.model_validate(
        shop.model_dump() | {"sources": [*shop.model_dump()["sources"], rates]}
    )
    drop(
        "bank/r.csv",
        "rate_date,from_currency,to_currency,rate\n2025-02-28,USD,CNY,7.2\n",
    )
    land_home(night, richer)
    replay(night, richer)

    assert open_rows(night.lake).height == 0
    assert landed(night, "order_lines")["line_amount"].cast(str).to_list() == ["14.40"]


def test_a_crash_before_the_ledger_replays_nothing_twice(
    night: Night,
    shop: Shop,
    drop: Drop,
    mended: Shop,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drop("till/a.csv", LINES)
    land_home(night, shop)

    def crash(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("flows.landing.replay.write_entry", crash)
        with pytest.raises(KeyboardInterrupt):
            replay(night, mended)
    assert put_away_unfinished(night.lake, read_ledger(night.lake)) == 3
    replay(night, mended)

    assert landed(night, "order_lines")["row_number"].to_list() == [2, 3, 4]


def test_a_source_that_does_not_exist_is_told(night: Night, shop: Shop) -> None:
    with pytest.raises(HomeError, match="no source 'tll'; there are till, members"):
        replay(night, shop, "tll")


def test_a_quarantine_that_was_tampered_with_is_told(
    night: Night, shop: Shop, drop: Drop
) -> None:
    drop("till/a.csv", LINES)
    land_home(night, shop)
    for path in (night.lake / "quarantine").rglob("*.parquet"):
        path.unlink()
    with pytest.raises(HomeError, match="holds 0 rows of inbox/till/a"):
        open_rows(night.lake)


def test_the_command_says_what_is_set_aside_and_what_came_of_it(
    night: Night, shop: Shop, drop: Drop, mended: Shop
) -> None:
    drop("till/a.csv", LINES)
    drop("till/cut.csv", "order_id,product_id,quantity\n1,p")
    land_home(night, shop)
    listed = list(list_lines(night.home))
    assert any(
        "3  till  inbox/till/a.csv: ordered_at is not a date" in s for s in listed
    )
    assert any("refused  till  inbox/till/cut.csv is cut off" in s for s in listed)

    shown = list(show_lines(night.home, "till", "not a date", 1))
    assert shown[0].startswith("inbox/till/a.csv, line 3: ordered_at is not a date")
    assert "ordered_at='01.03.2025'" in shown[1]
    assert shown[2].startswith("... and 2 more")

    told = list(replay_lines(replay(night, mended)))
    assert told[0].endswith("of 3 rows 2 landed, 1 are still set aside")
    assert told[-1] == "2 rows landed. The next night counts them."
    assert hashlib.sha256(LINES.encode()).hexdigest() in str(
        next((night.lake / "landing").rglob("*replay1*"))
    )
