"""No file, however odd, ends ``keyuan init`` otherwise than in a sentence."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.errors import HomeError
from flows.landing.sources import check_sources
from tests.landing.guesses.conftest import run_start

WORDS = st.sampled_from(
    [
        "Date",
        "订单号",
        "Total",
        "E-Mail",
        "Menge",
        "Phone",
        "ID",
        "name",
        "Item",
        "类型",
    ]
)
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["2025-03-01", "01/02/25", "1.234,50", "$3", "a@example.org", "13800138000", ""]
    ),
)
TABLES = st.lists(WORDS | st.text(max_size=8), min_size=1, max_size=7).flatmap(
    lambda headers: st.lists(
        st.lists(CELLS, min_size=len(headers), max_size=len(headers)), max_size=8
    ).map(lambda rows: "\n".join(",".join(row) for row in [headers, *rows]))
)
SUFFIXES = ("csv", "xlsx", "json", "jsonl", "zip", "gz", "parquet", "txt")


def check(content: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file.{suffix}"
        path.write_bytes(content)
        refused = ""
        try:
            check_sources(run_start([path], Path(folder) / "shop").shop)
        except HomeError as refusal:
            refused = str(refusal)
        if refused:
            assert "nothing in the files was understood" in refused
            assert not (Path(folder) / "shop").exists()


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(TABLES, st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_any_table_is_understood_or_refused(text: str, encoding: str) -> None:
    check(text.encode(encoding, "ignore"), "csv")


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=200), st.sampled_from(SUFFIXES))
def test_any_bytes_are_refused(content: bytes, suffix: str) -> None:
    check(content, suffix)


@pytest.mark.parametrize(
    "name", ["$1", '"', "[]", "a.b", "{}", "=Total", "%d", " ", "\t"]
)
def test_odd_headers_are_written_as_they_are(name: str) -> None:
    check(f"Order no,Date,Total,{name}\n1,2025-03-01,9.50,x\n".encode(), "csv")
