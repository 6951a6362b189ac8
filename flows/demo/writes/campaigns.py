"""What the mailing tool knows of two campaigns: a file each, by the generic layout."""

from collections.abc import Iterator

import polars as pl

from flows.demo.campaigns import make_campaign_responses
from flows.demo.history import Town
from flows.demo.writes.text import laid_out, unless
from flows.demo.writes.webshop import order_name

__all__ = ["HEADER", "pages"]

HEADER = "Campaign,Channel,Recipient,Event,At,Order"
UNREADABLE_DATE = "00/00/0000 00:00:00"
UNKNOWN_KIND = "bounced back twice"
VALUES = {
    "Campaign": pl.col("campaign"),
    "Channel": pl.col("channel"),
    "Recipient": unless("customer", pl.col("customer_id")),
    "Event": unless("kind", pl.col("kind"), UNKNOWN_KIND),
    "At": unless(
        "date",
        pl.col("occurred_at").dt.strftime("%d/%m/%Y %H:%M:%S"),
        UNREADABLE_DATE,
    ),
    "Order": pl.coalesce("transaction_id", order_name()),
}


def pages(town: Town) -> Iterator[tuple[str, pl.DataFrame]]:
    """Every file's path in the home, and its rows."""
    responses = make_campaign_responses(town)
    for campaign in responses["campaign"].unique().sort():
        rows = responses.filter(pl.col("campaign") == campaign)
        path = f"inbox/campaigns/{campaign}.csv"
        yield path, laid_out(rows, HEADER, VALUES)
