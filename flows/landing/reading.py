"""How the texts of one file are to be understood: its source's settings, the shop's."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from flows.landing.columns import RATE
from flows.settings import Shop, Source

__all__ = ["Reading", "reading_of"]


def _no_rates() -> pl.DataFrame:
    return pl.DataFrame(
        schema={"_currency": pl.String(), "_day": pl.Date(), "_rate": RATE}
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text of a file means where the text alone does not say.

    Attributes:
        source: the source's settings.
        as_of: the night that reads it.
        shop_timezone: where the shop's clocks stand.
        shop_currency: the shop's money.
        rates: what other money was worth by day: ``_currency``, ``_day``, ``_rate``.
    """

    source: Source
    as_of: date
    shop_timezone: str
    shop_currency: str
    rates: pl.DataFrame = field(default_factory=_no_rates)

    @property
    def timezone(self) -> str:
        """Where the source's clocks stand."""
        return self.source.timezone or self.shop_timezone

    @property
    def currency(self) -> str:
        """What the source's money is in unless a row says otherwise."""
        return self.source.currency or self.shop_currency

    @property
    def night_end(self) -> datetime:
        """The last moment of the night's day in the shop, in UTC."""
        next_day = datetime.combine(self.as_of + timedelta(days=1), time())
        zone = ZoneInfo(self.shop_timezone)
        return next_day.replace(tzinfo=zone).astimezone(UTC) - timedelta(microseconds=1)


def reading_of(
    source: Source, shop: Shop, as_of: date, rates: pl.DataFrame | None = None
) -> Reading:
    """How the files of ``source`` are read on the night of ``as_of``."""
    known = _no_rates() if rates is None else rates
    return Reading(source, as_of, shop.timezone, shop.currency, known)
