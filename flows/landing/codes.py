"""Texts to closed lists: yes and no, consent, gender, the states of an order."""

import polars as pl

__all__ = [
    "CODES",
    "read_address",
    "read_code",
    "read_currencies",
    "read_currency",
    "read_flag",
    "read_id",
    "read_ids",
]

TRUE = "true yes y t 1 on x 是 有"
FALSE = "false no n f 0 off 否 无"
FLAGS = {
    **dict.fromkeys(TRUE.split(), True),
    **dict.fromkeys(FALSE.split(), False),
}


def _spelled(**words: str) -> dict[str, str]:
    """``spelling -> code`` from ``code="spelling|spelling"``; a code spells itself."""
    return {
        spelling: code
        for code, spellings in words.items()
        for spelling in (code, *spellings.split("|"))
    }


# A kind's spellings, and whether a word that is not among them may stay as it is.
CODES: dict[str, tuple[dict[str, str], bool]] = {
    "code": ({}, True),
    "consent_channel": (
        _spelled(
            email="e-mail|mail|电子邮件|邮件|邮箱",
            sms="text|text message|mobile|phone|短信|手机",
            wechat="weixin|微信|公众号|企业微信",
            post="postal|letter|direct mail|邮寄|信件",
        ),
        False,
    ),
    "consent_state": (
        _spelled(
            granted="yes|y|true|1|subscribed|opted in|opt-in|opted_in|同意|是|已订阅",
            denied="no|n|false|0|not subscribed|not_subscribed|拒绝|否|未订阅",
            revoked="unsubscribed|opted out|opt-out|opted_out|withdrawn|撤回|已退订",
            unknown="none|pending|n/a|未知",
        ),
        False,
    ),
    "gender": (
        _spelled(
            female="f|w|woman|girl|girls|women|女|女士|女性",
            male="m|man|boy|boys|men|男|先生|男性",
            other="o|x|non-binary|diverse|其他",
        ),
        False,
    ),
    "feedback_kind": (
        _spelled(
            nps="net promoter score|推荐度",
            csat="satisfaction|满意度",
            review="rating|评价|评论|product review",
            complaint="投诉|抱怨",
            mystery_visit="mystery shopper|mystery visit|神秘顾客|神秘访客",
        ),
        False,
    ),
    "feedback_state": (
        _spelled(
            open="new|pending|in progress|待处理|处理中|未解决",
            resolved="closed|solved|done|已解决|已处理|已关闭",
        ),
        True,
    ),
    "interaction_kind": (
        _spelled(
            visit="store visit|walk-in|walk in|到店|进店",
            browse="view|page view|product view|浏览",
            inquiry="enquiry|question|咨询|询问",
            cart="add to cart|basket|加购",
            call="phone call|电话",
            message="chat|sms|e-mail|email|消息|留言",
        ),
        False,
    ),
    "loyalty_kind": (
        _spelled(
            earn="earned|accrual|获得|积分获得",
            redeem="redeemed|redemption|兑换|使用",
            expire="expired|expiry|过期|到期",
            adjust="adjustment|correction|调整",
            tier="tier change|level|等级变更",
            top_up="top up|top-up|recharge|充值|储值",
            spend="stored value spent|消费|储值消费",
        ),
        False,
    ),
    "order_status": (
        _spelled(
            completed="complete|closed|fulfilled|delivered|交易成功|已完成",
            cancelled="canceled|已取消|交易关闭",
            open="unfulfilled|processing|进行中",
        ),
        True,
    ),
    "response_kind": (
        _spelled(
            sent="send|发送|已发送",
            delivered="delivery|送达|已送达",
            opened="open|打开|已打开",
            clicked="click|点击|已点击",
            redeemed="redeem|redemption|converted|核销|已核销",
            unsubscribed="unsubscribe|opt-out|opt out|退订|已退订",
        ),
        False,
    ),
    "payment_status": (
        _spelled(
            paid="已付款|已支付",
            unpaid="未付款|未支付|等待买家付款",
            pending="待付款|待支付",
            refunded="已退款",
            partially_refunded="partially refunded|partial refund|部分退款",
            voided="void|已作废",
        ),
        True,
    ),
}


def read_code(text: pl.Expr, kind: str) -> pl.Expr:
    """The code that ``text`` spells; null, or its own lower-case word, when none."""
    spellings, keeps_others = CODES[kind]
    word = text.str.to_lowercase()
    others = word if keeps_others else None
    return word.replace_strict(spellings, default=others, return_dtype=pl.String)


def read_flag(text: pl.Expr) -> pl.Expr:
    """Whether ``text`` says yes or no, null where it says neither."""
    return text.str.to_lowercase().replace_strict(
        FLAGS, default=None, return_dtype=pl.Boolean
    )


def read_currencies(texts: pl.Series) -> pl.Series:
    """The ISO codes in ``texts``, null where there is none."""
    words = texts.unique()  # a file knows few currencies
    codes = words.to_frame("word").select("word", code=read_currency(pl.col("word")))
    if (codes["word"].eq_missing(codes["code"])).all():
        return texts
    return texts.replace_strict(codes["word"], codes["code"], return_dtype=pl.String)


def read_currency(text: pl.Expr) -> pl.Expr:
    """The ISO code in ``text``, null where it holds none."""
    code = text.str.to_uppercase().replace({"RMB": "CNY", "人民币": "CNY"})
    return pl.when(code.str.contains("^[A-Z]{3}$")).then(code)


def read_ids(texts: pl.Series) -> pl.Series:
    """``read_id`` over a column, most of which have no spreadsheet's mark at all."""
    text = pl.col(texts.name)
    may_be = text.str.starts_with("'") | text.str.ends_with("0")
    has_mark = text.str.starts_with("'") | text.str.contains(".0", literal=True)
    rows = texts.to_frame().with_row_index("place").filter(may_be).filter(has_mark)
    if not rows.height:
        return texts
    return texts.scatter(rows["place"], rows.select(read_id(text)).to_series())


def read_id(text: pl.Expr) -> pl.Expr:
    """An id as its source knows it.

    A spreadsheet's marks go: the apostrophe before figures, and the ``.0`` after them.
    """
    return text.str.replace(r"^'([+([0-9]].*)$", "$1").str.replace(
        r"^(-?[0-9]+)\.0+$", "$1"
    )


def read_address(text: pl.Expr) -> pl.Expr:
    """An e-mail or phone that is written out, null where it is masked or encrypted.

    Marketplaces hide their buyers: ``138****0000``, ``##cipher``, ``$$cipher``,
    ``~cipher~``. What is hidden is the same for many people, so it names nobody.
    """
    return pl.when(~text.str.contains(r"[*＊]|^(?:##|\$\$|~)")).then(text)
