"""Text-message consents: a list of events, read by the generic layout."""

from collections.abc import Iterator

import polars as pl

from flows.demo.history import Town
from flows.demo.writes.text import laid_out

__all__ = ["HEADER", "pages"]

HEADER = "Mobile,Channel,Purpose,State,Changed"
UNREADABLE_DATE = "last week"
PLANTED = pl.col("planted")
VALUES = {
    "Mobile": pl.when(PLANTED.ne_missing("phone")).then("phone_text"),
    "Channel": pl.lit("sms"),
    "Purpose": pl.lit("marketing"),
    "State": pl.col("state"),
    "Changed": pl.when(PLANTED.eq_missing("date"))
    .then(pl.lit(UNREADABLE_DATE))
    .otherwise(pl.col("changed_at").dt.strftime("%Y-%m-%d %H:%M:%S")),
}


def pages(town: Town) -> Iterator[tuple[str, pl.DataFrame]]:
    """The one file's path in the home, and its rows."""
    yield "inbox/sms_consents/consents.csv", laid_out(town.consents, HEADER, VALUES)
