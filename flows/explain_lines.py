"""What ``keyuan explain`` says of a customer, a line each."""

import re
from collections.abc import Iterable
from datetime import date
from itertools import groupby

from flows.explain import Known, Row
from flows.explain_note import note_lines
from flows.masking import masked

__all__ = ["GROUPS", "explain_lines"]

NOTHING = "—"
# Values that are chosen together, from one record.
GROUPS = {
    "name": ("name", "family_name", "given_name"),
    "email": ("email",),
    "phone": ("phone",),
    "birth_date": ("birth_date",),
    "gender": ("gender",),
    "member_number": ("member_number",),
    "wechat_id": ("wechat_id",),
    "occupation": ("occupation",),
    "interests": ("interests",),
    "address": ("address", "city", "region", "postcode", "country"),
}
# A date in a reason may be a birthday, and so may what follows it.
DATED = re.compile(r"\d{4}-\d{2}-\d{2}.*")
# Name, column of the segment, and what the columns of its night and reason begin with.
SEGMENTS = (
    ("lifecycle", "lifecycle_stage", "lifecycle", "lifecycle"),
    ("rfm", "rfm_segment", "rfm", "rfm"),
    ("rfm group", "rfm_group", "rfm_group", ""),
    ("value tier", "value_tier", "value_tier", "value_tier"),
    ("value role", "value_role", "value_role", "value_role"),
    ("value potential", "value_potential", "value_potential", "value_potential"),
    ("churn watch", "churn_group", "churn", "churn"),
    ("service", "service_group", "service", "service"),
    ("journey", "journey_step", "journey", "journey"),
    ("loyalty", "loyalty_engagement", "loyalty_engagement", "loyalty"),
    ("institution", "institution_kind", "institution", "institution"),
    ("advocate", "advocate_group", "advocate", "advocate"),
)


def explain_lines(
    known: Known, night: str, currency: str, *, personal: bool
) -> list[str]:
    """Who they are, what they bought, and why each campaign has or lacks them.

    Args:
        known: what the night's tables say.
        night: the night's name.
        currency: the shop's.
        personal: whether their values may stand there; without it a line says of a
            value only that it was told, and masks what looks like an address.
    """
    lines = [
        *_heading(known, night),
        *note_lines(
            known.measured,
            known.run_outs,
            known.next_best,
            date.fromisoformat(night[:10]),
            currency,
            personal=personal,
        ),
        *_records(known),
        *_links(known),
        *_golden(known.golden, personal=personal),
        *_orders(known, currency),
        *_segments(known.measured),
        *_campaigns(known, personal=personal),
        *_history(known),
    ]
    return lines if personal else [masked(line) for line in lines]


def _heading(known: Known, night: str) -> list[str]:
    customer = known.golden["customer_id"]
    retired = [
        f"{known.asked} is no longer in use: {customer} took over from it."
        for change in known.history
        if change["kind"] == "merge" and change["old_customer_id"] == known.asked
    ]
    is_retired = known.asked != customer and retired
    household = known.golden.get("household_id")
    shared = f", household {household}" if household else ""
    return [
        *(retired[:1] if is_retired else []),
        f"Customer {customer}, night {night}{shared}",
    ]


def _records(known: Known) -> list[str]:
    rows = [("record", "linked by", "weight", "first night")] + [
        (
            record["record_id"],
            record["link_rule"],
            f"{record['link_weight']}",
            f"{record['first_seen_on']}",
        )
        for record in known.records
    ]
    return [f"Records: {len(known.records)}", *_table(rows)]


def _links(known: Known) -> list[str]:
    """The links, surest first: the last is what the customer stands or falls with."""
    rows = [
        (
            link["record_id"],
            link["other_record_id"],
            link["link_rule"],
            f"{link['link_weight']}",
        )
        for link in known.links
    ]
    if not rows:
        return []
    return ["Links", *_table([("record", "and record", "by", "weight"), *rows])]


