"""The town as a whole: its bytes, its figures, its refusals."""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from flows.demo.history import make_town
from flows.demo.shop_toml import SHOP_NAME, SHOP_TOML
from flows.demo.summary import TownSummary, summarise
from flows.demo.town import write_town
from flows.errors import HomeError
from flows.landing.contracts import CONTRACTS
from flows.settings import load_shop

Bytes = Callable[[Path], dict[str, bytes]]


def test_the_same_seed_and_date_give_the_same_bytes(
    tmp_path: Path, as_of: date, bytes_of: Bytes
) -> None:
    first = write_town(tmp_path / "a", 200, 3, as_of)
    second = write_town(tmp_path / "b", 200, 3, as_of)

    assert bytes_of(tmp_path / "a") == bytes_of(tmp_path / "b")
    assert first == second


def test_another_seed_gives_another_town_in_every_file_but_the_fixed_ones(
    tmp_path: Path, as_of: date, bytes_of: Bytes
) -> None:
    write_town(tmp_path / "a", 200, 3, as_of)
    write_town(tmp_path / "b", 200, 4, as_of)
    one, other = bytes_of(tmp_path / "a"), bytes_of(tmp_path / "b")

    assert one.keys() == other.keys()
    equal = {name for name in one if one[name] == other[name]}
    assert equal == {
        "shop.toml",
        "inbox/catalogue/products.csv",
        "inbox/stores/stores.csv",
        "settings/feedback_fixes.csv",
        "settings/loyalty_tiers.csv",
    }


def test_another_last_day_moves_the_history(tmp_path: Path) -> None:
    write_town(tmp_path / "a", 60, 3, date(2024, 2, 29))
    write_town(tmp_path / "b", 60, 3, date(2025, 12, 31))

    assert (tmp_path / "a/inbox/members/customers_2024-02-29.csv").is_file()
    assert not (tmp_path / "a/inbox/till/items_2024-03.csv").exists()
    assert (tmp_path / "b/inbox/till/items_2025-12.csv").is_file()


def test_the_same_town_written_over_itself_changes_nothing(
    tmp_path: Path, as_of: date, bytes_of: Bytes
) -> None:
    write_town(tmp_path, 60, 3, as_of)
    before = bytes_of(tmp_path)
    moments = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")}
    write_town(tmp_path, 60, 3, as_of)

    assert bytes_of(tmp_path) == before
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")} == moments


def test_the_shop_can_be_loaded_and_every_source_finds_its_files(
    home: Path, summary: TownSummary
) -> None:
    shop = load_shop(home)
    found = {source.name: len(list(home.glob(source.files))) for source in shop.sources}

    assert (shop.name, shop.timezone, shop.country, shop.currency) == (
        SHOP_NAME,
        "Asia/Shanghai",
        "CN",
        "CNY",
    )
    assert sum(found.values()) == summary.file_count
    assert found == {
        "till": 25,
        "members": 1,
        "webshop": 25,
        "webshop_members": 1,
        "catalogue": 1,
        "sms_consents": 1,
        "stores": 1,
        "fx_rates": 1,
        "loyalty": 3,
        "interactions": 3,
        "feedback": 4,
        "surveys": 1,
        "inventory": 3,
        "campaigns": 2,
        "supplies": 3,
    }


def test_every_entity_is_in_the_inbox() -> None:
    entities = {
        source.get("entity") for source in tomllib.loads(SHOP_TOML)["sources"].values()
    }

    assert set(CONTRACTS) - entities == {"orders", "customers"}


def test_the_figures_are_those_of_a_plausible_chain(summary: TownSummary) -> None:
    assert summary.person_count == 2000
    assert 0.60 <= summary.known_till_share <= 0.70
    assert 0.55 <= summary.top_fifth_share <= 0.80
    assert 0.50 <= summary.repeat_share <= 0.85
    assert summary.till_order_count > 5 * summary.person_count
    assert summary.web_order_count > summary.person_count
    assert summary.revenue_amount > 1_000_000


