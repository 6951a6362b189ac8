from datetime import date

import polars as pl
import pytest

from flows.identity.resolve import resolve
from flows.identity.stable_ids import CHANGES, KNOWN, mint_id

FIRST, SECOND, THIRD = (date(2025, 6, day) for day in (28, 29, 30))
NOTHING_KNOWN = pl.DataFrame(schema=KNOWN)
NO_CHANGES = pl.DataFrame(schema=CHANGES)


def persons(*rows: tuple[str, str | None, str | None, bool]) -> pl.DataFrame:
    """Rows of (record_id, member_number, phone, phone_verified)."""
    return pl.DataFrame(
        [
            (record, member, None, phone, False, verified, FIRST)
            for record, member, phone, verified in rows
        ],
        schema={
            "record_id": pl.String,
            "member_number": pl.String,
            "email": pl.String,
            "phone": pl.String,
            "email_verified": pl.Boolean,
            "phone_verified": pl.Boolean,
            "first_seen_date": pl.Date,
        },
        orient="row",
    ).with_columns(meant_record_id=pl.lit(None, pl.String))


def naming(persons: pl.DataFrame, meant: dict[str, str]) -> pl.DataFrame:
    """The same records, of which some mean another."""
    return persons.with_columns(
        meant_record_id=pl.col("record_id").replace_strict(
            meant, default=None, return_dtype=pl.String
        )
    )


@pytest.fixture
def contact_points() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "kind": ["phone", "phone", "phone"],
            "value": ["138 0013 8000", "+8613800138000", "junk"],
            "normal_value": ["+8613800138000", "+8613800138000", None],
            "region": ["CN"] * 3,
        }
    )


def test_two_spellings_of_one_verified_phone_are_one_person(
    contact_points: pl.DataFrame,
) -> None:
    found = resolve(
        persons(
            ("till:1", None, "138 0013 8000", True),
            ("web:9", None, "+8613800138000", True),
        ),
        contact_points,
        NOTHING_KNOWN,
        NO_CHANGES,
        FIRST,
    )
    assert found.records["customer_id"].unique().to_list() == [mint_id("till:1")]
    assert found.records["link_rule"].to_list() == ["verified_phone"] * 2


def test_an_unverified_or_unreadable_phone_links_nobody(
    contact_points: pl.DataFrame,
) -> None:
    found = resolve(
        persons(
            ("till:1", None, "138 0013 8000", False),
            ("web:9", None, "+8613800138000", True),
            ("web:10", None, "junk", True),
            ("web:11", None, "junk", True),
        ),
        contact_points,
        NOTHING_KNOWN,
        NO_CHANGES,
        FIRST,
    )
    assert found.records["customer_id"].n_unique() == 4


def test_a_member_number_is_one_number_in_any_case_and_blank_is_none(
    contact_points: pl.DataFrame,
) -> None:
    found = resolve(
        persons(
            ("till:1", "m-7 ", None, False),
            ("web:9", "M-7", None, False),
            ("web:10", " ", None, False),
            ("web:11", "", None, False),
        ),
        contact_points,
        NOTHING_KNOWN,
        NO_CHANGES,
        FIRST,
    )
    assert found.records["customer_id"].n_unique() == 3


def test_a_record_that_is_away_for_a_night_finds_its_id_again(
    contact_points: pl.DataFrame,
) -> None:
    here = persons(("till:1", None, None, False), ("till:2", None, None, False))
    one = resolve(here, contact_points, NOTHING_KNOWN, NO_CHANGES, FIRST)
    away = here.filter(pl.col("record_id") == "till:2")
    two = resolve(away, contact_points, one.known, one.changes, SECOND)
    assert two.records["record_id"].to_list() == ["till:2"]
    three = resolve(here, contact_points, two.known, two.changes, THIRD)
    assert three.records.equals(one.records)
    assert three.changes.equals(one.changes)


def test_a_record_away_while_its_person_is_merged_comes_back_to_the_heir(
    contact_points: pl.DataFrame,
) -> None:
    one = resolve(
        persons(
            ("till:1", "A", None, False),
            ("till:2", "A", None, False),
            ("till:8", "B", None, False),
            ("till:9", "B", None, False),
        ),
        contact_points,
        NOTHING_KNOWN,
        NO_CHANGES,
        FIRST,
    )
    two = resolve(
        persons(
            ("till:1", "A", None, False),
            ("till:2", "A", None, False),
            ("till:8", "A", None, False),
        ),
        contact_points,
        one.known,
        one.changes,
        SECOND,
    )
    heir = mint_id("till:1")
    assert two.heirs.rows() == [(mint_id("till:8"), heir)]
    known = dict(two.known.select("record_id", "customer_id").iter_rows())
    assert known["till:9"] == heir


def test_a_record_is_one_person_with_the_one_that_it_means(
    contact_points: pl.DataFrame,
) -> None:
    records = ("club:7", "till:7", "web:7", "till:8", "club:8")
    here = persons(*[(record, None, None, False) for record in records])
    meant = {"till:7": "club:7", "web:7": "club:7"}
    found = resolve(
        naming(here, meant), contact_points, NOTHING_KNOWN, NO_CHANGES, FIRST
    )
    seven = found.records.filter(pl.col("record_id").str.ends_with(":7"))
    assert seven["customer_id"].n_unique() == 1
    assert seven["link_rule"].unique().to_list() == ["same_id"]
    assert found.records["customer_id"].n_unique() == 3


def test_a_shop_that_says_whose_ids_its_till_has_merges_the_customers_it_knew(
    contact_points: pl.DataFrame,
) -> None:
    apart = persons(("club:7", None, None, False), ("till:7", None, None, False))
    one = resolve(apart, contact_points, NOTHING_KNOWN, NO_CHANGES, FIRST)
    named = naming(apart, {"till:7": "club:7"})
    two = resolve(named, contact_points, one.known, one.changes, SECOND)
    assert two.records["customer_id"].unique().to_list() == [mint_id("club:7")]
    assert two.heirs.rows() == [(mint_id("till:7"), mint_id("club:7"))]
