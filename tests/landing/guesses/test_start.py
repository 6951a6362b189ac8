"""``keyuan init`` on files that it has never seen."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from flows.errors import HomeError
from flows.landing import encodings
from flows.landing.guesses import looking
from tests.landing.guesses.conftest import Started

Given = Callable[[str, str | bytes], Path]
Start = Callable[..., Started]

GERMAN = (
    "Bestellnr;Datum;Kunde;E-Mail;Artikel;Menge;Einzelpreis;Gesamtpreis;Status\n"
    "1001;03.03.2025 10:15;Anna Groß;anna@example.org;Füller;2;12,50;25,00;bezahlt\n"
    "1002;14.03.2025 11:20;Jörg Bär;joerg@example.org;Tisch;1;1.299,00;1.299,00;offen\n"
    "1003;15.03.2025 09:00;Ute Klein;ute@example.org;Heft;3;0,80;2,40;storniert\n"
)
AMERICAN = (
    "Receipt No,Sold on,Item,Price,Qty,Customer,Phone\n"
    "5001,03/02/2025,Fountain pen,$12.50,1,Ann Lee,(415) 555-0132\n"
    '5002,03/14/2025,Desk,"$1,299.00",1,Bob Ray,(415) 555-0187\n'
    "5003,03/15/2025,Pencil,$0.80,4,Cy Orr,(415) 555-0199\n"
)
AMBIGUOUS = (
    "Order no,Date,Total,Email\n"
    "1,02/01/2025,9.50,ann@example.org\n2,05/01/2025,7.25,bob@example.org\n"
)


def members() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "会员号": ["V001", "V002", "V003"],
            "姓名": ["王伟", "李娜", "张敏"],
            "手机号": ["13800138000", "13900139000", "13700137000"],
            "生日": ["1990-01-02", "1985/05/06", "1999-12-31"],
            "性别": ["男", "女", "女"],
            "注册日期": ["2024-01-01", "2024-02-03", "2024-05-06"],
        }
    )


def test_a_german_list_with_decimal_commas(given: Given, started: Start) -> None:
    done = started(given("Bestellungen 2025-03.csv", GERMAN.encode("cp1252")))

    assert (done.shop.country, done.shop.currency) == ("DE", "EUR")
    assert done.shop.timezone == "Europe/Berlin"
    assert done.source.name == "bestellungen"
    assert done.source.entity == "order_lines"
    assert done.source.date_format == "%d.%m.%Y %H:%M"
    assert done.source.decimal_comma
    assert done.source.values["status"]["storniert"] == "cancelled"
    assert "Windows-1252" in done.shown


def test_a_chinese_list_of_members_in_a_workbook(
    started: Start, tmp_path: Path
) -> None:
    path = tmp_path / "会员.xlsx"
    members().write_excel(path)
    done = started(path)

    assert (done.shop.country, done.shop.language) == ("CN", "zh")
    assert done.source.entity == "customers"
    assert done.source.kind == "members"
    assert done.source.columns["customer_id"] == "会员号"
    (entry,) = done.land()
    assert entry.entities == {"customers": 3}


def test_an_american_list_with_dollars(given: Given, started: Start) -> None:
    done = started(given("sales.csv", AMERICAN))

    assert (done.shop.country, done.shop.currency) == ("US", "USD")
    assert done.shop.timezone == "America/Los_Angeles"
    assert done.source.date_format == "%m/%d/%Y"
    assert not done.source.decimal_comma
    assert done.source.trust_phone
    (entry,) = done.land()
    assert entry.entities == {"orders": 3, "order_lines": 3}
    assert "2025-03-15" in done.shown.splitlines()[-1]


def test_ambiguous_dates_take_the_countrys_habit_and_say_so(
    given: Given, started: Start
) -> None:
    done = started(given("orders.csv", AMBIGUOUS), country="GB")

    assert done.source.date_format == "%d/%m/%Y"
    text = (done.home / "shop.toml").read_text("utf-8")
    assert "if that is wrong, write %m/%d/%Y" in text
    assert "both %d/%m/%Y and %m/%d/%Y fit" in done.shown


def test_what_the_user_states_is_no_guess(given: Given, started: Start) -> None:
    done = started(
        given("orders.csv", AMBIGUOUS),
        name="Corner",
        country="US",
        timezone="America/Denver",
        currency="CAD",
    )

    assert done.shop.name == "Corner"
    assert (done.shop.timezone, done.shop.currency) == ("America/Denver", "CAD")
    assert done.source.date_format == "%m/%d/%Y"


def test_a_setting_that_cannot_be_is_refused_before_anything_is_written(
    given: Given, started: Start, tmp_path: Path
) -> None:
    with pytest.raises(HomeError, match="timezone"):
        started(given("orders.csv", AMBIGUOUS), timezone="Mars/Base")

    assert not (tmp_path / "shop").exists()


def test_files_stay_and_copies_lie_in_the_inbox(given: Given, started: Start) -> None:
    first = given("orders_1.csv", AMBIGUOUS)
    second = given("orders_2.csv", AMBIGUOUS.replace("1,02", "3,02"))
    done = started(first, second)

    assert first.exists()
    assert done.source.files == "inbox/orders/*.csv"
    inbox = done.home / "inbox" / "orders"
    assert {path.name for path in inbox.iterdir()} == {"orders_1.csv", "orders_2.csv"}


def test_files_of_one_name_from_two_folders_are_both_copied(
    given: Given, started: Start
) -> None:
    first = given("north/orders.csv", AMBIGUOUS)
    second = given("south/orders.csv", AMBIGUOUS.replace("1,02", "3,02"))
    done = started(first, second)

    inbox = done.home / "inbox" / "orders"
    assert {path.name for path in inbox.iterdir()} == {"orders.csv", "orders_2.csv"}


def test_a_folder_stands_for_the_files_in_it(given: Given, started: Start) -> None:
    given("orders.csv", AMBIGUOUS)
    given("sales.csv", AMERICAN)
    done = started(given(".hidden", "").parent)

    assert {source.name for source in done.shop.sources} == {"orders", "sales"}


def test_files_that_lie_in_the_inbox_stay_there(started: Start, tmp_path: Path) -> None:
    inbox = tmp_path / "shop" / "inbox" / "web"
    inbox.mkdir(parents=True)
    for name, text in (("orders_1.csv", AMBIGUOUS), ("sales_1.csv", AMERICAN)):
        (inbox / name).write_text(text)
    done = started(inbox)

    assert {source.files for source in done.shop.sources} == {
        "inbox/web/orders*.csv",
        "inbox/web/sales*.csv",
    }
    assert len(list((tmp_path / "shop" / "inbox").iterdir())) == 1


def test_a_shop_toml_that_is_there_is_never_overwritten(
    given: Given, started: Start
) -> None:
    done = started(given("orders.csv", AMBIGUOUS))
    before = (done.home / "shop.toml").read_bytes()
    again = started(given("sales.csv", AMERICAN))

    assert not again.is_written
    assert (done.home / "shop.toml").read_bytes() == before
    assert "[sources.sales]" in again.shown
    assert "--add" in again.shown


def test_sources_are_added_when_that_is_asked_for(given: Given, started: Start) -> None:
    started(given("orders.csv", AMBIGUOUS), country="GB", name="Corner")
    done = started(given("sales.csv", AMERICAN), adds=True)

    assert done.shop.name == "Corner"
    assert [source.name for source in done.shop.sources] == ["orders", "sales"]


def test_a_source_of_a_name_that_is_taken_gets_another(
    given: Given, started: Start
) -> None:
    started(given("orders.csv", AMBIGUOUS))
    done = started(given("new/orders.csv", AMERICAN), adds=True)

    assert [source.name for source in done.shop.sources] == ["orders", "orders_2"]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(
    given: Given, started: Start, tmp_path: Path
) -> None:
    done = started(
        given("orders.csv", AMBIGUOUS),
        given("empty.csv", ""),
        given("picture.csv", b"\x89PNG\0\0\0\r\n"),
        given("numbers.csv", "1,2,3\n4,5,6\n"),
        given("title.csv", "Sales 2025,,,\nDate,Item,Qty,Price\n"),
        given("bare.csv", "Date,Item\n"),
        tmp_path / "gone.csv",
    )

    told = [line for line in done.shown.splitlines() if line.startswith("Not read")]
    assert len(told) == 6
    assert [source.name for source in done.shop.sources] == ["orders"]


def test_when_nothing_is_understood_nothing_is_written(
    given: Given, started: Start, tmp_path: Path
) -> None:
    with pytest.raises(HomeError, match="nothing in the files was understood"):
        started(given("colours.csv", "Colour,Size\nred,4\nblue,5\n"))

    assert not (tmp_path / "shop").exists()


def test_rows_that_cannot_land_are_counted_and_allowed_for(
    given: Given, started: Start
) -> None:
    rows = "".join(
        f"{at},2025-03-{at:02},9.50,a{at}@example.org\n" for at in range(1, 9)
    )
    done = started(given("orders.csv", f"Order no,Date,Total,Email\n{rows},,76.00,\n"))

    assert "Of 9 rows 8 would land and 1 be set aside" in done.shown
    assert done.source.max_bad_share == pytest.approx(0.15)
    (entry,) = done.land()
    assert (entry.state, entry.set_aside_count) == ("landed", 1)


def test_a_name_that_no_setting_can_have_is_written_as_toml_needs_it(
    given: Given, started: Start
) -> None:
    text = AMBIGUOUS.replace("Total", '"Total ""net"" \\ \t€"')
    done = started(given("orders.csv", text), name='The "Pen" \\ Shop')

    assert done.shop.name == 'The "Pen" \\ Shop'
    assert done.source.columns["total_amount"] == 'Total "net" \\ \t€'


def test_a_file_of_which_no_row_could_land_is_not_understood(
    given: Given, started: Start
) -> None:
    done = started(
        given("orders.csv", AMBIGUOUS),
        given("visits.csv", "Visit ID,Date,Type\nV1,2025-03-01,zz\nV2,2025-03-02,yy\n"),
    )

    assert "none of its 2 rows could land" in done.shown
    assert [source.name for source in done.shop.sources] == ["orders"]


def test_sheets_that_are_not_read_are_named(started: Start, tmp_path: Path) -> None:
    path = tmp_path / "members.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("Members", "Old ones"):
            members().write_excel(book, worksheet=name)

    assert "not Old ones" in started(path).shown


def test_an_archive_of_files_of_one_kind_is_one_source(
    started: Start, tmp_path: Path
) -> None:
    path = tmp_path / "orders.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("orders_1.csv", AMBIGUOUS)
        archive.writestr("orders_2.csv", AMBIGUOUS.replace("1,02", "3,02"))
    done = started(path)

    assert done.source.files == "inbox/orders/*.zip"
    assert [entry.entities for entry in done.land()] == [{"orders": 2}] * 2


def test_an_archive_of_files_of_several_kinds_is_not_read(
    given: Given, started: Start, tmp_path: Path
) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("orders.csv", AMBIGUOUS)
        archive.writestr("sales.csv", AMERICAN)
    done = started(path, given("orders.csv", AMBIGUOUS))

    assert "all.zip holds files of several kinds" in done.shown


STATIONER = (
    "Date,Item,Amount,Customer,Phone\n"
    "2025-03-01,Fountain pen,12.50,Ann Lee,13800138000\n"
    "2025-03-01,Ink,4.95,Ann Lee,13800138000\n"
    "2025-03-02,Notebook,7.90,Bob Ray,13900139000\n"
    "2025-03-02,Pencil,0.80,,\n"
    "2025-03-02,Ruler,1.20,,\n"
)


def test_a_stationers_list_without_order_numbers_lands(
    given: Given, started: Start
) -> None:
    done = started(given("list.csv", STATIONER))
    (entry,) = done.land()
    lines = pl.read_parquet(done.home / "lake" / "landing" / "list" / "order_lines")

    assert entry.entities == {"orders": 4, "order_lines": 5}
    assert lines["quantity"].to_list() == [1] * 5
    assert str(lines["line_amount"].sum()) == "27.35"
    assert done.source.trust_phone
    assert done.source.kind == "pos"


def test_amounts_with_decimal_commas_land_as_they_are_meant(
    given: Given, started: Start
) -> None:
    done = started(given("bestellungen.csv", GERMAN))
    done.land()
    landing = done.home / "lake" / "landing" / "bestellungen"
    orders = pl.read_parquet(landing / "orders")
    lines = pl.read_parquet(landing / "order_lines")

    assert [str(amount) for amount in lines["line_amount"]] == [
        "25.00",
        "1299.00",
        "2.40",
    ]
    assert orders["status"].to_list() == ["completed", "open", "cancelled"]


def test_members_of_json_documents_are_columns_too(
    given: Given, started: Start
) -> None:
    done = started(
        given(
            "orders.jsonl",
            '{"order_id": 1, "created_at": "2025-03-01", "total": 9.50, '
            '"customer": {"email": "ann@example.org", "name": "Ann Lee"}}\n',
        )
    )

    assert done.source.columns["email"] == "customer.email"
    assert done.source.columns["customer_name"] == "customer.name"
    (entry,) = done.land()
    assert entry.entities == {"orders": 1}


def test_lines_within_json_orders_are_order_lines(given: Given, started: Start) -> None:
    done = started(
        given(
            "orders.jsonl",
            '{"number": "A-1", "created_at": "2025-03-01", "grand_total": 9.50, '
            '"customer": {"email": "ann@example.org"}, "items": ['
            '{"sku": "P1", "title": "Pen", "qty": 1, "price": 2.5}, '
            '{"sku": "P2", "title": "Ink", "qty": 2, "price": 3.5}]}\n',
        )
    )

    assert (done.source.entity, done.source.lines) == ("order_lines", "items")
    assert done.source.columns["quantity"] == "items.qty"
    (entry,) = done.land()
    assert entry.entities == {"orders": 1, "order_lines": 2}


def test_dates_in_two_forms_are_each_read_by_their_own(
    given: Given, started: Start
) -> None:
    text = (
        "Member no,Name,Birthday,Joined\n"
        "M1,Ann,31/12/1990,14.03.2024\nM2,Bob,30/11/1985,15.03.2024\n"
    )
    done = started(given("members.csv", text))
    done.land()
    landing = done.home / "lake" / "landing" / "members"
    people = pl.read_parquet(landing / "customers")

    assert people["birth_date"].cast(pl.String).to_list() == [
        "1990-12-31",
        "1985-11-30",
    ]
    assert people["joined_date"].cast(pl.String).to_list() == [
        "2024-03-14",
        "2024-03-15",
    ]


def test_another_money_than_the_shops_is_the_sources_own(
    given: Given, started: Start
) -> None:
    euros = AMBIGUOUS.replace("9.50", "€9.50").replace("7.25", "€7.25")
    started(given("orders.csv", AMBIGUOUS), country="GB")
    done = started(given("abroad.csv", euros + "3,20/03/2025,€1.00,\n"), adds=True)

    assert done.shop.sources[1].currency == "EUR"
    assert "no rate for EUR" in done.shown


def test_of_a_long_file_the_beginning_is_looked_at_and_no_day_is_named(
    given: Given, started: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "LOOK", 2**16)
    monkeypatch.setattr(encodings, "CHUNK", 2**16)
    rows = "".join(f"{at},2025-03-01,9.50,a@example.org\n" for at in range(1, 6_000))
    done = started(given("orders.csv", f"Order no,Date,Total,Email\n{rows}"))

    assert "Of the first" in done.shown
    assert "with --as-of DATE" in done.shown.splitlines()[-1]
    (entry,) = done.land()
    assert entry.landed_count == 5_999
