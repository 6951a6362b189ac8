"""Files to tables of text: CSV and XLSX. The wrong file is refused in one sentence."""

import csv
import io
from pathlib import PurePath

import fastexcel
import polars as pl

from flows.errors import ContractError
from flows.landing.csv_shape import CsvShape, survey, without_blank_lines
from flows.landing.table import Table, unique_headers

__all__ = ["read_table"]

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
ZIP_MARK = b"PK\x03\x04"
OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}
END_OF_TEXT = "\x03"


def read_table(data: bytes, name: str) -> Table:
    """The records of a file, by its ending: ``.xlsx`` or else CSV.

    Raises:
        ContractError: the file is not what its name says, is cut off, or is empty.
    """
    if not data.removeprefix(BYTE_ORDER_MARK).strip():
        raise _refusal(name, "is empty", "Export it again")
    if PurePath(name).suffix.lower() in (".xlsx", ".xlsm"):
        return _read_workbook(data, name)
    return _read_csv(_plain_text(data, name), name)


def _plain_text(data: bytes, name: str) -> bytes:
    """The bytes of a UTF-8 text without its mark, lines ended by line feeds."""
    if data.startswith(ZIP_MARK):
        raise _refusal(
            name, "is a workbook or archive", "Name it .xlsx, or export it as CSV"
        )
    if data.startswith(UTF_16_MARKS):
        raise _refusal(name, "is UTF-16 text", "Save it as 'CSV UTF-8'")
    nul = data.find(b"\0")
    if nul >= 0:
        line = data.count(b"\n", 0, nul) + 1
        what = f"is not text: line {line} holds binary bytes"
        raise _refusal(name, what, "Export it as CSV again")
    text = data.removeprefix(BYTE_ORDER_MARK)
    try:
        text.decode()
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            raise _cut_off(name, "its last character is not whole") from None
        line = text.count(b"\n", 0, error.start) + 1
        what = f"is not UTF-8 text: byte 0x{text[error.start]:02x} on line {line}"
        raise _refusal(name, what, "Save it as 'CSV UTF-8'") from None
    return text if b"\n" in text else text.replace(b"\r", b"\n")


def _read_csv(text: bytes, name: str) -> Table:
    shape = survey(text)
    if not shape.is_regular:
        text = _requoted(text, name)
        shape = survey(text)
    if shape.is_open:
        raise _cut_off(name, "a quotation mark is never closed")
    header = text[shape.starts[0] : shape.ends[0]].decode()
    headers = unique_headers(next(csv.reader(io.StringIO(header, newline=""))))
    _check_fields(shape, len(headers), header, name)
    records = pl.read_csv(
        without_blank_lines(text, shape),
        has_header=False,
        schema=dict.fromkeys(headers, pl.String),
    )
    if records.height != shape.lines.size:
        what = f"has {shape.lines.size} records, of which {records.height} can be read"
        raise _refusal(name, what, "Export it again")
    if b'""' in text:  # an empty cell in quotes is as blank as one without
        records = records.select(pl.when(pl.all() != "").then(pl.all()))
    return Table(records.slice(1), pl.Series(shape.lines[1:], dtype=pl.Int64))


def _requoted(text: bytes, name: str) -> bytes:
    """The same records, with quotes only where the format has them.

    Some exports leave a quotation mark inside a cell as it is: ``12" ruler``.
    """
    marked = io.StringIO(f"{text.decode()}\n{END_OF_TEXT}", newline="")
    written = io.StringIO(newline="")
    try:
        csv.writer(written, lineterminator="\n").writerows(csv.reader(marked))
    except csv.Error:
        raise _cut_off(name, "a quotation mark is never closed") from None
    clean = written.getvalue()
    if not clean.endswith(f"\n{END_OF_TEXT}\n"):
        raise _cut_off(name, "a quotation mark is never closed")
    return clean.removesuffix(f"{END_OF_TEXT}\n").encode()


def _check_fields(shape: CsvShape, width: int, header: str, name: str) -> None:
    """Refuse a record wider than the header, and a last one that is not whole."""
    for separator, word in OTHER_SEPARATORS.items():
        if width == 1 and separator in header:
            what = f"has its columns separated by {word}"
            raise _refusal(name, what, "Export it with commas")
    too_wide = shape.field_counts > width
    if too_wide.any():
        at = too_wide.argmax()
        what = (
            f"has {shape.field_counts[at]} fields on line {shape.lines[at]}, where its "
            f"header has {width}"
        )
        raise _refusal(name, what, "Mend that line, or export the file again")
    if shape.field_counts[-1] < width:
        where = f"line {shape.lines[-1]} has {shape.field_counts[-1]} of {width} fields"
        raise _cut_off(name, where)


def _read_workbook(data: bytes, name: str) -> Table:
    """The first sheet, every cell as text, rows without a value left out."""
    try:
        sheet = pl.read_excel(
            data,
            engine="calamine",
            has_header=False,
            infer_schema_length=0,
            drop_empty_rows=False,
            drop_empty_cols=False,
            raise_if_empty=False,
            read_options={"skip_rows": 0},
        )
    except fastexcel.FastExcelError:
        what = "is not an .xlsx workbook"
        next_step = "Save it as .xlsx again, or export it as CSV and name it .csv"
        raise _refusal(name, what, next_step) from None
    rows = sheet.with_row_index("row_number", offset=1).filter(
        ~pl.all_horizontal(pl.col(sheet.columns).is_null())
    )
    if not rows.height:
        raise _refusal(name, "has nothing on its first sheet", "Export it again")
    headers = unique_headers(rows.drop("row_number").row(0))
    texts = rows.slice(1).drop("row_number")
    return Table(
        texts.rename(dict(zip(texts.columns, headers, strict=True))),
        rows["row_number"].slice(1).cast(pl.Int64),
    )


def _refusal(name: str, what: str, next_step: str) -> ContractError:
    return ContractError(f"{name} {what}. {next_step}")


def _cut_off(name: str, where: str) -> ContractError:
    return _refusal(name, f"is cut off: {where}", "Export it again")
