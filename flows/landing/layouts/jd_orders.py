"""JD's order export for shops on its marketplace: one row per SKU.

The order's money is repeated on each of its rows. 结算金额 is what the goods cost after
discounts, as 订单货款金额 in JD's open platform; an export without it is read by
商家应收 ("499.00（系统计算中…）"), else by what was and is to be paid, else by
订单金额. Where the rows have no price the goods' money is spread over their pieces.

``(删除)`` before a state means that the order was cancelled there, ``(锁定)`` that
somebody asked for it: after 等待付款 the money had come in and went back. An order that
is paid on delivery is pending until it is complete. No file of JD's own was at hand:
the header is that of a shop's importer of 2016, the states those of three importers.
"""

import polars as pl

from flows.landing.layouts.china import (
    CLOSED,
    in_china,
    paid_states,
    set_cut_short_aside,
)
from flows.landing.layouts.china_headers import JD_OF_SOME, JD_ORDERS
from flows.landing.layouts.jd_money import share_out, work_out_totals
from flows.landing.layouts.layout import Frames, Layout, grouped_by
from flows.landing.layouts.order_totals import work_out_goods
from flows.landing.layouts.refunds import take_back
from flows.landing.layouts.vendor import fixed_shape, takes_no_columns
from flows.landing.reading import Reading
from flows.landing.table import Table
from flows.settings import Source

__all__ = ["LAYOUT"]

REQUIRED = (
    ("订单号",),
    ("下单时间",),
    ("订购数量",),
    ("商品ID", "货号", "商品名称"),
    ("结算金额", "商家应收", "应付金额", "订单金额"),
)
ORDERS = {
    "order_id": "订单号",
    "ordered_at": "下单时间",
    "customer_id": "下单帐号",
    "phone": "联系电话",
    "recipient_name": "客户姓名",
    "recipient_address": "客户地址",
    "store_id": "店铺名称",
    "shipping_amount": "运费金额",
    "gross_amount": "订单金额",
    "_settled": "结算金额",
    "_receivable": "商家应收",
    "_balance": "余额支付",
    "_payable": "应付金额",
    "_order_amount": "订单金额",
    "_status": "订单状态",
    "_paid_at": "付款确认时间",
    "_method": "支付方式",
}
ORDER_LINES = {
    "order_id": "订单号",
    "product_id": "商品ID",
    "product_name": "商品名称",
    "quantity": "订购数量",
    "unit_price": "京东价",
    "_article": "货号",
}
HEADERS = {**ORDERS, **ORDER_LINES, "product_id": "商品ID, 货号, 商品名称"}
STATES = {
    "等待付款": ("open", "pending"),
    "未付款": ("open", "pending"),
    "等待付款确认": ("open", "pending"),
    "新订单": ("open", "pending"),
    "等待出库": ("open", "paid"),
    "等待发货": ("open", "paid"),
    "等待确认收货": ("open", "paid"),
    "暂停": ("open", "paid"),
    "锁定": ("open", "paid"),
    "完成": ("completed", "paid"),
    "已完成": ("completed", "paid"),
    "已取消": ("cancelled", CLOSED),
    "取消": ("cancelled", CLOSED),
}
MARK = r"^[(（](删除|锁定)[)）]\s*"


def _arrange(table: Table, _source: Source) -> Frames:
    picked = in_china(table.pick(ORDERS))
    is_deleted = pl.col("_word").str.contains("删除", literal=True).fill_null(False)
    was_paid = pl.col("_paid_at").is_not_null()
    is_on_delivery = (
        pl.col("_method").str.contains("货到付款", literal=True).fill_null(False)
        & ~was_paid
    )
    orders = paid_states(
        picked.with_columns(
            _word=pl.col("_status"), _status=pl.col("_status").str.replace(MARK, "")
        ),
        STATES,
        was_paid,
    )
    payment = pl.col("payment_status")
    has_come_in = (payment == "paid") & ~is_on_delivery
    orders = orders.with_columns(
        status=pl.when(is_deleted).then(pl.lit("cancelled")).otherwise("status"),
        payment_status=pl.when(is_deleted & has_come_in)
        .then(pl.lit("refunded"))
        .when(is_deleted)
        .then(pl.lit("voided"))
        .when(is_on_delivery & (payment == "paid") & (pl.col("status") == "open"))
        .then(pl.lit("pending"))
        .otherwise(payment),
    )
    lines = table.pick(ORDER_LINES).with_columns(
        orders["order_id"],
        orders["_is_cut_short"],
        table.repeats().alias("_is_repeated"),
        product_id=pl.coalesce("product_id", "_article", "product_name"),
        discount_amount=pl.lit(None, pl.String),
    )
    return {"orders": orders, "order_lines": lines}


def _refine(frames: Frames, _reading: Reading) -> Frames:
    frames = set_cut_short_aside(frames)
    orders = work_out_totals(frames["orders"])
    lines = share_out(frames["order_lines"], orders)
    return take_back({"orders": work_out_goods(orders), "order_lines": lines})


LAYOUT = Layout(
    "jd_orders",
    fixed_shape(f"{JD_ORDERS},{JD_OF_SOME}", REQUIRED, HEADERS),
    _arrange,
    takes_no_columns,
    _refine,
    group_by=grouped_by("订单号"),
)
