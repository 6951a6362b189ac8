from datetime import date
from pathlib import Path

import pytest

from flows.landing.taking import Taken
from tests.landing.conftest import Taking

FIXTURES = Path(__file__).parent / "fixtures" / "youzan_customers"


@pytest.fixture
def customers(taking: Taking) -> Taken:
    return taking((FIXTURES / "customers.csv").read_bytes(), "youzan_customers")


def test_a_header_that_ends_with_a_comma_is_read(customers: Taken) -> None:
    assert customers.unknown_columns == ()


def test_a_customer_is_a_name_and_the_moment_they_came(customers: Taken) -> None:
    first = customers.entities["customers"].row(0, named=True)

    assert first["customer_id"] == "灯笼|2024-01-01 00:30:00"
    assert (first["name"], first["phone"]) == ("李灯笼", "13800000001")
    assert (first["birth_date"], first["gender"]) == (date(1990, 5, 21), "female")
    assert (first["tags"], first["store_id"]) == ("老客", "灯笼文具")
    assert first["joined_date"] == date(2024, 1, 1)


def test_two_customers_with_one_phone_are_two(customers: Taken) -> None:
    rows = customers.entities["customers"].filter(phone="13800000001")
    assert rows["customer_id"].n_unique() == 2


def test_a_masked_or_blank_phone_is_none_and_no_id(customers: Taken) -> None:
    rows = customers.entities["customers"]
    assert rows["phone"].to_list()[1:3] == [None, None]
    assert rows["customer_id"].to_list()[1:4] == [
        "茶杯|2024-01-01 00:30:00",
        "王茶|2024-01-01 00:30:00",
        "13800000003",
    ]


def test_who_has_neither_name_nor_phone_is_set_aside(customers: Taken) -> None:
    reason = "customer_id (客户昵称, 客户姓名, 客户手机号) is missing"
    assert customers.set_aside["reason"].to_list() == [reason]


def test_nobody_was_asked_for_consent(customers: Taken) -> None:
    assert set(customers.entities) == {"customers"}
