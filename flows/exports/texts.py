"""The words of the workbook, in every language a shop can choose."""

from collections.abc import Mapping

__all__ = ["TEXTS", "words_of"]

TEXTS: dict[str, dict[str, str]] = {
    "about": {"en": "About", "zh": "说明"},
    "campaign": {"en": "Campaign", "zh": "活动"},
    "campaign_code": {"en": "Campaign code", "zh": "活动代码"},
    "audience": {"en": "Audience", "zh": "受众"},
    "shop": {"en": "Shop", "zh": "店铺"},
    "as_of": {"en": "Night (everything up to)", "zh": "数据截至（当晚）"},
    "people": {"en": "People in this workbook", "zh": "本工作簿人数"},
    "by_channel": {"en": "People by {channel}", "zh": "{channel}人数"},
    "held_out": {
        "en": "Held out for comparison (please do not contact)",
        "zh": "对照组（请勿联系）",
    },
    "dropped": {"en": "Left out (the report says why)", "zh": "未纳入（原因见报告）"},
    "why": {
        "en": "Why each person is here: the last column of each sheet says so.",
        "zh": "每位顾客入选的原因：见各表最后一列。",
    },
    "care": {
        "en": "This workbook holds personal data. Send from the CSV files beside it.",
        "zh": "本工作簿含个人信息，请妥善保管；发送时请使用同一文件夹中的 CSV 文件。",
    },
    "reasons": {"en": "Most frequent reasons", "zh": "最常见的入选原因"},
    "count": {"en": "People", "zh": "人数"},
    "email_sheet": {"en": "E-mail", "zh": "邮件"},
    "sms_sheet": {"en": "SMS", "zh": "短信"},
    "customer_id": {"en": "Customer", "zh": "顾客编号"},
    "name": {"en": "Name", "zh": "姓名"},
    "first_name": {"en": "First name", "zh": "名"},
    "last_name": {"en": "Last name", "zh": "姓"},
    "email": {"en": "E-mail", "zh": "邮箱"},
    "phone": {"en": "Phone", "zh": "手机号"},
    "entered_on": {"en": "In the audience since", "zh": "进入受众日期"},
    "reason": {"en": "Why", "zh": "入选原因"},
}


def words_of(language: str) -> Mapping[str, str]:
    """Every text in ``language``, by key."""
    return {key: texts[language] for key, texts in TEXTS.items()}
