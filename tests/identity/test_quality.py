import polars as pl

from tests.identity.quality import quality


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
