"""The rules that settings tables must follow, so that a night can say so at its start.

What is true of one cell or one column stands in ``_settings__seeds.yml`` as dbt's tests
and is read from there (``dbt_rules``). What is true of a table as a whole stands here.
"""

from dataclasses import dataclass

from flows.transform.tables import PROJECT

__all__ = ["RULES", "Rule", "audience_names", "each"]

KEYS = (
    "same_id|member_number|verified_email|verified_phone|email|phone|platform_id|name"
    "|birth_date|address|postcode"
)
NO_AUDIENCES = {"exports", "members"}


@dataclass(frozen=True, slots=True)
class Rule:
    """What must be true of a settings table.

    Attributes:
        table: whose rule it is.
        column: where it is looked at.
        broken: the query that gives each ``line`` at which it is not true, or, with no
            line, what is ``missing``.
        must: what must be, after "but".
    """

    table: str
    column: str
    broken: str
    must: str


def each(table: str, column: str, holds: str, must: str) -> Rule:
    """``holds`` is true of every line; neither true nor false is not true."""
    broken = f"""
        select line, null as missing
        from (select line, coalesce(({holds}), false) as holds from {table})
        where not holds
    """
    return Rule(table, column, broken, must)


def _in_order(table: str, earlier: str, sign: str, later: str) -> Rule:
    """The threshold ``later`` stands to ``earlier`` as ``sign`` says."""
    words = {">=": "at least", ">": "more than"}[sign]
    holds = f"""
        name <> '{later}' or coalesce(
            value {sign} (select min(value) from {table} where name = '{earlier}'), true
        )
    """
    return each(table, "value", holds, f"{later} must be {words} {earlier}")


def _complete(table: str, column: str = "name", what: str = "threshold") -> Rule:
    """There is a line for every name that the table may have."""
    broken = f"""
        select null as line, name as missing from accepted_names
        where of_table = '{table}'
            and name not in (select {column} from {table} where {column} is not null)
    """
    return Rule(table, column, broken, f"every {what} must be set")


RULES = (
    each(
        "campaigns",
        "campaign",
        "campaign is null or regexp_full_match(campaign, '[a-z0-9][a-z0-9_-]{0,59}')",
        "it names a folder and must be lower-case letters, digits, '_' and '-', at "
        "most 60 of them, beginning with a letter or digit (name_en and name_zh may "
        "be any text)",
    ),
    each(
        "campaigns",
        "audience",
        "audience is null or audience in (select name from audience_names)",
        "there is no such audience: write models/audiences/ with that name and list it "
        "in int_candidates_unioned, or name one of those there",
    ),
    each(
        "campaigns",
        "campaign",
        "campaign is null or not is_active "
        "or campaign in (select campaign from campaign_channels)",
        "it has no channel: add a line for it to campaign_channels.csv, or set "
        "is_active to false",
    ),
    Rule(
        "rfm_segments",
        "rfm_segment",
        """
        select
            null as line,
            'recency_score ' || recency || ' with frequency_score ' || frequency
                as missing
        from range(1, 6) as recencies (recency), range(1, 6) as frequencies (frequency)
        where (recency, frequency) not in (
            select (recency_score, frequency_score) from rfm_segments
            where recency_score is not null and frequency_score is not null
        )
        order by recency desc, frequency desc
        """,
        "each of the 25 pairs of scores must have a segment",
    ),
    Rule(
        "rfm_groups",
        "rfm_group",
        """
        select
            null as line,
            'recency_level ' || recency || ', frequency_level ' || frequency
            || ', monetary_level ' || money as missing
        from
            range(1, 4) as recencies (recency),
            range(1, 4) as frequencies (frequency),
            range(1, 4) as moneys (money)
        where (recency, frequency, money) not in (
            select (recency_level, frequency_level, monetary_level) from rfm_groups
            where
                recency_level is not null
                and frequency_level is not null
                and monetary_level is not null
        )
        order by recency desc, frequency desc, money desc
        """,
        "each of the 27 triples of levels must have a group",
    ),
    each(
        "value_tiers",
        "top_share",
        "top_share < (select max(top_share) from value_tiers) or top_share = 1",
        "the last tier must end at 1, so that every customer is in a tier",
    ),
    Rule(
        "value_tiers",
        "top_share",
        "select null as line, 'a tier that ends at 1' as missing "
        "where not exists (select * from value_tiers)",
        "every customer must be in a tier",
    ),
    _complete("lifecycle_stages"),
    _in_order("lifecycle_stages", "new_days", ">=", "at_risk_days"),
    _in_order("lifecycle_stages", "at_risk_days", ">", "dormant_days"),
    _in_order("lifecycle_stages", "dormant_days", ">", "lost_days"),
    each(
        "lifecycle_stages",
        "value",
        "name is null or name <> 'loyal_purchase_count' or value > 1",
        "loyal_purchase_count must be more than 1, which is a first purchase",
    ),
    _complete("segment_thresholds"),
    _in_order("segment_thresholds", "rfm_group_low_share", ">", "rfm_group_high_share"),
    Rule(
        "age_groups",
        "from_age",
        "select null as line, 'a group from 0' as missing "
        "where not exists (select * from age_groups where from_age = 0)",
        "every age must be in a group",
    ),
    _complete("churn_actions", "churn_group", "group"),
    _complete("product_actions", "product_group", "group"),
    each(
        "occasions",
        "occasion",
        "month is not null or occasion in (select occasion from occasion_dates)",
        "it has neither a month nor dates: give it a month with a day, or with a week "
        "and weekday, or add its dates to occasion_dates.csv",
    ),
    _complete("journey_steps", "step", "step"),
    Rule(
        "loyalty_tiers",
        "tier",
        """
        select line, null as missing from loyalty_tiers
        where exists (
            select * from loyalty_tiers as other
            where lower(other.tier) = lower(loyalty_tiers.tier)
                and other.tier <> loyalty_tiers.tier
        )
        """,
        "another tier differs from it in capitals alone: the events' tiers are "
        "compared without them",
    ),
    _complete("value_roles", "value_role", "role"),
    _complete("audience_thresholds"),
    _complete("identity_limits"),
    each(
        "identity_rules",
        "keys",
        f"keys is null or regexp_full_match(keys, '({KEYS})( ({KEYS}))*')",
        f"its words must be among {KEYS.replace('|', ', ')}, with one blank between",
    ),
    each(
        "blocked_values",
        "pattern",
        "pattern is null or regexp_matches('', pattern) is not null",
        "it must be a regular expression",
    ),
    _in_order(
        "audience_thresholds",
        "second_purchase_first_days",
        ">=",
        "second_purchase_last_days",
    ),
    each(
        "audience_thresholds",
        "value",
        "name is null or name <> 'vip_top_share' "
        "or coalesce(value >= (select min(top_share) from value_tiers), true)",
        "no tier of value_tiers.csv ends within vip_top_share, so nobody would be a "
        "VIP: it must be at least the smallest top_share there",
    ),
)


def audience_names() -> list[str]:
    """The audiences that a campaign may be for: the models of that folder but steps."""
    models = sorted(path.stem for path in (PROJECT / "models/audiences").glob("*.sql"))
    return [
        name
        for name in models
        if not name.startswith("int_") and name not in NO_AUDIENCES
    ]
