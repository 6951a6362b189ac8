"""State that outlives a night: what earlier nights left, and what this one adds.

Each attempt writes its own files in the lake, and they count once the ``night.json``
of a published night names them. Ids and segments are read from the newest published
night with an earlier date; contacts from every earlier night that readers ever saw,
because what was delivered stays delivered when a night is rolled back.
"""

from datetime import date
from pathlib import Path

import polars as pl

from flows.errors import HomeError
from flows.files import write_whole
from flows.night import Night, previous_night, published_nights
from flows.warehouse import query

__all__ = [
    "CONTACTS",
    "MEMBERSHIPS",
    "STAYS",
    "keep_history",
    "keep_state",
    "lay_history",
    "prune_state",
    "read_state",
    "state_files",
]

CONTACTS = pl.Schema(
    {
        "as_of": pl.Date,
        "campaign": pl.String,
        "channel": pl.String,
        "customer_id": pl.String,
        "outcome": pl.String,
    }
)
MEMBERSHIPS = pl.Schema(
    {
        "mart": pl.String,
        "segment": pl.String,
        "customer_id": pl.String,
        "since_date": pl.Date,
    }
)
STAYS = pl.Schema(
    {
        "mart": pl.String,
        "customer_id": pl.String,
        "segment": pl.String,
        "previous_segment": pl.String,
        "entered_on": pl.Date,
        "left_on": pl.Date,
    }
)
# Tables that a night writes anew as a whole, so that only the newest are read again.
# Any other, such as the contacts, is what that one night added, and stays.
WHOLE_TABLES = (
    *("changes", "contact_points", "fingerprints", "memberships", "records"),
    *("crowded_values", "identity_settled", "links", "links_refused"),
    *("identity_common_blocks", "identity_frequencies", "identity_model"),
    *("prediction_models", "scored_pairs", "segment_history"),
)


def read_state(night: Night, table: str, schema: pl.Schema) -> pl.DataFrame:
    """``table`` as the newest earlier night left it; empty when there is none.

    What an older version of Keyuan did not write yet is empty, too.

    Raises:
        HomeError: that night is so old that its state was pruned.
    """
    earlier = previous_night(night.home, night.as_of)
    if earlier is None or table not in earlier.facts["state"]:
        return pl.DataFrame(schema=schema)
    path = earlier.state_file(table)
    if not path.exists():
        message = (
            f"{path} is gone: the night of {night.as_of} goes on from the night "
            f"{earlier.name}, and the state of nights older than 'keep_nights' of "
            "shop.toml is pruned. Name a later day, or restore the file from a backup"
        )
        raise HomeError(message)
    rows = pl.read_parquet(path)
    return rows.select(
        pl.col(name) if name in rows.columns else pl.lit(None, dtype).alias(name)
        for name, dtype in schema.items()
    )


def keep_state(night: Night, stage: str, table: str, rows: pl.DataFrame) -> None:
    """Write ``lake/<stage>/<label>.<table>.parquet``, whole or not at all."""
    path = night.lake / stage / f"{night.label}.{table}.parquet"
    write_whole(path, rows.write_parquet)


def state_files(night: Night) -> dict[str, str]:
    """Every state file of this attempt, by table, relative to the home."""
    found = sorted(night.lake.glob(f"*/{night.label}.*.parquet"))
    return {
        path.name.split(".")[-2]: path.relative_to(night.home).as_posix()
        for path in found
    }


