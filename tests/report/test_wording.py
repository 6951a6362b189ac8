from datetime import date
from decimal import Decimal

from flows.report.wording import (
    as_change,
    as_change_share,
    as_count,
    as_date,
    as_money,
    as_percent,
)


def test_counts_and_changes_are_grouped_by_thousands() -> None:
    assert [as_count(n) for n in (0, 1234, -1234)] == ["0", "1,234", "−1,234"]
    assert [as_change(n) for n in (0, 1234, -5)] == ["±0", "+1,234", "−5"]


def test_money_rounds_half_away_from_zero() -> None:
    assert as_money(Decimal("1234.50")) == "1,235"
    assert as_money(Decimal("-1234.5")) == "−1,235"
    assert as_money(Decimal("-0.4")) == "0"
    assert as_money(Decimal("2.005"), 2) == "2.01"
    assert as_money(None) == "–"


def test_a_share_of_nothing_is_a_dash() -> None:
    assert as_percent(1, 3) == "33.3%"
    assert as_percent(Decimal("0.27")) == "27.0%"
    assert as_percent(1, 0) == "–"
    assert as_change_share(Decimal("0.034")) == "+3.4%"
    assert as_change_share(Decimal("-0.01")) == "−1.0%"


def test_dates_are_written_as_the_reader_writes_them() -> None:
    assert as_date(date(2011, 8, 31), "en") == "31 August 2011"
    assert as_date(date(2011, 8, 31), "zh") == "2011年8月31日"
