import csv
import io
import tempfile
from datetime import datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.errors import ContractError
from flows.landing.csv_text import csv_tables
from flows.landing.opening import Packed
from flows.landing.readers import look_into
from flows.landing.table import Table


def read_table(data: bytes, name: str) -> Table:
    """The only batch of a file with these bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(data)
        (table,) = look_into(Packed(path, name)).tables()
    return table


def rows_of(data: bytes, name: str = "a.csv") -> list[tuple[str | None, ...]]:
    texts = read_table(data, name).texts
    return texts.select(pl.when(pl.all() != "").then(pl.all())).rows()


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_quotes_and_line_breaks_inside_a_cell_survive() -> None:
    table = read_table(b'a,b\r\n"x ""y""","1\r\n2"\r\nz,3\r\n', "a.csv")

    assert table.texts.rows() == [('x "y"', "1\r\n2"), ("z", "3")]
    assert table.row_numbers.to_list() == [2, 4]


def test_a_byte_order_mark_is_no_part_of_the_header() -> None:
    assert read_table(b"\xef\xbb\xbfa,b\n1,2\n", "a.csv").headers == ["a", "b"]


def test_line_numbers_count_blank_lines() -> None:
    table = read_table(b"\na,b\n\n1,2\n\n\n3,4", "a.csv")

    assert table.texts.rows() == [("1", "2"), ("3", "4")]
    assert table.row_numbers.to_list() == [4, 7]


def test_a_quotation_mark_in_a_plain_cell_is_kept() -> None:
    table = read_table(b'a,b\n1,12" ruler\n2,"x\ny"\n3,z\n', "a.csv")

    assert table.texts.rows() == [("1", '12" ruler'), ("2", "x\ny"), ("3", "z")]
    assert table.row_numbers.to_list() == [2, 3, 5]


def test_lines_may_end_with_carriage_returns_alone() -> None:
    assert rows_of(b"a,b\r1,2\r3,4\r") == [("1", "2"), ("3", "4")]


def test_a_row_may_leave_out_its_last_cells() -> None:
    assert rows_of(b"a,b,c\n1\n2,3,4\n") == [("1", None, None), ("2", "3", "4")]


def test_a_header_alone_is_a_table_without_rows() -> None:
    assert rows_of(b"a,b\n") == []


def test_headers_that_are_alike_or_blank_get_names_of_their_own() -> None:
    headers = read_table(b"a ,a,\n1,2,3\n", "a.csv").headers
    assert headers == ["a", "a (2)", "column 3"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "a.csv is empty"),
        (b"\xef\xbb\xbf \n\n", "is empty"),
        (b"a,b\n1,\x00\n", "line 2 holds binary bytes"),
        ("a,é\n1,é".encode()[:-1], "cut off: its last character is not whole"),
        ("a,b\n1".encode("utf-16")[:-1], "cut off: its last character is not whole"),
        (b"PK\x03\x04rest", "is a workbook or archive"),
        (b'a,b\n1,"x\n2,y\n', "cut off: a quotation mark is never closed"),
        (b'a,b\n1,x"y\n2,"z\n', "cut off: a quotation mark is never closed"),
        (b'a,b\n1,x"y\n2,"' + b"z" * 200_000, "cut off: a quotation mark"),
        (b"a,b\n1,x" + b"y" * 2**26, "has a line of more than 16 MB"),
        (b"a,b,c\n1,2,3\n4,5", "cut off: line 3 has 2 of 3 fields"),
        (b"\xd0\xcf\x11\xe0 and so on", "is a workbook of an old kind"),
    ],
)
def test_the_wrong_file_is_refused_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(ContractError, match=r"^a\.csv ") as refusal:
        read_table(data, "a.csv")
    assert said in str(refusal.value)


def test_records_that_the_parser_does_not_return_are_not_lost_in_silence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    short = pl.DataFrame({"a": ["1"]})
    monkeypatch.setattr(pl, "read_csv", lambda *_args, **_settings: short)
    with pytest.raises(
        ContractError, match="has 2 records from line 2 on, of which 1 "
    ):
        read_table(b"a\n1\n2\n", "a.csv")


def test_a_record_wider_than_the_header_is_a_fault_and_keeps_its_cells() -> None:
    table = read_table(b"a,b\n1,2\n3,4,5\n6,7,\n", "a.csv")

    assert table.headers == ["a", "b"]
    assert table.texts.row(1) == ("3", "4", "5")
    assert table.faults is not None
    assert table.faults.to_list() == [
        None,
        "it has more cells than the 2 of the header",
        None,
    ]


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_cells_may_be_separated_otherwise(separator: str) -> None:
    data = f'a{separator}b\n"1,5"{separator}2\n'.encode()
    assert rows_of(data) == [("1,5", "2")]


