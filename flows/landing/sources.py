"""Whether the settings of a shop's sources can be followed."""

from collections.abc import Mapping, Sequence

from flows.errors import HomeError
from flows.landing.contracts import CONTRACTS
from flows.landing.date_formats import date_problem_of
from flows.landing.lake import SCHEMA_SOURCE
from flows.landing.layouts import LAYOUTS
from flows.landing.wording import unknown_columns
from flows.settings import Shop, Source

__all__ = ["check_sources"]

# What the rows of a source may hold, and what they may name, by its entity. None is a
# vendor's export: people, orders, or both.
HOLD_ORDERS = {"orders", "order_lines", None}
HOLD_CUSTOMERS = {"customers"} | HOLD_ORDERS
NAME_ORDERS = {
    entity for entity, contract in CONTRACTS.items() if "order_id" in contract.names
} - HOLD_ORDERS
NAME_CUSTOMERS = {
    entity for entity, contract in CONTRACTS.items() if "customer_id" in contract.names
} | HOLD_CUSTOMERS


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
    """What is wrong with the sources whose ids a source's rows name."""
    if source.customers_of and source.entity not in NAME_CUSTOMERS:
        return _needless(source, "customers")
    if source.orders_of and source.entity not in NAME_ORDERS:
        return _needless(source, "orders")
    others = [other for other in shop.sources if other.name != source.name]
    holders = {other.name: other for other in others if other.entity in HOLD_CUSTOMERS}
    sellers = [other.name for other in others if other.entity in HOLD_ORDERS]
    return (
        _unheld(source, "customers", source.customers_of, list(holders))
        or _unheld(source, "orders", source.orders_of, sellers)
        or _roundabout(source, holders)
    )


def _needless(source: Source, what: str) -> str:
    rows = f"its {source.entity}" if source.entity else f"a {source.layout} export"
    return (
        f"sources.{source.name}.{what}_of says whose {what} the rows name, but {rows} "
        f"name no {what} of another source; take the setting out"
    )


def _unheld(
    source: Source, what: str, named: Sequence[str], holders: Sequence[str]
) -> str | None:
    there_are = f"there are {', '.join(holders)}" if holders else "none does"
    for name in named:
        if name not in holders:
            return (
                f"sources.{source.name}.{what}_of names {name!r}, but no other source "
                f"of that name holds {what}; {there_are}. Name the one whose {what} "
                "are meant, or take the setting out"
            )
    return None


def _roundabout(source: Source, holders: Mapping[str, Source]) -> str | None:
    """Who holds customers names whose they are, and not one that does so in turn."""
    if source.entity not in HOLD_CUSTOMERS:
        return None
    for name in source.customers_of:
        if further := holders[name].customers_of:
            return (
                f"sources.{source.name}.customers_of names {name!r}, which says in "
                f"turn that its customers are those of {', '.join(further)}. Name the "
                "source that gave the ids, and let that one name none"
            )
    return None
