import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.landing.contracts import CONTRACTS
from flows.landing.guesses.headers import (
    entity_word_score,
    language_of,
    meanings,
    plain,
    words,
)


def test_case_accents_marks_and_units_make_no_difference() -> None:
    assert plain("InvoiceNo") == "invoice no"
    assert plain("Order #") == "order no"
    assert plain("Größe (cm)") == "grosse"
    assert plain("Prix_unitaire:") == "prix unitaire"
    assert plain("单价（元）") == "单价"


@given(st.text())
def test_a_header_made_plain_stays_as_it_is(header: str) -> None:
    assert plain(plain(header)) == plain(header)


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Order Number", "order_id"),
        ("订单编号", "order_id"),
        ("Bestellnr.", "order_id"),
        ("Número de pedido", "order_id"),
        ("N° commande", "order_id"),
        ("下单时间", "ordered_at"),
        ("Bestelldatum", "ordered_at"),
        ("Geburtsdatum", "birth_date"),
        ("Cantidad", "quantity"),
        ("Prix unitaire", "unit_price"),
        ("手机号", "phone"),
    ],
)
def test_a_header_is_known_in_five_languages(header: str, column: str) -> None:
    assert meanings(header)[0].column == column
    assert meanings(header)[0].score == 1


def test_a_word_that_is_used_for_other_things_says_less() -> None:
    by_column = {meaning.column: meaning.score for meaning in meanings("Name")}

    assert by_column["name"] > by_column["customer_name"]
    assert by_column["customer_name"] == by_column["product_name"]


def test_a_header_with_other_words_around_it_says_less() -> None:
    scores = {meaning.column: meaning.score for meaning in meanings("Their email now")}

    assert 0.5 < scores["email"] < 1


def test_every_word_of_the_table_is_of_a_column_that_there_is() -> None:
    ours = {name for contract in CONTRACTS.values() for name in contract.names}

    assert {row["column"] for row in words("words.csv")} <= ours
    assert {row["entity"] for row in words("entities.csv")} == set(CONTRACTS)


def test_the_language_is_that_of_most_headers() -> None:
    assert language_of(["姓名", "手机号", "email"])[0] == "zh"
    assert language_of(["Bestellnummer", "Menge", "Datum"])[0] == "de"
    assert language_of(["Order number", "Quantity", "Date"])[0] == "en"
    assert language_of(["qwx"]) == (None, 0.0)


def test_a_file_name_says_what_its_rows_are() -> None:
    assert entity_word_score("kunden", "customers") == 1
    assert entity_word_score("会员", "customers") == 1
    assert entity_word_score("kunden", "orders") == 0
