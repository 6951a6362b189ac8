"""The words that suites are written in say what they hold."""

from datetime import date

import pytest

from expectations.audiences import Campaign, audience_suites
from expectations.landing import LandingSource, landing_suites
from expectations.marts import BoundedColumn, Volume, marts_suites
from expectations.suite import Suite, literal, never_null, warning, within, zero


def test_a_suite_says_each_sentence_once() -> None:
    same = warning("The same", "Look")
    with pytest.raises(ValueError, match="says one sentence twice"):
        Suite("t", "select 1 as id", (zero("id", same), never_null("id", same)))


@pytest.mark.parametrize(
    ("bounds", "words"),
    [((0, None), "at least 0"), ((None, 0.5), "at most 0.5"), ((1, 5), "1 to 5")],
)
def test_bounds_are_told_in_words(bounds: tuple, words: str) -> None:
    expectation = within("score", bounds, warning("In range", "Look"))
    assert expectation.meta["expected"] == words


def test_a_literal_is_one_value_whatever_stands_in_it() -> None:
    assert literal("it's :now") == "('it''s ' || chr(58) || 'now')"


def test_no_two_checks_of_a_gate_say_the_same_of_a_table(as_of: date) -> None:
    gates = [
        landing_suites(
            [LandingSource("till", True), LandingSource("web", False)], as_of
        ),
        marts_suites([BoundedColumn("rfm", "recency_score")], Volume(1, 1)),
        audience_suites([Campaign("a", "x", 0.1), Campaign("b", "x", 0.1)]),
    ]
    for suites in gates:
        said = [
            (suite.table, each.meta["sentence"])
            for suite in suites
            for each in suite.expectations
        ]
        assert len(said) == len(set(said))


def test_every_check_says_what_to_do_next(as_of: date) -> None:
    suites = [
        *landing_suites([LandingSource("till", True)], as_of),
        *marts_suites([], Volume(1, 1)),
        *audience_suites([Campaign("a", "x", 0.1)]),
    ]
    for suite in suites:
        for each in suite.expectations:
            assert len(each.meta["next_step"]) > 20
            assert each.severity.value in {"critical", "warning"}
