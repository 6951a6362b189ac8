"""Groups of equal histories are as likely as their customers one by one."""

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import approx_fprime
from scipy.special import betaln, gammaln

from flows.predictions.histories import HISTORIES
from flows.predictions.likelihoods import Slope, amounts_slope, rates_slope

Customer = tuple[int, int, int, float]
parameters = st.floats(-2, 2)


@st.composite
def customers(draw: st.DrawFn) -> list[Customer]:
    """Purchases after the first, days to the latest and to the night, mean amount."""
    found = []
    for _ in range(draw(st.integers(1, 12))):
        count = draw(st.integers(0, 4))
        latest = draw(st.integers(count, 60)) if count else 0
        age = latest + draw(st.sampled_from([0, 1, 30]))
        found.append((count, latest, age, draw(st.sampled_from([1.5, 20.0, 333.33]))))
    return [*found, (1, 3, 9, 20.0)]


def histories(told: list[Customer]) -> pl.DataFrame:
    rows = [
        (str(number), count, latest / 7, age / 7, amount if count else None, amount)
        for number, (count, latest, age, amount) in enumerate(told)
    ]
    return pl.DataFrame(rows, schema=HISTORIES, orient="row")


def likelihood_of_rates(told: list[Customer], logs: list[float]) -> float:
    """Equation 6 of Fader, Hardie and Lee (2005), a customer at a time."""
    r, alpha, a, b = np.exp(logs)
    total = 0.0
    for x, latest, days, _ in told:
        t, age = latest / 7, days / 7
        stays = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + age)
        either = stays
        if x:
            leaves = (
                betaln(a + 1, b + x - 1) - betaln(a, b) - (r + x) * np.log(alpha + t)
            )
            either = np.logaddexp(stays, leaves)
        total += gammaln(r + x) - gammaln(r) + r * np.log(alpha) + either
    return float(total)


def likelihood_of_amounts(told: list[Customer], logs: list[float]) -> float:
    """Equation 1a of Fader and Hardie (2013), a customer at a time."""
    p, q, v = np.exp(logs)
    return float(
        sum(
            (gammaln(p * x + q) - gammaln(p * x) - gammaln(q))
            + q * np.log(v)
            + (p * x - 1) * np.log(mean)
            + p * x * np.log(x)
            - (p * x + q) * np.log(x * mean + v)
            for x, _, _, mean in told
            if x
        )
    )


KINDS: dict[str, tuple[Callable[[pl.DataFrame], Slope], Callable[..., float], int]] = {
    "rates": (rates_slope, likelihood_of_rates, 4),
    "amounts": (amounts_slope, likelihood_of_amounts, 3),
}


@pytest.mark.parametrize("kind", KINDS)
@given(told=customers(), all_logs=st.lists(parameters, min_size=4, max_size=4))
def test_groups_are_as_likely_as_their_customers(
    kind: str, told: list[Customer], all_logs: list[float]
) -> None:
    make, by_hand, count = KINDS[kind]
    logs = all_logs[:count]
    found, _ = make(histories(told))(np.array(logs))
    assert -found == pytest.approx(by_hand(told, logs), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("kind", KINDS)
@given(told=customers(), all_logs=st.lists(parameters, min_size=4, max_size=4))
def test_the_slope_is_how_the_likelihood_changes(
    kind: str, told: list[Customer], all_logs: list[float]
) -> None:
    make, _, count = KINDS[kind]
    slope = make(histories(told))
    logs = np.array(all_logs[:count])
    seen = approx_fprime(logs, lambda at: slope(at)[0], 1e-6)
    assert slope(logs)[1] == pytest.approx(seen, rel=1e-3, abs=1e-3)
