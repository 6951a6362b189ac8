"""In which country a shop is, what its clocks show, its money and its language.

Each thing that speaks for a country has a weight; the heaviest country is the guess.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import phonenumbers
import polars as pl
from babel.core import Locale, get_global
from babel.numbers import get_territory_currencies
from phonenumbers import timezone as phone_zones

from flows.landing.guesses.surety import Guess

__all__ = ["Evidence", "counted", "country_of", "currency_of", "timezone_of"]

MOST_PHONES = 200
MOSTLY = 0.8
NOTHING = "nothing in the files says; change it"

# The country that a language or a currency speaks for, where it has a usual one.
COUNTRY_OF_LANGUAGE = {"zh": "CN", "de": "DE", "es": "ES", "fr": "FR"}
COUNTRY_OF_CURRENCY = {"GBP": "GB", "CNY": "CN", "USD": "US"}
UNKNOWN_COUNTRY = "US"

# Where most people of a country with several timezones live.
USUAL_TIMEZONES = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "ID": "Asia/Jakarta",
    "KZ": "Asia/Almaty",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PF": "Pacific/Tahiti",
    "PG": "Pacific/Port_Moresby",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the files hold that says where the shop is.

    Attributes:
        phones: phone numbers as written, most of them from each file.
        currencies: codes of money, each with how often it stands there.
        dollars: whether a dollar sign stands there, and the like: any money's own sign.
        yen_signs: whether a sign stands there that China and Japan share.
        countries: what a column of countries says, with how often.
        language: of the headers, and how sure.
        month_first: whether dates begin with the month; None where nothing tells.
    """

    phones: Sequence[str] = ()
    currencies: Counter[str] = field(default_factory=Counter)
    dollars: bool = False
    yen_signs: bool = False
    countries: Counter[str] = field(default_factory=Counter)
    language: tuple[str | None, float] = (None, 0.0)
    month_first: bool | None = None


def country_of(evidence: Evidence) -> Guess:
    """The country that most speaks for."""
    votes: list[tuple[str, float, str]] = [*_phone_votes(evidence)]
    language, share = evidence.language
    if language in COUNTRY_OF_LANGUAGE:
        name = Locale("en").languages[language]
        votes.append((COUNTRY_OF_LANGUAGE[language], 0.6 * share, f"{name} headers"))
    if evidence.currencies:
        code = evidence.currencies.most_common(1)[0][0]
        votes += [(found, 0.5, f"money in {code}") for found in _countries_of(code)]
    if evidence.countries:
        said, count = evidence.countries.most_common(1)[0]
        share = count / evidence.countries.total()
        named = _country_named(said)
        if named and share > 0.5:
            votes.append((named, 0.5 * share, "the country in most rows"))
    if evidence.dollars:
        votes.append(("US", 0.35, "amounts with a dollar sign"))
    if evidence.yen_signs:
        votes.append(("CN", 0.3, "amounts with a yuan sign"))
    if language == "en" and evidence.month_first is not None:
        country = "US" if evidence.month_first else "GB"
        first = "month" if evidence.month_first else "day"
        votes.append((country, 0.3, f"dates with the {first} first"))
    return _heaviest(votes)


def currency_of(evidence: Evidence, country: str) -> Guess:
    """The money that most amounts are in: by code or sign, else the country's."""
    usual = get_territory_currencies(country)
    own = usual[0] if usual else "USD"
    if evidence.currencies:
        code, count = evidence.currencies.most_common(1)[0]
        share = count / evidence.currencies.total()
        return Guess(code, 0.95 * share, f"{count:,} signs or codes of {code}")
    if evidence.dollars or evidence.yen_signs:
        return Guess(own, 0.75, f"the sign of money, and the country {country}")
    return Guess(own, 0.6, f"what is paid with in {country}")


