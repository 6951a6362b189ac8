"""What the identity gate counts among tonight's records, ids and their changes."""

from datetime import date

from expectations.suite import literal

__all__ = ["RECORDS", "SIZES", "changes_of"]

RECORDS = """
    with persons as (select record_id from identity.int_person_records),
    repeated as (
        select record_id from gate.records group by 1 having count(*) > 1
    ),
    retired as (
        select old_customer_id as customer_id
        from gate.changes
        where kind = 'merge'
    )
    select
        (
            select count(*) from persons
            anti join (
                select record_id from gate.records where customer_id is not null
            ) as records using (record_id)
        ) as without_customer_count,
        (select count(*) from gate.records anti join persons using (record_id))
            as unknown_record_count,
        (select count(*) from repeated) as repeated_record_count,
        (select count(*) from gate.records semi join retired using (customer_id))
            as retired_id_count
"""
# Of a record that somebody else has too: the share before is of the night before.
SIZES = """
    with customers as (
        select customer_id, count(*) as record_count
        from gate.records
        group by 1
    ),
    customers_before as (
        select customer_id, count(*) as record_count
        from gate.known
        group by 1
    ),
    linked as (
        select
            (
                select
                    sum(record_count) filter (where record_count > 1)
                    / sum(record_count)
                from customers
            ) as present_share,
            (
                select
                    sum(record_count) filter (where record_count > 1)
                    / sum(record_count)
                from customers_before
            ) as share_before,
            (select count(*) from customers_before) as known_count
    )
    select
        coalesce((select max(record_count) from customers), 0)
            as largest_customer_record_count,
        case
            when known_count > 0
                then
                    round(
                        abs(coalesce(present_share, 0) - coalesce(share_before, 0)), 6
                    )
            else 0
        end as linked_share_change
    from linked
"""


def changes_of(as_of: date, let_through_count: int) -> str:
    """The share of the ids of the night before that were merged away or split.

    Up to ``let_through_count`` changes are nought, because in a small shop one merge
    may be more than any share.
    """
    return f"""
        with changes as (
            select count(*) as change_count
            from gate.changes
            where
                as_of = cast({literal(as_of)} as date)
                and kind in ('merge', 'split')
        ),
        known as (select count(distinct customer_id) as known_count from gate.known)
        select
            case
                when change_count > {let_through_count} and known_count > 0
                    then round(change_count / known_count, 6)
                else 0
            end as changed_id_share
        from changes cross join known
    """
