"""The page's words, English and Chinese side by side.

A text with a ``|`` has a form for one and a form for several. What stands in braces
is filled in by the page, already written as people write it.
"""

from collections.abc import Mapping

__all__ = ["LANGUAGES", "TEXTS", "say"]

LANGUAGES = {"en": "en", "zh": "zh-Hans"}

TEXTS: Mapping[str, tuple[str, str]] = {
    # the top of the page
    "title": ("{shop} · the night of {date}", "{shop} · {date} 晨报"),
    "night_of": ("The night of {date}", "数据截至 {date}"),
    "headline": (
        "{people} person in {audiences} is ready to hear from you"
        "|{people} people in {audiences} are ready to hear from you",
        "{audiences}共 {people} 人，今早即可联系",
    ),
    "headline_none": (
        "Nobody is in tonight's audience files",
        "今晚的受众文件中没有人",
    ),
    "audience_count": ("{n} audience|{n} audiences", "{n} 个受众"),
    "first_night": (
        "This is the first night, so there is nothing to compare with yet.",
        "这是第一个夜晚，暂无可比数据。",
    ),
    "compared_with": (
        "Changes are against the night of {date}.",
        "增减与 {date} 当晚相比。",
    ),
    "look": ("Worth a look", "值得留意"),
    "all_well": ("Nothing stands out tonight.", "今晚没有需要留意的情况。"),
    "look_warned": ("{n} check warns|{n} checks warn", "{n} 项检查有提醒"),
    "look_refused": (
        "{n} file could not be read|{n} files could not be read",
        "{n} 个文件无法读取",
    ),
    "look_set_aside": (
        "{n} row of tonight's files was set aside"
        "|{n} rows of tonight's files were set aside",
        "今晚的文件有 {n} 行被搁置",
    ),
    "contents": ("On this page", "本页内容"),
    # figures
    "people": ("People to contact", "可联系人数"),
    "people_note": ("each counted once", "每人只计一次"),
    "held_out": ("Held out", "对照组"),
    "held_out_note": ("to measure what a campaign brings", "用于衡量活动效果"),
    "customers": ("Customers", "顾客"),
    "customers_note": ("{buyers} of them have bought", "其中 {buyers} 人买过"),
    "reach": ("Reachable", "可触达"),
    "reach_note": ("by e-mail · {sms} by SMS", "可收邮件 · {sms} 可收短信"),
    "week": ("Sales, last 7 days", "近 7 天销售额"),
    "week_note": ("{change} against the 7 days before", "较前 7 天 {change}"),
    # audiences
    "audiences": ("Audiences", "受众"),
    "audiences_lead": (
        "What lies in the audiences folder, one folder per campaign.",
        "audiences 文件夹中每个活动一个子文件夹。",
    ),
    "no_campaigns": (
        "No campaign is active; switch one on in settings/campaigns.csv.",
        "没有启用的活动；请在 settings/campaigns.csv 中启用。",
    ),
    "campaign": ("Campaign", "活动"),
    "email": ("E-mail", "邮件"),
    "sms": ("SMS", "短信"),
    "in_total": ("People", "人数"),
    "change": ("Change", "增减"),
    "new_tonight": ("New tonight", "今晚新进"),
    "dropped": ("Left out", "未纳入"),
    "is_new": ("new", "新"),
    # left out
    "left_out": ("Who is not in a file, and why", "谁没有进入文件，为什么"),
    "left_out_lead": (
        "Candidates of each audience by channel. Somebody who is left out of one "
        "channel may be in the file of another.",
        "各受众候选人按渠道统计。未进入某一渠道的人可能在另一渠道的文件中。",
    ),
    "nobody_left_out": ("Nobody was left out.", "没有人未被纳入。"),
    "why": ("Why", "原因"),
    "channel": ("Channel", "渠道"),
    "reason_holdout": (
        "Held out by lot, for comparison: please do not contact",
        "随机留作对照组，请勿联系",
    ),
    "reason_suppressed": ("On the shop's suppression list", "在店铺的屏蔽名单中"),
    "reason_unsure_who": (
        "Not sure enough that all their records are one person",
        "尚不能确定其各条记录属于同一人",
    ),
    "reason_not_reachable": ("No valid address or number", "没有有效的邮箱或手机号"),
    "reason_no_consent": ("Has not agreed to be contacted", "未同意接收营销信息"),
    "reason_shared_address": (
        "Shares the address with a better customer of this campaign",
        "与本活动中消费更高的顾客共用邮箱或手机号",
    ),
    "reason_cool_down": ("Was contacted a short while ago", "近期已联系过"),
    "reason_other_channel": (
        "Is reached by a better channel instead",
        "已由更合适的渠道联系",
    ),
    # sales
    "sales": ("Sales", "销售"),
    "no_orders": (
        "No orders have landed yet, so there are no sales, segments or tiers to show. "
        "They appear after the first night that finds orders in the inbox.",
        "尚未收到任何订单，因此没有销售、分群和价值等级可显示。"
        "收件箱中有订单后的第一个夜晚，这些内容就会出现。",
    ),
    "by_day": ("Net sales by day, {currency}", "每日净销售额（{currency}）"),
    "by_month": ("Net sales by month, {currency}", "每月净销售额（{currency}）"),
    "known": ("known customers", "已识别顾客"),
    "others": ("others", "其他"),
    "days_told": (
        "From {first} to {last}: {revenue} {currency} net in {orders} orders; "
        "{share} of it from known customers.",
        "{first}至{last}：净销售额 {revenue} {currency}，{orders} 笔订单；"
        "其中 {share} 来自已识别顾客。",
    ),
    "months_told": (
        "The months up to the night; the last one may not be over.",
        "截至当晚的各月；最后一个月可能尚未结束。",
    ),
    "as_table": ("The months in numbers", "各月数字"),
    "month": ("Month", "月份"),
    "orders": ("Orders", "订单"),
    # customers
    "segments": ("Customers by segment", "顾客分群"),
    "pareto": (
        "{share} of the customers who bought ({n} of {all}) bring 80% of the revenue; "
        "the best fifth brings {top}.",
        "{share} 的购买顾客（{all} 人中的 {n} 人）带来 80% 的收入；"
        "最好的五分之一带来 {top}。",
    ),
    "rfm": ("Recency and frequency", "RFM 分群"),
    "tiers": ("Value tiers", "价值等级"),
    "lifecycle": ("Lifecycle", "生命周期"),
    "moves": ("Moves since the night before", "与前一晚相比的变动"),
    "move": ("From and to", "变动"),
    "name": ("Name", "名称"),
    "share": ("Share", "占比"),
    "revenue": ("Revenue, {currency}", "收入（{currency}）"),
    "revenue_share": ("Of revenue", "收入占比"),
    "stage_prospect": ("Prospect", "潜在顾客"),
    "stage_new": ("New", "新客"),
    "stage_repeat": ("Repeat", "回头客"),
    "stage_loyal": ("Loyal", "忠诚"),
    "stage_at_risk": ("At risk", "有流失风险"),
    "stage_dormant": ("Dormant", "沉睡"),
    "stage_lost": ("Lost", "流失"),
    # what came in
    "came_in": ("What came in", "收到的数据"),
    "no_files": ("No file has come in yet.", "尚未收到任何文件。"),
    "source": ("Source", "来源"),
    "files": ("Files", "文件"),
    "files_tonight": ("Tonight", "今晚"),
    "rows": ("Rows", "行数"),
    "landed": ("Landed", "已入库"),
    "set_aside": ("Set aside", "搁置"),
    "newest_file": ("Newest file", "最新文件"),
    "newest_order": ("Newest order", "最新订单"),
    "days_ago": ("{n} day ago|{n} days ago", "{n} 天前"),
    "tonight": ("tonight", "当晚"),
    "reasons": ("Rows set aside, by reason", "被搁置的行（按原因）"),
    "reasons_lead": (
        "All nights. Nothing is lost: each row is kept with its text.",
        "历夜合计。每一行都保留原文，不会丢失。",
    ),
    "reason": ("Reason", "原因"),
    "refused": ("Files that could not be read", "无法读取的文件"),
    "refused_lead": (
        "They are told here until they are mended or gone from the inbox.",
        "在修好或移出收件箱之前，会一直列在这里。",
    ),
    "file": ("File", "文件"),
    # reconciliation
    "reconciliation": ("Where every line went", "每一行去了哪里"),
    "reconciliation_lead": (
        "The lines of the order files, in rows and in {currency}: what was counted, "
        "and what was not and why.",
        "订单文件的每一行，按行数和金额（{currency}）：计入了什么，没计入什么，为什么。",
    ),
    "class": ("What it is", "类别"),
    "amount": ("Amount, {currency}", "金额（{currency}）"),
    "total": ("In the files", "文件合计"),
    "class_counted": ("Counted: net revenue", "计入：净收入"),
    "class_repeated": ("Repeated line", "重复行"),
    "class_fee": ("Fee, not a product", "费用，非商品"),
    "class_zero_price": ("Price of zero", "零价格"),
    "class_adjustment": ("Adjustment", "账务调整"),
    "class_cancelled": ("Cancelled order", "已取消订单"),
    "class_unpaid": ("Unpaid order", "未付款订单"),
    "class_set_aside": ("Set aside", "搁置"),
    "class_later": ("Dated after the night", "日期晚于当晚"),
    "class_superseded": ("Older version of an order", "订单的旧版本"),
    "class_itemised": ("Order whose lines are elsewhere", "明细在其他文件的订单"),
    "class_without_an_order": ("Line without its order", "无对应订单的明细"),
    # checks
    "checks": ("Checks", "检查"),
    "no_checks": ("No checks were recorded for this night.", "当晚没有检查记录。"),
    "gate_landing": ("Landing", "入库"),
    "gate_identity": ("Identity", "身份"),
    "gate_marts": ("Marts", "集市"),
    "gate_audiences": ("Audiences", "受众"),
    "gate_told": ("{passed} of {all} passed", "{all} 项中 {passed} 项通过"),
    "warning": ("Warning", "提醒"),
    "critical": ("Critical", "严重"),
    "foot": (
        "Made by Keyuan from the night's own tables. No personal data on this page.",
        "由客源根据当晚数据生成。本页不含个人信息。",
    ),
}


def say(language: str, key: str, count: int | None = None, **values: object) -> str:
    """The text ``key`` in ``language``, with its values in place.

    Args:
        language: ``en`` or ``zh``.
        key: a key of ``TEXTS``.
        count: chooses between the forms for one and for several.
        **values: what to put in the braces.
    """
    text = TEXTS[key][list(LANGUAGES).index(language)]
    one, _, several = text.partition("|")
    return (several if several and count != 1 else one).format(**values)
