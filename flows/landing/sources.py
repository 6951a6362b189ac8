"""Whether the settings of a shop's sources can be followed."""

from flows.errors import HomeError
from flows.landing.date_formats import date_problem_of
from flows.landing.lake import SCHEMA_SOURCE
from flows.landing.layouts import LAYOUTS
from flows.landing.wording import unknown_columns
from flows.settings import Shop, Source

__all__ = ["check_sources"]

# What a source must hold so that the rows of another may name its customers or orders.
HOLD_ORDERS = {"orders", "order_lines"}
HOLD_CUSTOMERS = {"customers"} | HOLD_ORDERS


def check_sources(shop: Shop) -> None:
    """See that every source's settings can be followed.

    Raises:
        HomeError: one cannot; the message names the setting and what there is.
    """
    for source in shop.sources:
        problem = _problem_of(source) or _misnamed(source, shop)
        if problem:
            raise HomeError(f"shop.toml: {problem}")


def _problem_of(source: Source) -> str | None:
    where = f"sources.{source.name}"
    if source.name == SCHEMA_SOURCE:
        return (
            f"the source name {SCHEMA_SOURCE!r} is taken by the lake; use another one"
        )
    layout = LAYOUTS.get(source.layout)
    if layout is None:
        return (
            f"{where}.layout is {source.layout!r}, which does not exist; there are "
            f"{', '.join(LAYOUTS)}"
        )
    unknown = unknown_columns(source)
    if unknown:
        return (
            f"{where}.values maps words of {', '.join(unknown)}, which no entity has; "
            "'keyuan layouts generic' lists the columns"
        )
    return date_problem_of(source) or layout.check(source)


def _misnamed(source: Source, shop: Shop) -> str | None:
    """What is wrong with the sources that a source's rows take their ids from."""
    for what, named, held_by in (
        ("customers", source.customers_of, HOLD_CUSTOMERS),
        ("orders", source.orders_of, HOLD_ORDERS),
    ):
        others = [
            other.name
            for other in shop.sources
            if other.name != source.name and _may_hold(other, held_by)
        ]
        for name in named:
            if name not in others:
                there_are = f"there are {', '.join(others)}" if others else "none does"
                return (
                    f"sources.{source.name}.{what}_of names {name!r}, but no other "
                    f"source of that name holds {what}; {there_are}. Name the one "
                    f"whose {what} are meant, or take the setting out"
                )
    return None


def _may_hold(source: Source, entities: set[str]) -> bool:
    """Whether a source may hold one of ``entities``; of a vendor's export it may."""
    return source.entity is None or source.entity in entities
