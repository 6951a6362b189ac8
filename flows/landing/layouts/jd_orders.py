"""JD's order export for shops on its marketplace: one row per SKU.

The order's money is repeated on each of its rows. 结算金额 is what the goods cost after
discounts, as 订单货款金额 in JD's open platform; an export without it is read by
商家应收 ("499.00（系统计算中…）"), else by what was and is to be paid, else by 订单金额.
Where the rows have no price the goods' money is spread over their pieces.

``(删除)`` before a state means that the order was cancelled there, ``(锁定)`` that
somebody asked for it: after 等待付款 the money had come in and went back. An order that
is paid on delivery is pending until it is complete. No file of JD's own was at hand:
the header is that of a shop's importer of 2016, the states those of three importers.
"""

import polars as pl

from flows.landing.contracts import AMOUNT, PRICE
from flows.landing.figures import EXACT, read_decimal, rounded
from flows.landing.layouts.china import (
    CLOSED,
    in_china,
    paid_states,
    set_cut_short_aside,
)
from flows.landing.layouts.discounts import spread_discounts
from flows.landing.layouts.layout import Frames, Layout, grouped_by
from flows.landing.layouts.order_totals import work_out_goods
from flows.landing.layouts.refunds import take_back
from flows.landing.layouts.vendor import fixed_shape, takes_no_columns
from flows.landing.reading import Reading
from flows.landing.table import Table
from flows.settings import Source

__all__ = ["KNOWN", "LAYOUT"]

KNOWN = (
    "订单号,商品ID,商品名称,订购数量,支付方式,下单时间,京东价,订单金额,结算金额,余额支付,"
    "应付金额,订单状态,订单类型,下单帐号,客户姓名,客户地址,联系电话,订单备注,发票类型,"
    "发票抬头,发票内容,商家备注,商家备注等级（等级1-5为由高到低）,运费金额,付款确认时间,"
    "增值税发票,货号,订单完成时间,订单来源,订单渠道"
)
OF_SOME = "商家应收,店铺名称,店铺ID"
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
FIRST_NUMBER = r"(-?[0-9][0-9,]*(?:\.[0-9]+)?)"


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
    orders = frames["orders"].with_columns(
        _settled=read_decimal(pl.col("_settled"), AMOUNT),
        _receivable=_first_number("_receivable"),
        _order_amount=read_decimal(pl.col("_order_amount"), AMOUNT),
        _to_pay=read_decimal(pl.col("_payable"), AMOUNT)
        + read_decimal(pl.col("_balance"), AMOUNT).fill_null(0)
        - pl.col("shipping_amount").fill_null(0),
    )
    orders = orders.with_columns(
        _goods=pl.coalesce("_settled", "_receivable", "_to_pay", "_order_amount").cast(
            AMOUNT
        )
    ).with_columns(
        total_amount=(pl.col("_goods") + pl.col("shipping_amount").fill_null(0)).cast(
            AMOUNT
        ),
        refunded_amount=pl.lit(None, AMOUNT),
    )
    lines = _priced(frames["order_lines"].with_columns(orders["_goods"]))
    spread = spread_discounts(
        lines, pl.col("_goods"), pl.lit(None, AMOUNT), "order_id", "_is_repeated"
    )
    return take_back({"orders": work_out_goods(orders), "order_lines": spread})


def _first_number(name: str) -> pl.Expr:
    return read_decimal(pl.col(name).str.extract(FIRST_NUMBER), AMOUNT)


def _priced(lines: pl.DataFrame) -> pl.DataFrame:
    """Give the pieces of an order that tells no prices the same one."""
    pieces = pl.col("quantity").cast(EXACT).sum().over("order_id", "_is_repeated")
    has_none = pl.col("unit_price").is_null().all().over("order_id")
    each = rounded(
        pl.col("_goods").cast(EXACT) / pl.when(pieces != 0).then(pieces), PRICE
    )
    return lines.with_columns(
        unit_price=pl.when(has_none).then(each).otherwise("unit_price")
    )


LAYOUT = Layout(
    "jd_orders",
    fixed_shape(f"{KNOWN},{OF_SOME}", REQUIRED, HEADERS),
    _arrange,
    takes_no_columns,
    _refine,
    group_by=grouped_by("订单号"),
)
