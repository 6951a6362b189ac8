import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.identity.normalise import (
    CONTACT_POINTS,
    email_keys,
    normal_contacts,
    normalise_contacts,
    normalise_emails,
    normalise_phones,
)


def phones(*values: str | None, region: str = "CN") -> list[str | None]:
    return normalise_phones(pl.Series(values, dtype=pl.String), region).to_list()


def emails(*values: str | None) -> list[str | None]:
    return normalise_emails(pl.Series(values, dtype=pl.String)).to_list()


def test_one_phone_written_in_many_ways_is_one_number() -> None:
    written = ("138 0013 8000", "+86-13800138000", "0086 13800138000", "(138)00138000")
    assert set(phones(*written)) == {"+8613800138000"}


def test_a_national_number_is_read_with_the_shops_country() -> None:
    assert phones("020 7946 0018", region="GB") == ["+442079460018"]


def test_what_is_no_phone_number_is_null() -> None:
    assert phones("", "n/a", "12345", "11111111111", None) == [None] * 5


def test_an_email_is_lower_case_and_trimmed() -> None:
    assert emails(" Li.Na@Example.COM ", "'wu@example.org") == [
        "li.na@example.com",
        "wu@example.org",
    ]


def test_what_is_no_email_is_null() -> None:
    wrong = ("", "x@", "@example.com", "a b@example.com", "x@example", "=a@b.cc", None)
    assert emails(*wrong) == [None] * 7


@given(st.lists(st.text(max_size=30), max_size=8))
def test_normalising_is_total_and_normal_values_stay_as_they_are(
    values: list[str],
) -> None:
    once_emails, once_phones = emails(*values), phones(*values)
    assert emails(*once_emails) == once_emails
    assert phones(*once_phones) == once_phones


def test_known_contact_points_are_taken_over_and_the_rest_worked_out() -> None:
    values = pl.DataFrame(
        {
            "kind": ["phone", "email", "phone", "phone"],
            "value": ["13800138000", "A@example.com", "13800138000", None],
        }
    )
    known = pl.DataFrame(
        [("phone", "13800138000", "remembered", "CN"), ("phone", "gone", None, "CN")],
        schema=CONTACT_POINTS,
        orient="row",
    )
    assert normalise_contacts(values, known, "CN").rows() == [
        ("email", "A@example.com", "a@example.com", "CN"),
        ("phone", "13800138000", "remembered", "CN"),
    ]


def test_a_number_known_for_another_country_is_worked_out_again() -> None:
    values = pl.DataFrame({"kind": ["phone"], "value": ["13800138000"]})
    known = pl.DataFrame(
        [("phone", "13800138000", "remembered", "GB")],
        schema=CONTACT_POINTS,
        orient="row",
    )
    found = normalise_contacts(values, known, "CN")
    assert found["normal_value"].to_list() == ["+8613800138000"]


def test_what_somebody_types_is_a_phone_or_an_e_mail_or_neither() -> None:
    assert normal_contacts(" Ann@Example.com ", "CN") == ["ann@example.com"]
    assert normal_contacts("138 0013 8000", "CN") == ["+8613800138000"]
    assert normal_contacts("c0009778e92208936", "CN") == []


@pytest.mark.parametrize(
    ("email", "key"),
    [
        ("ann.lee+shop@gmail.com", "annlee@gmail.com"),
        ("annlee@googlemail.com", "annlee@gmail.com"),
        ("ann.lee+shop@outlook.com", "ann.lee@outlook.com"),
        ("ann.lee+shop@qq.com", "ann.lee+shop@qq.com"),
        ("+@gmail.com", "+@gmail.com"),
        (None, None),
    ],
)
def test_a_mailbox_is_compared_as_its_provider_reads_it(
    email: str | None, key: str | None
) -> None:
    emails = pl.Series([email], dtype=pl.String)
    once = pl.select(email_keys(pl.lit(emails))).to_series()
    assert once.to_list() == [key]
    assert pl.select(email_keys(pl.lit(once))).to_series().to_list() == [key]
