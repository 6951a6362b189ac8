"""The kinds of columns that are landed, and the type each kind lands with."""

from dataclasses import dataclass
from typing import Literal

import polars as pl

__all__ = ["AMOUNT", "PRICE", "RATE", "Column", "Kind", "columns"]

Kind = Literal[
    "amount",
    "code",
    "consent_channel",
    "consent_state",
    "count",
    "currency",
    "date",
    "email",
    "feedback_kind",
    "feedback_state",
    "flag",
    "gender",
    "id",
    "instant",
    "interaction_kind",
    "loyalty_kind",
    "order_status",
    "payment_status",
    "phone",
    "price",
    "rate",
    "response_kind",
    "text",
]

AMOUNT = pl.Decimal(18, 2)
PRICE = pl.Decimal(18, 4)
RATE = pl.Decimal(18, 8)
UTC = pl.Datetime("us", "UTC")
DTYPES: dict[Kind, pl.DataType] = {
    "amount": AMOUNT,
    "count": pl.Int64(),
    "date": pl.Date(),
    "flag": pl.Boolean(),
    "instant": UTC,
    "price": PRICE,
    "rate": RATE,
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an entity: its name, what its text means, whether it must be."""

    name: str
    kind: Kind
    required: bool = False

    @property
    def dtype(self) -> pl.DataType:
        """The type it lands with."""
        return DTYPES.get(self.kind, pl.String())

    @property
    def scale(self) -> int:
        """How many decimals it keeps."""
        return self.dtype.scale if isinstance(self.dtype, pl.Decimal) else 0

    @property
    def local_date(self) -> str | None:
        """The shop-local date that stands beside an instant: ``x_date`` of ``x_at``."""
        if self.kind != "instant":
            return None
        return self.name.removesuffix("_at") + "_date"


def columns(required: str, **kinds: Kind) -> tuple[Column, ...]:
    """Columns from ``name="kind"`` pairs, in the order given."""
    return tuple(
        Column(name, kind, name in required.split()) for name, kind in kinds.items()
    )
