"""How the texts of one file are to be understood: its source's settings, the shop's."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flows.settings import Shop, Source

__all__ = ["Reading", "reading_of"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text of a file means where the text alone does not say."""

    source: Source
    as_of: date
    shop_timezone: str
    shop_currency: str

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


def reading_of(source: Source, shop: Shop, as_of: date) -> Reading:
    """How the files of ``source`` are read on the night of ``as_of``."""
    return Reading(source, as_of, shop.timezone, shop.currency)
