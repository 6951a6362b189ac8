"""How alike two records are, where no rule decides: Splink scores the pairs."""

import polars as pl
from splink import DuckDBAPI, Linker

from flows.identity.bounds import MOST_AGAINST, SIDES, within_reach
from flows.identity.comparisons import COLUMNS, FREQUENT
from flows.identity.model import Model
from flows.warehouse import in_memory

__all__ = ["SCORED", "linker_of", "score_pairs", "weigh_pairs", "with_frequencies"]

SCORED = pl.Schema(
    [
        ("left", pl.String()),
        ("right", pl.String()),
        ("probability", pl.Decimal(9, 6)),
    ]
)
WEIGHED = pl.Schema({"left": pl.String, "right": pl.String, "weight": pl.Float64})
# What is less probable than this is not kept: no shop would link it.
LEAST = 0.05


def score_pairs(
    evidence: pl.DataFrame, pairs: pl.DataFrame, model: Model
) -> pl.DataFrame:
    """How probable it is that each pair is one person.

    A score depends on the two records and the model alone, so that a pair scored by
    itself scores as it does among all others.

    Args:
        evidence: the records, as :func:`~flows.identity.evidence.evidence_of`.
        pairs: ``left`` and ``right``, the numbers of two rows, the smaller first.
        model: the model.

    Returns:
        The pairs that are not all too unlike, as :data:`SCORED`, sorted.
    """
    odds = pl.lit(2.0).pow(pl.col("weight"))
    return (
        weigh_pairs(evidence, pairs, model, LEAST / 2)
        .select(
            "left",
            "right",
            probability=(odds / (1 + odds)).round(6).cast(pl.Decimal(9, 6)),
        )
        .filter(pl.col("probability") >= LEAST)
        .sort("left", "right")
    )


def weigh_pairs(
    evidence: pl.DataFrame, pairs: pl.DataFrame, model: Model, least: float
) -> pl.DataFrame:
    """``left``, ``right`` and ``weight``: the binary logarithm of the odds.

    ``least`` is the probability below which pairs are left out.
    """
    if not pairs.height:
        return pl.DataFrame(schema=WEIGHED)
    rows = pl.concat([pairs["left"], pairs["right"]]).unique().sort()
    known = with_frequencies(evidence[rows], model.frequencies)
    near = within_reach(known, _renumbered(pairs, rows), model, least)
    if not near.height:
        return pl.DataFrame(schema=WEIGHED)
    records = known[pl.concat([near["left"], near["right"]]).unique().sort()]
    ids = known["record_id"]
    blocked = pl.DataFrame(
        {
            "match_key": pl.repeat("0", near.height, eager=True),
            "join_key_l": ids.gather(near["left"]),
            "join_key_r": ids.gather(near["right"]),
        }
    )
    with in_memory() as connection:
        api = DuckDBAPI(connection)
        linker = linker_of(api, records, model.settings())
        linker.table_management.register_blocked_pairs_for_predict(
            api.register(blocked.to_arrow(), dataset_display_name="pairs")
        )
        found = linker.inference.predict(
            threshold_match_probability=least, warning_mode="never"
        )
        weights = pl.DataFrame(
            connection.sql(
                "select record_id_l, record_id_r, match_weight "
                f"from {found.physical_name} where {_neither_side_is_against()}"
            )
        )
    return weights.select(
        left="record_id_l",
        right="record_id_r",
        weight=pl.col("match_weight").round(6),
    )


def _renumbered(pairs: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    """The pairs, by the places of their rows among ``rows``, which are sorted."""
    places = pl.int_range(rows.len(), dtype=pl.UInt32, eager=True)
    numbered = pl.DataFrame({"row": rows, "place": places})
    return pairs.select(
        pairs.select(row=side)
        .join(numbered, on="row", how="left", maintain_order="left")["place"]
        .alias(side)
        for side in ("left", "right")
    )


def _neither_side_is_against() -> str:
    """The condition on Splink's scored pairs, which tell the weight of each column."""
    return " and ".join(
        " + ".join(
            f"mw_{column}" + (f" + mw_tf_adj_{column}" if column in FREQUENT else "")
            for column in columns
        )
        + f" >= {-MOST_AGAINST}"
        for columns in SIDES.values()
    )


def linker_of(
    api: DuckDBAPI, records: pl.DataFrame, settings: dict[str, object]
) -> Linker:
    """Splink's linker over the columns that are compared."""
    frequent = [name for name in records.columns if name.startswith("tf_")]
    columns = ["record_id", *COLUMNS, "name", *frequent]
    table = records.select(columns).to_arrow()
    registered = api.register(table, dataset_display_name="records")
    return Linker(registered, settings, log_level=None)


def with_frequencies(records: pl.DataFrame, frequencies: pl.DataFrame) -> pl.DataFrame:
    """The records with how frequent their values are, where that is known."""
    for column in FREQUENT:
        shares = frequencies.filter(pl.col("column") == column).select(
            pl.col("value").alias(column), pl.col("share").alias(f"tf_{column}")
        )
        records = records.join(shares, on=column, how="left", maintain_order="left")
    return records
