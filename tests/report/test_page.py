import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from flows.night import Night
from flows.report.facts import read_facts
from flows.report.page import render_page
from flows.report.texts import TEXTS, say
from flows.settings import Shop

Change = Callable[[str], None]
Publish = Callable[[str, dict[str, int]], Path]
SECTIONS = [
    "audiences",
    "left-out",
    "sales",
    "segments",
    "came-in",
    "reconciliation",
    "checks",
]
NO_ORDERS = """
    delete from core.sales_by_day;
    delete from core.orders;
    delete from core.reconciliation;
    delete from marts.pareto;
    delete from marts.segment_moves;
    update marts.customer_360
    set rfm_segment = null, value_tier = null, lifecycle_stage = 'prospect',
        purchase_count = 0, net_revenue_amount = 0;
"""


class Text(HTMLParser):
    """What a reader sees: no markup, no style."""

    def __init__(self, page: str) -> None:
        """Read ``page``."""
        super().__init__()
        self.words: list[str] = []
        self.feed(re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL))

    def handle_data(self, data: str) -> None:
        """Keep a piece of text."""
        self.words += data.split()

    def __str__(self) -> str:
        """The text, with single spaces."""
        return " ".join(self.words)


def page_of(night: Night, shop: Shop) -> str:
    return render_page(read_facts(night), shop)


def text_of(night: Night, shop: Shop) -> str:
    return str(Text(page_of(night, shop)))


