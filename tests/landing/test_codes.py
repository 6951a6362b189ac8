import polars as pl
import pytest

from flows.landing.codes import CODES, read_code, read_currency, read_flag, read_id


def read(expr: pl.Expr) -> object:
    return pl.select(expr).item()


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("Yes", True),
        ("1", True),
        ("是", True),
        ("no", False),
        ("0", False),
        ("so", None),
    ],
)
def test_flags_say_yes_or_no(text: str, flag: bool | None) -> None:
    assert read(read_flag(pl.lit(text))) is flag


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("gender", "F", "female"),
        ("gender", "先生", "male"),
        ("gender", "unsure", None),
        ("consent_state", "Subscribed", "granted"),
        ("consent_state", "unsubscribed", "revoked"),
        ("consent_state", "no", "denied"),
        ("consent_state", "maybe", None),
        ("consent_channel", "SMS", "sms"),
        ("consent_channel", "微信", "wechat"),
        ("consent_channel", "Direct mail", "post"),
        ("consent_channel", "fax", None),
        ("order_status", "Canceled", "cancelled"),
        ("order_status", "On Hold", "on hold"),
        ("payment_status", "Partially refunded", "partially_refunded"),
        ("payment_status", "authorized", "authorized"),
        ("code", "Marketing", "marketing"),
    ],
)
def test_words_are_read_as_codes(kind: str, text: str, code: str | None) -> None:
    assert read(read_code(pl.lit(text), kind)) == code


def test_a_code_reads_as_itself() -> None:
    for kind, (spellings, _) in CODES.items():
        for code in sorted(set(spellings.values())):
            assert read(read_code(pl.lit(code), kind)) == code


@pytest.mark.parametrize(
    ("text", "code"), [("cny", "CNY"), ("RMB", "CNY"), ("US Dollars", None)]
)
def test_currencies_have_three_letters(text: str, code: str | None) -> None:
    assert read(read_currency(pl.lit(text))) == code


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("17850.0", "17850"),
        ("'9013808", "9013808"),
        ("'+86 138", "+86 138"),
        ("'t Hooft", "'t Hooft"),
        ("85123A", "85123A"),
        ("1.50", "1.50"),
        ("v1.0", "v1.0"),
    ],
)
def test_ids_lose_a_spreadsheets_marks(text: str, identity: str) -> None:
    assert read(read_id(pl.lit(text))) == identity
