import polars as pl

from flows.identity.guards import barred_values, without_barred
from flows.identity.settings import IdentitySettings
from tests.identity.conftest import evidence

NAMES = ["ann ash", "ben ash", "cat ash", "dan ash", "eva ash"]
MORE = ["fay ash", "gil ash", "hal ash", "ivy ash"]


def barred(found: pl.DataFrame, settings: IdentitySettings) -> dict[str, str]:
    listed = barred_values(found, settings.blocked, settings.limits)
    return dict(listed.select("value", "reason").iter_rows())


def phones(names: list[str]) -> pl.DataFrame:
    return evidence(
        *[
            {"record_id": f"till:{n}", "name": name, "phone": "+862112345670"}
            for n, name in enumerate(names)
        ]
    )


def test_a_phone_that_many_names_share_ties_nobody(settings: IdentitySettings) -> None:
    found = phones(NAMES + MORE)
    assert barred(found, settings) == {"+862112345670": "9 names share it, more than 8"}
    listed = barred_values(found, settings.blocked, settings.limits)
    assert without_barred(found, listed)["phone"].null_count() == 9
    assert listed["record_count"].to_list() == [9]


def test_a_family_may_share_a_phone(settings: IdentitySettings) -> None:
    found = phones(NAMES)
    assert barred(found, settings) == {}
    nothing = barred_values(found, settings.blocked, settings.limits)
    assert without_barred(found, nothing).equals(found)


def test_one_name_on_many_records_bars_nothing(settings: IdentitySettings) -> None:
    assert barred(phones(["ann ash"] * 20), settings) == {}


def test_what_people_type_for_want_of_a_value_ties_nobody(
    settings: IdentitySettings,
) -> None:
    found = evidence(
        {"record_id": "a", "phone": "+8613800138000", "email": "noreply@example.com"},
        {"record_id": "b", "phone": "+8613888888888", "email": "info@example.com"},
        {"record_id": "c", "birth_date": "1900-01-01", "member_number": "0000"},
        {"record_id": "d", "phone": "+8613812340678", "email": "ann@example.com"},
    )
    assert sorted(barred(found, settings)) == [
        "+8613800138000",
        "+8613888888888",
        "0000",
        "1900-01-01",
        "info@example.com",
        "noreply@example.com",
    ]


def test_the_shops_own_reason_comes_first(settings: IdentitySettings) -> None:
    listed = pl.DataFrame(
        [("phone", "+862112345670", None, "our own number")],
        schema=settings.blocked.schema,
        orient="row",
    )
    found = phones(NAMES + MORE)
    told = barred_values(found, listed, settings.limits)
    assert told["reason"].to_list() == ["our own number"]
