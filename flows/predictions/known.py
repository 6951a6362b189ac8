"""What predictions learn from: core's purchases and returns, up to a day."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import polars as pl

from flows.predictions.forecast import SALES
from flows.predictions.moment import ORDERS
from flows.warehouse import query

__all__ = ["PURCHASES", "RETURNS", "Facts", "Known", "facts_of", "known_of"]

PURCHASES = pl.Schema(
    [
        ("customer_id", pl.String()),
        ("purchase_date", pl.Date()),
        ("net_amount", pl.Decimal(18, 2)),
        ("line_count", pl.Int64()),
    ]
)
RETURNS = pl.Schema({"customer_id": pl.String, "return_date": pl.Date})
PURCHASES_SQL = """
    with lines as (
        select customer_id, order_date, count(*) as line_count
        from core.order_lines
        where is_counted and quantity > 0 and customer_id is not null
        group by all
    )
    select
        purchases.customer_id,
        purchases.purchase_date,
        purchases.net_amount,
        coalesce(lines.line_count, 0) as line_count
    from core.purchases as purchases
    left join lines
        on purchases.customer_id = lines.customer_id
        and purchases.purchase_date = lines.order_date
    order by all
"""
RETURNS_SQL = """
    select distinct customer_id, order_date as return_date
    from core.order_lines
    where is_counted and quantity < 0 and customer_id is not null
    order by all
"""
ORDERS_SQL = """
    select customer_id, order_date, weekday, local_hour as hour, channel
    from core.int_orders_timed
    order by all
"""
SALES_SQL = """
    select
        orders.store_id,
        products.category,
        lines.order_date as sales_date,
        cast(sum(lines.net_amount) as decimal(18, 2)) as net_amount
    from core.order_lines as lines
    inner join core.orders as orders on lines.order_id = orders.order_id
    left join core.products as products on lines.product_id = products.product_id
    where lines.is_counted
    group by all
    order by all
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of buyers.

    Attributes:
        purchases: as :data:`PURCHASES`, one row per customer and day of purchase.
        returns: as :data:`RETURNS`, one row per customer and day of a return.
    """

    purchases: pl.DataFrame
    returns: pl.DataFrame

    def until(self, day: date) -> "Known":
        """What was known on the evening of ``day``: nothing that happened later."""
        return Known(
            self.purchases.filter(pl.col("purchase_date") <= day),
            self.returns.filter(pl.col("return_date") <= day),
        )

    @property
    def first_day(self) -> date:
        """The day of the first purchase; where there is none, none is ever."""
        first = self.purchases["purchase_date"].min()
        return first if isinstance(first, date) else date.max

    def facts(self) -> dict[str, object]:
        """What a model saw, as its card says it: counts, days, and a hash of it all."""
        days = self.purchases["purchase_date"]
        marks = self.purchases.hash_rows(seed=0).to_numpy().tobytes()
        return {
            "purchases": self.purchases.height,
            "customers": self.purchases["customer_id"].n_unique(),
            "returns": self.returns.height,
            "from": str(days.min()),
            "to": str(days.max()),
            "sha256": sha256(marks).hexdigest(),
        }


@dataclass(frozen=True, slots=True)
class Facts:
    """All that predictions read.

    Attributes:
        known: the purchases and returns of buyers.
        orders: as :data:`~flows.predictions.moment.ORDERS`: when and where customers
            ordered.
        sales: as :data:`~flows.predictions.forecast.SALES`, those of nobody known too.
    """

    known: Known
    orders: pl.DataFrame
    sales: pl.DataFrame


def facts_of(warehouse: Path) -> Facts:
    """What core knows, by the night whose ``warehouse`` it is."""
    orders = query(warehouse, ORDERS_SQL).cast(ORDERS)
    return Facts(known_of(warehouse), orders, query(warehouse, SALES_SQL).cast(SALES))


def known_of(warehouse: Path) -> Known:
    """What core knows of buyers."""
    return Known(
        query(warehouse, PURCHASES_SQL).cast(PURCHASES),
        query(warehouse, RETURNS_SQL).cast(RETURNS),
    )
