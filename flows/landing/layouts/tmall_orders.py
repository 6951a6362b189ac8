"""Tmall's order report, as CSV or workbook: one row per order.

收货地址 holds the receiver, phone and place in one cell: ``姓名，86-手机号，省 市 区
地址``. An address in any other form is kept as it is. Goods are named in one cell; an
order of one kind gets a line (see ``single_goods``): a report that counts its kinds
(宝贝种类) says so, in others a title without a full-width comma is one kind, which is
how shops' importers split them and is unverified.
"""

import polars as pl

from flows.landing.layouts.china import (
    clean_number,
    in_china,
    paid_states,
    set_cut_short_aside,
)
from flows.landing.layouts.china_headers import TAOBAO_LIST, TAOBAO_OF_SOME
from flows.landing.layouts.layout import Frames, Layout, grouped_by
from flows.landing.layouts.order_totals import contracts_of_totals, work_out_goods
from flows.landing.layouts.refunds import take_back
from flows.landing.layouts.single_goods import price_lines, single_lines
from flows.landing.layouts.taobao import STATES, WAS_PAID
from flows.landing.layouts.vendor import fixed_shape, takes_no_columns
from flows.landing.reading import Reading
from flows.landing.table import Table
from flows.settings import Source

__all__ = ["LAYOUT"]

KNOWN = "支付单号,商品标题"
REQUIRED = (("订单编号",), ("总金额",), ("订单状态",), ("订单创建时间",))
ORDERS = {
    "order_id": "订单编号",
    "ordered_at": "订单创建时间",
    "customer_id": "买家会员名",
    "store_id": "店铺名称",
    "gross_amount": "买家应付货款",
    "shipping_amount": "买家应付邮费",
    "total_amount": "总金额",
    "_status": "订单状态",
    "_paid_at": "订单付款时间",
    "_close_reason": "订单关闭原因",
    "_receiver": "收货地址",
    "_receiver_name": "收货人姓名",
    "_receiver_phone": "联系手机",
    "_title": "商品标题",
    "_other_title": "宝贝标题",
    "_kinds": "宝贝种类",
    "_pieces": "宝贝总数量",
}
RECEIVER = r"(?s)^([^，]*)，\s*(?:\+?86-)?([^，]*)，\s*(.*?)\s*$"
IS_SINGLE = pl.coalesce(
    pl.col("_kinds") == "1", ~pl.col("_bought").str.contains("，", literal=True)
)


def _arrange(table: Table, _source: Source) -> Frames:
    parts = [pl.col("_receiver").str.extract(RECEIVER, place) for place in (1, 2, 3)]
    picked = table.pick(ORDERS).with_columns(
        recipient_name=pl.coalesce(parts[0], "_receiver_name"),
        phone=pl.coalesce(parts[1], clean_number(pl.col("_receiver_phone"))),
        recipient_address=pl.coalesce(parts[2], "_receiver"),
        _bought=pl.coalesce("_title", "_other_title"),
    )
    orders = paid_states(in_china(picked), STATES, WAS_PAID)
    lines = single_lines(orders, table, IS_SINGLE)
    return {"orders": orders, "order_lines": lines}


def _refine(frames: Frames, _reading: Reading) -> Frames:
    frames = set_cut_short_aside(frames)
    orders = work_out_goods(frames["orders"])
    return take_back(price_lines({**frames, "orders": orders}))


LAYOUT = Layout(
    "tmall_orders",
    fixed_shape(f"{TAOBAO_LIST},{TAOBAO_OF_SOME},{KNOWN}", REQUIRED, ORDERS),
    _arrange,
    takes_no_columns,
    _refine,
    contracts_of_totals("refunded_amount"),
    group_by=grouped_by("订单编号"),
)
