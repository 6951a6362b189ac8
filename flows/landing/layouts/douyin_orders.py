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

from flows.landing.contracts import AMOUNT, PRICE
from flows.landing.figures import EXACT, read_decimal, rounded
from flows.landing.layouts.china import (
    CLOSED,
    clean_number,
    in_china,
    paid_states,
    set_cut_short_aside,
)
from flows.landing.layouts.layout import Frames, Layout, grouped_by
from flows.landing.layouts.vendor import fixed_shape, takes_no_columns
from flows.landing.reading import Reading
from flows.landing.table import Table
from flows.settings import Source

__all__ = ["KNOWN", "LAYOUT"]

KNOWN = (
    "主订单编号,子订单编号,选购商品,商品规格,商品数量,商家编码,订单应付金额,运费,收件人,"
    "收件人手机号,详细地址,订单提交时间,商家备注,订单完成时间,订单状态,售后状态,取消原因,"
    "发货时间,平台实际承担优惠金额,商家实际承担优惠金额,达人实际承担优惠金额"
)
OF_SOME = (
    "商品ID,货号,商品名称,商品单价,商品金额,支付方式,支付完成时间,手续费,省,市,区,街道,"
    "买家留言,订单类型,达人ID,达人昵称,APP渠道,流量来源,承诺发货时间,预约发货时间,"
    "是否安心购,广告渠道,预计送达时间"
)
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
GIVEN = ("_by_platform", "_by_shop", "_by_creator")
MONEY = {
    "gross_amount": "_gross",
    "discount_amount": "_given",
    "shipping_amount": "_shipping",
    "total_amount": "_paid",
}
BELOW_ZERO = ("line_amount", "discount_amount", *MONEY.values())


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
    lines = _priced(frames["order_lines"])
    counts = pl.col("reason").is_null() & ~pl.col("_is_repeated")
    orders = frames["orders"].with_columns(
        *lines.select(
            pl.when(counts).then(own).sum().over("order_id").cast(AMOUNT).alias(name)
            for name, own in MONEY.items()
        )
    )
    return _with_returns(orders, lines)


def _priced(lines: pl.DataFrame) -> pl.DataFrame:
    """What a row's goods cost before and after what was given."""
    given = pl.sum_horizontal(
        read_decimal(pl.col(name), AMOUNT).fill_null(0) for name in GIVEN
    )
    shipping = read_decimal(pl.col("_shipping"), AMOUNT).fill_null(0)
    return (
        lines.with_columns(
            _paid="line_amount", _shipping=shipping, _given=given.cast(AMOUNT)
        )
        .with_columns(
            line_amount=(pl.col("line_amount") - pl.col("_shipping")).cast(AMOUNT),
            discount_amount="_given",
        )
        .with_columns(_gross=(pl.col("line_amount") + pl.col("_given")).cast(AMOUNT))
        .with_columns(
            unit_price=pl.when(pl.col("quantity") != 0).then(
                rounded(
                    pl.col("_gross").cast(EXACT) / pl.col("quantity").cast(EXACT),
                    PRICE,
                )
            )
        )
    )


def _with_returns(orders: pl.DataFrame, lines: pl.DataFrame) -> Frames:
    """Add an order with the lines below zero of what came back of an order."""
    comes_back = pl.col("_is_returned") & pl.col("reason").is_null()
    refund_id = pl.format("{}-refund", "order_id")
    back = lines.filter(comes_back).with_columns(
        quantity=-pl.col("quantity"),
        returned_order_id="order_id",
        order_id=refund_id,
        unreadable=pl.lit(None, pl.String),
        *((-pl.col(name)).cast(AMOUNT).alias(name) for name in BELOW_ZERO),
    )
    sums = back.select(
        pl.when(~pl.col("_is_repeated"))
        .then(own)
        .sum()
        .over("order_id")
        .cast(AMOUNT)
        .alias(name)
        for name, own in MONEY.items()
    )
    refunds = orders.filter(comes_back).with_columns(
        *sums, order_id=refund_id, unreadable=pl.lit(None, pl.String)
    )
    return {
        "orders": pl.concat([orders, refunds]),
        "order_lines": pl.concat([lines, back]),
    }


LAYOUT = Layout(
    "douyin_orders",
    fixed_shape(f"{KNOWN},{OF_SOME}", REQUIRED, HEADERS),
    _arrange,
    takes_no_columns,
    _refine,
    group_by=grouped_by("主订单编号"),
)
