"""Which records hang together: every rule's links, then connected components."""

import numpy as np
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from flows.identity.rules import ALONE, RULES

__all__ = ["cluster_records"]


def cluster_records(records: pl.DataFrame) -> pl.DataFrame:
    """Put every record into one cluster.

    Args:
        records: ``record_id`` and one column per rule key; one row per record.

    Returns:
        One row per record, sorted: ``record_id``, ``cluster`` (the smallest
        ``record_id`` in it, so that it does not depend on row order), ``link_rule``
        and ``link_weight`` of the most trusted rule that ties the record to another.
    """
    indexed = records.sort("record_id").with_row_index("node")
    shared = _shared_values(indexed)
    component = _components(indexed.height, shared)
    first_rule = shared.group_by("node").agg(pl.col("trust").min())
    rules = pl.DataFrame(
        {
            "trust": range(len(RULES)),
            "link_rule": [rule.name for rule in RULES],
            "link_weight": [rule.weight for rule in RULES],
        },
        schema={
            "trust": pl.Int32,
            "link_rule": pl.String,
            "link_weight": pl.Decimal(9, 6),
        },
    )
    return (
        indexed.with_columns(pl.Series("component", component))
        .with_columns(cluster=pl.col("record_id").min().over("component"))
        .join(first_rule, on="node", how="left", validate="1:1")
        .join(rules, on="trust", how="left", validate="m:1")
        .with_columns(
            pl.col("link_rule").fill_null(ALONE.name),
            pl.col("link_weight").fill_null(pl.lit(ALONE.weight, pl.Decimal(9, 6))),
        )
        .select("record_id", "cluster", "link_rule", "link_weight")
        .sort("record_id")
    )


def _shared_values(indexed: pl.DataFrame) -> pl.DataFrame:
    """``node``, ``trust`` (place of the rule) and ``value_node`` of shared values."""
    values = pl.concat(
        indexed.select(
            "node",
            trust=pl.lit(place, pl.Int32),
            value=pl.col(rule.key).cast(pl.String),
        )
        for place, rule in enumerate(RULES)
    ).drop_nulls("value")
    shared = values.filter(pl.len().over("trust", "value") > 1)
    return shared.with_columns(
        value_node=pl.struct("trust", "value").rank("dense").cast(pl.Int64) - 1
    )


def _components(record_count: int, shared: pl.DataFrame) -> np.ndarray:
    """Components of the graph whose nodes are the records and the shared values.

    A value is a node of its own, so that a value shared by n records costs n links
    and not n squared.
    """
    value_count = shared["value_node"].n_unique()
    size = record_count + value_count
    rows = shared["node"].to_numpy()
    columns = shared["value_node"].to_numpy() + record_count
    graph = coo_array(
        (np.ones(len(rows), dtype=np.int8), (rows, columns)), (size, size)
    )
    _, component = connected_components(graph, directed=False)
    return np.asarray(component[:record_count])
