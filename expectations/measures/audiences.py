"""What the audiences gate counts among those exported, held out and dropped."""

from collections.abc import Iterable

from expectations.suite import literal

__all__ = ["ALLOWED", "accounted_for", "campaign_sizes"]

# An id in the list counts for every id that took over from it.
ALLOWED = """
    with recursive heirs as (
        select value as customer_id
        from settings.suppressions
        where kind = 'customer_id'
        union
        select changes.new_customer_id as customer_id
        from heirs
        inner join identity.changes as changes
            on heirs.customer_id = changes.old_customer_id
    ),
    suppressed as (
        select
            suppressions.kind,
            coalesce(contact_points.normal_value, lower(trim(suppressions.value)))
                as value
        from settings.suppressions as suppressions
        left join gate.contact_points as contact_points
            on suppressions.kind = contact_points.kind
            and suppressions.value = contact_points.value
    ),
    suppressed_ids as (
        select customer_id from heirs
        union
        select records.customer_id
        from identity.records as records
        inner join identity.int_person_records as persons
            on records.record_id = persons.record_id
        inner join suppressed
            on suppressed.kind = 'member_number'
            and suppressed.value = lower(trim(persons.member_number))
    ),
    granted as (
        select customer_id, channel from core.consents where state = 'granted'
    ),
    exported as (
        select campaign, channel, customer_id, email, phone from audiences.exports
    ),
    held_out as (
        select campaign, customer_id
        from audiences.members
        where outcome = 'held_out'
    ),
    members as (
        select campaign, channel, customer_id
        from audiences.members
        where outcome = 'exported'
    ),
    repeated as (
        select campaign, customer_id
        from exported
        group by 1, 2
        having count(*) > 1
    )
    select
        (select count(*) from exported anti join granted using (customer_id, channel))
            as without_consent_count,
        (
            select count(*) from exported
            where
                email in (select value from suppressed where kind = 'email')
                or phone in (select value from suppressed where kind = 'phone')
                or customer_id in (select customer_id from suppressed_ids)
        ) as suppressed_count,
        (select count(*) from exported semi join held_out using (campaign, customer_id))
            as held_out_count,
        (select count(*) from repeated) as repeated_count,
        (
            select count(*) from exported
            anti join members using (campaign, channel, customer_id)
        ) as unlisted_count,
        (
            select count(*) from members
            anti join exported using (campaign, channel, customer_id)
        ) as unexported_count
"""


def accounted_for(audiences: Iterable[tuple[str, str]]) -> str:
    """Members against the candidates, given each campaign with its audience."""
    candidates = "\nunion all\n".join(
        [
            "select '' as campaign, '' as customer_id where 1 = 0",
            *(
                f"select {literal(campaign)}, customer_id from {_table(audience)}"
                for campaign, audience in audiences
            ),
        ]
    )
    return f"""
        with candidates as ({candidates}),
        expected as (
            select channels.campaign, channels.channel, candidates.customer_id
            from candidates
            inner join settings.campaign_channels as channels
                on candidates.campaign = channels.campaign
        )
        select
            (
                select count(*) from expected
                anti join audiences.members using (campaign, channel, customer_id)
            ) as forgotten_count,
            (
                select count(*) from audiences.members
                anti join expected using (campaign, channel, customer_id)
            ) as uninvited_count
    """


def campaign_sizes(
    campaign: str, audience: str, holdout_share: float, variance_needed: float
) -> str:
    """The size of an audience, whom it reaches, and how its holdout was cut.

    Whoever got as far as the holdout was exported, held out, or dropped for the
    cool-down that comes after it. The deviation is in standard deviations of a
    binomial draw, and 0 where too few got that far to say anything.
    """
    share = f"cast({holdout_share!r} as double)"
    return f"""
        with members as (
            select
                customer_id,
                bool_or(outcome = 'exported') as is_exported,
                bool_or(outcome = 'held_out') as is_held_out,
                bool_or(outcome in ('exported', 'held_out') or reason = 'cool_down')
                    as is_drawn
            from audiences.members
            where campaign = {literal(campaign)}
            group by 1
        ),
        counted as (
            select
                (select count(*) from marts.customer_360) as customer_count,
                (select count(*) from {_table(audience)}) as candidate_count,
                count(*) filter (where is_exported) as exported_count,
                count(*) filter (where is_held_out) as held_out_count,
                count(*) filter (where is_drawn) as drawn_count,
                count(*) filter (where is_drawn) * {share} * (1 - {share}) as variance
            from members
        )
        select
            coalesce(round(candidate_count / nullif(customer_count, 0), 6), 0)
                as audience_share,
            case when exported_count = 0 then candidate_count else 0 end
                as unreached_candidate_count,
            case
                when variance >= {variance_needed}
                    then
                        round(
                            abs(held_out_count - drawn_count * {share})
                            / sqrt(variance),
                            2
                        )
                else 0
            end as holdout_deviation_count
        from counted
    """


def _table(audience: str) -> str:
    """The audience's table, quoted: its name comes from a settings file."""
    return 'audiences."{}"'.format(audience.replace('"', '""'))
