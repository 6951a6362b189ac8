from pathlib import Path

import pytest

from flows.landing.guesses.looking import alike, look_at
from flows.landing.guesses.recognise import Outline, outline

FIXTURES = Path(__file__).parents[1] / "layouts" / "fixtures"
FILES = sorted(
    path for path in FIXTURES.glob("*/*") if path.is_file() and path.suffix != ".toml"
)


def outline_of(path: Path) -> Outline:
    (export,) = alike(look_at(path))
    return outline(export)


@pytest.mark.parametrize(
    "path", FILES, ids=lambda path: path.relative_to(FIXTURES).as_posix()
)
def test_every_vendors_export_is_known_by_its_header(path: Path) -> None:
    found = outline_of(path)

    assert found.layout.value == path.parent.name
    assert found.layout.score > 0.85


def test_a_table_with_a_vendors_word_or_two_is_no_vendors_export(
    tmp_path: Path,
) -> None:
    path = tmp_path / "sales.csv"
    header = "Date,Time,Item,Qty,Net Sales,Transaction ID,A,B,C,D,E,F,G,H"
    path.write_text(f"{header}\n2025-03-01,10:00,Pen,1,2.50,T1,,,,,,,,\n")

    assert outline_of(path).layout.value == "generic"


def test_a_vendors_export_with_a_new_column_is_still_known(tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    text = (FIXTURES / "square_items" / "2017_24_columns.csv").read_text("utf-8-sig")
    header, rest = text.split("\n", 1)
    path.write_text(f"{header.strip()},Weather\n{rest}")

    assert outline_of(path).layout.value == "square_items"
