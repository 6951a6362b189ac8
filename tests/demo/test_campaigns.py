"""Two campaigns of the past: to people who had agreed, with what came of them."""

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

Read = Callable[[str], pl.DataFrame]
KINDS = ["sent", "delivered", "opened", "clicked", "redeemed", "unsubscribed"]


@pytest.fixture(scope="module")
def events(read: Read) -> pl.DataFrame:
    """The rows of the files that can be read."""
    return (
        read("inbox/campaigns/*.csv")
        .filter(
            pl.col("At") != "00/00/0000 00:00:00",
            pl.col("Recipient").is_not_null(),
            pl.col("Event").is_in(KINDS),
        )
        .with_columns(pl.col("At").str.to_datetime("%d/%m/%Y %H:%M:%S"))
    )


def test_each_campaign_has_its_channel_and_its_steps(events: pl.DataFrame) -> None:
    steps = events.group_by("Campaign", "Channel").agg(
        pl.col("Event").unique().sort().implode()
    )

    assert dict(zip(steps["Campaign"], steps["Channel"], strict=True)) == {
        "back_to_school_2024": "sms",
        "double11_2024": "email",
    }
    assert set(events.filter(Channel="email")["Event"]) == set(KINDS)
    assert set(events.filter(Channel="sms")["Event"]) >= {
        *("sent", "delivered", "clicked", "redeemed")
    }


@pytest.mark.parametrize(
    ("step", "before"),
    [
        ("delivered", "sent"),
        ("opened", "delivered"),
        ("clicked", "delivered"),
        ("redeemed", "delivered"),
        ("unsubscribed", "delivered"),
    ],
)
def test_nobody_takes_a_step_before_the_one_before(
    events: pl.DataFrame, step: str, before: str
) -> None:
    key = ["Campaign", "Recipient"]
    later = events.filter(Event=step)
    earlier = events.filter(Event=before).select(*key, pl.col("At").alias("before"))
    both = later.join(earlier, on=key, validate="m:1")

    assert later.height == both.height > 0
    assert (both["At"] > both["before"]).all()


def test_a_redemption_is_an_order_of_the_recipient_within_two_weeks(
    events: pl.DataFrame, till: pl.DataFrame, webshop: pl.DataFrame
) -> None:
    redeemed = events.filter(Event="redeemed")
    by_card = till.select(
        pl.col("Transaction ID").alias("Order"),
        pl.col("Customer ID").alias("Recipient"),
    ).unique()
    codes = webshop.filter(pl.col("Discount Code") == "DOUBLE11")["Name"]
    at_till = redeemed.filter(Channel="sms")

    assert at_till.join(by_card, on=["Order", "Recipient"]).height == at_till.height > 5
    assert redeemed.filter(Channel="email")["Order"].is_in(codes.implode()).all()
    assert redeemed["At"].dt.date().max() <= date(2024, 11, 15)
    assert events.filter(pl.col("Event") != "redeemed")["Order"].null_count() > 0


def test_nobody_is_written_to_who_does_not_agree(
    events: pl.DataFrame, accounts: pl.DataFrame
) -> None:
    agrees = accounts.select(
        pl.col("Customer ID").str.strip_prefix("'").alias("Recipient"),
        pl.col("Accepts Email Marketing").alias("agrees"),
    )
    sent = events.filter(Event="sent", Channel="email").join(agrees, on="Recipient")
    left = events.filter(Event="unsubscribed", Channel="email")["Recipient"]

    assert sent.height == events.filter(Event="sent", Channel="email").height
    assert set(sent.filter(agrees="no")["Recipient"]) == set(left)
    assert 0 < len(left) < 0.1 * sent.height


def test_a_text_message_goes_to_members_alone(
    events: pl.DataFrame, members: pl.DataFrame
) -> None:
    recipients = events.filter(Channel="sms")["Recipient"]

    assert recipients.is_in(members["Square Customer ID"].implode()).all()


def test_a_few_events_cannot_be_read(read: Read) -> None:
    every = read("inbox/campaigns/*.csv")

    assert (every["At"] == "00/00/0000 00:00:00").sum() == 1
    assert (every["Event"] == "bounced back twice").sum() == 1
    assert every["Recipient"].null_count() == 1
