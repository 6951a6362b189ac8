"""A small night with everything that the page tells of."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows.night import Night
from flows.settings import Shop

TABLES = """
create schema settings;
create schema audiences;
create schema marts;
create schema core;
create table settings.campaigns as
    select
        *, 0.1::decimal(9, 6) as holdout_share, 30::bigint as cool_down_days
    from (values
        ('birthday', 'birthday', 'Birthday greeting', '生日祝福', 1::bigint, true),
        ('vip_appreciation', 'vip_appreciation', 'VIP appreciation', '贵宾', 2, true),
        ('win_back', 'win_back', 'We miss you', '想念您', 3, true),
        ('asleep', 'win_back', 'Off', '停用', 4, false)
    ) as rows (campaign, audience, name_en, name_zh, priority, is_active);
create table settings.campaign_channels as
    select * from (values
        ('birthday', 'email', 1::bigint), ('birthday', 'sms', 2),
        ('vip_appreciation', 'email', 1), ('win_back', 'email', 1),
        ('win_back', 'sms', 2), ('asleep', 'fax', 1)
    ) as rows (campaign, channel, channel_order);
create table settings.rfm_segments as
    select * from (values
        (5::bigint, 5::bigint, 'champions', 'Champions', '核心客户'),
        (5, 4, 'champions', 'Champions', '核心客户'),
        (4, 4, 'loyal_customers', 'Loyal customers', '忠诚客户'),
        (2, 3, 'at_risk', 'At risk', '流失风险'),
        (1, 1, 'hibernating', 'Hibernating', '休眠')
    ) as rows (recency_score, frequency_score, rfm_segment, name_en, name_zh);
create table settings.value_tiers as
    select * from (values
        ('platinum', 0.01::decimal(9, 6), 'Platinum', '铂金'),
        ('gold', 0.05, 'Gold', '黄金'), ('low', 1.0, 'Low', '普通')
    ) as rows (value_tier, top_share, name_en, name_zh);
create table audiences.members as
    select
        date '2025-03-02' as as_of,
        case when n % 3 = 0 then 'birthday' else 'win_back' end as campaign,
        case when n % 2 = 0 then 'email' else 'sms' end as channel,
        'c' || n as customer_id,
        case when n % 5 = 0 then date '2025-03-02' else date '2025-02-20' end
            as entered_on,
        case
            when n % 10 = 9 then 'held_out'
            when n % 4 = 3 then 'dropped'
            else 'exported'
        end as outcome,
        case
            when n % 10 = 9 then 'holdout'
            when n % 8 = 3 then 'no_consent'
            when n % 8 = 7 and n % 3 = 0 then 'cool_down'
            when n % 8 = 7 then 'ask_planted@example.com'
            else 'No purchase by ann.planted@example.com for 200 days'
        end as reason
    from range(400) as numbers (n);
create table marts.customer_360 as
    select
        'c' || n as customer_id,
        'Ann Planted' as name,
        'ann.planted@example.com' as email,
        '+8613812345678' as phone,
        n % 2 = 0 as is_email_reachable,
        n % 3 = 0 as is_sms_reachable,
        case when n % 5 = 4 then 0 else 1 + n % 7 end::bigint as purchase_count,
        case when n % 5 = 4 then 0 else 40000 / (1 + n) end::decimal(18, 2)
            as net_revenue_amount,
        case
            when n % 5 = 4 then null
            when n < 60 then 'champions'
            when n < 200 then 'loyal_customers'
            when n < 420 then 'at_risk'
            else 'hibernating'
        end as rfm_segment,
        case
            when n % 5 = 4 then null
            when n < 10 then 'platinum'
            when n < 50 then 'gold'
            else 'low'
        end as value_tier,
        case
            when n % 5 = 4 then 'prospect'
            else ['new', 'repeat', 'loyal', 'at_risk', 'dormant', 'lost'][1 + n % 6]
        end as lifecycle_stage
    from range(1000) as numbers (n);
create table marts.pareto as
    select
        800::bigint as customer_count,
        216::bigint as top_80_customer_count,
        0.27::decimal(9, 6) as top_80_customer_share,
        198000.00::decimal(18, 2) as revenue_amount,
        0.731::decimal(9, 6) as top_20_revenue_share;
create table marts.segment_moves as
    select * from (values
        (date '2025-03-02', 'lifecycle', 'loyal', 'at_risk', 31::bigint),
        (date '2025-03-02', 'lifecycle', 'new', 'repeat', 1204),
        (date '2025-03-02', 'lifecycle', null, 'new', 77),
        (date '2025-03-02', 'lifecycle', 'lost', null, 78),
        (date '2025-03-02', 'rfm', 'at_risk', 'lost', 79),
        (date '2025-03-01', 'lifecycle', 'dormant', 'lost', 80)
    ) as rows (moved_on, mart, from_segment, to_segment, customer_count);
create table core.sales_by_day as
    select
        (date '2025-03-02' - n::integer)::date as order_date,
        (5 + (n * 7) % 9)::bigint as order_count,
        (900 + (n * 373) % 700 + case when n % 7 in (0, 6) then 800 else 0 end
            + 400 * sin(n / 40.0))::decimal(18, 2) as net_revenue_amount,
        (520 + (n * 211) % 340 + case when n % 7 in (0, 6) then 330 else 0 end)
            ::decimal(18, 2) as known_customer_net_revenue_amount
    from range(420) as numbers (n)
    where n % 29 <> 12;
