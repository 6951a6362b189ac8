"""Who is who: every record has a person, and identity has work to do."""

from collections.abc import Callable
from pathlib import Path

import phonenumbers
import polars as pl
import pytest

from flows.demo.town import TownSummary

Read = Callable[[str], pl.DataFrame]


def _ids(truth: pl.DataFrame, source: str) -> list[str]:
    return truth.filter(source_name=source)["source_customer_id"].sort().to_list()


def test_every_record_in_the_files_has_exactly_one_person(
    truth: pl.DataFrame,
    till: pl.DataFrame,
    members: pl.DataFrame,
    webshop: pl.DataFrame,
    accounts: pl.DataFrame,
) -> None:
    orders = ("order:" + webshop["Name"].unique()).sort()
    account_ids = accounts["Customer ID"].str.strip_prefix("'").sort()

    assert (
        _ids(truth, "till")
        == till["Customer ID"].drop_nulls().unique().sort().to_list()
    )
    assert _ids(truth, "members") == members["Square Customer ID"].sort().to_list()
    assert _ids(truth, "webshop") == orders.to_list()
    assert _ids(truth, "webshop_members") == account_ids.to_list()
    assert truth["person"].null_count() == 0
    assert not truth.select("source_name", "source_customer_id").is_duplicated().any()


def test_the_truth_stands_outside_the_inbox(home: Path, summary: TownSummary) -> None:
    texts = [path.read_text(encoding="utf-8") for path in home.glob("inbox/*/*.csv")]
    books = [str(pl.read_excel(path)) for path in home.glob("inbox/*/*.xlsx")]
    texts += books

    assert len(texts) == summary.file_count
    assert not any("P0000001" in text for text in texts)


def test_many_people_hold_a_card_and_an_account_and_many_only_one(
    truth: pl.DataFrame,
) -> None:
    card = set(truth.filter(source_name="members")["person"])
    account = set(truth.filter(source_name="webshop_members")["person"])

    assert len(card & account) > 400
    assert len(card - account) > 400
    assert len(account - card) > 100


def test_some_people_hold_two_cards(truth: pl.DataFrame) -> None:
    cards = truth.filter(source_name="members").group_by("person").len()

    assert 10 <= cards.filter(len=2).height <= 100
    assert cards["len"].max() == 2


def test_a_till_receipt_names_the_card_that_the_directory_knows(
    till: pl.DataFrame, members: pl.DataFrame
) -> None:
    shown = till.select("Customer ID", "Customer Reference ID").drop_nulls().unique()
    known = members.select("Square Customer ID", "Reference ID")

    assert shown.join(
        known,
        left_on=["Customer ID", "Customer Reference ID"],
        right_on=["Square Customer ID", "Reference ID"],
        how="anti",
    ).is_empty()
    assert (
        till["Customer ID"].is_null().eq(till["Customer Reference ID"].is_null()).all()
    )


def _e164(phones: pl.Series) -> pl.Series:
    numbers = [phonenumbers.parse(text, "CN") for text in phones.str.strip_prefix("'")]
    assert all(phonenumbers.is_valid_number(number) for number in numbers)
    form = phonenumbers.PhoneNumberFormat.E164
    return pl.Series([phonenumbers.format_number(number, form) for number in numbers])


def test_one_person_s_phone_is_the_same_number_in_different_hands(
    truth: pl.DataFrame, members: pl.DataFrame, accounts: pl.DataFrame
) -> None:
    cards = _with_person(
        truth, "members", members, "Square Customer ID", "Phone Number"
    )
    opened = _with_person(truth, "webshop_members", accounts, "Customer ID", "Phone")
    both = (
        cards.filter(pl.col("kind").is_null())
        .unique("person")
        .join(opened, on="person", validate="1:1")
    )

    assert both.height > 200
    assert both["number"].equals(both["number_right"], check_names=False)
    assert (both["text"] != both["text_right"]).mean() > 0.9


@pytest.mark.parametrize(
    "hand",
    [
        r"^\+86 \d{3} \d{4} \d{4}$",
        r"^\d{3}-\d{4}-\d{4}$",
        r"^[0-9]{11}$",
        r"^\d{3} \d{4} \d{4}$",
        r"^0086\d{11}$",
        r"^[０-９]{11}$",
    ],
)
def test_a_phone_is_written_in_every_hand(members: pl.DataFrame, hand: str) -> None:
    assert members["Phone Number"].str.contains(hand).sum() > 5


def _with_person(
    truth: pl.DataFrame, source: str, records: pl.DataFrame, key: str, phone: str
) -> pl.DataFrame:
    """One row per record with a phone, but for what was typed with a slip."""
    people = truth.filter(source_name=source).drop("source_name")
    told = (
        records.select(
            pl.col(key).str.strip_prefix("'").alias("source_customer_id"),
            pl.col(phone).alias("text"),
        )
        .join(people, on="source_customer_id", validate="1:1")
        .filter(
            pl.col("text").is_not_null(),
            pl.col("kind").is_null() | ~pl.col("kind").is_in(["typo", "shop_phone"]),
        )
    )
    return told.with_columns(_e164(told["text"]).alias("number"))


def test_a_shared_e_mail_is_a_shared_person_but_in_families(
    truth: pl.DataFrame, members: pl.DataFrame, accounts: pl.DataFrame
) -> None:
    cards = members.select(
        pl.col("Square Customer ID").alias("id"), pl.col("Email Address").alias("email")
    )
    opened = accounts.select(
        pl.col("Customer ID").str.strip_prefix("'").alias("id"),
        pl.col("Email").alias("email"),
    )
    held = (
        pl.concat([cards, opened])
        .with_columns(pl.col("email").str.strip_chars().str.to_lowercase())
        .drop_nulls()
        .join(truth, left_on="id", right_on="source_customer_id")
        .filter(pl.col("kind").ne_missing("family_phone"))
    )
    owners = held.group_by("email").agg(pl.col("person").n_unique())

    assert owners["person"].max() == 1
    assert held.height - owners.height > 200


def test_a_few_households_share_one_phone(
    truth: pl.DataFrame, members: pl.DataFrame
) -> None:
    cards = _with_person(
        truth, "members", members, "Square Customer ID", "Phone Number"
    )
    ordinary = cards.filter(pl.col("kind").is_null())
    owners = ordinary.group_by("number").agg(pl.col("person").n_unique())

    assert owners["person"].max() == 2
    assert 3 <= owners.filter(person=2).height <= 40


def test_the_suppressed_are_people_of_the_town(
    read: Read, members: pl.DataFrame
) -> None:
    suppressed = read("settings/suppressions.csv")
    numbers = suppressed.filter(kind="member_number")["value"]

    assert suppressed.columns == ["kind", "value", "reason"]
    assert suppressed.height == 8
    assert numbers.is_in(members["Reference ID"].implode()).all()
    assert not suppressed["value"].is_null().any()


def test_phones_and_e_mails_are_plainly_invented(
    truth: pl.DataFrame, members: pl.DataFrame, accounts: pl.DataFrame
) -> None:
    cards = _with_person(
        truth, "members", members, "Square Customer ID", "Phone Number"
    )
    phones = cards["number"]
    emails = pl.concat([members["Email Address"], accounts["Email"]]).drop_nulls()

    assert phones.str.contains(r"^\+861\d{2}0000\d{4}$").all()
    assert emails.str.contains(r"(?i)@example\.(com|org) ?$").all()
