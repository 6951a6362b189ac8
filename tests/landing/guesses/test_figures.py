import polars as pl
import pytest

from flows.landing.guesses.figures import decimal_comma, figure_share, signs_in


@pytest.mark.parametrize(
    ("texts", "value"),
    [
        (["12,50", "1.299,00"], "true"),
        (["12.50", "1,299.00"], "false"),
        (["€ 4,95", "3"], "true"),
        (["1,299", "12"], "false"),
        (["7", "8"], "false"),
    ],
)
def test_the_sign_before_the_decimals_is_found(texts: list[str], value: str) -> None:
    assert decimal_comma([pl.Series("price", texts)]).value == value


def test_the_columns_of_a_source_decide_together() -> None:
    prices = [pl.Series("price", ["1.299"]), pl.Series("amount", ["1.299,00"])]

    assert decimal_comma(prices).value == "true"


def test_a_file_that_has_both_signs_is_less_sure() -> None:
    both = decimal_comma([pl.Series("price", ["1,50", "2,50", "3.50"])])

    assert both.value == "true"
    assert both.score == pytest.approx(2 / 3)
    assert "other sign" in both.reason


def test_numbers_are_numbers_with_signs_of_money_around_them() -> None:
    texts = pl.Series("price", ["$1,299.00", "¥3", "(4.00)", "12,50 EUR", "two"])

    assert figure_share(texts) == pytest.approx(4 / 5)
    assert signs_in(texts) == {"$": 1, "¥": 1}
