"""Which records hang together, and what keeps apart those that must stay apart.

Where nothing speaks against it, all records that links connect are one person. Where
something does (a person's word, two member numbers of one scheme, too many e-mails, a
likeness that too few of the records bear out), the links are taken one by one, most
trusted first, and each joins two groups only if the whole may be one person.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree

from flows.identity.agglomerate import agglomerate
from flows.identity.contradictions import contradicted
from flows.identity.links import LINKS, all_pairs, exact_links
from flows.identity.rules import ALONE

__all__ = ["Clusters", "cluster_records"]

# Of a value that more records of a doubtful cluster share, not every pair is looked at.
MOST_PAIRED = 40


@dataclass(frozen=True, slots=True)
class Clusters:
    """What became of the records and of the links.

    Attributes:
        records: one row per record, sorted: ``record_id``, ``cluster`` (the smallest
            ``record_id`` in it, so that it does not depend on row order), and
            ``link_rule`` and ``link_weight`` of the most trusted link that holds it.
        links: the links that hold each cluster together, no more than are needed, as
            :data:`~flows.identity.links.LINKS`, sorted.
        refused: links between records that stay apart, with the ``reason`` beside,
            sorted.
        components: ``record_id`` and ``component``, a number that all records have in
            common which links connect, taken or refused; sorted.
    """

    records: pl.DataFrame
    links: pl.DataFrame
    refused: pl.DataFrame
    components: pl.DataFrame


def cluster_records(
    evidence: pl.DataFrame,
    shared: pl.DataFrame,
    other_links: pl.DataFrame,
    apart: pl.DataFrame,
    limits: Mapping[str, int],
    support: float = 0.0,
) -> Clusters:
    """Put every record into one cluster.

    Args:
        evidence: one row per record, as
            :func:`~flows.identity.evidence.evidence_of` gives it.
        shared: what rules link, as :func:`~flows.identity.links.shared_values`.
        other_links: what a person's word or likeness links, as
            :data:`~flows.identity.links.LINKS`.
        apart: ``left`` and ``right`` of records that a person says are two people.
        limits: the settings table ``identity_limits``, by name.
        support: the share of the pairs of two groups that must be linked before a
            likeness joins the groups.
    """
    nodes = evidence.select("record_id").sort("record_id").with_row_index("node")
    edges = _edges(nodes, pl.concat([exact_links(shared), other_links]))
    placed = nodes.with_columns(component=_components(nodes.height, edges))
    doubtful = contradicted(placed, evidence, edges, apart, limits)
    in_doubt = placed.join(doubtful, on="component", how="semi")
    plain = edges.join(in_doubt, left_on="left", right_on="record_id", how="anti")
    looked_at = _looked_at(nodes, in_doubt, shared, other_links)
    taken, refused = agglomerate(
        in_doubt.join(evidence, on="record_id"), looked_at, apart, limits, support
    )
    links = pl.concat([_forest(nodes.height, plain), taken])
    return Clusters(
        records=_described(nodes, links),
        links=links.select(LINKS.names()).sort("left", "right"),
        refused=refused,
        components=placed.select(
            "record_id", component=pl.col("record_id").first().over("component").hash()
        ),
    )


def _edges(nodes: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """The best link of each pair, best first, with the numbers of its records."""
    numbers = {"left": "from", "right": "to"}
    best = links.sort(
        ["trust", "link_weight", "left", "right"],
        descending=[False, True, False, False],
    ).unique(["left", "right"], keep="first", maintain_order=True)
    for side, number in numbers.items():
        best = best.join(
            nodes.select(pl.col("record_id").alias(side), pl.col("node").alias(number)),
            on=side,
            validate="m:1",
            maintain_order="left",
        )
    return best.with_row_index("place")


def _looked_at(
    nodes: pl.DataFrame,
    in_doubt: pl.DataFrame,
    shared: pl.DataFrame,
    other_links: pl.DataFrame,
) -> pl.DataFrame:
    """All links within the doubtful components, not only enough to connect them."""
    pairs = all_pairs(shared.join(in_doubt, on="record_id", how="semi"), MOST_PAIRED)
    others = other_links.join(
        in_doubt, left_on="left", right_on="record_id", how="semi"
    )
    return _edges(nodes, pl.concat([pairs, others]))


def _components(count: int, edges: pl.DataFrame) -> pl.Series:
    """The number of each node's component."""
    _, component = connected_components(_graph(count, edges), directed=False)
    return pl.Series("component", component, dtype=pl.Int32)


def _forest(count: int, edges: pl.DataFrame) -> pl.DataFrame:
    """The edges of the most trusted forest: as few as connect what is connected."""
    tree = minimum_spanning_tree(_graph(count, edges))
    places = np.asarray(tree.data, dtype=np.int64) - 1
    chosen = pl.DataFrame({"place": places}).cast({"place": edges.schema["place"]})
    return edges.join(chosen, on="place", how="semi", maintain_order="left")


def _graph(count: int, edges: pl.DataFrame) -> coo_array:
    """The graph of the edges; one is as long as its place in the order of trust."""
    lengths: npt.NDArray[np.float64] = edges["place"].to_numpy().astype(np.float64) + 1
    ends = edges["from"].to_numpy(), edges["to"].to_numpy()
    return coo_array((lengths, ends), shape=(count, count))


def _described(nodes: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """Each record's cluster and the most trusted link that holds it."""
    ends = pl.concat(
        [
            links.select(pl.col(end).alias("node"), "link_rule", "trust", "link_weight")
            for end in ("from", "to")
        ]
    )
    held_by = (
        ends.sort(["trust", "link_weight"], descending=[False, True])
        .unique("node", keep="first", maintain_order=True)
        .drop("trust")
    )
    return (
        nodes.with_columns(component=_components(nodes.height, links))
        .with_columns(cluster=pl.col("record_id").min().over("component"))
        .join(held_by, on="node", how="left", validate="1:1")
        .with_columns(
            pl.col("link_rule").fill_null(ALONE.name),
            pl.col("link_weight").fill_null(pl.lit(ALONE.weight, pl.Decimal(9, 6))),
        )
        .select("record_id", "cluster", "link_rule", "link_weight")
        .sort("record_id")
    )
