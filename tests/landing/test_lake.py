from pathlib import Path

import polars as pl
import pytest

from flows.landing.contracts import CONTRACTS
from flows.landing.lake import write_bytes, write_frame, write_schemas
from flows.landing.schemas import landed_schema


def test_a_file_is_written_whole_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "lake" / "a" / "b.parquet"
    rows = pl.DataFrame({"x": [1]})
    write_frame(path, rows)
    write_frame(path, rows)

    assert pl.read_parquet(path).equals(rows)
    assert [found.name for found in path.parent.iterdir()] == ["b.parquet"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_crash_while_writing_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    write_bytes(path, b"old")

    def fail(_path: Path, _target: Path) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_bytes(path, b"new")
    assert path.read_bytes() == b"old"


def test_every_entity_has_an_empty_file_of_its_schema(tmp_path: Path) -> None:
    write_schemas(tmp_path)
    for entity in CONTRACTS:
        path = tmp_path / "landing" / "schema" / entity / "schema.parquet"
        rows = pl.read_parquet(path)
        assert rows.height == 0
        assert rows.schema == landed_schema(entity)