def test_a_line_that_names_the_separator_is_no_header() -> None:
    table = read_table(b"sep=;\na;b\n1;2\n", "a.csv")

    assert table.headers == ["a", "b"]
    assert table.row_numbers.to_list() == [3]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("gb18030", "GB18030"),
    ],
)
def test_chinese_is_read_in_every_encoding(
    tmp_path: Path, encoding: str, said: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("订单编号,买家会员名\n1,张小明\n".encode(encoding))
    file = look_into(Packed(path, "a.csv"))

    assert next(file.tables()).texts.rows() == [("1", "张小明")]
    assert file.said == f"CSV, {said}"


def test_western_letters_of_an_old_spreadsheet_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Größe;Straße\ngroß;Königstraße 5\n".encode("cp1252"))
    file = look_into(Packed(path, "a.csv"))

    assert next(file.tables()).texts.rows() == [("groß", "Königstraße 5")]
    assert file.said == "CSV, Windows-1252"


@pytest.mark.parametrize(
    ("encoding", "wrong", "said"),
    [
        ("gb18030", b"\xff\xff", "GB18030 text: byte 0xff"),
        ("cp1252", b"\x81", "Windows-1252 text: byte 0x81"),
    ],
)
def test_a_byte_of_no_letter_is_told_with_its_line(
    tmp_path: Path, encoding: str, wrong: bytes, said: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n1,2\n3," + wrong + b"\n")
    with pytest.raises(ContractError, match=f"is not {said} on line 3"):
        list(look_into(Packed(path, "a.csv"), encoding).tables())


def test_parquet_is_read_as_texts(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    when = datetime.fromisoformat("2025-03-01 10:30")
    rows = pl.DataFrame({"a": [1, None], "b": [1.5, 2.0], "c": [when, when]})
    rows.write_parquet(path)
    (table,) = look_into(Packed(path, "a.parquet")).tables()

    assert table.headers == ["a", "b", "c"]
    assert table.texts.row(0) == ("1", "1.5", "2025-03-01 10:30:00")
    assert table.row_numbers.to_list() == [1, 2]


def test_damaged_parquet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1 and no more")
    with pytest.raises(ContractError, match="is damaged Parquet, or cut off"):
        list(look_into(Packed(path, "a.parquet")).tables())


def test_a_workbook_is_read_as_texts() -> None:
    when = datetime.fromisoformat("2025-03-01 10:30")
    data = workbook(["Order", "When", "Price"], [1001, when, 2.5], [], ["x", None, 3])
    table = read_table(data, "a.xlsx")

    assert table.headers == ["Order", "When", "Price"]
    assert table.texts.rows() == [
        ("1001", "2025-03-01 10:30:00", "2.5"),
        ("x", None, "3"),
    ]
    assert table.row_numbers.to_list() == [2, 4]


def test_a_sheet_may_begin_further_down() -> None:
    table = read_table(workbook([], ["a", "b"], [1, 2]), "a.xlsx")

    assert table.headers == ["a", "b"]
    assert table.row_numbers.to_list() == [3]


@pytest.mark.parametrize("data", [b"a,b\n1,2\n", b"PK\x03\x04 and no more"])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(ContractError, match=r"a\.xlsx is not an \.xlsx workbook"):
        read_table(data, "a.xlsx")


def test_an_empty_sheet_is_refused() -> None:
    with pytest.raises(ContractError, match="nothing on its first sheet"):
        read_table(workbook(), "a.xlsx")


texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\n,"\r')
)
records = st.lists(st.lists(texts, min_size=3, max_size=3), min_size=1, max_size=6)


@given(records)
def test_every_cell_comes_back_as_the_csv_module_wrote_it(
    rows: list[list[str]],
) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows([["a", "b", "c"], *rows])

    expected = [tuple(cell or None for cell in row) for row in rows]
    assert rows_of(written.getvalue().encode()) == expected


@given(records, st.integers(1, 40), st.integers(1, 40))
def test_the_size_of_a_batch_changes_no_record(
    rows: list[list[str]], size: int, step: int
) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows([["a", "b", "c"], *rows])
    data = written.getvalue().encode()
    chunks = [data[at : at + step] for at in range(0, len(data), step)]
    tables = list(csv_tables(chunks, "a.csv", size))
    whole = read_table(data, "a.csv")

    assert pl.concat(table.texts for table in tables).equals(whole.texts)
    numbers = [number for table in tables for number in table.row_numbers]
    assert numbers == whole.row_numbers.to_list()
