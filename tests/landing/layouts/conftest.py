"""What the tests of many layouts need: orders from rows, and what became of them."""

from collections.abc import Callable

import pytest

from flows.landing.taking import Taken
from tests.landing.conftest import Export, Taking

Orders = Callable[..., Taken]  # of rows or documents, and of the source's settings
OrdersOf = Callable[..., Orders]  # of a layout, its header and the source's settings
MONEY = (
    "gross_amount",
    "discount_amount",
    "tax_amount",
    "shipping_amount",
    "total_amount",
)


@pytest.fixture
def exported(taking: Taking, export: Export) -> OrdersOf:
    """Take in rows under a layout's header: ``exported("jd_orders", KNOWN)(row)``."""

    def of(layout: str, header: str, **settings: object) -> Orders:
        def run(*rows: dict[str, str], **more: object) -> Taken:
            return taking(export(header, *rows), layout, **settings, **more)

        return run

    return of


def first_states(taken: Taken) -> tuple[str | None, str | None]:
    """Whether the first order is done, and whether it was paid."""
    return taken.entities["orders"].select("status", "payment_status").row(0)