def test_the_page_has_every_section_and_a_way_to_each(night: Night, shop: Shop) -> None:
    page = page_of(night, shop)
    assert re.findall(r'<section id="([^"]+)"', page) == SECTIONS
    ids = set(re.findall(r' id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_is_well_formed(night: Night, shop: Shop, language: str) -> None:
    page = page_of(night, shop.model_copy(update={"language": language}))
    head, _, rest = page.partition("\n")
    assert head == "<!DOCTYPE html>"
    assert ElementTree.fromstring(rest).tag == "html"


def test_the_page_asks_nothing_of_the_network(night: Night, shop: Shop) -> None:
    page = page_of(night, shop)
    assert "<script" not in page
    assert not re.findall(r"(?:src|href)=\"(?!#|data:)", page)
    assert not re.findall(r"url\(|@import|https?://", page)


def test_the_same_night_gives_the_same_page(night: Night, shop: Shop) -> None:
    assert page_of(night, shop) == page_of(night, shop)


def test_no_address_and_no_number_stands_on_the_page(night: Night, shop: Shop) -> None:
    page = page_of(night, shop)
    assert "lanted" not in page
    assert "138 1234" not in page
    assert "13812345678" not in page
    assert "inbox/webshop/••• " in text_of(night, shop)


def test_the_headline_counts_each_person_once(
    night: Night, shop: Shop, change: Change
) -> None:
    assert "280 people in 3 audiences are ready" in text_of(night, shop)
    change(
        "insert into audiences.members select as_of, 'vip_appreciation', channel, "
        "customer_id, entered_on, outcome, reason from audiences.members "
        "where outcome = 'exported' limit 1"
    )
    assert "280 people in 3 audiences are ready" in text_of(night, shop)


def test_one_person_is_told_in_the_singular(
    night: Night, shop: Shop, change: Change
) -> None:
    change("delete from audiences.members where customer_id <> 'c0'")
    assert "1 person in 3 audiences is ready" in text_of(night, shop)


def test_sizes_are_told_against_the_night_before(
    night: Night, shop: Shop, publish: Publish
) -> None:
    publish("2025-02-27", {"birthday": 1})
    publish("2025-03-01", {"birthday": 80, "win_back": 205})
    publish("2025-03-02", {"birthday": 2})
    text = text_of(night, shop)
    assert "Changes are against the night of 1 March 2025." in text
    assert "Birthday greeting birthday 93 +13 20 67 26 14 27" in text
    assert "VIP appreciation vip_appreciation 0 new 0 0 0 0 0" in text
    assert "We miss you win_back 187 −18 40 133 54 26 53" in text


def test_the_first_night_compares_with_nothing(night: Night, shop: Shop) -> None:
    text = text_of(night, shop)
    assert "This is the first night" in text
    assert "Birthday greeting birthday 93 – 20 67 26 14 27" in text


def test_reasons_are_told_in_words_and_unknown_ones_masked(
    night: Night, shop: Shop
) -> None:
    text = text_of(night, shop)
    assert "please do not contact 0 26" in text
    assert "Has not agreed to be contacted 0 26" in text
    assert "Was contacted a short while ago 0 13" in text
    assert "••• 0 27" in text


def test_segments_tiers_and_stages_have_names_and_shares(
    night: Night, shop: Shop
) -> None:
    text = text_of(night, shop)
    assert "Champions 48 6.0% 162,369 64.3%" in text
    assert "Platinum 8 1.0% 105,159 41.7%" in text
    assert "Prospect 200 20.0% 0 0.0%" in text
    assert "27.0% of the customers who bought (216 of 800) bring 80%" in text
    stages = ["Prospect", "New", "Repeat", "Loyal", "At risk", "Dormant", "Lost"]
    lifecycle = text.partition("Lifecycle")[2]
    places = [re.search(rf"{stage} \d", lifecycle) for stage in stages]
    found = [place.start() for place in places if place]
    assert len(found) == len(stages)
    assert found == sorted(found)


def test_tonight_s_moves_between_stages_are_told_the_largest_first(
    night: Night, shop: Shop
) -> None:
    text = text_of(night, shop)
    assert (
        "Moves since the night before From and to Customers "
        "New → Repeat 1,204 Loyal → At risk 31" in text
    )
    told = text.partition("From and to")[2].partition("What came in")[0]
    assert not {"77", "78", "79", "80"} & set(told.split())


def test_a_night_without_moves_tells_of_none(
    night: Night, shop: Shop, change: Change
) -> None:
    change("delete from marts.segment_moves where moved_on = date '2025-03-02'")
    assert "Moves since" not in text_of(night, shop)


def test_a_segment_the_settings_do_not_name_goes_by_its_code(
    night: Night, shop: Shop, change: Change
) -> None:
    change("delete from settings.rfm_segments; delete from settings.value_tiers")
    text = text_of(night, shop)
    assert "champions 48" in text
    assert "platinum 8" in text


def test_sales_are_told_and_drawn_for_wide_and_narrow_screens(
    night: Night, shop: Shop
) -> None:
    page = page_of(night, shop)
    assert page.count('<svg class="drawing"') == 4
    assert "From 2 December 2024 to 2 March 2025" in text_of(night, shop)
    assert "2025-02 " in text_of(night, shop)


def test_a_young_shop_is_shown_days_and_no_months(
    night: Night, shop: Shop, change: Change
) -> None:
    change("delete from core.sales_by_day where order_date < '2025-02-28'")
    page = page_of(night, shop)
    assert page.count('<svg class="drawing"') == 2
    assert "The months in numbers" not in page
    assert "against the 7 days before" not in page


def test_a_shop_without_orders_is_told_so_instead_of_empty_charts(
    night: Night, shop: Shop, change: Change
) -> None:
    change(NO_ORDERS)
    page = page_of(night, shop)
    text = str(Text(page))
    assert "No orders have landed yet" in text
    assert '<svg class="drawing"' not in page
    assert "Recency and frequency" not in text
    assert 'id="reconciliation"' not in page
    assert "Prospect 1,000 100.0% 0 –" in text


def test_a_home_without_anything_has_a_page(
    night: Night, shop: Shop, change: Change
) -> None:
    change(NO_ORDERS + "delete from marts.customer_360; delete from audiences.members;")
    change("delete from settings.campaigns")
    for path in night.checks.glob("*.json"):
        path.unlink()
    facts = read_facts(night)
    files, reasons = facts.files.clear(), facts.set_aside_reasons.clear()
    files.write_parquet(night.state / "files.parquet")
    reasons.write_parquet(night.state / "set_aside_reasons.parquet")
    text = text_of(night, shop)
    for key in ("headline_none", "all_well", "no_campaigns", "nobody_left_out"):
        assert say("en", key) in text
    for key in ("no_files", "no_checks", "no_orders"):
        assert say("en", key) in text


def test_what_came_in_is_told_by_source_with_its_age(night: Night, shop: Shop) -> None:
    text = text_of(night, shop)
    assert "members 1 0 1,000 1,000 0 2 days ago 2025-02-28 –" in text
    assert "webshop 1 1 9,695 9,692 3 tonight 2025-03-02 4 days ago 2025-02-26" in text
    assert "has no column 'Name'" in text
    assert "webshop no rate for USD on 2025-03-01 3" in text


def test_the_reconciliation_adds_up_per_source(night: Night, shop: Shop) -> None:
    text = text_of(night, shop)
    assert "till What it is Rows Amount, CNY Counted: net revenue 41,230" in text
    assert "In the files 41,643 306,367.20" in text
    assert "Older version of an order 220 −2,950.00" in text
    assert "of_its_own 1 1.00" in text


def test_checks_that_did_not_pass_are_told(night: Night, shop: Shop) -> None:
    text = text_of(night, shop)
    assert "Worth a look 1 file could not be read" in text
    assert "2 checks warn" in text
    gates = "Landing 0 of 1 passed Marts 1 of 1 passed Audiences 1 of 2 passed"
    assert gates in text
    assert "Warning Every required source is fresh Look." in text
    assert "One row per customer" not in text


def test_a_campaign_name_cannot_write_html(
    night: Night, shop: Shop, change: Change
) -> None:
    change("update settings.campaigns set name_en = '<script>alert(1)</script>'")
    page = page_of(night, shop)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_page_speaks_chinese_to_a_chinese_shop(night: Night, shop: Shop) -> None:
    page = page_of(night, shop.model_copy(update={"language": "zh"}))
    text = str(Text(page))
    assert '<html lang="zh-Hans">' in page
    assert "3 个受众共 280 人，今早即可联系" in text
    assert "生日祝福" in text
    assert "核心客户" in text
    assert "2025年3月2日" in text
    left_over = [english for english, _ in TEXTS.values() if len(english) > 14]
    assert not [english for english in left_over if english in text]


def test_every_text_has_the_same_braces_in_every_language() -> None:
    for key, forms in TEXTS.items():
        braces = [set(re.findall(r"{(\w+)}", text)) for text in forms]
        assert braces[0] == braces[1], key
        assert all(forms), key
