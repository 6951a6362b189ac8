from tests.landing.conftest import Export, Taking

OF_TODAY = (
    "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,"
    "Default Address Company,Default Address Address1,Default Address Address2,"
    "Default Address City,Default Address Province Code,Default Address Country Code,"
    "Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,"
    "Total Orders,Note,Tax Exempt,Tags"
)
OLDER = (
    "First Name,Last Name,Email,Accepts Email Marketing,Company,Address1,Address2,City,"
    "Province,Province Code,Country,Country Code,Zip,Phone,Accepts SMS Marketing,"
    "Total Spent,Total Orders,Tags,Note,Tax Exempt"
)
NAME = {"First Name": "Ann", "Last Name": "Example"}


def test_the_header_of_today_is_read(taking: Taking, export: Export) -> None:
    ann = NAME | {
        "Customer ID": "'9013808660771",
        "Email": "ann@example.org",
        "Accepts Email Marketing": "yes",
        "Accepts SMS Marketing": "no",
        "Default Address City": "Shanghai",
        "Default Address Province Code": "SH",
        "Default Address Country Code": "CN",
        "Default Address Zip": "'200001",
        "Default Address Phone": "'13800000000",
        "Tags": "gold, silver",
    }
    taken = taking(export(OF_TODAY, ann), "shopify_customers")
    customer = taken.entities["customers"].row(0, named=True)
    consents = taken.entities["consents"]

    assert taken.unknown_columns == ()
    assert customer["customer_id"] == "9013808660771"
    assert customer["phone"] == "13800000000"
    assert (customer["city"], customer["region"]) == ("Shanghai", "SH")
    assert (customer["postcode"], customer["country"]) == ("200001", "CN")
    assert customer["tags"] == "gold, silver"
    assert consents.select("channel", "state", "customer_id").rows() == [
        ("email", "granted", "9013808660771"),
        ("sms", "denied", "9013808660771"),
    ]
    assert consents["is_dated"].to_list() == [False, False]


def test_the_older_header_knows_people_by_e_mail_or_phone(
    taking: Taking, export: Export
) -> None:
    rows = [
        NAME | {"Email": "Ann@Example.org", "Phone": "1", "City": "Shanghai"},
        NAME | {"Phone": "'+86 2", "Accepts SMS Marketing": "yes"},
        NAME,
    ]
    taken = taking(export(OLDER, *rows), "shopify_customers")
    customers = taken.entities["customers"]

    assert taken.unknown_columns == ()
    assert customers["customer_id"].to_list() == ["ann@example.org", "+86 2"]
    assert customers["city"].to_list() == ["Shanghai", None]
    assert taken.entities["consents"]["customer_id"].to_list() == ["+86 2"]
    assert taken.set_aside["reason"].to_list() == [
        "customer_id (Customer ID, Email, Phone) is missing"
    ]


def test_what_shopify_adds_is_told_and_does_no_harm(
    taking: Taking, export: Export
) -> None:
    header = f"{OF_TODAY},Accepts WhatsApp Marketing,Favourite (metafield)"
    ann = NAME | {"Customer ID": "1", "Accepts Email Marketing": "?"}
    taken = taking(export(header, ann), "shopify_customers")

    assert taken.unknown_columns == ("Favourite (metafield)",)
    assert taken.entities["consents"]["state"].to_list() == ["unknown"]


def test_a_yes_to_whatsapp_is_none_to_sms(taking: Taking, export: Export) -> None:
    header = f"{OF_TODAY},Accepts WhatsApp Marketing"
    ann = NAME | {"Customer ID": "1", "Accepts WhatsApp Marketing": "yes"}
    taken = taking(export(header, ann), "shopify_customers")

    assert taken.unknown_columns == ()
    assert taken.entities["consents"].height == 0