def timezone_of(evidence: Evidence, country: str) -> Guess:
    """The country's timezone; of several that of most phones, else of most people."""
    zones = list(get_global("territory_zones").get(country, ()))
    if len(zones) == 1:
        return Guess(zones[0], 0.95, f"the only one in {country}")
    votes = Counter(
        zone
        for number in _numbers(evidence.phones, country)
        for zone in phone_zones.time_zones_for_number(number)[:1]
        if zone in zones
    )
    usual = USUAL_TIMEZONES.get(country)
    if votes:
        best = max(sorted(votes), key=lambda zone: votes[zone])
        if votes[best] >= 0.5 * votes.total():
            score = 0.9 if best == usual else 0.7
            return Guess(best, score, f"where most phones of {country} are")
    if usual:
        return Guess(
            usual, 0.6, f"where most people in {country} live; see if it is yours"
        )
    return Guess(zones[0] if zones else "UTC", 0.3, NOTHING)


def _phone_votes(evidence: Evidence) -> Iterable[tuple[str, float, str]]:
    phones = evidence.phones[:MOST_PHONES]
    if not phones:
        return
    regions = Counter(
        phonenumbers.region_code_for_number(number) for number in _numbers(phones, None)
    )
    abroad = sum(regions.values())
    for region, count in sorted(regions.items(), key=str):
        if region and count >= 0.5 * abroad and count > 1:
            yield region, 0.9, f"phone numbers ({count:,})"
    national = [phone for phone in phones if not phone.startswith(("+", "00"))]
    if not national:
        return
    for country in _candidates(evidence):
        valid = sum(1 for _ in _numbers(national, country))
        if valid >= MOSTLY * len(national):
            is_mobile = country == "CN"  # eleven figures from 13 to 19: no other's
            weight = 0.7 if is_mobile else 0.4
            yield country, weight, f"phone numbers that are valid there ({valid:,})"


def _candidates(evidence: Evidence) -> list[str]:
    """Countries whose way to write phone numbers is tried."""
    language, _ = evidence.language
    found = ["CN", "US", "GB", "DE", "FR", "ES"]
    for code in evidence.currencies:
        found += _countries_of(code)
    if language in COUNTRY_OF_LANGUAGE:
        found.append(COUNTRY_OF_LANGUAGE[language])
    return list(dict.fromkeys(found))


def _numbers(
    phones: Sequence[str], country: str | None
) -> Iterable[phonenumbers.PhoneNumber]:
    """The valid numbers among ``phones``."""
    for phone in phones[:MOST_PHONES]:
        text = f"+{phone[2:]}" if phone.startswith("00") else phone
        try:
            number = phonenumbers.parse(text, country)
        except phonenumbers.NumberParseException:
            continue
        if country and phonenumbers.region_code_for_number(number) != country:
            continue
        if phonenumbers.is_valid_number(number):
            yield number


def _countries_of(currency: str) -> list[str]:
    """The country that uses a money alone, or that it is named after."""
    if currency in COUNTRY_OF_CURRENCY:
        return [COUNTRY_OF_CURRENCY[currency]]
    if currency == "EUR":
        return []
    country = currency[:2]
    return [country] if currency in get_territory_currencies(country) else []


def _country_named(text: str) -> str | None:
    """The country that a text is the code or the name of."""
    if text.upper() in Locale("en").territories and len(text) == 2:
        return text.upper()
    for language in ("en", "zh", "de", "es", "fr"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and name.casefold() == text.casefold():
                return str(code)
    return None


def _heaviest(votes: Sequence[tuple[str, float, str]]) -> Guess:
    if not votes:
        return Guess(UNKNOWN_COUNTRY, 0.1, NOTHING)
    weights: dict[str, float] = {}
    for country, weight, _ in votes:
        weights[country] = weights.get(country, 0) + weight
    best = max(sorted(weights), key=lambda country: weights[country])
    reasons = [reason for country, _, reason in votes if country == best]
    total = sum(weights.values())
    score = min(0.95, weights[best]) * (weights[best] / total) ** 0.5
    return Guess(best, score, ", ".join(dict.fromkeys(reasons)))


def counted(texts: pl.Series) -> Counter[str]:
    """How often each text stands in a column."""
    counts = texts.drop_nulls().value_counts(sort=True)
    return Counter(dict(counts.iter_rows()))
