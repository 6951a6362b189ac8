from datetime import date

from flows.landing.layouts.square_customers import KNOWN
from tests.landing.conftest import Export, Taking

ANN = {
    "Reference ID": "M1",
    "First Name": "Ann",
    "Last Name": "Example",
    "Email Address": "ann@example.org",
    "Phone Number": "'+86 138 0000 0000",
    "Street Address 1": "Lantern Street 1",
    "Street Address 2": "Floor 2",
    "City": "Shanghai",
    "Postal Code": "'200001",
    "Birthday": "1990-05-21",
    "Square Customer ID": "C1",
    "First Visit": "2024-01-02",
    "Email Subscription Status": "subscribed",
}


def test_a_member_is_a_customer_with_a_consent(taking: Taking, export: Export) -> None:
    taken = taking(export(KNOWN, ANN), "square_customers")
    customer = taken.entities["customers"].row(0, named=True)
    consent = taken.entities["consents"].row(0, named=True)

    assert (customer["customer_id"], customer["member_number"]) == ("C1", "M1")
    assert customer["name"] == "Ann Example"
    assert customer["phone"] == "+86 138 0000 0000"
    assert customer["postcode"] == "200001"
    assert customer["address"] == "Lantern Street 1, Floor 2"
    assert customer["birth_date"] == date(1990, 5, 21)
    assert customer["joined_date"] == date(2024, 1, 2)
    assert (consent["customer_id"], consent["channel"]) == ("C1", "email")
    assert (consent["state"], consent["purpose"]) == ("granted", "marketing")
    assert consent["changed_date"] == date(2025, 3, 31)
    assert consent["is_dated"] is False


def test_chinese_names_begin_with_the_family(taking: Taking, export: Export) -> None:
    rows = [
        ANN | {"First Name": "洋", "Last Name": "袁"},
        ANN | {"First Name": "", "Last Name": ""},
        ANN | {"Last Name": ""},
    ]
    customers = taking(export(KNOWN, *rows), "square_customers").entities["customers"]
    assert customers["name"].to_list() == ["袁洋", None, "Ann"]


def test_company_and_memo_are_tags_and_say_who_brought_them(
    taking: Taking, export: Export
) -> None:
    rows = [
        ANN | {"Company Name": "Hill School", "Memo": "VIP. referred by: M7, by phone"},
        ANN | {"Company Name": "", "Memo": "Referred by M0000012"},
        ANN | {"Company Name": "", "Memo": "was preferred by us"},
        ANN,
    ]
    customers = taking(export(KNOWN, *rows), "square_customers").entities["customers"]
    assert customers.select("tags", "referred_by").rows() == [
        ("Hill School, VIP. referred by: M7, by phone", "M7"),
        ("Referred by M0000012", "M0000012"),
        ("was preferred by us", None),
        (None, None),
    ]


def test_who_was_never_asked_has_no_consent(taking: Taking, export: Export) -> None:
    rows = [
        ANN | {"Email Subscription Status": "unsubscribed"},
        ANN | {"Email Subscription Status": ""},
        ANN | {"Email Subscription Status": "perhaps"},
    ]
    taken = taking(export(KNOWN, *rows), "square_customers")
    consents = taken.entities["consents"]

    assert taken.entities["customers"].height == 3
    assert consents.select("row_number", "state").rows() == [
        (2, "revoked"),
        (4, "unknown"),
    ]
    assert consents["unreadable"].to_list() == [None, '{"state":"perhaps"}']


def test_columns_may_be_missing(taking: Taking) -> None:
    taken = taking(
        "Square Customer ID,Phone Number\nC1,138\n,139\n", "square_customers"
    )

    assert taken.entities["customers"]["phone"].to_list() == ["138"]
    assert taken.entities["consents"].height == 0
    reason = "customer_id (Square Customer ID) is missing"
    assert taken.set_aside["reason"].to_list() == [reason]
