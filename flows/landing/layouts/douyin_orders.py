"""Douyin's order export: one row per sub-order, which is a line of its main order.

订单应付金额 is what the buyer pays for the row, postage in it; what platform, shop and
creator gave makes the price before discount. A row whose after-sale is 退款成功, or
that was closed after it was paid, comes back as a line below zero of an order
``<main order>-refund``: the export says neither when nor how much, so it counts whole
and on the order's day. Who receives is encrypted (``##``, ``$$``), so an order has no
buyer.

The lead columns are those of three importers' fixtures, the later ones (支付完成时间,
商品ID) of two shops' databases; that postage is in 订单应付金额 is unverified.
"""

import polars as pl

from flows.landing.layouts.china import (
    CLOSED,
    clean_number,
    in_china,
    paid_states,
    set_cut_short_aside,
)
from flows.landing.layouts.china_headers import DOUYIN_OF_SOME, DOUYIN_ORDERS
from flows.landing.layouts.douyin_money import add_returns, price_rows, sum_orders
from flows.landing.layouts.layout import Frames, Layout, grouped_by
from flows.landing.layouts.vendor import fixed_shape, takes_no_columns
from flows.landing.reading import Reading
from flows.landing.table import Table
from flows.settings import Source

__all__ = ["LAYOUT"]

REQUIRED = (
    ("主订单编号",),
    ("订单提交时间",),
    ("选购商品", "商品名称"),
    ("商品数量",),
    ("订单应付金额",),
    ("订单状态",),
)
ORDERS = {
    "order_id": "主订单编号",
    "ordered_at": "订单提交时间",
    "phone": "收件人手机号",
    "recipient_name": "收件人",
    "recipient_address": "详细地址",
    "_status": "订单状态",
    "_after_sale": "售后状态",
    "_paid_at": "支付完成时间",
}
ORDER_LINES = {
    "order_id": "主订单编号",
    "product_id": "商家编码",
    "product_name": "选购商品",
    "variant": "商品规格",
    "quantity": "商品数量",
    "line_amount": "订单应付金额",
    "_product": "商品ID",
    "_article": "货号",
    "_other_name": "商品名称",
    "_shipping": "运费",
    "_by_platform": "平台实际承担优惠金额",
    "_by_shop": "商家实际承担优惠金额",
    "_by_creator": "达人实际承担优惠金额",
}
HEADERS = {
    **ORDERS,
    **ORDER_LINES,
    "product_id": "商家编码, 货号, 商品ID, 选购商品, 商品规格",
}
STATES = {
    "待支付": ("open", "pending"),
    "待付款": ("open", "pending"),
    "支付确认中": ("open", "pending"),
    "待发货": ("open", "paid"),
    "备货中": ("open", "paid"),
    "部分发货": ("open", "paid"),
    "已发货": ("open", "paid"),
    "已完成": ("completed", "paid"),
    "已关闭": ("cancelled", CLOSED),
    "已取消": ("cancelled", CLOSED),
}
CAME_BACK = "退款成功|已退款|已全额退款"
IS_BACK = pl.col("_after_sale").str.contains(CAME_BACK).fill_null(False)


def _arrange(table: Table, _source: Source) -> Frames:
    picked = table.pick(ORDERS).with_columns(customer_id=pl.lit(None, pl.String))
    was_paid = pl.col("_paid_at").is_not_null() | IS_BACK
    rows = paid_states(in_china(picked), STATES, was_paid)
    returned = IS_BACK | pl.col("payment_status").eq_missing("refunded")
    orders = _of_all_rows(rows.with_columns(_is_returned=returned))
    names = pl.coalesce("product_name", "_other_name")
    lines = table.pick(ORDER_LINES).with_columns(
        orders["order_id"],
        orders["_is_cut_short"],
        orders["_is_returned"],
        table.repeats().alias("_is_repeated"),
        product_name=names,
        product_id=pl.coalesce(
            clean_number(pl.col("product_id")),
            clean_number(pl.col("_article")),
            clean_number(pl.col("_product")),
            pl.concat_str(names, "variant", separator="|"),
            names,
        ),
    )
    return {"orders": orders, "order_lines": lines}


def _of_all_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """The state of an order by the states of its sub-orders."""
    status, payment = pl.col("status"), pl.col("payment_status")

    def any_row(condition: pl.Expr) -> pl.Expr:
        return condition.fill_null(False).any().over("order_id")

    has_paid = any_row(payment.is_in(["paid", "refunded"]))
    stays = any_row((payment == "paid") & ~pl.col("_is_returned"))
    comes_back = any_row(pl.col("_is_returned"))
    return rows.with_columns(
        status=pl.when(any_row(status == "open"))
        .then(pl.lit("open"))
        .when(any_row(status == "completed"))
        .then(pl.lit("completed"))
        .otherwise(status),
        payment_status=pl.when(has_paid & comes_back & stays)
        .then(pl.lit("partially_refunded"))
        .when(comes_back)
        .then(pl.lit("refunded"))
        .when(has_paid)
        .then(pl.lit("paid"))
        .otherwise(payment),
    )


def _refine(frames: Frames, _reading: Reading) -> Frames:
    frames = set_cut_short_aside(frames)
    lines = price_rows(frames["order_lines"])
    return add_returns(sum_orders(frames["orders"], lines), lines)


LAYOUT = Layout(
    "douyin_orders",
    fixed_shape(f"{DOUYIN_ORDERS},{DOUYIN_OF_SOME}", REQUIRED, HEADERS),
    _arrange,
    takes_no_columns,
    _refine,
    group_by=grouped_by("主订单编号"),
)
