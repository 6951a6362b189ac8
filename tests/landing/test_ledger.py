import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from flows.errors import HomeError
from flows.landing.ledger import Entry, put_away_unfinished, read_ledger, write_entry


@pytest.fixture
def entry() -> Entry:
    return Entry(
        arrival=7,
        source_name="till",
        layout="generic",
        file_name="inbox/till/a.csv",
        sha256="ab",
        settings="cd",
        landed_on=date(2025, 3, 31),
        state="landed",
        row_count=3,
        landed_count=2,
        set_aside_count=1,
        set_aside_amount=Decimal("-1.50"),
        set_aside_reasons={"order_id is missing": 1},
        emptied_counts={"email": 2},
        unknown_columns=("Note",),
        entities={"orders": 1},
        entity_later_count={"orders": 1},
    )


def test_an_entry_is_read_as_it_was_written(tmp_path: Path, entry: Entry) -> None:
    write_entry(tmp_path, entry)

    assert read_ledger(tmp_path) == [entry]
    assert (tmp_path / "ledger" / "00000007.json").exists()


def test_a_ledger_that_does_not_exist_is_empty(tmp_path: Path) -> None:
    assert read_ledger(tmp_path) == []


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"landed_on": 5}'])
def test_a_damaged_entry_is_told(tmp_path: Path, entry: Entry, text: str) -> None:
    write_entry(tmp_path, entry)
    (tmp_path / "ledger" / "00000007.json").write_text(text)

    with pytest.raises(HomeError, match=r"00000007\.json is damaged"):
        read_ledger(tmp_path)


def test_an_entry_that_says_too_much_is_damaged(tmp_path: Path, entry: Entry) -> None:
    write_entry(tmp_path, entry)
    path = tmp_path / "ledger" / "00000007.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"more": 1}))

    with pytest.raises(HomeError, match="is damaged"):
        read_ledger(tmp_path)


def test_parquet_without_an_entry_is_put_out_of_sight(
    tmp_path: Path, entry: Entry
) -> None:
    kept = tmp_path / "landing" / "till" / "orders" / "ab.parquet"
    others = [
        tmp_path / "landing" / "till" / "orders" / "ff.parquet",
        tmp_path / "landing" / "web" / "orders" / "ab.parquet",
        tmp_path / "quarantine" / "till" / "ff.parquet",
    ]
    schema = tmp_path / "landing" / "schema" / "orders" / "schema.parquet"
    for path in (kept, schema, *others):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    assert put_away_unfinished(tmp_path, [entry]) == 3
    assert kept.exists()
    assert schema.exists()
    assert not any(path.exists() for path in others)
    assert all(path.with_suffix(".parquet.unfinished").exists() for path in others)
