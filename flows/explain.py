"""What a published night knows of one customer: who is meant, and what is known."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from flows.errors import HomeError, KeyuanError
from flows.night import PublishedNight, current_night
from flows.warehouse import connect

__all__ = ["Known", "Row", "night_to_explain", "what_is_known"]

Row = Mapping[str, Any]

# A retired id is whoever took over from it, and whoever took over from them.
HEIRS = """
    latest_merges as (
        select old_customer_id, new_customer_id
        from identity.changes
        where kind = 'merge'
        qualify
            row_number() over (
                partition by old_customer_id
                order by as_of desc, new_customer_id
            ) = 1
    ),
    heirs as (
        select $who as customer_id
        union
        select latest_merges.new_customer_id
        from heirs
        inner join latest_merges
            on heirs.customer_id = latest_merges.old_customer_id
    )
"""
MEANT = f"""
    with recursive {HEIRS},
    meant as (
        select customer_id from heirs
        union
        select customer_id from identity.records where record_id = $who
        union
        select customer_id
        from core.int_record_contacts_normalised
        where list_contains($contacts, normal_value)
        union
        select records.customer_id
        from identity.int_person_records as persons
        inner join identity.records as records
            on persons.record_id = records.record_id
        where upper(trim(persons.member_number)) = upper($who)
    )
    select customer_id
    from meant
    semi join core.customers using (customer_id)
    order by customer_id
"""
GOLDEN = "select * from core.customers where customer_id = $customer"
MEASURED = "select * from marts.customer_360 where customer_id = $customer"
RECORDS = """
    select record_id, link_rule, link_weight, first_seen_on
    from identity.records
    where customer_id = $customer
    order by first_seen_on, record_id
"""
LINKS = """
    select record_id, other_record_id, link_rule, link_weight
    from identity.links
    where customer_id = $customer
    order by link_weight desc, record_id, other_record_id
"""
ORDERS = """
    select order_date, order_id, order_class, net_amount
    from core.orders
    where customer_id = $customer
    order by order_date desc, order_id desc
    limit 5
"""
MEMBERSHIPS = """
    select campaign, channel, outcome, reason, entered_on
    from audiences.members
    where customer_id = $customer
"""
CAMPAIGNS = f"""
    with members as ({MEMBERSHIPS})
    select
        campaigns.campaign,
        campaigns.audience,
        campaigns.is_active,
        members.channel,
        members.outcome,
        members.reason,
        members.entered_on
    from settings.campaigns as campaigns
    left join members on campaigns.campaign = members.campaign
    order by campaigns.priority, campaigns.campaign, members.channel
"""
THRESHOLDS = """
    select
        split_part(description, ': ', 1) as audience,
        value,
        substr(description, strpos(description, ': ') + 2) as meaning
    from settings.audience_thresholds
    order by name
"""
RUN_OUTS = """
    select *
    from marts.replenishment
    where customer_id = $customer and buy_window <> 'given_up'
    order by run_out_date, product_id nulls last, category
"""
NEXT_BEST = """
    select *
    from marts.next_best_products
    where customer_id = $customer
    order by next_best_rank
"""
# Everything that ever happened to this id or to one that was merged into it.
HISTORY = """
    with recursive ancestors as (
        select $customer as customer_id
        union
        select changes.old_customer_id
        from ancestors
        inner join identity.changes as changes
            on
                ancestors.customer_id = changes.new_customer_id
                and changes.kind = 'merge'
    )
    select as_of, kind, old_customer_id, new_customer_id, reason, link
    from identity.changes
    where
        old_customer_id in (select customer_id from ancestors)
        or new_customer_id in (select customer_id from ancestors)
    order by as_of, kind, old_customer_id nulls first, new_customer_id
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What the night's tables say of one customer, each as it was asked for.

    Attributes:
        asked: what somebody typed.
        golden: their row of ``core.customers``; ``measured`` that of
            ``marts.customer_360``.
        campaigns: every campaign, once per channel where they are a candidate.
        links: the links that hold their records together, surest first.
        thresholds: what the audiences ask for.
        run_outs: what they buy again and again, what is soonest gone first.
        next_best: what they would like next, the likeliest first.
        history: the changes of their id and of those merged into it.
    """

    asked: str
    golden: Row
    measured: Row
    records: list[Row]
    links: list[Row]
    orders: list[Row]
    campaigns: list[Row]
    thresholds: list[Row]
    run_outs: list[Row]
    next_best: list[Row]
    history: list[Row]


def night_to_explain(home: Path) -> PublishedNight:
    """The night that readers see.

    Raises:
        HomeError: there is none yet.
    """
    night = current_night(home)
    if night is None:
        message = (
            f"{home} has no published night, so nobody is known yet. "
            f"Run one: keyuan nightly --home {home}"
        )
        raise HomeError(message)
    return night


def what_is_known(warehouse: Path, who: str, contacts: Collection[str]) -> Known:
    """All that the night in ``warehouse`` knows of ``who``.

    Args:
        warehouse: a published night's; it is only read.
        who: a customer id, a retired one too, a record id, phone, e-mail or member
            number, as typed.
        contacts: what ``who`` is as an e-mail address or phone number.

    Raises:
        KeyuanError: nobody is meant, or several are.
    """
    asked = who.strip()
    with connect(warehouse) as connection:
        values = {"who": asked, "contacts": list(contacts)}
        found = [row["customer_id"] for row in _rows(connection, MEANT, values)]
        customer = {"customer": _only(found)}
        return Known(
            asked=asked,
            golden=_rows(connection, GOLDEN, customer)[0],
            measured=_rows(connection, MEASURED, customer)[0],
            records=_rows(connection, RECORDS, customer),
            links=_rows(connection, LINKS, customer),
            orders=_rows(connection, ORDERS, customer),
            campaigns=_rows(connection, CAMPAIGNS, customer),
            thresholds=_rows(connection, THRESHOLDS, {}),
            run_outs=_rows(connection, RUN_OUTS, customer),
            next_best=_rows(connection, NEXT_BEST, customer),
            history=_rows(connection, HISTORY, customer),
        )


def _only(found: list[str]) -> str:
    if not found:
        message = (
            "Nobody is known by that. Give a customer id, a record id with its source "
            "(till:1042), a phone, an e-mail or a member number, as it is written"
        )
        raise KeyuanError(message)
    if len(found) > 1:
        message = (
            f"{len(found)} customers are known by that: {', '.join(found[:10])}"
            f"{' and others' if len(found) > 10 else ''}. Name one of them"
        )
        raise KeyuanError(message)
    return found[0]


def _rows(
    connection: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, object]
) -> list[Row]:
    answer = connection.execute(sql, dict(values))
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
