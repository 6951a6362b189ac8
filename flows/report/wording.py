"""Numbers, money, shares and dates as people write them, in English and Chinese."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

__all__ = [
    "as_change",
    "as_change_share",
    "as_count",
    "as_date",
    "as_money",
    "as_percent",
]

MINUS = "\N{MINUS SIGN}"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def as_count(number: int) -> str:
    """``12,345``."""
    return f"{number:,}".replace("-", MINUS)


def as_change(number: int) -> str:
    """``+12``, ``−5`` or ``±0``."""
    if number == 0:
        return "±0"
    return f"+{number:,}" if number > 0 else as_count(number)


def as_money(amount: Decimal | None, places: int = 0) -> str:
    """``12,345`` or, with two places, ``12,345.68``; a dash where there is none."""
    if amount is None:
        return "–"
    rounded = Decimal(amount).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded + 0:,}".replace("-", MINUS)


def as_percent(part: Decimal | int, whole: Decimal | int = 1) -> str:
    """``34.5%``; a dash where there is nothing to take a share of."""
    if not whole:
        return "–"
    share = Decimal(part) * 100 / Decimal(whole)
    rounded = share.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{rounded}%".replace("-", MINUS)


def as_change_share(share: Decimal) -> str:
    """``+3.4%`` or ``−1.0%``."""
    return f"+{as_percent(share)}" if share >= 0 else as_percent(share)


def as_date(day: date, language: str) -> str:
    """``31 August 2011`` or ``2011年8月31日``."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
