"""The audiences gate: good audiences pass, every planted fault is told or closes it."""

import pytest

from tests.expectations.conftest import BuiltNight, failed

MEMBER = "insert into audiences.members values ('{}', '{}', '{}', '{}', '{}')"
EXPORT = (
    "insert into audiences.exports (campaign, channel, customer_id, email, phone) "
    "values ('{}', '{}', '{}', 'a@example.com', '+8613900139000')"
)
SUPPRESS = "insert into settings.suppressions values ('{}', '{}', 'asked')"
MERGE = "insert into identity.changes values ('2025-03-01', 'merge', '{}', '{}', '')"
NEAR_SETTING = "The share held out of birthday is near its setting"
SUPPRESSED = "Nobody who is suppressed is exported"


def test_good_audiences_pass(built: BuiltNight) -> None:
    findings = built.findings("audiences")
    assert failed(findings) == {}
    assert len(findings) > 20


def test_no_campaign_and_nobody_in_any_audience_passes(built: BuiltNight) -> None:
    tables = ("members", "exports", "birthday", "win_back")
    built.plant(*(f"delete from audiences.{table}" for table in tables))
    assert failed(built.findings("audiences")) == {}
    built.plant("update settings.campaigns set is_active = false")
    assert failed(built.findings("audiences")) == {}


@pytest.mark.parametrize(
    ("faults", "sentence"),
    [
        (
            ["update core.consents set state = 'revoked' where customer_id = 'c1'"],
            "Nobody is exported without a granted consent for the channel",
        ),
        (
            ["delete from core.consents where channel = 'email'"],
            "Nobody is exported without a granted consent for the channel",
        ),
        ([SUPPRESS.format("email", "Chen1@Example.com ")], SUPPRESSED),
        (
            [
                SUPPRESS.format("phone", "138 0013 8000"),
                "update audiences.exports set phone = '+8613800138000'",
            ],
            SUPPRESSED,
        ),
        ([SUPPRESS.format("customer_id", "c1")], SUPPRESSED),
        (
            [
                SUPPRESS.format("customer_id", "b1"),
                MERGE.format("b1", "b2"),
                MERGE.format("b2", "c1"),
            ],
            SUPPRESSED,
        ),
        ([SUPPRESS.format("member_number", "M1")], SUPPRESSED),
        (
            [
                EXPORT.format("birthday", "email", "c0"),
                MEMBER.format("birthday", "email", "c0", "exported", ""),
            ],
            "Nobody who is held out is exported",
        ),
        (
            [EXPORT.format("birthday", "sms", "c1")],
            "Nobody is exported twice or in two channels of one campaign",
        ),
        (
            ["update audiences.exports set email = 'chen at example.com'"],
            "Everyone exported by e-mail has a well-formed address",
        ),
        (
            ["update audiences.exports set email = null"],
            "Everyone exported by e-mail has a well-formed address",
        ),
        (
            [
                EXPORT.format("birthday", "sms", "c2"),
                "update audiences.exports set phone = '138 0013 8000'",
            ],
            "Everyone exported by SMS has a phone number in E.164",
        ),
        (
            ["update audiences.exports set channel = 'post'"],
            "Every export goes to a known channel",
        ),
        (
            [EXPORT.format("birthday", "email", "c9")],
            "Everyone exported stands so in audiences.members",
        ),
        (
            ["delete from audiences.exports where customer_id = 'c1'"],
            "Everyone who stands as exported is exported",
        ),
        (
            [MEMBER.format("birthday", "email", "c1", "dropped", "no_consent")],
            "Every candidate is accounted for once in each channel",
        ),
        (
            ["update audiences.members set customer_id = null"],
            "Every member is a customer",
        ),
        (
            ["update audiences.members set outcome = null"],
            "Every member has an outcome",
        ),
        (
            ["update audiences.members set outcome = 'forgotten'"],
            "Every outcome is exported, held out or dropped",
        ),
        (
            ["update audiences.members set reason = null"],
            "Every member has a reason",
        ),
        (
            ["delete from audiences.members where channel = 'sms'"],
            "Every candidate has an outcome in each channel",
        ),
        (
            [MEMBER.format("birthday", "sms", "c9", "dropped", "no_consent")],
            "Every member is a candidate of the campaign",
        ),
        (
            [MEMBER.format("asleep", "sms", "c3", "dropped", "no_consent")],
            "Every member is a candidate of the campaign",
        ),
    ],
)
def test_a_fault_in_the_audiences_closes_the_gate(
    built: BuiltNight, faults: list[str], sentence: str
) -> None:
    built.plant(*faults)
    assert failed(built.findings("audiences", sentence))[sentence] is True


