"""The states of an order on Taobao and Tmall, as their exports write them.

The words are those of Taobao's open platform (``taobao.trade.fullinfo.get``, field
``status``); a comma and what the state waits for may follow. That 总金额 is the price
of the goods after discounts and postage is how shops' own importers read it, and is
not verified against Taobao.
"""

import polars as pl

from flows.landing.layouts.china import CLOSED

__all__ = ["STATES", "WAS_PAID"]

STATES = {
    "等待买家付款": ("open", "pending"),
    "定金未付尾款未付": ("open", "pending"),
    "定金已付尾款未付": ("open", "pending"),
    "付款确认中": ("open", "pending"),
    "买家已付款": ("open", "paid"),
    "等待卖家发货": ("open", "paid"),
    "卖家部分发货": ("open", "paid"),
    "卖家已发货": ("open", "paid"),
    "等待买家确认收货": ("open", "paid"),
    "交易成功": ("completed", "paid"),
    "交易关闭": ("cancelled", CLOSED),
}
WAS_PAID = pl.col("_paid_at").is_not_null() & (
    pl.col("_close_reason").ne_missing("买家未付款")
)
