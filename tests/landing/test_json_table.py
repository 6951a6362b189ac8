import json
from contextlib import suppress
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.errors import ContractError
from flows.landing import json_shape, json_split
from flows.landing.json_table import json_tables
from flows.landing.table import Table


def tables_of(data: str | bytes, *, size: int = 2**20, step: int = 7) -> list[Table]:
    """All batches of a file that comes in pieces of ``step`` bytes."""
    text = data if isinstance(data, bytes) else data.encode()
    chunks = (text[at : at + step] for at in range(0, len(text), step))
    return list(json_tables(chunks, "a.json", size))


def rows_of(data: str | bytes, *, size: int = 2**20) -> list[dict[str, str | None]]:
    """What the documents say, nulls left out."""
    return [
        {key: cell for key, cell in row.items() if cell is not None}
        for table in tables_of(data, size=size)
        for row in table.texts.iter_rows(named=True)
    ]


def torn_of(data: str | bytes) -> list[str | None]:
    return [
        reason
        for table in tables_of(data)
        for reason in (table.torn if table.torn is not None else [])
    ]


def numbers_of(data: str | bytes) -> list[int]:
    return [number for table in tables_of(data) for number in table.row_numbers]


PAIR = [{"id": "1"}, {"id": "2"}]


@pytest.mark.parametrize("size", [1, 2**20])
@pytest.mark.parametrize(
    "text",
    [
        '{"id": 1}\n{"id": 2}\n',
        '{"id": 1}\r\n\r\n{"id": 2}',
        '[{"id": 1}, {"id": 2}]',
        '\n[\n  {"id": 1},\n  {"id": 2}\n]\n',
        '{"id": 1}{"id": 2}',
        '{\n "id": 1\n}\n{\n "id": 2\n}\n',
        '{"orders": [{"id": 1}, {"id": 2}]}',
        '{"data": [{"id": 1}, {"id": 2}], "meta": {"page": 1}}',
        '{"code": 0, "msg": "", "data": {"list": [{"id": 1}, {"id": 2}], "total": 2}}',
        '{"order": {"id": 1}}\n{"order": {"id": 2}}\n',
        '{"data": [{"id": 1}], "page": 1}\n{"data": [{"id": 2}], "page": 2}\n',
        '[{"data": [{"id": 1}]}, {"data": []}, {"data": [{"id": 2}]}]',
    ],
)
def test_a_document_is_a_row_however_a_file_holds_it(text: str, size: int) -> None:
    assert rows_of(text, size=size) == PAIR


def test_a_pretty_object_is_one_document() -> None:
    text = json.dumps({"id": 1, "lines": [{"a": 1}, {"a": 2}]}, indent=2)
    (row,) = rows_of(text)
    assert json.loads(row["lines"] or "") == [{"a": 1}, {"a": 2}]


def test_lines_are_numbered_by_line_and_documents_in_their_order() -> None:
    assert numbers_of('{"id": 1}\n\n{"id": 2}\n') == [1, 3]
    assert numbers_of('[{"id": 1},\n\n{"id": 2}]') == [1, 2]
    pages = '{"data": [{"id": 1}, {"id": 2}]}\n{"data": [{"id": 3}]}'
    assert numbers_of(pages) == [1, 2, 3]


def test_a_list_without_documents_has_no_rows() -> None:
    for text in ("[]", '{"orders": []}', " [ ] \n"):
        (table,) = tables_of(text)
        assert (table.height, table.headers) == (0, [])


def test_a_line_that_cannot_be_read_costs_only_itself() -> None:
    text = '{"id": 1}\n{"id": \n[1]\n{"id": 4}\n'
    (table,) = tables_of(text)

    assert torn_of(text) == [None, *["it is no whole JSON object"] * 2, None]
    assert table.faults is table.torn
    assert table.headers == ["id"]
    assert '{"id":' in table.texts.row(1)


def test_an_answer_without_the_rows_of_the_first_is_torn() -> None:
    text = '{"data": [{"id": 1}]}\n{"error": "too many"}\n{"data": [7]}\n'
    reasons = torn_of(text)

    assert rows_of(text)[0] == {"id": "1"}
    assert reasons[0] is None
    assert "what the first document of the file holds" in str(reasons[1])
    assert reasons[2] == "it is no whole JSON object"


