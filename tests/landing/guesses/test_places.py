from collections import Counter

import pytest

from flows.landing.guesses.places import (
    Evidence,
    country_of,
    currency_of,
    timezone_of,
)


def test_phone_numbers_say_the_country() -> None:
    assert country_of(Evidence(phones=["13800138000", "13900139000"])).value == "CN"
    assert country_of(Evidence(phones=["+491701234567", "+491709876543"])).value == "DE"
    assert country_of(Evidence(phones=["004915123456789"] * 2)).value == "DE"


def test_headers_and_money_say_the_country() -> None:
    assert country_of(Evidence(language=("de", 1.0))).value == "DE"
    assert country_of(Evidence(currencies=Counter({"GBP": 3}))).value == "GB"
    assert country_of(Evidence(currencies=Counter({"JPY": 3}))).value == "JP"


def test_the_heaviest_evidence_wins() -> None:
    swiss = Evidence(
        phones=["+41446681800", "+41446681801"],
        language=("de", 1.0),
        currencies=Counter({"CHF": 9}),
    )

    assert country_of(swiss).value == "CH"
    assert country_of(swiss).score < 0.95


def test_dates_of_english_files_say_which_side_of_the_ocean() -> None:
    english = ("en", 1.0)

    assert country_of(Evidence(language=english, month_first=True)).value == "US"
    assert country_of(Evidence(language=english, month_first=False)).value == "GB"


def test_a_guess_from_nothing_says_so() -> None:
    assert "change it" in country_of(Evidence()).reason
    assert country_of(Evidence()).score < 0.3


@pytest.mark.parametrize(
    ("country", "timezone"),
    [("GB", "Europe/London"), ("CN", "Asia/Shanghai"), ("ES", "Europe/Madrid")],
)
def test_the_timezone_is_the_countrys(country: str, timezone: str) -> None:
    assert timezone_of(Evidence(), country).value == timezone


def test_of_several_timezones_phones_choose() -> None:
    california = Evidence(phones=["(415) 555-0132", "415-555-0187"])

    assert timezone_of(california, "US").value == "America/Los_Angeles"
    assert timezone_of(Evidence(), "US").value == "America/New_York"


def test_the_money_is_what_the_files_say_or_else_the_countrys() -> None:
    assert currency_of(Evidence(currencies=Counter({"EUR": 2})), "GB").value == "EUR"
    assert currency_of(Evidence(dollars=True), "CA").value == "CAD"
    assert currency_of(Evidence(), "CN").value == "CNY"