def test_an_audience_of_most_of_the_shop_is_told(built: BuiltNight) -> None:
    built.plant("delete from marts.customer_360 where customer_id > 'c4'")
    assert failed(built.findings("audiences")) == {
        "The audience of birthday is at most half of the shop": False,
        "The audience of win_back is at most half of the shop": False,
    }


def test_a_campaign_that_reaches_nobody_is_told(built: BuiltNight) -> None:
    built.plant(
        "delete from audiences.exports where campaign = 'birthday'",
        "update audiences.members set outcome = 'dropped', reason = 'cool_down' "
        "where campaign = 'birthday'",
    )
    sentence = "The campaign birthday reaches someone of its audience"
    assert failed(built.findings("audiences", sentence)) == {sentence: False}


@pytest.mark.parametrize(
    ("held_out", "told"),
    [
        (100, {}),
        (139, {NEAR_SETTING: False}),
        (61, {NEAR_SETTING: False}),
    ],
)
def test_a_holdout_far_from_its_setting_is_told(
    built: BuiltNight, held_out: int, told: dict[str, bool]
) -> None:
    """Of 1,000 drawn with 10 % held out, one standard deviation is 9.5 people."""
    built.plant(
        "delete from audiences.members where campaign = 'birthday'",
        "delete from audiences.exports where campaign = 'birthday'",
        "delete from audiences.birthday",
        "insert into audiences.birthday select 'h' || i, '' from range(1000) r(i)",
        "insert into marts.customer_360 (customer_id) "
        "select 'h' || i from range(2000) r(i)",
        "insert into core.consents select 'h' || i, 'email', 'granted' "
        "from range(1000) r(i)",
        "insert into audiences.members select 'birthday', 'email', 'h' || i, "
        f"case when i < {held_out} then 'held_out' when i < 500 then 'exported' "
        "else 'dropped' end, case when i < 500 then '' else 'cool_down' end "
        "from range(1000) r(i)",
        "insert into audiences.members select 'birthday', 'sms', 'h' || i, "
        "'dropped', 'other_channel' from range(1000) r(i)",
        "insert into audiences.exports "
        "select campaign, channel, customer_id, '', 'a@example.com', '', '' "
        "from audiences.members where outcome = 'exported' and campaign = 'birthday'",
    )
    assert failed(built.findings("audiences", NEAR_SETTING)) == told


def test_a_campaign_with_signs_in_its_name_is_checked_like_any_other(
    built: BuiltNight,
) -> None:
    name = "it''s :spring {now}"
    built.plant(
        *(
            f"update {table} set campaign = '{name}' where campaign = 'birthday'"
            for table in (
                "settings.campaigns",
                "settings.campaign_channels",
                "audiences.members",
                "audiences.exports",
            )
        )
    )
    assert failed(built.findings("audiences")) == {}


def test_an_audience_without_a_table_is_told_as_an_error(built: BuiltNight) -> None:
    built.plant("drop table audiences.birthday")
    findings = [each for each in built.findings("audiences") if not each.is_passed]
    assert findings
    assert all(each.error and each.closes_gate for each in findings)


def test_contact_points_that_are_missing_are_told_as_an_error(
    built: BuiltNight,
) -> None:
    (built.night.state / "contact_points.parquet").unlink()
    told = failed(built.findings("audiences"))
    assert told["The files behind contact_points can be read"] is True
    assert told["Nobody who is suppressed is exported"] is True