@pytest.mark.parametrize(
    "odd",
    [
        r'{"id": "\ud800"}',
        '{"id": NaN}',
        '{"id": 1e999}',
        f'{{"id": {"9" * 5000}}}',
        '{"x": 1, "id": ' * 200 + "1" + "}" * 200,
        '{"x": 1, "id": ' * 10_000 + "1" + "}" * 10_000,
    ],
)
def test_what_only_some_readers_read_is_torn(odd: str) -> None:
    for text in (f'[{odd}, {{"id": 2}}]', f'{odd}\n{{"id": 2}}\n{{"id": 2}}\n'):
        reasons = torn_of(text)
        is_read = rows_of(text)[0].get("id", "").startswith("999")
        assert reasons[0] == (None if is_read else "it is no whole JSON object")
        assert set(reasons[1:]) == {None}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        (" \n", "is empty"),
        ("<html></html>", "is not JSON: it begins neither with { nor with ["),
        ('"id"', "is not JSON"),
        ('{"id": 1', "is cut off: nothing whole comes at its beginning"),
        ('[{"id": 1}, {"id":', "is cut off: nothing whole comes after document 1"),
        ('[{"id": 1}', "is cut off: nothing whole comes after document 1"),
        ('{"data": [{"id": 1}', "is cut off"),
        ("[" * 100_000, "is cut off"),
        ('[{"id": 1} {"id": 2}]', "is malformed JSON"),
        ('[{"id": 1},, {"id": 2}]', "is malformed JSON"),
        ('[, {"id": 1}]', "is malformed JSON"),
        ('[{"id": 1},]', "is malformed JSON"),
        ('[{"id": 1}, 7, {"id": 2}]', "something missing or too much after document 1"),
        ("[1, 2]", "is malformed JSON"),
        ('{"id": 1}]', "is malformed JSON"),
        ('{"id": 1} x', "is malformed JSON"),
        ('[{"id": 1}] x', "goes on where its list has ended"),
        ('[{"id": 1}][{"id": 2}]', "goes on where its list has ended"),
        ("[[1], [2]]", "document 1 is no object"),
        ('[{"id": 1}, {"id": }]', "document 2 is malformed at character 8 of it"),
        ('[{"id": "a\nb"}]', "document 1 is malformed at character 10 of it"),
        ('[{"id": 1}, {"id": [}]}]', "is malformed"),
    ],
)
def test_the_wrong_file_is_refused_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(ContractError, match=r"^a\.json ") as refusal:
        tables_of(text, step=4096)
    assert said in str(refusal.value)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents of more than 200 bytes are too long, those of 50 no longer short."""
    for module in (json_shape, json_split):
        monkeypatch.setattr(module, "LONGEST", 200)
    monkeypatch.setattr("flows.landing.json_table.LONGEST", 200)
    monkeypatch.setattr(json_shape, "SHORT", 50)


MANY = [{"id": str(number)} for number in range(100)]
LONG = json.dumps(MANY)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    "text",
    [
        LONG,
        f'{{"orders": {LONG}}}',
        f'{{"code": 0, "data": {{"list": {LONG}, "total": 100}}, "msg": "ok"}}',
        f'{{"orders": {json.dumps(MANY[:12])}}}',
    ],
)
def test_a_list_may_be_longer_than_any_document(text: str) -> None:
    rows = rows_of(text, size=64)
    assert rows[:10] == MANY[:10]
    assert len(rows) == text.count('"id"')


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f'{{"orders": {LONG}}}{{"orders": []}}', "goes on where its list"),
        (f'{{"orders": {LONG}, "more": 1}}', "goes on where its list"),
        (f'{{"orders": {LONG}', "or is cut off"),
        (f'{{"id": 1, "lines": {LONG}}}', "has a document of more than"),
        (f'{{"id": "{"x" * 500}"}}', "has a document of more than"),
        (f'[{{"id": "{"x" * 500}"}}]', "has a document of more than"),
        (
            f'{{"id": 1}}\n{{"id": 2}}\n{{"id": "{"x" * 500}"}}',
            "has a document of more",
        ),
    ],
)
def test_a_document_that_is_far_too_long_is_refused(text: str, said: str) -> None:
    with pytest.raises(ContractError) as refusal:
        tables_of(text, size=64)
    assert said in str(refusal.value)


def test_keys_that_are_data_are_no_columns() -> None:
    text = json.dumps([{f"2025-{number}": 1 for number in range(2_001)}])
    with pytest.raises(ContractError, match="has more than 2,000 different keys"):
        tables_of(text)


def test_keys_that_are_alike_get_names_of_their_own() -> None:
    (table,) = tables_of('{"a": 1, " a": 2, "": 3, "{": 4}\n{"a": 1}')
    assert table.headers == ["a", "a (2)", "column 3", "{"]


def test_documents_that_say_nothing_are_rows_too() -> None:
    assert numbers_of("[{}, {}]") == [1, 2]


LETTERS = st.characters(exclude_categories=("Cs",), exclude_characters="\0")
FIELDS = st.text(LETTERS, max_size=9) | st.integers() | st.none() | st.booleans()
DOCUMENTS = st.lists(
    st.dictionaries(st.text("abc ", min_size=1, max_size=2), FIELDS, min_size=2),
    min_size=1,
    max_size=6,
)


def written(documents: list[dict[str, Any]], form: str) -> str:
    lines = [json.dumps(one, ensure_ascii=form == "lines") for one in documents]
    match form:
        case "lines":
            return "\n".join(lines)
        case "list":
            return "[" + " ,\n".join(lines) + "]"
        case "answer":
            return '{"page": 1, "rows": [' + ",".join(lines) + "]}"
    return " ".join(json.dumps(one, indent=1) for one in documents)


@given(
    DOCUMENTS,
    st.sampled_from(["lines", "list", "answer", "row"]),
    st.sampled_from([1, 50, 2**20]),
)
def test_every_document_is_a_row_in_any_form_and_batch(
    documents: list[dict[str, Any]], form: str, size: int
) -> None:
    tables = tables_of(written(documents, form), size=size)
    height = sum(table.height for table in tables)
    numbers = [number for table in tables for number in table.row_numbers]

    assert height == len(documents)
    assert numbers == list(range(1, height + 1))
    assert all(table.torn is None or not table.torn.count() for table in tables)


BYTES = st.one_of(
    st.text(st.sampled_from('{}[]",:\\ \n1ax'), max_size=40).map(str.encode),
    st.text(LETTERS, max_size=40).map(str.encode),
)


@given(BYTES, st.sampled_from([b"", b'{"a": 1}\n', b"[", b'[{"a": 1},', b'{"a": [']))
def test_no_text_ends_in_a_traceback(tail: bytes, head: bytes) -> None:
    with suppress(ContractError):
        tables = tables_of(head + tail, size=16)
        heights = [table.texts.height == table.row_numbers.len() for table in tables]
        assert all(heights)
        assert pl.concat(table.row_numbers for table in tables).is_unique().all()