def test_the_figures_hold_for_other_seeds(as_of: date) -> None:
    for seed in range(1, 6):
        summary = summarise(make_town(1000, seed, as_of), 0, 0, 0)
        assert 0.60 <= summary.known_till_share <= 0.70, seed
        assert 0.55 <= summary.top_fifth_share <= 0.80, seed


def test_the_rows_are_those_of_the_inbox(
    home: Path,
    summary: TownSummary,
    truth: pl.DataFrame,
    till: pl.DataFrame,
    webshop: pl.DataFrame,
) -> None:
    rows = sum(
        pl.read_csv(path, infer_schema=False).height
        for path in home.glob("inbox/*/*.csv")
    ) + sum(pl.read_excel(path).height for path in home.glob("inbox/*/*.xlsx"))

    assert rows == summary.row_count
    assert till["Transaction ID"].n_unique() == summary.till_order_count
    assert webshop["Name"].n_unique() == summary.web_order_count
    assert truth.height == summary.record_count


def test_revenue_is_what_the_files_say(
    summary: TownSummary, till: pl.DataFrame, webshop: pl.DataFrame, rates: pl.DataFrame
) -> None:
    """Counted a second time, from the text alone."""
    readable = till.filter(pl.col("Item").is_not_null(), pl.col("Date") != "2025-02-30")
    digits = readable["Net Sales"].str.replace_all(r"[$¥,()-]", "")
    sign = np.where(readable["Net Sales"].str.contains(r"^[-(]"), -1, 1)
    net = digits.cast(pl.Decimal(18, 2)) * pl.Series(sign)
    broken = webshop.filter(pl.col("Lineitem name").is_null())["Name"]
    money = pl.col("Subtotal", "Refunded Amount").cast(pl.Decimal(18, 2))
    first = (
        webshop.filter(
            pl.col("Financial Status").is_in(
                ["paid", "refunded", "partially_refunded"]
            ),
            pl.col("Created at") != "in the spring",
            ~pl.col("Name").is_in(broken.implode()),
        )
        .with_columns(money, pl.col("Created at").str.slice(0, 10).alias("Date"))
        .join(rates, on=["Date", "Currency"], how="left", validate="m:1")
    )
    kept = (
        first["Subtotal"]
        - first.select(pl.min_horizontal("Subtotal", "Refunded Amount")).to_series()
    )
    cents = (kept * 100).cast(pl.Int64)
    fen = (cents * first["micros"].fill_null(1_000_000) + 500_000) // 1_000_000

    assert first.filter(pl.col("Currency") != "CNY")["micros"].null_count() == 0
    assert summary.revenue_amount == net.sum() + Decimal(fen.sum()).scaleb(-2)


def test_a_town_without_sales_has_no_shares(as_of: date) -> None:
    town = make_town(10, 3, as_of)
    empty = replace(
        town,
        till_lines=town.till_lines.clear(),
        web_orders=town.web_orders.clear(),
    )
    summary = summarise(empty, 0, 0, 0)

    assert (summary.known_till_share, summary.top_fifth_share) == (0.0, 0.0)


@pytest.mark.parametrize("customers", [10, 11, 25])
def test_a_very_small_town_can_be_written(
    tmp_path: Path, as_of: date, customers: int
) -> None:
    assert write_town(tmp_path, customers, 1, as_of).person_count == customers


@pytest.mark.parametrize(
    ("customers", "seed", "sentence"),
    [
        (9, 7, "--customers is 9; a demo town has 10 to 1,000,000 people"),
        (1_000_001, 7, "--customers is 1000001"),
        (100, -1, "--seed is -1; give a whole number from 0 up"),
    ],
)
def test_a_size_that_cannot_be_is_refused(
    tmp_path: Path, as_of: date, customers: int, seed: int, sentence: str
) -> None:
    with pytest.raises(HomeError, match=sentence):
        write_town(tmp_path, customers, seed, as_of)
    assert not list(tmp_path.iterdir())
