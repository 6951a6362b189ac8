"""What the value model learns, and what it expects."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.errors import KeyuanError
from flows.predictions.histories import HISTORIES
from flows.predictions.value import (
    Amounts,
    Rates,
    expected_amounts,
    expected_purchases,
    fit_amounts,
    fit_rates,
)
from tests.predictions.conftest import ALPHA, A, B, P, Q, R, V

RATES = Rates(0.243, 4.414, 0.793, 2.426, (), 0.0)
AMOUNTS = Amounts(6.25, 3.74, 15.44, (), 0.0)


def history(
    repeats: int, latest: float, age: float, amount: float = 10
) -> pl.DataFrame:
    row = ("c", repeats, latest, age, amount if repeats else None, amount)
    return pl.DataFrame([row], schema=HISTORIES, orient="row")


def test_the_rates_are_found_that_the_customers_were_made_of(
    histories: pl.DataFrame,
) -> None:
    found = fit_rates(histories)
    told = (found.r, found.alpha, found.a, found.b)
    for value, error, true in zip(told, found.errors, (R, ALPHA, A, B), strict=True):
        assert 0 < error < true
        assert abs(value - true) < 4 * error


def test_so_are_the_amounts(histories: pl.DataFrame) -> None:
    found = fit_amounts(histories)
    told = (found.p, found.q, found.v)
    for value, error, true in zip(told, found.errors, (P, Q, V), strict=True):
        assert 0 < error < true
        assert abs(value - true) < 4 * error


def test_ten_times_the_customers_are_ten_times_as_likely_and_nothing_else(
    histories: pl.DataFrame,
) -> None:
    few = histories.head(600)
    one, ten = fit_rates(few), fit_rates(pl.concat([few] * 10))
    assert ten.log_likelihood == pytest.approx(10 * one.log_likelihood, rel=1e-9)
    assert (ten.r, ten.alpha, ten.a, ten.b) == pytest.approx(
        (one.r, one.alpha, one.a, one.b), rel=1e-3
    )


def test_histories_told_apart_more_coarsely_teach_nearly_the_same(
    histories: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact, amounts = fit_rates(histories), fit_amounts(histories)
    monkeypatch.setattr("flows.predictions.likelihoods.MOST_GROUPS", 2_000)
    coarse, coarser = fit_rates(histories), fit_amounts(histories)
    assert (coarse.r, coarse.alpha) == pytest.approx((exact.r, exact.alpha), rel=0.1)
    assert (coarser.p, coarser.q) == pytest.approx((amounts.p, amounts.q), rel=0.02)


def test_the_published_expectation_of_cdnow() -> None:
    expected = expected_purchases(RATES, history(2, 30.43, 38.86), 39)
    assert expected[0] == pytest.approx(1.226, abs=0.001)


@given(
    repeats=st.integers(0, 30),
    latest=st.floats(0.2, 50),
    quiet=st.floats(0, 50),
    weeks=st.floats(0.1, 60),
)
def test_more_time_brings_more_purchases_and_never_less_than_none(
    repeats: int, latest: float, quiet: float, weeks: float
) -> None:
    told = history(repeats, latest if repeats else 0, latest + quiet)
    shorter, longer = (
        expected_purchases(RATES, told, span)[0] for span in (weeks, 2 * weeks)
    )
    assert 0 <= shorter < longer
    assert longer < 2.001 * shorter


@given(latest=st.floats(1, 20), quiet=st.floats(0, 20), longer=st.floats(1, 50))
def test_the_longer_a_regular_is_quiet_the_less_is_expected(
    latest: float, quiet: float, longer: float
) -> None:
    less, more = (
        expected_purchases(RATES, history(8, latest, latest + silence), 13)[0]
        for silence in (quiet + longer, quiet)
    )
    assert less < more


@given(repeats=st.integers(1, 40), amount=st.floats(1, 500))
def test_an_amount_lies_between_their_own_and_everybody_s(
    repeats: int, amount: float
) -> None:
    told = expected_amounts(AMOUNTS, history(repeats, 1, 2, amount))[0]
    everybody = AMOUNTS.p * AMOUNTS.v / (AMOUNTS.q - 1)
    low, high = sorted((amount, everybody))
    assert low - 1e-9 <= told <= high + 1e-9


def test_who_bought_once_is_nearer_to_everybody_than_who_bought_often() -> None:
    once, often = (
        expected_amounts(AMOUNTS, history(repeats, 0, 10, 10))[0] for repeats in (0, 9)
    )
    assert 10 < often < once < AMOUNTS.p * AMOUNTS.v / (AMOUNTS.q - 1)


def test_where_nobody_ever_leaves_no_error_of_leaving_is_made_up() -> None:
    rng = np.random.default_rng(3)
    repeats = rng.poisson(rng.gamma(2.0, 2.0, 3_000))
    loyal = pl.DataFrame(
        {
            "customer_id": [str(place) for place in range(3_000)],
            "repeat_count": repeats,
            "latest_week": np.where(repeats, 51.0, 0.0),
            "age_weeks": np.full(3_000, 52.0),
            "repeat_amount": np.full(3_000, 10.0),
            "mean_amount": np.full(3_000, 10.0),
        },
        schema=HISTORIES,
    )
    found = fit_rates(loyal)
    assert found.a < 0.01
    assert np.isnan(found.errors[2])
    assert expected_purchases(found, history(4, 51, 52), 13)[0] == pytest.approx(
        13 * (found.r + 4) / (found.alpha + 52), rel=0.02
    )


def test_too_few_who_bought_again_are_told(histories: pl.DataFrame) -> None:
    few = histories.filter(pl.col("repeat_count") > 0).head(29)
    for fit in (fit_rates, fit_amounts):
        with pytest.raises(KeyuanError, match="29 customers have bought again"):
            fit(few)
