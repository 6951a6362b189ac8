"""A finding says what was seen in numbers and words, and nothing of anybody."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.suite import critical, never_null, warning, zero
from flows.checks.findings import finding_from, finding_of_error
from flows.masking import without_values

CHECK = zero("lost_count", warning("Nothing was lost", "Look for it"))
CALM = {"raised_exception": False, "exception_message": None}


def result_of(**facts: object) -> SimpleNamespace:
    return SimpleNamespace(**({"success": True, "result": {}} | facts))


def test_counts_are_taken_over_and_values_are_not() -> None:
    found = finding_from(
        CHECK,
        "core.orders",
        result_of(
            success=False,
            result={
                "element_count": 3,
                "unexpected_count": 2,
                "observed_value": "+8613800138000",
                "partial_unexpected_list": ["+8613800138000"],
                "details": {"unexpected_rows": [{"phone": "+8613800138000"}]},
            },
            exception_info=CALM,
        ),
    )
    assert found.observed == {"element_count": 3, "unexpected_count": 2}
    assert "13800138000" not in str(found.as_json())
    assert found.in_words() == (
        "Nothing was lost: expected 0, found element_count 3, unexpected_count 2 in "
        "core.orders. Look for it"
    )


@pytest.mark.parametrize(
    "info",
    [
        {"raised_exception": True, "exception_message": "Binder Error: no column"},
        {
            "MetricConfigurationID(...)": {
                "raised_exception": True,
                "exception_message": "Binder Error: no column",
            }
        },
    ],
)
def test_an_exception_is_an_error_and_closes_the_gate(info: dict[str, object]) -> None:
    found = finding_from(
        CHECK, "core.orders", result_of(success=False, exception_info=info)
    )
    assert found.error == "Binder Error: no column"
    assert found.severity == "critical"
    assert found.closes_gate
    assert "could not be checked (Binder Error: no column)" in found.in_words()


@pytest.mark.parametrize("info", [None, {}, CALM])
def test_a_failed_warning_without_an_exception_does_not_close(info: object) -> None:
    found = finding_from(
        CHECK, "core.orders", result_of(success=False, exception_info=info)
    )
    assert found.error is None
    assert not found.closes_gate


def test_a_failed_critical_check_closes_and_a_passed_one_does_not() -> None:
    check = never_null("order_id", critical("Every order has an id", "Report it"))
    for success in (True, False):
        found = finding_from(
            check, "core.orders", result_of(success=success, exception_info=CALM)
        )
        assert found.closes_gate is not success


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (
            "Conversion Error: Could not convert string '13800138000' to INT32",
            "Conversion Error: Could not convert string … to INT32",
        ),
        (
            'Conversion Error: Could not convert string "13800138000" to INT32',
            "Conversion Error: Could not convert string … to INT32",
        ),
        (
            'Binder Error: Referenced column "phone" not found\nCandidates: 138',
            'Binder Error: Referenced column "phone" not found',
        ),
        ("value 13800138000 of chen@example.com (陈)", "value … of … (…)"),
        ("unclosed '138", "unclosed …"),
        ("(_duckdb.CatalogException) Catalog Error: gone", "Catalog Error: gone"),
        ("", "no message"),
    ],
)
def test_a_message_loses_what_it_quotes(message: str, told: str) -> None:
    assert without_values(message) == told


@given(
    st.from_regex(r"[^\s'\"@]{1,8}@[a-z]{1,8}\.cn", fullmatch=True)
    | st.from_regex(r"\+?[0-9]{6,14}", fullmatch=True),
    st.sampled_from(["Error: '{}' is bad", "Error: {} is bad", "Catalog Error: {}"]),
)
def test_no_phone_or_address_survives_in_a_message(value: str, message: str) -> None:
    assert (
        value
        not in finding_of_error(CHECK, "t", message.format(value)).as_json()["error"]
    )
