import os
from pathlib import Path

import pytest

from flows.errors import HomeError
from flows.settings import (
    Alerts,
    environment,
    keep_shop,
    kept_shop,
    load_shop,
    prepare_process,
)

SHOP = """
name = "Corner Stationery"
timezone = "Asia/Shanghai"
country = "CN"
currency = "CNY"

[sources.till]
kind = "pos"
layout = "square_items"
files = "inbox/till/*.csv"

[alerts]
webhook = "https://example.com/hook"
"""


def home_with(tmp_path: Path, text: str) -> Path:
    (tmp_path / "shop.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_shop_is_read_with_its_sources(tmp_path: Path) -> None:
    shop = load_shop(home_with(tmp_path, SHOP))
    assert [source.name for source in shop.sources] == ["till"]
    assert shop.zone.key == "Asia/Shanghai"
    assert shop.alerts.webhook == "https://example.com/hook"
    assert shop.salt == "Corner Stationery"


def test_a_holdout_salt_of_its_own_takes_the_names_place(tmp_path: Path) -> None:
    shop = load_shop(home_with(tmp_path, 'holdout_salt = "s1"\n' + SHOP))
    assert shop.salt == "s1"


@pytest.mark.parametrize(
    ("found", "written", "told"),
    [
        ("Asia/Shanghai", "Mars/Base", "timezone: .*'Mars/Base' is not a timezone"),
        ('"CNY"', '"yuan"', "currency: .*found 'yuan'"),
        ("inbox/till", "../till", r"sources\.till\.files: .*without '\.\.'"),
        ("inbox/till", "/till", r"sources\.till\.files: .*inside the shop's home"),
        ('"pos"', '"cash"', r"sources\.till\.kind: .*found 'cash'"),
        ('kind = "pos"', "", r"sources\.till\.kind: Field required"),
        ("[sources.till]", "[sources.Till]", "the source name 'Till' must be lower"),
        ("https://", "ftp://", r"alerts\.webhook: "),
        ("layout =", "lay out =", "not readable as TOML"),
        ("layout =", 'colour = "red"\nlayout =', r"sources\.till\.colour: Extra"),
        ("[sources.till]", "[[sources]]", "one table per source"),
    ],
)
def test_a_wrong_setting_is_named_with_what_was_found(
    tmp_path: Path, found: str, written: str, told: str
) -> None:
    home = home_with(tmp_path, SHOP.replace(found, written))
    with pytest.raises(HomeError, match=told):
        load_shop(home)


def test_a_source_that_is_no_table_is_told(tmp_path: Path) -> None:
    text = SHOP.split("[sources.till]")[0] + 'sources = {till = "x"}'
    with pytest.raises(HomeError, match=r"sources\.till: "):
        load_shop(home_with(tmp_path, text))


def test_a_home_without_shop_toml_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(HomeError, match=r"does not exist.*run 'keyuan demo'"):
        load_shop(tmp_path)


def test_a_shop_toml_that_is_not_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "shop.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(HomeError, match="not readable as TOML"):
        load_shop(tmp_path)


def test_the_environment_is_as_before_after_the_block(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KEYUAN_ONE", "before")
    monkeypatch.delenv("KEYUAN_TWO", raising=False)
    with environment(KEYUAN_ONE="inside", KEYUAN_TWO="inside"):
        assert os.environ["KEYUAN_ONE"] == os.environ["KEYUAN_TWO"] == "inside"
    assert os.environ["KEYUAN_ONE"] == "before"
    assert "KEYUAN_TWO" not in os.environ


def test_telemetry_is_off_and_what_the_operator_set_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", {"PREFECT_HOME": "/elsewhere"})
    prepare_process(tmp_path)
    assert os.environ["PREFECT_HOME"] == "/elsewhere"
    assert os.environ["DO_NOT_TRACK"] == "1"
    assert os.environ["GX_ANALYTICS_ENABLED"] == "false"
    assert os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"


def test_a_night_keeps_the_shop_as_it_was_but_not_its_secrets(tmp_path: Path) -> None:
    home = home_with(tmp_path, SHOP)
    shop = load_shop(home)
    keep_shop(shop, home / "night")
    home_with(tmp_path, SHOP.replace("CNY", "USD"))
    assert kept_shop(home / "night") == shop.model_copy(update={"alerts": Alerts()})
    (kept,) = (home / "night").iterdir()
    assert "example.com" not in kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0


def test_a_night_that_did_not_keep_its_shop_is_told(tmp_path: Path) -> None:
    with pytest.raises(HomeError, match=r"shop\.json is missing or damaged"):
        kept_shop(tmp_path)
    (tmp_path / "shop.json").write_text("{}")
    with pytest.raises(HomeError, match="Run the whole night again"):
        kept_shop(tmp_path)


def test_a_fee_without_a_product_is_told(tmp_path: Path) -> None:
    text = SHOP.replace(
        'layout = "square_items"', 'layout = "square_items"\nfee_products = [""]'
    )
    with pytest.raises(HomeError, match=r"sources\.till\.fee_products\.0"):
        load_shop(home_with(tmp_path, text))


def test_one_name_or_a_list_of_them_says_whose_ids_are_meant(tmp_path: Path) -> None:
    named = 'customers_of = "members"\norders_of = ["till", "web"]'
    text = SHOP.replace('kind = "pos"', f'kind = "pos"\n{named}')
    (till,) = load_shop(home_with(tmp_path, text)).sources
    assert till.customers_of == ("members",)
    assert till.orders_of == ("till", "web")


def test_a_name_that_is_no_text_is_told(tmp_path: Path) -> None:
    text = SHOP.replace('kind = "pos"', 'kind = "pos"\ncustomers_of = 7')
    with pytest.raises(HomeError, match=r"sources\.till\.customers_of: .*found 7"):
        load_shop(home_with(tmp_path, text))
