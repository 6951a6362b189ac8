"""Files to tables of text, in batches. The wrong file is refused in one sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

import fastexcel
import polars as pl

from flows.errors import ContractError
from flows.landing.csv_text import BATCH, csv_tables
from flows.landing.encodings import ENCODINGS, detect_encoding, utf8_chunks
from flows.landing.json_table import json_tables
from flows.landing.opening import Packed
from flows.landing.table import Table, unique_headers

__all__ = ["File", "look_into"]

WORKBOOK_SUFFIXES = (".xlsx", ".xlsm")
JSON_SUFFIXES = (".json", ".jsonl", ".ndjson")
ZIP_MARK = b"PK\x03\x04"
OLD_WORKBOOK_MARK = b"\xd0\xcf\x11\xe0"
PARQUET_MARK = b"PAR1"
MOST_WORKBOOK = 512 * 2**20
PARQUET_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class File:
    """A file whose kind is known.

    Attributes:
        packed: where its bytes are.
        form: ``CSV``, ``XLSX``, ``JSON`` or ``Parquet``.
        encoding: of its text, None where it is no text.
    """

    packed: Packed
    form: str
    encoding: str | None = None

    @property
    def said(self) -> str:
        """What the ledger says of it: ``CSV, GB18030``."""
        encoding = ENCODINGS.get(self.encoding or "", self.encoding)
        return f"{self.form}, {encoding}" if encoding else self.form

    def tables(self, size: int = BATCH) -> Iterator[Table]:
        """Its records, in batches of about ``size`` bytes; at least one batch.

        Raises:
            ContractError: it is not what its name says, is cut off, or is empty.
        """
        match self.form:
            case "XLSX":
                return _workbook_tables(self.packed)
            case "Parquet":
                return _parquet_tables(self.packed)
            case "JSON":
                return self._json_tables(size)
        return self._csv_tables(size)

    def _csv_tables(self, size: int) -> Iterator[Table]:
        name = self.packed.file_name
        with self.packed.open() as stream:
            chunks = utf8_chunks(stream, self.encoding or "utf-8", name)
            yield from csv_tables(chunks, name, size)

    def _json_tables(self, size: int) -> Iterator[Table]:
        name = self.packed.file_name
        with self.packed.open() as stream:
            chunks = utf8_chunks(stream, self.encoding or "utf-8", name)
            yield from json_tables(chunks, name, size)


def look_into(packed: Packed, encoding: str | None = None) -> File:
    """What kind of file it is, by its name and its first bytes.

    Args:
        packed: the file.
        encoding: what the source's settings say of its texts.

    Raises:
        ContractError: it is of a kind that is not read.
    """
    suffix = PurePath(packed.content_name).suffix.lower()
    name = packed.file_name
    with packed.open() as stream:
        mark = stream.read(4)
    if mark == PARQUET_MARK:
        return File(packed, "Parquet")
    if mark == OLD_WORKBOOK_MARK:
        raise _refusal(name, "is a workbook of an old kind", "Save it as .xlsx")
    if suffix in WORKBOOK_SUFFIXES:
        return File(packed, "XLSX")
    if mark == ZIP_MARK:
        raise _refusal(
            name, "is a workbook or archive", "Name it .xlsx, or export it as CSV"
        )
    if suffix in JSON_SUFFIXES:
        return File(packed, "JSON", encoding or detect_encoding(packed.open))
    return File(packed, "CSV", encoding or detect_encoding(packed.open))


def _workbook_tables(packed: Packed) -> Iterator[Table]:
    """The first sheet, every cell as text, rows without a value left out.

    A sheet ends at row 1,048,576, so one batch is enough.
    """
    name = packed.file_name
    with packed.open() as stream:
        data = stream.read(MOST_WORKBOOK + 1)
    if len(data) > MOST_WORKBOOK:
        what = f"is a workbook of more than {MOST_WORKBOOK // 2**20} MB"
        raise _refusal(name, what, "Export it as CSV")
    if not data:
        raise _refusal(name, "is empty", "Export it again")
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
    yield Table(
        texts.rename(dict(zip(texts.columns, headers, strict=True))),
        rows["row_number"].slice(1).cast(pl.Int64),
    )


def _parquet_tables(packed: Packed) -> Iterator[Table]:
    """The rows of a Parquet file, every value as text; row 1 is its first."""
    name = packed.file_name
    if packed.member is not None or packed.is_gzip:
        raise _refusal(name, "is Parquet in an archive", "Put it there unpacked")
    try:
        columns = pl.read_parquet_schema(packed.path)
        lazy = pl.scan_parquet(packed.path, glob=False)
        height = lazy.select(pl.len()).collect().item()
    except (pl.exceptions.PolarsError, OSError):
        raise _refusal(
            name, "is damaged Parquet, or cut off", "Export it again"
        ) from None
    headers = unique_headers(columns)
    texts = [_as_text(name, dtype) for name, dtype in columns.items()]
    lazy = lazy.select(texts).rename(dict(zip(columns, headers, strict=True)))
    for start in range(0, max(height, 1), PARQUET_ROWS):
        try:
            rows = lazy.slice(start, PARQUET_ROWS).collect()
        except pl.exceptions.PolarsError:
            raise _refusal(name, "is damaged Parquet", "Export it again") from None
        yield Table(rows, pl.int_range(start + 1, start + 1 + rows.height, eager=True))


def _as_text(name: str, dtype: pl.DataType) -> pl.Expr:
    """A value as the readers of texts know it; instants with their offset."""
    value = pl.col(name)
    if isinstance(dtype, pl.Datetime):
        form = "%Y-%m-%d %H:%M:%S%.f" + ("%z" if dtype.time_zone else "")
        return value.dt.to_string(form)
    if isinstance(dtype, pl.List | pl.Array | pl.Struct):
        return pl.struct(value).struct.json_encode().alias(name)
    if isinstance(dtype, pl.Binary):
        return value.cast(pl.String, strict=False)
    return value.cast(pl.String)


def _refusal(name: str, what: str, next_step: str) -> ContractError:
    return ContractError(f"{name} {what}. {next_step}")
