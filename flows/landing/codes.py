"""Texts to closed lists: yes and no, consent, gender, the states of an order."""

import polars as pl

__all__ = ["CODES", "read_code", "read_currency", "read_flag", "read_id"]

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
    "order_status": (
        _spelled(
            completed="complete|closed|fulfilled|delivered|交易成功|已完成",
            cancelled="canceled|已取消|交易关闭",
            open="unfulfilled|processing|进行中",
        ),
        True,
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


def read_currency(text: pl.Expr) -> pl.Expr:
    """The ISO code in ``text``, null where it holds none."""
    code = text.str.to_uppercase().replace({"RMB": "CNY", "人民币": "CNY"})
    return pl.when(code.str.contains("^[A-Z]{3}$")).then(code)


def read_id(text: pl.Expr) -> pl.Expr:
    """An id as its source knows it.

    A spreadsheet's marks go: the apostrophe before figures, and the ``.0`` after them.
    """
    return text.str.replace(r"^'([+([0-9]].*)$", "$1").str.replace(
        r"^(-?[0-9]+)\.0+$", "$1"
    )
