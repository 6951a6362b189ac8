"""Lists as shops keep them, from many a country: ``keyuan init``, then a night."""

from pathlib import Path

import polars as pl

from tests.landing.guesses.conftest import AMBIGUOUS, AMERICAN, MEMBERS, Given, Start

GERMAN = (
    "Bestellnr;Datum;Kunde;E-Mail;Artikel;Menge;Einzelpreis;Gesamtpreis;Status\n"
    "1001;03.03.2025 10:15;Anna Groß;anna@example.org;Füller;2;12,50;25,00;bezahlt\n"
    "1002;14.03.2025 11:20;Jörg Bär;joerg@example.org;Tisch;1;1.299,00;1.299,00;offen\n"
    "1003;15.03.2025 09:00;Ute Klein;ute@example.org;Heft;3;0,80;2,40;storniert\n"
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


def test_amounts_with_decimal_commas_land_as_they_are_meant(
    given: Given, started: Start
) -> None:
    done = started(given("bestellungen.csv", GERMAN))
    done.land()
    orders, lines = done.landed("orders"), done.landed("order_lines")

    assert [str(amount) for amount in lines["line_amount"]] == [
        "25.00",
        "1299.00",
        "2.40",
    ]
    assert orders["status"].to_list() == ["completed", "open", "cancelled"]


def test_a_chinese_list_of_members_in_a_workbook(
    started: Start, tmp_path: Path
) -> None:
    path = tmp_path / "会员.xlsx"
    MEMBERS.write_excel(path)
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
    lines = done.landed("order_lines")

    assert entry.entities == {"orders": 4, "order_lines": 5}
    assert lines["quantity"].to_list() == [1] * 5
    assert str(lines["line_amount"].sum()) == "27.35"
    assert done.source.trust_phone
    assert done.source.kind == "pos"


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
    people = done.landed("customers")

    assert people["birth_date"].cast(pl.String).to_list() == [
        "1990-12-31",
        "1985-11-30",
    ]
    assert people["joined_date"].cast(pl.String).to_list() == [
        "2024-03-14",
        "2024-03-15",
    ]


def test_ambiguous_dates_take_the_countrys_habit_and_say_so(
    given: Given, started: Start
) -> None:
    done = started(given("orders.csv", AMBIGUOUS), country="GB")

    assert done.source.date_format == "%d/%m/%Y"
    text = (done.home / "shop.toml").read_text("utf-8")
    assert "if that is wrong, write %m/%d/%Y" in text
    assert "both %d/%m/%Y and %m/%d/%Y fit" in done.shown


def test_another_money_than_the_shops_is_the_sources_own(
    given: Given, started: Start
) -> None:
    euros = AMBIGUOUS.replace("9.50", "€9.50").replace("7.25", "€7.25")
    started(given("orders.csv", AMBIGUOUS), country="GB")
    done = started(given("abroad.csv", euros + "3,20/03/2025,€1.00,\n"), adds=True)

    assert done.shop.sources[1].currency == "EUR"
    assert "no rate for EUR" in done.shown
