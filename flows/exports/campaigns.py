"""Tonight's campaigns and the people whom the audiences stage chose for them."""

import re
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.errors import KeyuanError
from flows.exports.channels import CHANNELS
from flows.exports.privacy import SOURCE_FIELDS, with_greeting
from flows.warehouse import connect

__all__ = ["Campaign", "read_campaigns", "read_left_out", "read_people"]

CAMPAIGN_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")

CAMPAIGNS = """
    select
        campaigns.campaign,
        campaigns.audience,
        campaigns.name_en,
        campaigns.name_zh,
        campaign_channels.channel
    from settings.campaigns
    left join settings.campaign_channels
        on campaigns.campaign = campaign_channels.campaign
    where campaigns.is_active
    order by campaigns.campaign, campaign_channels.channel_order, channel
"""


@dataclass(frozen=True, slots=True)
class Campaign:
    """An active campaign and the channels it goes by, in their order."""

    name: str
    audience: str
    name_en: str | None
    name_zh: str | None
    channels: tuple[str, ...]

    def title(self, language: str) -> str:
        """What people call it in ``language``; its name where nobody said."""
        return (self.name_zh if language == "zh" else self.name_en) or self.name


def read_campaigns(warehouse: Path) -> list[Campaign]:
    """Every active campaign of the settings, sorted by name.

    Raises:
        KeyuanError: a campaign's name cannot be a folder's, it has no channel or an
            unknown one, or people were exported for a campaign nobody set.
    """
    with connect(warehouse) as connection:
        settings = pl.DataFrame(connection.sql(CAMPAIGNS))
        exported = pl.DataFrame(
            connection.sql("select distinct campaign, channel from audiences.exports")
        )
    channels = settings.group_by(
        "campaign", "audience", "name_en", "name_zh", maintain_order=True
    ).agg(pl.col("channel").drop_nulls())
    campaigns = [
        Campaign(name, audience, name_en, name_zh, tuple(listed))
        for name, audience, name_en, name_zh, listed in channels.iter_rows()
    ]
    for campaign in campaigns:
        _refuse_unsafe(campaign)
    _refuse_homeless(exported, campaigns)
    return campaigns


def read_people(warehouse: Path, campaign: str, channel: str) -> pl.DataFrame:
    """The people of one campaign and channel: the fields that may leave, no more."""
    sql = f"""
        select {", ".join(SOURCE_FIELDS)}
        from audiences.exports
        where campaign = ? and channel = ?
        order by customer_id
    """
    with connect(warehouse) as connection:
        people = pl.DataFrame(connection.sql(sql, params=[campaign, channel]))
    return with_greeting(people)


def read_left_out(warehouse: Path, campaign: str) -> dict[str, int]:
    """How many people of a campaign were held out and dropped, by outcome."""
    sql = """
        select outcome, count(distinct customer_id) as customer_count
        from audiences.members
        where campaign = ? and outcome <> 'exported' and customer_id not in (
            select customer_id
            from audiences.members
            where campaign = ? and outcome = 'exported'
        )
        group by 1
        order by 1
    """
    with connect(warehouse) as connection:
        counts = pl.DataFrame(connection.sql(sql, params=[campaign, campaign]))
    return dict(counts.iter_rows())


def _refuse_unsafe(campaign: Campaign) -> None:
    if not CAMPAIGN_NAME.fullmatch(campaign.name):
        message = (
            f"campaigns.csv: the campaign {campaign.name!r} cannot name a folder; use "
            "lower-case letters, digits, '_' and '-', at most 60 of them, beginning "
            "with a letter or digit (name_en and name_zh may be any text)"
        )
        raise KeyuanError(message)
    if not campaign.channels:
        message = (
            f"campaign_channels.csv: the active campaign {campaign.name!r} has no "
            f"channel; add a line with one of {', '.join(sorted(CHANNELS))}, or set "
            "is_active to false in campaigns.csv"
        )
        raise KeyuanError(message)
    for channel in campaign.channels:
        if channel not in CHANNELS:
            message = (
                f"campaign_channels.csv: the channel {channel!r} of the campaign "
                f"{campaign.name!r} is not one of {', '.join(sorted(CHANNELS))}; "
                "write one of these"
            )
            raise KeyuanError(message)


def _refuse_homeless(exported: pl.DataFrame, campaigns: list[Campaign]) -> None:
    """Nobody counts as exported without a file to be in."""
    known = {(one.name, channel) for one in campaigns for channel in one.channels}
    homeless = sorted(set(exported.iter_rows()) - known)
    if homeless:
        campaign, channel = homeless[0]
        message = (
            f"audiences.exports has people for campaign {campaign!r} by {channel!r}, "
            "which the settings do not list as active; the model must take its "
            "campaigns from campaigns.csv and campaign_channels.csv"
        )
        raise KeyuanError(message)
