"""What is new among the records since the night before."""

from dataclasses import dataclass

import polars as pl

__all__ = ["SEEN", "News", "news_of"]

SEEN = pl.Schema(
    {"record_id": pl.String, "fingerprint": pl.UInt64, "component": pl.UInt64}
)


@dataclass(frozen=True, slots=True)
class News:
    """What is new.

    Attributes:
        seen: tonight's records as :data:`SEEN`, in the order of the evidence; the
            component is that of the night before, null where the record is new.
        changed: of each of them whether it is new or another than it was.
        gone: of the night before, as :data:`SEEN`, what is not there any more.
    """

    seen: pl.DataFrame
    changed: pl.Series
    gone: pl.DataFrame

    @property
    def changed_ids(self) -> pl.Series:
        """``record_id`` of what is new or another than it was."""
        return self.seen["record_id"].filter(self.changed)

    @property
    def other_ids(self) -> pl.Series:
        """The same, and of what is gone."""
        return pl.concat([self.changed_ids, self.gone["record_id"]])


def news_of(evidence: pl.DataFrame, before: pl.DataFrame) -> News:
    """Compare tonight's records with those of the night before, :data:`SEEN`."""
    compared = [name for name in evidence.columns if name != "record_id"]
    both = evidence.select("record_id", fingerprint=pl.struct(compared).hash()).join(
        before.rename({"fingerprint": "earlier"}),
        on="record_id",
        how="left",
        validate="1:1",
        maintain_order="left",
    )
    changed = both["fingerprint"].ne_missing(both["earlier"])
    gone = before.clear()
    if both["earlier"].count() < before.height:
        gone = before.join(both, on="record_id", how="anti")
    return News(both.select(SEEN.names()), changed, gone)
