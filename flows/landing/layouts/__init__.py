"""One module for each export that landing can read; ``generic`` reads any table."""

from flows.landing.layouts import (
    generic,
    shopify_customers,
    shopify_orders,
    square_customers,
    square_items,
)
from flows.landing.layouts.layout import Layout

__all__ = ["LAYOUTS"]

LAYOUTS: dict[str, Layout] = {
    module.LAYOUT.name: module.LAYOUT
    for module in (
        generic,
        square_items,
        square_customers,
        shopify_orders,
        shopify_customers,
    )
}
