"""Youzan's order export: one row per order, its goods named in one cell.

An order of one kind of goods gets a line, ``名称(3件)`` being three of them (see
``single_goods``). The buyer's phone is the buyer's; the receiver's is only where the
goods went. What was paid back (订单已退款金额) becomes an order of its own.

The header is that of a full export; the words of 订单状态 are those of Youzan's order
list, of which only 交易完成 and 已发货 were seen in files.
"""

import polars as pl

from flows.landing.layouts.china import (
    CLOSED,
    clean_number,
    in_china,
    paid_states,
    set_cut_short_aside,
)
from flows.landing.layouts.china_headers import YOUZAN_OF_SOME, YOUZAN_ORDERS
from flows.landing.layouts.layout import Frames, Layout, grouped_by
from flows.landing.layouts.order_totals import contracts_of_totals, work_out_goods
from flows.landing.layouts.refunds import take_back
from flows.landing.layouts.single_goods import price_lines, single_lines
from flows.landing.layouts.vendor import fixed_shape, takes_no_columns
from flows.landing.reading import Reading
from flows.landing.table import Table
from flows.settings import Source

__all__ = ["LAYOUT"]

REQUIRED = (
    ("订单号",),
    ("订单创建时间", "买家付款时间"),
    ("订单实付金额", "应收订单金额"),
)
ORDERS = {
    "order_id": "订单号",
    "store_id": "归属店铺",
    "cashier": "收银员",
    "phone": "买家手机号",
    "coupon_code": "优惠券码名称",
    "recipient_name": "收货人/提货人",
    "gross_amount": "商品金额合计",
    "shipping_amount": "运费",
    "refunded_amount": "订单已退款金额",
    "_due": "应收订单金额",
    "_paid": "订单实付金额",
    "_status": "订单状态",
    "_created_at": "订单创建时间",
    "_paid_at": "买家付款时间",
    "_source": "销售渠道",
    "_buyer": "买家昵称",
    "_guide": "销售导购",
    "_region": "收货人省份",
    "_city": "收货人城市",
    "_district": "收货人地区",
    "_street": "详细收货地址/提货地址",
    "_bought": "全部商品名称",
    "_kinds": "商品种类数",
}
HEADERS = {
    **ORDERS,
    "ordered_at": "订单创建时间, 买家付款时间",
    "total_amount": "订单实付金额, 应收订单金额",
}
STATES = {
    "待付款": ("open", "pending"),
    "待成团": ("open", "paid"),
    "待接单": ("open", "paid"),
    "待发货": ("open", "paid"),
    "部分发货": ("open", "paid"),
    "待自提": ("open", "paid"),
    "已发货": ("open", "paid"),
    "交易完成": ("completed", "paid"),
    "交易成功": ("completed", "paid"),
    "交易关闭": ("cancelled", CLOSED),
    "已关闭": ("cancelled", CLOSED),
}
IS_NOTHING = r"^[0.]*$"


def _arrange(table: Table, _source: Source) -> Frames:
    was_paid = pl.col("_paid_at").is_not_null()
    paid = pl.when(~pl.col("_paid").str.contains(IS_NOTHING)).then("_paid")
    place = pl.concat_str("_region", "_city", "_district", "_street", ignore_nulls=True)
    picked = table.pick(ORDERS).with_columns(
        ordered_at=pl.coalesce("_created_at", "_paid_at"),
        customer_id=pl.lit(None, pl.String),
        cashier=pl.coalesce("cashier", "_guide"),
        recipient_address=place,
        # Of an order that nobody has paid yet nothing is paid, but something due.
        total_amount=pl.when(was_paid)
        .then(pl.coalesce("_paid", "_due"))
        .otherwise(pl.coalesce(paid, "_due", "_paid")),
        _pieces=pl.lit(None, pl.String),
    )
    is_store = pl.col("_source").str.contains("门店", literal=True).fill_null(False)
    orders = paid_states(in_china(picked), STATES, was_paid).with_columns(
        customer_name=clean_number(pl.col("_buyer")),
        channel=pl.when(is_store).then(pl.lit("store")).otherwise("channel"),
    )
    lines = single_lines(orders, table, pl.col("_kinds") == "1")
    return {"orders": orders, "order_lines": lines}


def _refine(frames: Frames, _reading: Reading) -> Frames:
    frames = set_cut_short_aside(frames)
    orders = work_out_goods(frames["orders"])
    return take_back(price_lines({**frames, "orders": orders}))


LAYOUT = Layout(
    "youzan_orders",
    fixed_shape(f"{YOUZAN_ORDERS},{YOUZAN_OF_SOME}", REQUIRED, HEADERS),
    _arrange,
    takes_no_columns,
    _refine,
    contracts_of_totals("refunded_amount"),
    group_by=grouped_by("订单号"),
)
