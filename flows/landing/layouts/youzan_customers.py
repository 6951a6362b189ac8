"""Youzan's customer export: who is known to the shop, with a phone that may be masked.

It numbers nobody. A customer goes by name and the moment they came, which stay the
same whether the phone is masked or not; by the phone alone where neither is told. It
asks nobody for consent, so it has none. Points and stored value are balances of the
day, without what made them, and make no loyalty events.
"""

import polars as pl

from flows.landing.layouts.china import ZONE, clean_number, unmasked
from flows.landing.layouts.layout import Frames, Layout
from flows.landing.layouts.vendor import address_of, fixed_shape, takes_no_columns
from flows.landing.table import Table
from flows.settings import Source

__all__ = ["KNOWN", "LAYOUT"]

KNOWN = (
    "客户姓名,客户昵称,客户手机号,客户生日,客户性别,标签,是否会员,成长值,免费等级,"
    "付费等级,权益卡,客户积分,客户储值余额,消费次数,消费金额,累计退款金额,"
    "累计退款订单数,笔单价,上次消费时间,分销员,导购员,企微好友,来源渠道,来源方式,"
    "成为客户时间,成为会员时间,成为会员店铺,公众号,公众号关注时间,最近浏览时间,"
    "微信地域,所属区域,指定时间消费次数,指定时间消费金额"
)
NAMELESS = "column 35"  # the header ends with a comma
REQUIRED = (("客户手机号",), ("客户昵称", "客户姓名"))
CUSTOMERS = {
    "phone": "客户手机号",
    "birth_date": "客户生日",
    "gender": "客户性别",
    "tags": "标签",
    "joined_at": "成为客户时间",
    "store_id": "成为会员店铺",
    "city": "微信地域",
    "_name": "客户姓名",
    "_nickname": "客户昵称",
    "_district": "所属区域",
}
HEADERS = {**CUSTOMERS, "customer_id": "客户昵称, 客户姓名, 客户手机号"}


def _arrange(table: Table, _source: Source) -> Frames:
    customers = table.pick(CUSTOMERS).with_columns(
        phone=clean_number(pl.col("phone")),
        name=pl.coalesce("_name", "_nickname"),
        address=address_of("city", "_district"),
        country=pl.lit("CN"),
        _zone=pl.lit(ZONE),
    )
    called = pl.coalesce("_nickname", "_name")
    known_since = pl.concat_str(called, "joined_at", separator="|")
    customer_id = pl.coalesce(known_since, unmasked(pl.col("phone")), called)
    return {"customers": customers.with_columns(customer_id=customer_id)}


LAYOUT = Layout(
    "youzan_customers",
    fixed_shape(f"{KNOWN},{NAMELESS}", REQUIRED, HEADERS),
    _arrange,
    takes_no_columns,
)
