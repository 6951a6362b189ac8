"""Which pairs of records are worth comparing: those that have something in common.

A block is all records of one value of one key, such as one birth date. What too many
records share is no block, or a town of a million would be compared a billion times.
"""

from collections.abc import Iterator

import polars as pl

__all__ = ["COMMON", "candidate_pairs", "common_blocks"]

COMMON = pl.Schema({"block": pl.String, "value": pl.UInt64})
# So many pairs may a key give, whatever the shop's size, and so many more a record.
PAIRS_OF_A_KEY = 200_000
PAIRS_OF_A_RECORD = 1
SHIFT = 2**32  # numbers of rows are smaller

BESIDE_THE_NAME = ("birth_date", "email", "phone", "address", "postcode", "city")

Block = tuple[str, pl.DataFrame]


def candidate_pairs(
    evidence: pl.DataFrame, common: pl.DataFrame, changed: pl.Series | None = None
) -> pl.DataFrame:
    """The pairs of records that share a block.

    Args:
        evidence: one row per record, as
            :func:`~flows.identity.evidence.evidence_of` gives it.
        common: the blocks that too many records share, as :data:`COMMON`.
        changed: a mark per row: pairs of these records alone; by default of all.

    Returns:
        ``left`` and ``right``, the numbers of two rows of ``evidence``, the smaller one
        first; one row per pair, sorted.
    """
    found = [
        _pairs(block, common.filter(pl.col("block") == name), changed)
        for name, block in _blocks(evidence)
    ]
    return _comparable(evidence, _once(pl.concat(found)))


def common_blocks(evidence: pl.DataFrame) -> pl.DataFrame:
    """The blocks that are left out, largest first, so that each key stays affordable.

    They are chosen when the model is trained and kept with it: were they chosen every
    night, a new record would undo comparisons of old ones.
    """
    budget = PAIRS_OF_A_KEY + PAIRS_OF_A_RECORD * evidence.height
    found = [_too_many(name, block, budget) for name, block in _blocks(evidence)]
    return pl.concat(found).sort("block", "value")


def _blocks(evidence: pl.DataFrame) -> Iterator[Block]:
    """Every key with the number of its value in each record that has it.

    Values are hashed one by one and the hashes combined: a key of two columns costs no
    text of its own. Two values of one hash cost a comparison, no more.
    """
    rows = evidence.with_row_index("place")
    texts = {
        "birth_date": pl.col("birth_date"),
        "birth_year": pl.col("birth_date").str.slice(0, 4),
        "birth_month": pl.col("birth_date").str.slice(0, 7),
        "birth_day": pl.col("birth_date").str.slice(5),
        "email": pl.col("email"),
        "mailbox": pl.col("email").str.split("@").list.first(),
        "email_start": pl.col("email").str.slice(0, 4),
        "phone": pl.col("phone"),
        "phone_end": pl.col("phone").str.slice(-4),
        "name": pl.col("name"),
        "starts": _unordered(3),
        "initials": _unordered(1),
        "address": pl.col("address"),
        "address_start": pl.col("address").str.slice(0, 8),
        "house_number": pl.col("house_number"),
        "postcode": pl.col("postcode"),
        "city": pl.col("city"),
    }
    hashed = rows.select("place", **{name: text.hash() for name, text in texts.items()})
    told = rows.select(
        "place", **{name: text.is_not_null() for name, text in texts.items()}
    )
    for names in (
        *(
            ("birth_date",),
            ("email",),
            ("mailbox",),
            ("phone",),
            ("name",),
            ("starts",),
        ),
        *(
            ("address",),
            ("house_number", "postcode"),
            ("address_start", "house_number"),
        ),
        *(("initials", "birth_month"), ("initials", "birth_day")),
    ):
        keep = told.select(pl.all_horizontal(names)).to_series()
        yield (
            "+".join(names),
            hashed.filter(keep).select("place", value=_combined(*names)),
        )
    yield from _with_a_name(rows, hashed, told)


def _with_a_name(
    rows: pl.DataFrame, hashed: pl.DataFrame, told: pl.DataFrame
) -> Iterator[Block]:
    """Either name, by how it begins, with something else of the record."""
    given, family = (pl.col(part).str.slice(0, 4) for part in ("given", "family"))
    begins = rows.select("place", given=given, family=family)
    starts = pl.concat(
        begins.filter(is_one).select("place", start=pl.col(part).hash())
        for part, is_one in (
            ("given", pl.col("given").is_not_null()),
            ("family", pl.col("family") != pl.col("given").fill_null("")),
        )
    )
    for name in (
        *("postcode", "city", "house_number", "birth_year", "birth_day"),
        *("phone_end", "email_start"),
    ):
        beside = starts.with_columns(hashed[name].gather(starts["place"]))
        yield (
            f"start+{name}",
            beside.filter(told[name].gather(starts["place"])).select(
                "place", value=_combined("start", name)
            ),
        )


def _unordered(length: int) -> pl.Expr:
    """How both names begin, in either order."""
    given, family = (pl.col(part).str.slice(0, length) for part in ("given", "family"))
    both = given.is_not_null() & family.is_not_null()
    return pl.when(both).then(
        pl.min_horizontal(given, family) + " " + pl.max_horizontal(given, family)
    )


def _combined(*names: str) -> pl.Expr:
    value = pl.col(names[0])
    for name in names[1:]:
        value = (value ^ (pl.col(name) // 3)).hash()
    return value


def _pairs(
    block: pl.DataFrame, common: pl.DataFrame, changed: pl.Series | None
) -> pl.DataFrame:
    mine = block if changed is None else block.filter(changed.gather(block["place"]))
    mine = mine.join(common, on="value", how="anti")
    theirs = mine
    if changed is not None:
        theirs = block.filter(block["value"].is_in(mine["value"].unique().implode()))
    pairs = mine.join(theirs, on="value", suffix="_other")
    one, other = pl.col("place"), pl.col("place_other")
    if changed is None:  # each pair is found twice
        return pairs.filter(one < other).select(left=one, right=other)
    return pairs.filter(one != other).select(
        left=pl.min_horizontal(one, other), right=pl.max_horizontal(one, other)
    )


def _once(pairs: pl.DataFrame) -> pl.DataFrame:
    """Every pair once, sorted: as one number, which is quicker than as two."""
    number = pl.col("left").cast(pl.UInt64) * SHIFT + pl.col("right")
    return (
        pairs.select(pair=number)
        .unique()
        .sort("pair")
        .select(
            left=(pl.col("pair") // SHIFT).cast(pl.UInt32),
            right=(pl.col("pair") % SHIFT).cast(pl.UInt32),
        )
    )


def _comparable(evidence: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs that tell more in common than a name, which many people share."""
    told = pl.sum_horizontal(
        pl.col(column).is_not_null().cast(pl.UInt8) * 2**place
        for place, column in enumerate(BESIDE_THE_NAME)
    )
    masks = evidence.select(told.cast(pl.UInt8)).to_series()
    both = masks.gather(pairs["left"]) & masks.gather(pairs["right"])
    return pairs.filter(both > 0)


def _too_many(name: str, block: pl.DataFrame, budget: int) -> pl.DataFrame:
    size = pl.col("len").cast(pl.Int64)
    sizes = block.group_by("value").len().filter(size > 1).sort("len", "value")
    return sizes.filter((size * (size - 1) // 2).cum_sum() > budget).select(
        block=pl.lit(name), value="value"
    )
