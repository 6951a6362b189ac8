"""Taobao's two exports: ExportOrderList and ExportOrderDetailList, told by header.

The list has orders without their goods, the details have goods without their day;
put both into the inbox of one source. The details' price is before the order's
discount, which the old header of ten columns does not tell; newer ones say what was
paid for each (买家实际支付金额).

An order that was paid and then closed was paid back whole. Of an order that went on,
goods that were closed were paid back too: they have a second line, below zero, in the
same order, because no export says when. No header was seen in a file of Taobao's own:
the list's and the details' are those that three shop systems read, 商品属性 for
规格名称 is unverified.
"""

import polars as pl

from flows.landing.layouts.china import (
    clean_number,
    in_china,
    is_cut_short,
    paid_states,
    set_cut_short_aside,
)
from flows.landing.layouts.china_headers import (
    TAOBAO_DETAILS,
    TAOBAO_LIST,
    TAOBAO_OF_SOME,
    TAOBAO_OF_SOME_DETAILS,
)
from flows.landing.layouts.layout import Frames, Layout, Shape
from flows.landing.layouts.order_totals import (
    contracts_of_totals,
    no_lines,
    work_out_goods,
)
from flows.landing.layouts.refunds import take_back
from flows.landing.layouts.taobao import STATES, WAS_PAID
from flows.landing.layouts.vendor import takes_no_columns
from flows.landing.reading import Reading
from flows.landing.table import Table
from flows.settings import Source

__all__ = ["LAYOUT"]

ORDERS = {
    "order_id": "订单编号",
    "ordered_at": "订单创建时间",
    "customer_id": "买家会员名",
    "phone": "联系手机",
    "recipient_name": "收货人姓名",
    "recipient_address": "收货地址",
    "store_id": "店铺名称",
    "gross_amount": "买家应付货款",
    "shipping_amount": "买家应付邮费",
    "total_amount": "总金额",
    "_status": "订单状态",
    "_paid_at": "订单付款时间",
    "_close_reason": "订单关闭原因",
    "_landline": "联系电话",
    "_new_address": "修改后的收货地址",
}
ORDER_LINES = {
    "order_id": "订单编号",
    "product_id": "商家编码",
    "product_name": "标题",
    "variant": "规格名称",
    "quantity": "购买数量",
    "unit_price": "价格",
    "line_amount": "买家实际支付金额",
    "_main_order_id": "主订单编号",
    "_outer_id": "外部系统编号",
    "_properties": "商品属性",
    "_status": "订单状态",
}
LIST_SHAPE = Shape(
    tuple(f"{TAOBAO_LIST},{TAOBAO_OF_SOME}".split(",")),
    (("订单编号",), ("订单创建时间",), ("订单状态",), ("总金额",)),
    ORDERS,
)
DETAILS_SHAPE = Shape(
    tuple(f"{TAOBAO_DETAILS},{TAOBAO_OF_SOME_DETAILS}".split(",")),
    (("订单编号", "主订单编号"), ("标题",), ("价格",), ("购买数量",)),
    {**ORDER_LINES, "product_id": "商家编码, 外部系统编号, 标题"},
)


def _is_list(table: Table) -> bool:
    return table.has("订单创建时间") or table.has("买家会员名")


def _shape(_source: Source, table: Table) -> Shape:
    return LIST_SHAPE if _is_list(table) else DETAILS_SHAPE


def _group(_source: Source, table: Table) -> str | None:
    return "主订单编号" if table.has("主订单编号") else "订单编号"


def _arrange(table: Table, _source: Source) -> Frames:
    if not _is_list(table):
        return {"order_lines": _lines(table)}
    picked = table.pick(ORDERS).with_columns(
        phone=pl.coalesce(
            clean_number(pl.col("phone")), clean_number(pl.col("_landline"))
        ),
        recipient_address=pl.coalesce("_new_address", "recipient_address"),
    )
    orders = paid_states(in_china(picked), STATES, WAS_PAID)
    return {"orders": orders, "order_lines": no_lines(table)}


def _lines(table: Table) -> pl.DataFrame:
    status = pl.col("_status").str.starts_with("交易关闭").fill_null(False)
    return (
        table.pick(ORDER_LINES)
        .with_columns(
            order_id=clean_number(pl.coalesce("_main_order_id", "order_id")),
            product_id=clean_number(
                pl.coalesce("product_id", "_outer_id", "product_name")
            ),
            variant=pl.coalesce("variant", "_properties"),
            _is_closed=status,
            _is_repeated=table.repeats(),
        )
        .with_columns(_is_cut_short=is_cut_short("order_id"))
    )


def _refine(frames: Frames, _reading: Reading) -> Frames:
    frames = set_cut_short_aside(frames)
    if "orders" not in frames:
        return {"order_lines": _with_returns(frames["order_lines"])}
    orders = work_out_goods(frames["orders"])
    return take_back({**frames, "orders": orders})


def _with_returns(lines: pl.DataFrame) -> pl.DataFrame:
    """Take back the closed goods of orders that went on without them."""
    goes_on = ~pl.col("_is_closed").all().over("order_id")
    returned = lines.filter(
        pl.col("_is_closed") & goes_on & pl.col("reason").is_null()
    ).with_columns(
        quantity=-pl.col("quantity"),
        line_amount=-pl.col("line_amount"),
        returned_order_id="order_id",
        unreadable=pl.lit(None, pl.String),
    )
    return pl.concat([lines, returned])


LAYOUT = Layout(
    "taobao_orders",
    _shape,
    _arrange,
    takes_no_columns,
    _refine,
    contracts_of_totals("refunded_amount"),
    group_by=_group,
)
