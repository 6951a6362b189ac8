"""Nobody is written to who did not allow it, and everyone considered is accounted for.

The audiences gate stands before the files that leave the house. It asks again, on its
own and from ``core`` and the settings, what the audience models have already decided:
consent, suppression, one channel per person, the holdout.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from expectations.measures.audiences import ALLOWED, accounted_for, campaign_sizes
from expectations.suite import (
    Suite,
    at_most,
    critical,
    never_null,
    no_rows,
    one_of,
    unique,
    warning,
    zero,
)

__all__ = [
    "AUDIENCE_SHARE_TOLD",
    "HOLDOUT_DEVIATIONS_TOLD",
    "HOLDOUT_VARIANCE_NEEDED",
    "Campaign",
    "audience_suites",
]

AUDIENCE_SHARE_TOLD = 0.50
HOLDOUT_DEVIATIONS_TOLD = 4
HOLDOUT_VARIANCE_NEEDED = 9

CHANNELS = ("email", "sms")
OUTCOMES = ("exported", "held_out", "dropped")
EMAIL = r"""[^@\s"'',;<>]+@[^@\s"'',;<>.]+(\.[^@\s"'',;<>.]+)+"""
PHONE = r"\+[1-9][0-9]{6,14}"
MEND = "A model in dbt_project/models/audiences is wrong: run the dbt tests of it"


@dataclass(frozen=True, slots=True)
class Campaign:
    """An active campaign, the audience it writes to, and the share it holds out."""

    name: str
    audience: str
    holdout_share: float


def audience_suites(campaigns: Sequence[Campaign]) -> list[Suite]:
    """All that the audiences gate asserts."""
    return [
        _exports(),
        _allowed(),
        _members(),
        _accounted_for(campaigns),
        *(_campaign(campaign) for campaign in campaigns),
    ]


def _exports() -> Suite:
    mend = "It passed the rules in flows/identity/normalise.py: mend them there"
    emails = critical("Everyone exported by e-mail has a well-formed address", mend)
    phones = critical("Everyone exported by SMS has a phone number in E.164", mend)
    channels = critical("Every export goes to a known channel", MEND)
    return Suite(
        table="audiences.exports",
        query="select channel, email, phone from audiences.exports",
        expectations=(
            no_rows(_malformed("email", "email", EMAIL), emails),
            no_rows(_malformed("sms", "phone", PHONE), phones),
            one_of("channel", CHANNELS, channels),
        ),
    )


def _malformed(channel: str, column: str, pattern: str) -> str:
    """The condition on a row of ``channel`` that has no well-formed ``column``."""
    well_formed = f"coalesce(regexp_full_match({column}, '{pattern}'), false)"
    return f"channel = '{channel}' and not {well_formed}"


def _allowed() -> Suite:
    consented = critical(
        "Nobody is exported without a granted consent for the channel",
        "Do not send: compare audiences.exports with core.consents",
    )
    suppressed = critical(
        "Nobody who is suppressed is exported",
        "Do not send: compare audiences.exports with suppressions.csv",
    )
    held_out = critical("Nobody who is held out is exported", MEND)
    one_channel = critical(
        "Nobody is exported twice or in two channels of one campaign",
        "Give each channel of a campaign an order of its own in campaign_channels.csv",
    )
    listed = critical("Everyone exported stands so in audiences.members", MEND)
    exported = critical("Everyone who stands as exported is exported", MEND)
    return Suite(
        table="audiences.exports",
        query=ALLOWED,
        expectations=(
            zero("without_consent_count", consented),
            zero("suppressed_count", suppressed),
            zero("held_out_count", held_out),
            zero("repeated_count", one_channel),
            zero("unlisted_count", listed),
            zero("unexported_count", exported),
        ),
    )


def _members() -> Suite:
    once = critical("Every candidate is accounted for once in each channel", MEND)
    identified = critical("Every member is a customer", MEND)
    decided = critical("Every member has an outcome", MEND)
    known = critical("Every outcome is exported, held out or dropped", MEND)
    reasoned = critical("Every member has a reason", MEND)
    return Suite(
        table="audiences.members",
        query="select * from audiences.members",
        expectations=(
            unique(["campaign", "channel", "customer_id"], once),
            never_null("customer_id", identified),
            never_null("outcome", decided),
            one_of("outcome", OUTCOMES, known),
            never_null("reason", reasoned),
        ),
    )


def _accounted_for(campaigns: Sequence[Campaign]) -> Suite:
    remembered = critical("Every candidate has an outcome in each channel", MEND)
    invited = critical("Every member is a candidate of the campaign", MEND)
    return Suite(
        table="audiences.members",
        query=accounted_for((each.name, each.audience) for each in campaigns),
        expectations=(
            zero("forgotten_count", remembered),
            zero("uninvited_count", invited),
        ),
    )


def _campaign(campaign: Campaign) -> Suite:
    small = warning(
        f"The audience of {campaign.name} is at most half of the shop",
        f"See the thresholds of {campaign.audience} in audience_thresholds.csv",
    )
    heard = warning(
        f"The campaign {campaign.name} reaches someone of its audience",
        "The report says why all were dropped: consent, reach or cool-down",
    )
    fair = warning(
        f"The share held out of {campaign.name} is near its setting",
        "So large a deviation is no chance: see holdout_share in campaigns.csv and the "
        "holdout in audiences.members",
    )
    return Suite(
        table=f"audiences.{campaign.audience}",
        query=campaign_sizes(
            campaign.name,
            campaign.audience,
            campaign.holdout_share,
            HOLDOUT_VARIANCE_NEEDED,
        ),
        expectations=(
            at_most("audience_share", AUDIENCE_SHARE_TOLD, small),
            zero("unreached_candidate_count", heard),
            at_most("holdout_deviation_count", HOLDOUT_DEVIATIONS_TOLD, fair),
        ),
    )
