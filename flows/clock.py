"""Which day it is at the shop: the only place where the house asks the clock."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flows.errors import HomeError

__all__ = ["date_of"]


def date_of(as_of: str | None, zone: ZoneInfo) -> date:
    """The day that ``as_of`` names; yesterday at the shop when it names none.

    Raises:
        HomeError: it is no date, or has not begun at the shop.
    """
    today = datetime.now(zone).date()
    if as_of is None:
        return today - timedelta(days=1)
    try:
        chosen = date.fromisoformat(as_of)
    except ValueError:
        message = f"as_of is {as_of!r}, which is no date; write it as 2025-06-30"
        raise HomeError(message) from None
    if chosen > today:
        message = (
            f"as_of is {chosen}, but at the shop it is {today}. Facts up to the end of "
            "a day to come cannot be known; name a day that has begun"
        )
        raise HomeError(message)
    return chosen
