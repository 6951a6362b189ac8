"""Pairs counted by hand: what the measure of identity says of them."""

import polars as pl
import pytest

from tests.identity.quality import quality, quality_by_kind

# Ann's four records are two customers, one of them with Bea's card; Cem's are whole.
TRUTH = pl.DataFrame(
    [
        ("a1", "ann", "moved"),
        ("a2", "ann", "moved"),
        ("a3", "ann", "moved"),
        ("a4", "ann", "moved"),
        ("b1", "bea", "typo"),
        ("b2", "bea", "typo"),
        ("c1", "cem", None),
        ("c2", "cem", ""),
    ],
    schema=["record_id", "person", "kind"],
    orient="row",
)
PREDICTED = pl.DataFrame(
    [
        ("a1", "x"),
        ("a2", "x"),
        ("a3", "y"),
        ("a4", "y"),
        ("b1", "y"),
        ("b2", "z"),
        ("c1", "w"),
        ("c2", "w"),
    ],
    schema=["record_id", "customer_id"],
    orient="row",
)


def test_pairs_are_counted_by_group() -> None:
    found = pl.DataFrame({"record_id": list("abcdef"), "customer_id": list("xxxyyz")})
    truth = pl.DataFrame({"record_id": list("abcdef"), "person": list("PPQQQR")})
    counted = quality(found, truth)
    assert (counted.true_pairs, counted.found_pairs, counted.right_pairs) == (4, 4, 2)
    assert counted.precision == counted.recall == counted.f1 == 0.5


def test_nothing_found_is_nothing_wrong() -> None:
    found = pl.DataFrame({"record_id": ["a", "b"], "customer_id": ["x", "y"]})
    truth = pl.DataFrame({"record_id": ["a", "b"], "person": ["P", "P"]})
    assert quality(found, truth).precision == 1.0
    assert quality(found, truth).f1 == 0.0


def _counts(quality: pl.DataFrame) -> dict[str, tuple[int, int, int]]:
    columns = ("kind", "true_pairs", "found_pairs", "wrong_pairs")
    return {row[0]: row[1:] for row in quality.select(columns).rows()}


def test_pairs_are_those_counted_by_hand() -> None:
    quality = quality_by_kind(PREDICTED, TRUTH)

    assert _counts(quality) == {
        "moved": (6, 2, 2),
        "ordinary": (1, 1, 0),
        "typo": (1, 0, 2),
        "all": (8, 3, 2),
    }
    assert quality["kind"].to_list() == ["moved", "ordinary", "typo", "all"]


def test_shares_are_of_the_pairs_that_were_taken_and_of_those_that_are_true() -> None:
    whole = quality_by_kind(PREDICTED, TRUTH).row(-1, named=True)

    assert whole["precision"] == pytest.approx(3 / 5)
    assert whole["recall"] == pytest.approx(3 / 8)
    assert whole["f1"] == pytest.approx(2 * 3 / (5 + 8))


def test_all_in_one_finds_everything_and_is_wrong_in_the_rest_of_the_pairs() -> None:
    one = PREDICTED.with_columns(customer_id=pl.lit("x"))

    assert _counts(quality_by_kind(one, TRUTH))["all"] == (8, 8, 28 - 8)


def test_a_record_that_nobody_put_anywhere_stands_alone() -> None:
    some = PREDICTED.filter(~pl.col("record_id").is_in(["c2", "a1"]))

    assert _counts(quality_by_kind(some, TRUTH)) == {
        "moved": (6, 1, 2),
        "ordinary": (1, 0, 0),
        "typo": (1, 0, 2),
        "all": (8, 1, 2),
    }


def test_a_record_without_truth_does_not_count() -> None:
    more = pl.concat(
        [PREDICTED, pl.DataFrame({"record_id": ["s1"], "customer_id": ["w"]})]
    )

    assert quality_by_kind(more, TRUTH).equals(quality_by_kind(PREDICTED, TRUTH))


def test_a_share_of_nothing_is_null() -> None:
    alone = quality_by_kind(PREDICTED.head(1), TRUTH.head(1))

    assert alone["precision"].to_list() == [None, None]
    assert alone["f1"].to_list() == [None, None]