def _golden(golden: Row, *, personal: bool) -> list[str]:
    rows = [("value", "is", "source", "date")]
    for group, columns in GROUPS.items():
        values = [f"{golden[name]}" for name in columns if golden.get(name) is not None]
        told = ", ".join(values) if personal else "told"
        rows.append(
            (
                group,
                told if values else NOTHING,
                f"{golden.get(f'{group}_source') or NOTHING}",
                f"{golden.get(f'{group}_date') or NOTHING}",
            )
        )
    return ["Golden values, of the best record for each", *_table(rows)]


def _orders(known: Known, currency: str) -> list[str]:
    sums = known.measured
    rows = [
        (
            f"{order['order_date']}",
            order["order_id"],
            f"{order['net_amount']:,}",
            order["order_class"],
        )
        for order in known.orders
    ]
    return [
        f"Orders: {sums['order_count']:,}; purchases {sums['purchase_count']:,}, "
        f"net revenue {sums['net_revenue_amount']:,} {currency}, first purchase "
        f"{sums['first_purchase_date'] or NOTHING}, latest "
        f"{sums['latest_purchase_date'] or NOTHING}",
        *_table(rows),
    ]


def _segments(measured: Row) -> list[str]:
    rows = [
        (
            name,
            f"{measured.get(segment) or NOTHING}",
            f"{measured.get(f'{since}_since') or NOTHING}",
            f"{measured.get(f'{reason}_reason') or NOTHING}",
        )
        for name, segment, since, reason in SEGMENTS
    ]
    return ["Segments", *_table([("segment", "is", "since", "because"), *rows])]


def _campaigns(known: Known, *, personal: bool) -> list[str]:
    measured = known.measured
    reach = ", ".join(
        f"{channel} {'reachable' if measured[f'is_{channel}_reachable'] else 'none'} "
        f"(consent: {measured[f'{channel}_consent']})"
        for channel in ("email", "sms")
    )
    suppressed = ", suppressed" if measured["is_suppressed"] else ""
    lines = [f"Campaigns; {reach}{suppressed}"]
    for _, rows in groupby(known.campaigns, key=lambda row: str(row["campaign"])):
        channels = list(rows)
        if not channels[0]["is_active"]:
            why = "switched off, is_active is false in campaigns.csv"
            lines.append(f"  {channels[0]['campaign']}: {why}")
        elif channels[0]["outcome"] is None:
            lines += _no_candidate(channels[0], known.thresholds)
        else:
            lines += [_candidate(row, personal=personal) for row in channels]
    return lines


def _candidate(row: Row, *, personal: bool) -> str:
    reason = row["reason"] if personal else DATED.sub("•••", row["reason"])
    return (
        f"  {row['campaign']} by {row['channel']}: {row['outcome']}, {reason} "
        f"(candidate since {row['entered_on']})"
    )


def _no_candidate(row: Row, thresholds: Iterable[Row]) -> list[str]:
    """What the audience asks for, to be held against the segments above."""
    campaign, audience = row["campaign"], row["audience"]
    asks = [
        f"    {asked['value'].normalize():f}: {asked['meaning']}"
        for asked in thresholds
        if asked["audience"] == audience
    ]
    heard = "; it asks for" if asks else ""
    return [f"  {campaign}: no candidate, not in the audience {audience}{heard}", *asks]


def _history(known: Known) -> list[str]:
    said = {
        "new": "{new} is new",
        "merge": "{old} merged into {new}",
        "split": "{new} split off {old}",
    }
    lines = []
    for change in known.history:
        old, new = change["old_customer_id"], change["new_customer_id"]
        what = said.get(change["kind"], change["kind"] + ": {old} to {new}")
        event = what.format(old=old, new=new)
        by = f" ({change['link']})" if change["link"] else ""
        lines.append(f"  {change['as_of']}  {event}: {change['reason']}{by}")
    return ["History of the id", *lines]


def _table(rows: Iterable[tuple[str, ...]]) -> list[str]:
    """``rows`` in columns as wide as their widest value."""
    table = list(rows)
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return [
        "  "
        + "  ".join(
            f"{value:<{width}}" for value, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in table
    ]