def prune_state(home: Path) -> list[str]:
    """Drop the state that no night to come can read; return what was dropped.

    A night goes on from the newest one with an earlier date that stands, and a rollback
    goes to a night that is still whole. So what counts are the whole nights and all
    since the one that the oldest of them went on from.
    """
    nights = published_nights(home)
    whole = [night for night in nights if not night.is_pruned]
    if not whole:
        return []
    first = previous_night(home, whole[0].as_of) or nights[0]
    needed = {
        str(path)
        for night in nights
        if night.place >= first.place
        for path in night.facts["state"].values()
    }
    attempts = {path.name for path in (home / "nights" / ".attempts").glob("*")}
    old = [
        path
        for table in WHOLE_TABLES
        for path in sorted((home / "lake").glob(f"*/*.{table}.parquet"))
        if path.relative_to(home).as_posix() not in needed
        and path.name.removesuffix(f".{table}.parquet") not in attempts
    ]
    for path in old:
        path.unlink()
    return [path.relative_to(home).as_posix() for path in old]


def lay_history(night: Night, heirs: pl.DataFrame) -> None:
    """Hand dbt the contacts, memberships and stays of earlier nights, by today's ids.

    Args:
        night: the night being built.
        heirs: who a retired id is today (``customer_id``, ``heir``).
    """
    paths = [
        earlier.state_file("contacts")
        for earlier in published_nights(night.home)
        if earlier.as_of < night.as_of and earlier.is_delivered
    ]
    contacts = _under_heirs(_read_all(paths, CONTACTS), heirs)
    memberships = _under_heirs(read_state(night, "memberships", MEMBERSHIPS), heirs)
    contacts.unique().sort(CONTACTS.names()).write_parquet(
        night.state / "prior_contacts.parquet"
    )
    memberships.group_by("mart", "segment", "customer_id").agg(
        pl.col("since_date").min()
    ).sort("mart", "segment", "customer_id").write_parquet(
        night.state / "prior_memberships.parquet"
    )
    stays = _one_stay_at_a_time(
        read_state(night, "segment_history", STAYS), heirs, night.as_of
    )
    stays.write_parquet(night.state / "prior_segments.parquet")


def keep_history(night: Night) -> None:
    """Write what this night contacts and who is in which audience since when."""
    contacts = query(
        night.warehouse,
        """
        select as_of, campaign, channel, customer_id, outcome
        from audiences.members
        where outcome in ('exported', 'held_out')
        order by all
        """,
    )
    memberships = query(
        night.warehouse,
        """
        select distinct
            'audiences' as mart,
            campaign as segment,
            customer_id,
            entered_on as since_date
        from audiences.members
        order by all
        """,
    )
    stays = query(night.warehouse, "from marts.segment_history order by all")
    keep_state(night, "contacts", "contacts", contacts)
    keep_state(night, "segments", "memberships", memberships)
    keep_state(night, "segments", "segment_history", stays)


def _read_all(paths: list[Path], schema: pl.Schema) -> pl.DataFrame:
    if not paths:
        return pl.DataFrame(schema=schema)
    return pl.read_parquet(paths).select(schema.names())


def _one_stay_at_a_time(
    stays: pl.DataFrame, heirs: pl.DataFrame, as_of: date
) -> pl.DataFrame:
    """The stays under today's ids; of those that two ids of one customer are in, one.

    In each mart the customer's own stay goes on, else the longest of those that were
    handed down; the others end tonight.
    """
    handed_down = pl.col("customer_id").is_in(heirs["customer_id"].implode())
    told = _under_heirs(stays.with_columns(is_handed_down=handed_down), heirs)
    place = ["is_handed_down", "entered_on", "segment", "previous_segment"]
    is_open = pl.col("left_on").is_null()
    ordered = told.sort("mart", "customer_id", ~is_open, *place, nulls_last=True)
    is_first = pl.struct("mart", "customer_id").is_first_distinct()
    ends = pl.when(is_open & ~is_first).then(as_of).otherwise("left_on")
    return (
        ordered.with_columns(left_on=ends)
        .select(STAYS.names())
        .unique()
        .sort(STAYS.names())
    )


def _under_heirs(rows: pl.DataFrame, heirs: pl.DataFrame) -> pl.DataFrame:
    return (
        rows.join(heirs, on="customer_id", how="left", validate="m:1")
        .with_columns(customer_id=pl.coalesce("heir", "customer_id"))
        .drop("heir")
    )
