"""The puzzles of the demo town: how many there are, and that they are puzzles."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from flows.demo.difficulties import KINDS
from flows.demo.history import Town, make_town
from flows.demo.town import CUSTOMERS, SEED
from flows.demo.writes.truth import truth
from flows.demo.writes.webshop import order_name
from flows.identity.normalise import normalise_emails, normalise_phones
from tests.identity.quality import quality_by_kind

EXACT = ("same_id", "member_number", "verified_email", "verified_phone")
SHARED = ("normal_email", "normal_phone", "place", "born")


@pytest.fixture(scope="module")
def usual(as_of: date) -> Town:
    """The town that ``keyuan demo`` writes."""
    return make_town(CUSTOMERS, SEED, as_of)


def _records(town: Town) -> pl.DataFrame:
    """Every record that says something of a person, as the systems hold it."""
    shown = town.till_lines.filter(pl.col("customer_id").is_not_null())
    records = pl.concat(
        [
            town.cards.select(
                pl.lit("members:").alias("source"),
                pl.col("customer_id").alias("id"),
                pl.col("customer_id").alias("same_id"),
                *("row", "member_number", "phone_text", "email_text", "name_text"),
                pl.col("birthday_text").alias("born"),
                pl.col("street_text").alias("street"),
            ),
            shown.unique("customer_id").select(
                pl.lit("till:").alias("source"),
                pl.col("customer_id").alias("id"),
                pl.col("customer_id").alias("same_id"),
                *("row", "member_number", "name_text"),
            ),
            town.accounts.select(
                pl.lit("webshop_members:").alias("source"),
                pl.col("account_id").alias("id"),
                *("row", "phone_text", "email_text", "name_text"),
                pl.col("tags").str.strip_prefix("birthday ").alias("born"),
                pl.col("street_text").alias("street"),
            ),
            town.web_orders.select(
                pl.lit("webshop:order:").alias("source"),
                order_name().alias("id"),
                "row",
                pl.coalesce("phone_text", "billing_phone").alias("phone_text"),
                *("email_text", pl.col("name").alias("name_text")),
                pl.col("street_text").alias("street"),
            ),
        ],
        how="diagonal_relaxed",
    )
    emails = normalise_emails(records["email_text"])
    phones = normalise_phones(records["phone_text"], "CN")
    return records.with_columns(
        (pl.col("source") + pl.col("id")).alias("record_id"),
        emails.alias("normal_email"),
        phones.alias("normal_phone"),
    ).with_columns(
        pl.when(pl.col("source").str.starts_with("webshop"))
        .then("normal_email")
        .alias("verified_email"),
        pl.when(pl.col("source").is_in(["members:", "webshop_members:"]))
        .then("normal_phone")
        .alias("verified_phone"),
    )


def _customers(records: pl.DataFrame) -> pl.DataFrame:
    """What the exact rules alone put together."""
    nodes = records.with_row_index("node")
    links, size = [], nodes.height
    for key in EXACT:
        told = nodes.drop_nulls(key)
        value = told[key].rank("dense").cast(pl.Int64).to_numpy() - 1
        links.append((told["node"].to_numpy(), value + size))
        size += int(value.max()) + 1
    rows, columns = (np.concatenate(ends) for ends in zip(*links, strict=True))
    graph = coo_array((np.ones(len(rows), np.int8), (rows, columns)), (size, size))
    _, component = connected_components(graph, directed=False)
    customer = pl.Series("customer_id", component[: nodes.height]).cast(pl.String)
    return records.select("record_id", customer)


def _quality(town: Town) -> pl.DataFrame:
    told = truth(town).with_columns(
        pl.concat_str("source_name", "source_customer_id", separator=":").alias(
            "record_id"
        )
    )
    return quality_by_kind(_customers(_records(town)), told)


def test_every_kind_has_pairs_enough_and_together_they_are_many(usual: Town) -> None:
    true_pairs = dict(_quality(usual).select("kind", "true_pairs").rows())
    kinds = usual.people["kind"]

    assert set(kinds.drop_nulls()) == set(KINDS)
    assert all(true_pairs[kind] >= 200 for kind in KINDS), true_pairs
    assert kinds.count() >= 0.15 * usual.people.height


@pytest.mark.parametrize("seed", [SEED, 1, 5])
def test_exact_rules_alone_find_less_than_three_quarters(
    seed: int, as_of: date
) -> None:
    whole = _quality(make_town(CUSTOMERS, seed, as_of)).row(-1, named=True)

    assert 0.5 < whole["recall"] < 0.75
    assert whole["precision"] < 0.95


def test_what_belongs_together_agrees_on_something_beside_the_name(usual: Town) -> None:
    written = dict(usual.people.select("street_latin", "street").rows())
    people = usual.people.filter(pl.col("kind").is_not_null()).select("row", "kind")
    records = (
        _records(usual)
        .filter(pl.col("source") != "till:")
        .with_columns(pl.col("street").replace(written).alias("place"))
        .join(people, on="row", validate="m:1")
    )
    pairs = records.join(records, on="row", suffix="_2").filter(
        pl.col("record_id") < pl.col("record_id_2")
    )
    agrees = pl.any_horizontal(
        pl.col(name).eq(pl.col(f"{name}_2")).fill_null(value=False) for name in SHARED
    )

    assert pairs.height > 5000
    assert pairs.filter(~agrees).is_empty()


def test_a_family_is_several_people_on_one_phone(usual: Town) -> None:
    families = (
        usual.people.filter(kind="family_phone")
        .group_by("head")
        .agg(
            pl.len().alias("size"),
            pl.col("phone", "street", "given_latin", "email").n_unique(),
            pl.col("family").n_unique().alias("surnames"),
        )
    )

    assert set(families["size"]) == set(families["given_latin"]) == {3}
    assert set(families["phone"]) == set(families["street"]) == {1}
    assert set(families["email"]) == {3}
    assert set(families["surnames"]) == {1, 2}


def test_namesakes_share_name_and_road_and_differ_in_house_and_phone(
    usual: Town,
) -> None:
    pairs = (
        usual.people.filter(kind="namesakes")
        .group_by("head")
        .agg(
            pl.len().alias("size"),
            pl.col("family", "given", "road", "city").n_unique(),
            pl.col("street", "phone", "birth_date", "email").n_unique(),
        )
    )

    assert set(pairs["size"]) == {2}
    for same in ("family", "given", "road", "city"):
        assert set(pairs[same]) == {1}, same
    for other in ("street", "phone", "birth_date", "email"):
        assert set(pairs[other]) == {2}, other


def test_a_small_town_has_fewer_puzzles_and_the_same_seed_the_same(as_of: date) -> None:
    small, again = make_town(200, 3, as_of), make_town(200, 3, as_of)
    kinds = small.people["kind"]

    assert 20 <= kinds.count() <= 60
    assert small.people.equals(again.people)
    assert small.accounts.equals(again.accounts)
    assert not kinds.equals(make_town(200, 4, as_of).people["kind"])
    assert make_town(10, 3, as_of).people["kind"].count() == 0
