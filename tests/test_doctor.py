from collections.abc import Callable
from pathlib import Path

import pytest

from flows.doctor import Finding, examine
from flows.lock import hold_home

SHOP = """
name = "Corner"
timezone = "Europe/London"
country = "GB"
currency = "GBP"

[sources.web]
kind = "ecommerce"
layout = "shopify_orders"
files = "inbox/web/*.csv"
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "inbox" / "web").mkdir(parents=True)
    (tmp_path / "inbox" / "web" / "orders.csv").touch()
    (tmp_path / "shop.toml").write_text(SHOP)
    return tmp_path


Wrong = Callable[[list[Finding]], list[str]]


@pytest.fixture
def wrong() -> Wrong:
    def texts(findings: list[Finding]) -> list[str]:
        return [finding.text for finding in findings if not finding.is_good]

    return texts


def test_a_good_home_has_nothing_to_mend(home: Path, wrong: Wrong) -> None:
    findings = examine(home)
    assert wrong(findings) == []
    assert "source web: 1 files match inbox/web/*.csv" in {f.text for f in findings}


def test_the_doctor_writes_nothing_where_there_is_no_home(
    tmp_path: Path, wrong: Wrong
) -> None:
    assert "shop.toml does not exist" in wrong(examine(tmp_path / "typo"))[0]
    assert not (tmp_path / "typo").exists()


def test_a_source_without_files_is_told(home: Path, wrong: Wrong) -> None:
    (home / "inbox" / "web" / "orders.csv").unlink()
    (told,) = wrong(examine(home))
    assert told.startswith("source web: 0 files match")


def test_a_source_that_cannot_be_followed_is_told(home: Path, wrong: Wrong) -> None:
    text = SHOP.replace("shopify_orders", "shopfiy")
    (home / "shop.toml").write_text(text)
    (told,) = wrong(examine(home))
    assert "sources.web.layout is 'shopfiy'" in told


def test_a_source_whose_ids_are_of_none_is_told(home: Path, wrong: Wrong) -> None:
    text = SHOP + 'customers_of = "members"\n'
    (home / "shop.toml").write_text(text)
    (told,) = wrong(examine(home))
    assert told.startswith("shop.toml: sources.web.customers_of names 'members', but")
    assert "none does. Name the one whose customers are meant, or take" in told


def test_a_shop_without_sources_is_told(home: Path, wrong: Wrong) -> None:
    (home / "shop.toml").write_text(SHOP.split("[sources")[0])
    assert "names no source" in wrong(examine(home))[0]


def test_a_settings_table_that_is_none_is_told(home: Path, wrong: Wrong) -> None:
    (home / "settings").mkdir()
    (home / "settings" / "nothing.csv").touch()
    (told,) = wrong(examine(home))
    assert "is not a settings table" in told


def test_every_fault_of_the_settings_is_told(home: Path, wrong: Wrong) -> None:
    (home / "settings").mkdir()
    tiers = "value_tier,top_share,name_en,name_zh\ntop,0,Top,顶\nrest,0.5,Rest,余\n"
    (home / "settings" / "value_tiers.csv").write_text(tiers)
    above, last = wrong(examine(home))
    assert "line 2: top_share is '0', but it must be a share above 0" in above
    assert "line 3: top_share is '0.5', but the last tier must end at 1" in last


def test_a_preferred_source_that_the_shop_lacks_is_told(
    home: Path, wrong: Wrong
) -> None:
    (home / "settings").mkdir()
    rows = "attribute_group,source_name,priority\nemail,wbe,1\n"
    (home / "settings" / "golden_priorities.csv").write_text(rows)
    (told,) = wrong(examine(home))
    assert "golden_priorities.csv, line 2: source_name is 'wbe'" in told
    assert "there are: web. Mend it there" in told


def test_the_shops_own_settings_are_named(home: Path) -> None:
    (home / "settings").mkdir()
    (home / "settings" / "suppressions.csv").write_text("kind,value,reason\n")
    texts = {finding.text for finding in examine(home)}
    assert "settings tables: suppressions.csv" in texts


def test_a_file_that_two_sources_claim_is_told(home: Path, wrong: Wrong) -> None:
    second = SHOP.split("\n\n")[1].replace("sources.web", "sources.shop")
    (home / "shop.toml").write_text(SHOP + "\n" + second)
    (told,) = wrong(examine(home))
    assert told.startswith("inbox/web/orders.csv is a file of more than one source")


def test_a_home_that_is_held_is_told(home: Path, wrong: Wrong) -> None:
    with hold_home(home, "the night of 2025-06-30"):
        (told,) = wrong(examine(home))
    assert "is held by the night of 2025-06-30" in told


def test_a_link_that_points_nowhere_good_is_told(home: Path, wrong: Wrong) -> None:
    (home / "elsewhere").mkdir()
    (home / "elsewhere" / "night.json").write_text("{}")
    (home / "current").symlink_to("elsewhere")
    (told,) = wrong(examine(home))
    assert "is not a night's folder" in told
