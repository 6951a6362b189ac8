import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flows.identity.names import name_forms

Parts = tuple[str | None, str | None, str | None]


def forms(*names: Parts) -> list[tuple[str | None, str | None]]:
    """Given and family key of each name, given family."""
    schema = dict.fromkeys(["name", "given_name", "family_name"], pl.String)
    persons = pl.DataFrame(list(names), schema=schema, orient="row").with_columns(
        record_id=pl.int_range(pl.len()).cast(pl.String).str.zfill(4)
    )
    return name_forms(persons).select("given_key", "family_key").rows()


def form(name: str) -> tuple[str | None, str | None]:
    return forms((name, None, None))[0]


@pytest.mark.parametrize(
    "name",
    [
        *("王晓东", "王曉東", "王晓东先生", "Wang Xiaodong", "WANG Xiao-Dong"),
        *(
            "Xiaodong Wang",
            "Wang, Xiao Dong",
            "Ｗａｎｇ Ｘｉａｏｄｏｎｇ",
            "Mr. Xiaodong Wang",
        ),
    ],
)
def test_one_chinese_name_in_many_hands(name: str) -> None:
    assert form(name) == ("xiaodong", "wang")


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("欧阳娜娜", ("nana", "ouyang")),
        ("单雄信", ("xiongxin", "shan")),
        ("曾志强", ("zhiqiang", "zeng")),
        ("Zoë O’Connor", ("zoe", "oconnor")),
        ("O'CONNOR, zoe", ("zoe", "oconnor")),
        ("Dr. Irène Łukasz-Østergård", ("irene", "lukaszostergard")),
        ("Mary-Ann Smith Jr.", ("maryann", "smith")),
        ("Lee", (None, "lee")),
        ("李", (None, "li")),
        ("张**", (None, "zhang")),
    ],
)
def test_a_name_is_taken_apart(name: str, keys: tuple[str | None, str]) -> None:
    assert form(name) == keys


def test_parts_that_the_source_gives_are_believed() -> None:
    given, family = "Zoë", "de la Cruz"
    assert forms(("La Cruz Zoë", given, family)) == [("zoe", "delacruz")]


@pytest.mark.parametrize(
    ("given", "family", "keys"),
    [
        ("Zoë", None, ("zoe", None)),
        (None, "Cruz", (None, "cruz")),
        ("Zoë Cruz", None, ("zoe", "cruz")),
        (None, "Cruz, Zoë", ("zoe", "cruz")),
        ("王晓东", None, ("xiaodong", "wang")),
    ],
)
def test_one_part_alone_is_that_part_unless_it_is_a_whole_name(
    given: str | None, family: str | None, keys: tuple[str | None, str | None]
) -> None:
    assert forms((None, given, family)) == [keys]


@pytest.mark.parametrize(
    "name", ["", "n/a", "test", "Guest", "散客", "匿名", "-", "0", "J", "12345", "a***"]
)
def test_what_is_no_name_says_nothing(name: str) -> None:
    assert form(name) == (None, None)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("Johnny Cash", ("johnny", "cash")),
        ("CUSTOMER0A", ("customer", "a")),
        ("Test, Customer", (None, None)),
        ("Walk in guest", (None, None)),
    ],
)
def test_a_placeholder_beside_a_name_is_part_of_the_name(
    name: str, keys: tuple[str | None, str | None]
) -> None:
    assert form(name) == keys
    assert forms((None, *keys)) == [keys]


def test_two_parts_that_are_placeholders_are_no_name() -> None:
    assert forms((None, "Test", "User"), (None, "Guest", None)) == [(None, None)] * 2


@example(["CUSTOMER0A"])
@given(st.lists(st.text(max_size=20), max_size=6))
def test_any_text_has_a_form_and_forms_stay_as_they_are(names: list[str]) -> None:
    once = forms(*[(name, None, None) for name in names])
    again = forms(*[(None, given, family) for given, family in once])
    whole = [(one, two) for one, two in zip(once, again, strict=True) if all(one)]
    assert [two for _, two in whole] == [one for one, _ in whole]
