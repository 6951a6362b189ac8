"""A tiny warehouse with the tables that the exports stage reads."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest

from flows.night import Night
from flows.settings import Shop

TABLES = """
create schema settings;
create schema audiences;
create table settings.campaigns (
    campaign varchar, audience varchar, name_en varchar, name_zh varchar,
    priority bigint, holdout_share decimal(9, 6), cool_down_days bigint,
    least_confidence decimal(9, 6),    is_active boolean
);
create table settings.campaign_channels (
    campaign varchar, channel varchar, channel_order bigint
);
create table audiences.exports (
    campaign varchar, channel varchar, customer_id varchar, name varchar,
    given_name varchar, family_name varchar, email varchar, phone varchar,
    reason varchar, entered_on date, gender varchar, birth_date date, address varchar
);
create table audiences.members (
    as_of date, campaign varchar, channel varchar, customer_id varchar,
    entered_on date, outcome varchar, reason varchar
);
insert into settings.campaigns values
    ('win_back', 'win_back', 'We miss you', '想念您', 1, 0.1, 30, 0, true),
    ('birthday', 'birthday', null, null, 2, 0, 300, 0, true),
    ('asleep', 'win_back', 'Off', '停', 3, 0, 30, 0, false);
insert into settings.campaign_channels values
    ('win_back', 'email', 1), ('win_back', 'sms', 2), ('birthday', 'sms', 1),
    ('asleep', 'sms', 1);
insert into audiences.exports values
    ('win_back', 'email', 'c2', 'Ann Lee', 'Ann', 'Lee', 'ann@example.com',
     '+8613800000001', 'No purchase for 200 days', '2025-03-01', 'female',
     '1980-02-03', '1 Secret Street'),
    ('win_back', 'email', 'c1', '=cmd()', '=cmd()', null, 'evil@example.com', null,
     'No purchase for 200 days', '2025-03-02', null, null, null),
    ('win_back', 'sms', 'c3', '王小明', null, null, null, '+8613800000002',
     'No purchase, "for long"', '2025-03-01', 'male', '1990-01-01', '北京路1号');
insert into audiences.members values
    ('2025-03-02', 'win_back', 'email', 'c1', '2025-03-02', 'exported', 'x'),
    ('2025-03-02', 'win_back', 'email', 'c2', '2025-03-01', 'exported', 'x'),
    ('2025-03-02', 'win_back', 'email', 'c3', '2025-03-01', 'dropped', 'no_consent'),
    ('2025-03-02', 'win_back', 'sms', 'c3', '2025-03-01', 'exported', 'x'),
    ('2025-03-02', 'win_back', 'email', 'c4', '2025-03-01', 'held_out', 'holdout'),
    ('2025-03-02', 'win_back', 'email', 'c5', '2025-03-01', 'dropped', 'suppressed'),
    ('2025-03-02', 'win_back', 'sms', 'c5', '2025-03-01', 'dropped', 'suppressed');
"""


@pytest.fixture
def night(tmp_path: Path) -> Night:
    """A night whose warehouse has two active campaigns, one of them empty."""
    night = Night(tmp_path, date(2025, 3, 2), 1)
    night.folder.mkdir(parents=True)
    with duckdb.connect(str(night.warehouse)) as connection:
        connection.execute(TABLES)
    return night


@pytest.fixture
def change(night: Night) -> Callable[[str], None]:
    """Run one more statement on the night's warehouse."""

    def run(sql: str) -> None:
        with duckdb.connect(str(night.warehouse)) as connection:
            connection.execute(sql)

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
