import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.identity.addresses import address_forms

Place = tuple[str | None, str | None, str | None]


def forms(*places: Place) -> pl.DataFrame:
    schema = dict.fromkeys(["address", "city", "postcode"], pl.String)
    persons = pl.DataFrame(list(places), schema=schema, orient="row").with_columns(
        record_id=pl.int_range(pl.len()).cast(pl.String).str.zfill(4)
    )
    return address_forms(persons)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Flat 3, 12 High St.", "12 HIGH STREET, FLAT 3"),
        ("南京西路１２０弄8號601室", "南京西路 120弄 8号 601室"),
        ("Königstraße 5", "KONIGSTRASSE 5"),
        ("5 North Road Avenue", "5 N. Rd Ave"),
    ],
)
def test_one_address_in_two_hands(one: str, other: str) -> None:
    keys = forms((one, None, None), (other, None, None))
    assert keys["address_key"].n_unique() == 1
    assert keys["address_key"].null_count() == 0


def test_the_numbers_are_told_apart() -> None:
    keys = forms(("12a High St, Flat 3", None, None), ("High St", None, None))
    assert keys["house_number"].to_list() == ["12a-3", None]


def test_a_city_is_one_in_characters_and_in_pinyin() -> None:
    keys = forms((None, "上海市", "20 00-40"), (None, "SHANGHAI", "200040"))
    assert keys["city_key"].to_list() == ["shanghai"] * 2
    assert keys["postcode_key"].to_list() == ["200040"] * 2


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        (
            "12 High Street, Flat 3, London, N1 9GU, GB",
            ("Flat 3, 12 High St", "London", "N1 9GU"),
        ),
        (
            "明月路768弄268号803室，上海，200000，CN",
            ("明月路768弄268号803室", "上海市", "200000"),
        ),
        (
            "No. 268, Mingyue Road, Shanghai, 200000",
            ("No. 268 Mingyue Rd", "Shanghai", "200000"),
        ),
        ("12 High Street, Flat 3", ("12 High Street, Flat 3", None, None)),
        ("1234, 5678, High Street", ("1234, 5678, High Street", None, None)),
    ],
)
def test_an_address_in_one_text_is_taken_apart_where_it_holds_a_postcode(
    whole: str, parts: Place
) -> None:
    keys = forms((whole, None, None), parts)
    assert keys.row(0)[1:] == keys.row(1)[1:]


@pytest.mark.parametrize("nothing", ["", "n/a", "-", "无", "none"])
def test_what_is_no_address_says_nothing(nothing: str) -> None:
    assert forms((nothing, nothing, nothing)).row(0)[1:] == (None,) * 4


@given(st.lists(st.text(max_size=20), max_size=6))
def test_any_text_has_a_form_and_a_form_stays_as_it_is(texts: list[str]) -> None:
    once = forms(*[(text, text, text) for text in texts])["address_key"]
    again = forms(*[(key, None, None) for key in once])["address_key"]
    assert again.to_list() == once.to_list()
