"""The vendors' layouts: their headers to the letter, and their quirks."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

from flows.demo.cashiers import SELDOM_ASKS
from flows.demo.history import Town
from flows.demo.writes import members as members_page
from flows.demo.writes import till as till_page
from flows.demo.writes import webshop as webshop_page
from flows.demo.writes import webshop_members as accounts_page
from flows.demo.writes.text import clock, plain_money, till_money

Read = Callable[[str], pl.DataFrame]

LAYOUTS = {
    "inbox/till/*.csv": ("square_items_detail_2026_35col", till_page, 35),
    "inbox/members/*.csv": ("square_customers", members_page, 22),
    "inbox/webshop/*.csv": ("shopify_orders_export", webshop_page, 73),
    "inbox/webshop_members/*.csv": ("shopify_customers_export", accounts_page, 20),
}
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("pattern", LAYOUTS)
def test_every_file_of_a_layout_has_its_whole_header(
    home: Path, read: Read, pattern: str
) -> None:
    _, page, width = LAYOUTS[pattern]
    paths = list(home.glob(pattern))
    headers = {path.read_text(encoding="utf-8").split("\n", 1)[0] for path in paths}

    assert headers == {page.HEADER}
    assert read(pattern).width == width


@pytest.mark.parametrize("pattern", LAYOUTS)
def test_the_header_is_the_vendor_s_own(pattern: str) -> None:
    data = Path(os.environ.get("KEYUAN_REAL_DATA", ROOT.parent / "shared" / "data"))
    listed = data / "vendor" / "headers.json"
    if not listed.is_file():
        pytest.skip(f"the vendors' header lines are not at hand ({listed.name})")
    name, page, _ = LAYOUTS[pattern]

    assert json.loads(listed.read_text("utf-8"))[name]["header"] == page.HEADER


def test_one_cashier_seldom_asks_for_the_card(read: Read) -> None:
    receipts = read("inbox/till/*.csv").unique("Transaction ID")
    known = receipts.group_by("Employee").agg(
        pl.col("Customer ID").is_not_null().mean().alias("share"), pl.len()
    )
    hers = known.filter(pl.col("Employee") == SELDOM_ASKS).row(0, named=True)
    others = known.filter(pl.col("Employee") != SELDOM_ASKS)

    assert receipts["Employee"].null_count() == 0
    assert others.height == 7
    assert hers["share"] < 0.35
    assert others["share"].min() > 0.5  # type: ignore[operator]


@pytest.mark.parametrize("page", [till_page, members_page, webshop_page, accounts_page])
def test_no_value_is_made_for_a_column_that_is_not_there(
    page: ModuleType, town: Town
) -> None:
    for _, rows in page.pages(town):
        assert ",".join(rows.columns) == page.HEADER


@pytest.mark.parametrize(
    ("fen", "old", "new"),
    [
        (0, "$0.00", "¥0.00"),
        (5, "$0.05", "¥0.05"),
        (-350, "($3.50)", "-¥3.50"),
        (123_450, "$1,234.50", "¥1,234.50"),
        (-100_000, "($1,000.00)", "-¥1,000.00"),
        (99_999, "$999.99", "¥999.99"),
    ],
)
def test_till_money_reads_as_the_till_writes_it(fen: int, old: str, new: str) -> None:
    row = pl.DataFrame({"fen": [fen]})

    assert row.select(till_money(pl.col("fen"), pl.lit(value=True))).item() == old
    assert row.select(till_money(pl.col("fen"), pl.lit(value=False))).item() == new


def test_plain_money_has_no_commas_and_a_minus() -> None:
    row = pl.DataFrame({"fen": [-123_405, 7]})

    assert row.select(plain_money(pl.col("fen"))).to_series().to_list() == [
        "-1234.05",
        "0.07",
    ]


def test_the_clock_has_two_figures_each() -> None:
    seconds = pl.DataFrame({"second": [0, 32_767, 86_399]})

    assert seconds.select(clock(pl.col("second"))).to_series().to_list() == [
        "00:00:00",
        "09:06:07",
        "23:59:59",
    ]


def test_two_files_lie_there_twice_under_two_names(
    home: Path, till: pl.DataFrame
) -> None:
    assert till.height
    for copy in ("till/items_2025-05", "webshop/orders_2025-05"):
        first = home / "inbox" / f"{copy}.csv"
        again = home / "inbox" / f"{copy} (1).csv"
        assert first.read_bytes() == again.read_bytes()


def test_the_till_has_three_shops_and_money_in_two_hands(till: pl.DataFrame) -> None:
    net = till["Net Sales"]

    assert till["Location"].unique().sort().to_list() == [
        "Lantern Street",
        "Riverside",
        "Station Arcade",
    ]
    for pattern in (r"^\$", r"^\(\$", r"^¥", r"^-¥", ","):
        assert net.str.contains(pattern).sum() > 0, pattern
    assert net.str.contains(
        r"^(\(\$[\d,]+\.\d\d\)|-?¥[\d,]+\.\d\d|\$[\d,]+\.\d\d)$"
    ).all()


def test_a_refund_is_a_receipt_of_its_own_with_negative_pieces(
    till: pl.DataFrame,
) -> None:
    refunds = till.filter(pl.col("Event Type") == "Refund")
    sales = till.filter(pl.col("Event Type") == "Payment")

    assert 0.005 < refunds.height / till.height < 0.05
    assert refunds["Qty"].str.starts_with("-").all()
    assert not sales["Qty"].str.starts_with("-").any()
    assert not refunds["Transaction ID"].is_in(sales["Transaction ID"].implode()).any()


def test_the_till_has_its_odd_lines(till: pl.DataFrame) -> None:
    """Repeats, carrier bags, give-aways, and amounts without an article."""
    by_hand = till.filter(pl.col("Item") == "Custom Amount")

    assert till.is_duplicated().sum() > 20
    assert (till["SKU"] == "BAG-01").sum() > 100
    assert (till["Gross Sales"].is_in(["¥0.00", "$0.00"])).sum() > 20
    assert by_hand.height > 50
    assert by_hand["SKU"].null_count() == by_hand.height


def test_the_bad_rows_are_there_and_few(
    till: pl.DataFrame, webshop: pl.DataFrame, read: Read
) -> None:
    named = till.filter(
        pl.col("Item").is_null(),
        pl.col("SKU").is_null(),
        pl.col("Price Point Name").is_null(),
    )
    consents = read("inbox/sms_consents/*.csv")

    assert (till["Date"] == "2025-02-30").sum() == 6
    assert named.height == 5
    assert (webshop["Created at"] == "in the spring").sum() == 2
    assert webshop.filter(pl.col("Lineitem name").is_null()).height == 2
    assert read("inbox/catalogue/*.csv")["Article"].null_count() == 1
    assert (consents["Changed"] == "last week").sum() == 2
    assert consents["Mobile"].null_count() == 1


def test_some_optional_values_cannot_be_read(
    members: pl.DataFrame, webshop: pl.DataFrame, read: Read
) -> None:
    birthdays = members["Birthday"].drop_nulls()
    articles = read("inbox/catalogue/*.csv")

    assert (~birthdays.str.contains(r"^\d{4}-(0[1-9]|1[0-2])-\d{2}$")).sum() == 3
    assert (webshop["Shipping"] == "free").sum() == 3
    assert (articles["Cost"] == "on request").sum() == 1
    assert (articles["Lasts days"] == "long").sum() == 1


def test_birthdays_fall_on_every_day_of_the_year_even_the_rarest(
    members: pl.DataFrame,
) -> None:
    days = members["Birthday"].drop_nulls().str.slice(5)

    assert days.n_unique() > 330
    assert (days == "02-29").sum() >= 3
    assert 0.55 < members["Birthday"].count() / members.height < 0.85


def test_the_tills_are_busiest_at_back_to_school_and_at_the_week_s_end(
    till: pl.DataFrame,
) -> None:
    receipts = (
        till.unique("Transaction ID")
        .select(pl.col("Date").str.to_date(strict=False).alias("day"))
        .drop_nulls()
    )
    by_month = receipts.group_by(pl.col("day").dt.month()).len().sort("len")["day"]
    by_weekday = receipts.group_by(pl.col("day").dt.weekday()).len().sort("len")["day"]

    assert set(by_month.tail(2)) & {8, 9}
    assert set(by_weekday.tail(2)) == {6, 7}


def test_nobody_is_asked_for_a_consent_the_till_does_not_know(
    members: pl.DataFrame, accounts: pl.DataFrame, read: Read
) -> None:
    consents = read("inbox/sms_consents/*.csv")

    assert consents.columns == ["Mobile", "Channel", "Purpose", "State", "Changed"]
    assert set(consents["State"]) == {"granted", "denied", "revoked"}
    assert set(consents["Channel"]) == {"sms"}
    assert set(members["Email Subscription Status"]) == {
        "subscribed",
        "unsubscribed",
        "unknown",
    }
    assert set(accounts["Accepts Email Marketing"]) == {"yes", "no"}
    assert set(accounts["Accepts SMS Marketing"]) == {"yes", "no"}


def test_every_article_sold_stands_in_the_catalogue(
    till: pl.DataFrame, webshop: pl.DataFrame, read: Read
) -> None:
    articles = read("inbox/catalogue/*.csv")["Article"].drop_nulls()
    sold = pl.concat([till["SKU"], webshop["Lineitem sku"]]).drop_nulls().unique()

    assert sold.is_in(articles.implode()).all()
    assert articles.n_unique() == len(articles)
    assert len(sold) > 80