create table core.orders as
    select * from (values
        ('till', date '2025-03-02'), ('till', date '2024-03-02'),
        ('webshop', date '2025-02-26')
    ) as rows (source_name, order_date);
create table core.reconciliation as
    select
        source_name, class, row_count::bigint as row_count,
        amount::decimal(18, 2) as amount
    from (values
        ('till', 'counted', 41230, 301877.40), ('till', 'fee', 310, 4211.00),
        ('till', 'repeated', 12, 96.50), ('till', 'zero_price', 77, 0),
        ('till', 'set aside', 14, 182.30), ('webshop', 'counted', 9120, 118330.15),
        ('webshop', 'cancelled', 310, 4180.00), ('webshop', 'unpaid', 44, 610.90),
        ('webshop', 'superseded', 220, -2950.00), ('webshop', 'of_its_own', 1, 1)
    ) as rows (source_name, class, row_count, amount);
"""

FILES = [
    ("till", "inbox/till/items-2025-02-28.csv", "landed", None, 21200, 14, False),
    ("till", "inbox/till/items-2025-03-02.csv", "landed", None, 20429, 0, True),
    ("webshop", "inbox/webshop/orders_0226.csv", "landed", None, 9695, 3, True),
    (
        "webshop",
        "inbox/webshop/orders_bob.planted@example.com.csv",
        "refused",
        "inbox/webshop/orders.csv has no column 'Name'; found 'Nom' and "
        "'+86 138 1234 5678'. Export it again with English headers",
        0,
        0,
        True,
    ),
    ("members", "inbox/members/customers.xlsx", "landed", None, 1000, 0, False),
]
CHECKS = {
    "landing": [("Every required source is fresh", "warning", False)],
    "marts": [("One row per customer", "critical", True)],
    "audiences": [
        ("Nobody suppressed is exported", "critical", True),
        ("No audience doubled, ask cy.planted@example.com", "warning", False),
    ],
}


def write_state(night: Night) -> None:
    night.state.mkdir(parents=True)
    files = pl.DataFrame(
        FILES,
        orient="row",
        schema={
            "source_name": pl.String,
            "file_name": pl.String,
            "state": pl.String,
            "reason": pl.String,
            "row_count": pl.Int64,
            "set_aside_count": pl.Int64,
            "is_new": pl.Boolean,
        },
    )
    files.with_row_index("arrival", 1).with_columns(
        pl.col("arrival").cast(pl.Int64),
        landed_count=pl.col("row_count") - pl.col("set_aside_count"),
        landed_on=pl.when("is_new").then(date(2025, 3, 2)).otherwise(date(2025, 2, 28)),
    ).write_parquet(night.state / "files.parquet")
    pl.DataFrame(
        {
            "source_name": ["till", "till", "webshop"],
            "reason": [
                "quantity is no number",
                "ordered_at '13812345678' is no date",
                "no rate for USD on 2025-03-01",
            ],
            "row_count": [9, 5, 3],
        }
    ).write_parquet(night.state / "set_aside_reasons.parquet")


def write_checks(night: Night) -> None:
    night.checks.mkdir()
    for gate, checks in CHECKS.items():
        rows = [
            {"name": name, "severity": severity, "passed": passed, "next_step": "Look."}
            for name, severity, passed in checks
        ]
        content = json.dumps({"gate": gate, "checks": rows})
        (night.checks / f"{gate}.json").write_text(content, encoding="utf-8")


@pytest.fixture
def night(tmp_path: Path) -> Night:
    """The night of 2 March 2025 with three campaigns, sales, segments and troubles."""
    night = Night(tmp_path, date(2025, 3, 2), 1)
    night.folder.mkdir(parents=True)
    with duckdb.connect(str(night.warehouse)) as connection:
        connection.execute(TABLES)
    write_state(night)
    write_checks(night)
    return night


@pytest.fixture
def change(night: Night) -> Callable[[str], None]:
    """Run one more statement on the night's warehouse."""

    def run(sql: str) -> None:
        with duckdb.connect(str(night.warehouse)) as connection:
            connection.execute(sql)

    return run


@pytest.fixture
def publish(night: Night) -> Callable[[str, dict[str, int]], Path]:
    """Publish an earlier night whose manifest lists ``people`` by campaign."""

    def run(as_of: str, people: dict[str, int]) -> Path:
        folder = night.home / "nights" / as_of
        (folder / "audiences").mkdir(parents=True)
        (folder / "night.json").write_text("{}", encoding="utf-8")
        files = [
            {"path": f"{name}/{file}", "campaign": name, "rows": rows}
            for name, rows in people.items()
            for file in ("email.csv", "people.xlsx")
        ]
        manifest = json.dumps({"as_of": as_of, "files": files})
        (folder / "audiences" / "manifest.json").write_text(manifest, encoding="utf-8")
        return folder

    return run


@pytest.fixture
def shop() -> Shop:
    return Shop(
        name="Corner Stationery",
        timezone="Asia/Shanghai",
        country="CN",
        currency="CNY",
        language="en",
    )
