"""What may leave is a list; these tests are the second place where it stands."""

import polars as pl
import pytest

from flows.errors import KeyuanError
from flows.exports.channels import CHANNELS
from flows.exports.channels.people import SHEETS
from flows.exports.privacy import (
    EMAIL_ADDRESS,
    SOURCE_FIELDS,
    Channel,
    Column,
    count_emptied,
    leave_by,
    with_greeting,
)

ALLOWED = {
    "email.csv": {"email", "first_name", "last_name", "customer_id", "campaign"},
    "sms.csv": {"phone", "first_name", "last_name", "customer_id", "campaign"},
    "email sheet": {
        "customer_id",
        "name",
        "first_name",
        "last_name",
        "email",
        "entered_on",
        "reason",
    },
    "sms sheet": {
        "customer_id",
        "name",
        "first_name",
        "last_name",
        "phone",
        "entered_on",
        "reason",
    },
}


def people(**values: str | None) -> pl.DataFrame:
    row = dict.fromkeys([*SOURCE_FIELDS, "birth_date"], "secret") | {
        "customer_id": "c1",
        "campaign": "win_back",
        "email": "ann@example.com",
        "phone": "+8613800000001",
        "entered_on": "2025-03-01",
    }
    return with_greeting(
        pl.DataFrame({**row, **values}, schema=dict.fromkeys(row, pl.String))
    )


def test_only_these_fields_leave_and_no_others() -> None:
    files = {f"{name}.csv": channel for name, channel in CHANNELS.items()}
    sheets = {f"{name} sheet": channel for name, channel in SHEETS.items()}
    fields = {
        name: {column.field for column in channel.columns}
        for name, channel in (files | sheets).items()
    }
    assert fields == ALLOWED


@pytest.mark.parametrize("channel", [*CHANNELS.values(), *SHEETS.values()])
def test_a_column_that_is_not_listed_stays(channel: Channel) -> None:
    rows = leave_by(channel, people(), "audiences/x.csv")
    assert rows.columns == channel.headers
    assert "birth_date" not in rows.columns


@pytest.mark.parametrize("name", ["=cmd()", "+1", "-1", "@sum", "＝cmd()", "\t=cmd()"])
def test_a_name_like_a_formula_leaves_empty_for_machines_and_is_counted(
    name: str,
) -> None:
    member = people(given_name=name, family_name="Lee")
    rows = leave_by(CHANNELS["email"], member, "audiences/x.csv")
    assert rows["First Name"].to_list() == [None]
    assert rows["Last Name"].to_list() == ["Lee"]
    assert count_emptied(CHANNELS["email"], member) == 1


def test_a_name_is_one_clean_line() -> None:
    member = people(given_name=" Ann\r\nMaria ", family_name="　Lee\u0000")
    rows = leave_by(CHANNELS["email"], member, "audiences/x.csv")
    assert rows.row(0)[1:3] == ("Ann Maria", "Lee")


@pytest.mark.parametrize(
    ("given", "family", "greeted"),
    [
        (None, None, ("王小明", None)),
        ("", " ", ("王小明", None)),
        ("小明", "王", ("小明", "王")),
        (None, "王", (None, "王")),
    ],
)
def test_the_whole_name_greets_when_nothing_else_is_known(
    given: str | None, family: str | None, greeted: tuple[str | None, str | None]
) -> None:
    member = people(name="王小明", given_name=given, family_name=family)
    rows = leave_by(CHANNELS["sms"], member, "audiences/x.csv")
    assert rows.row(0)[1:3] == greeted


@pytest.mark.parametrize(
    "address",
    [
        "ann+tag@example.com",
        "o'hara@mail.example.co.uk",
        "a.b_c-d%e@example.museum",
        "wang@例子.中国",
    ],
)
def test_ordinary_addresses_leave(address: str) -> None:
    rows = leave_by(CHANNELS["email"], people(email=address), "audiences/x.csv")
    assert rows["Email"].to_list() == [address]


@pytest.mark.parametrize(
    "address",
    [
        "=1+1@example.com",
        "=cmd|x!A0@a.cn",
        "ann@",
        "@example.com",
        "ann@example",
        "a b@example.com",
        "a,b@example.com",
        '"ann"@example.com',
        "ann@example.com\n",
    ],
)
def test_an_address_that_is_none_is_refused_without_being_told(address: str) -> None:
    with pytest.raises(KeyuanError, match="the first that of customer c1") as caught:
        leave_by(CHANNELS["email"], people(email=address), "audiences/x.csv")
    assert address not in str(caught.value)


def test_rows_leave_in_the_order_of_their_customers() -> None:
    members = pl.concat([people(customer_id=name) for name in ("c3", "c1", "c2")])
    rows = leave_by(CHANNELS["sms"], members, "audiences/x.csv")
    assert rows["customer_id"].to_list() == ["c1", "c2", "c3"]


def test_a_channel_without_names_empties_none() -> None:
    bare = Channel("bare", (Column("Email", "email", EMAIL_ADDRESS),))
    assert count_emptied(bare, people(given_name="=cmd()")) == 0
