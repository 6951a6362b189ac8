"""BigCommerce's order export, in the columns of its default template: no line items.

Cart Base Amount is the cart before discounts, Order Total what was to be paid; what
lies between them beside tax and shipping is the discount. Refund Amount becomes a
refund order. Cancelling does not pay back (BigCommerce's help, "Order Statuses"), so a
cancelled order counts only when it was refunded as well; the other words are paid or
unpaid as BigCommerce's course on order statuses has them. Dates are as the template
writes them: ``date_format`` says how, unless the year comes first.
"""

from flows.landing.layouts.layout import Frames, Layout, grouped_by
from flows.landing.layouts.order_totals import (
    contracts_of_totals,
    no_lines,
    states_of,
    web_orders,
    work_out_goods,
)
from flows.landing.layouts.refunds import take_back
from flows.landing.layouts.vendor import fixed_shape, takes_no_columns
from flows.landing.reading import Reading
from flows.landing.table import Table
from flows.settings import Source

__all__ = ["KNOWN", "LAYOUT"]

KNOWN = (
    "Order ID,Order Date,Delivery Date,Order Status,Order Total,Cart Base Amount,"
    "Tax Total,Shipping Total,Refund Amount,Payment Method,Card Number (Last 4),"
    "First Name,Last Name,Email Address,Phone,Billing Street 1,Billing City,"
    "Billing State,Billing Zip Code,Billing Country,Shipping Street 1,Shipping City,"
    "Shipping State,Shipping Zip Code,Shipping Country,IP Address,Customer Message,"
    "Staff Notes"
)
REQUIRED = (("Order ID",), ("Order Date",), ("Order Status",), ("Order Total",))
ORDERS = {
    "order_id": "Order ID",
    "ordered_at": "Order Date",
    "email": "Email Address",
    "phone": "Phone",
    "gross_amount": "Cart Base Amount",
    "tax_amount": "Tax Total",
    "shipping_amount": "Shipping Total",
    "total_amount": "Order Total",
    "refunded_amount": "Refund Amount",
    "_status": "Order Status",
    "_given": "First Name",
    "_family": "Last Name",
    "_billing_country": "Billing Country",
    "_street": "Shipping Street 1",
    "_city": "Shipping City",
    "_zip": "Shipping Zip Code",
    "_region": "Shipping State",
    "_country": "Shipping Country",
}
STATES = {
    "incomplete": ("open", "unpaid"),
    "pending": ("open", "pending"),
    "awaiting payment": ("open", "pending"),
    "manual verification required": ("open", "pending"),
    "awaiting fulfillment": ("open", "paid"),
    "awaiting shipment": ("open", "paid"),
    "awaiting pickup": ("open", "paid"),
    "partially shipped": ("open", "paid"),
    "disputed": ("open", "paid"),
    "shipped": ("completed", "paid"),
    "completed": ("completed", "paid"),
    "partially refunded": ("completed", "partially_refunded"),
    "refunded": ("completed", "refunded"),
    "cancelled": ("cancelled", "voided"),
    "declined": ("cancelled", "voided"),
}


def _arrange(table: Table, _source: Source) -> Frames:
    orders = web_orders(table.pick(ORDERS)).with_columns(states_of("_status", STATES))
    return {"orders": orders, "order_lines": no_lines(table)}


def _refine(frames: Frames, _reading: Reading) -> Frames:
    return take_back({**frames, "orders": work_out_goods(frames["orders"])})


LAYOUT = Layout(
    "bigcommerce_orders",
    fixed_shape(KNOWN, REQUIRED, ORDERS),
    _arrange,
    takes_no_columns,
    _refine,
    contracts_of_totals("refunded_amount"),
    group_by=grouped_by("Order ID"),
)
