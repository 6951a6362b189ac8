import json
from datetime import date
from pathlib import Path

import pytest

from flows.errors import HomeError
from flows.night import (
    Night,
    begin_night,
    current_night,
    previous_night,
    published_nights,
)
from flows.publication import (
    finish_publication,
    prune_attempts,
    prune_nights,
    publish_night,
    roll_back,
    seal_warehouse,
)
from flows.warehouse import connect, query

JUNE_28, JUNE_29, JUNE_30 = (date(2025, 6, day) for day in (28, 29, 30))


def built(home: Path, as_of: date) -> Night:
    night = begin_night(home, as_of)
    with connect(night.warehouse, read_only=False) as connection:
        connection.execute("create schema landing")
        connection.execute("create view landing.orders as select 1 as one")
        connection.execute("create schema marts")
        connection.execute("create table marts.night as select 42 as answer")
    return night


def published(home: Path, as_of: date) -> str:
    night = built(home, as_of)
    facts = {"attempt": night.attempt, "state": {}, "counts": {}}
    return publish_night(night, facts).name


def current_name(home: Path) -> str:
    present = current_night(home)
    assert present is not None
    return present.name


def test_a_new_home_has_no_night(tmp_path: Path) -> None:
    assert current_night(tmp_path) is None
    assert published_nights(tmp_path) == []
    assert previous_night(tmp_path, JUNE_30) is None


def test_a_published_night_is_current_and_its_attempt_is_gone(tmp_path: Path) -> None:
    assert published(tmp_path, JUNE_30) == "2025-06-30"
    assert (tmp_path / "current").readlink() == Path("nights/2025-06-30")
    assert list((tmp_path / "nights" / ".attempts").iterdir()) == []
    assert query(tmp_path / "current" / "warehouse.duckdb", "from marts.night").item()


def test_a_night_run_again_is_a_new_folder(tmp_path: Path) -> None:
    published(tmp_path, JUNE_30)
    before = (tmp_path / "nights/2025-06-30/night.json").read_text()
    assert published(tmp_path, JUNE_30) == "2025-06-30.2"
    assert (tmp_path / "nights/2025-06-30/night.json").read_text() == before
    assert current_name(tmp_path) == "2025-06-30.2"


def test_an_attempt_never_takes_the_number_of_an_earlier_one(tmp_path: Path) -> None:
    failed = begin_night(tmp_path, JUNE_30)
    assert (failed.attempt, begin_night(tmp_path, JUNE_30).attempt) == (1, 2)
    (tmp_path / "lake" / "identity").mkdir()
    (tmp_path / "lake" / "identity" / "2025-06-30.7.records.parquet").touch()
    assert begin_night(tmp_path, JUNE_30).attempt == 8
    assert begin_night(tmp_path, JUNE_29).attempt == 1


def test_an_older_night_is_published_beside_and_current_stays(tmp_path: Path) -> None:
    published(tmp_path, JUNE_30)
    assert published(tmp_path, JUNE_28) == "2025-06-28"
    assert current_name(tmp_path) == "2025-06-30"


def test_a_warehouse_left_open_is_not_published(tmp_path: Path) -> None:
    night = built(tmp_path, JUNE_30)
    night.warehouse.with_name("warehouse.duckdb.wal").touch()
    with pytest.raises(HomeError, match=r"warehouse\.duckdb\.wal is still there"):
        publish_night(night, {"attempt": 1})
    assert current_night(tmp_path) is None


def test_a_publication_killed_before_the_link_is_finished_next_time(
    tmp_path: Path,
) -> None:
    published(tmp_path, JUNE_29)
    night = built(tmp_path, JUNE_30)
    (night.folder / "night.json").write_text(json.dumps({"attempt": 1}))
    journal = tmp_path / "nights" / ".publishing"
    journal.write_text(json.dumps({"night": "2025-06-30"}))
    finish_publication(tmp_path)  # killed before the folder moved: nothing to finish
    assert current_name(tmp_path) == "2025-06-29"
    journal.write_text(json.dumps({"night": "2025-06-30"}))
    night.folder.rename(tmp_path / "nights" / "2025-06-30")
    finish_publication(tmp_path)
    assert current_name(tmp_path) == "2025-06-30"
    assert not journal.exists()


def test_rollback_goes_to_the_night_before_and_its_state_counts_no_more(
    tmp_path: Path,
) -> None:
    for as_of in (JUNE_28, JUNE_29, JUNE_30):
        published(tmp_path, as_of)
    assert roll_back(tmp_path).name == "2025-06-29"
    assert current_name(tmp_path) == "2025-06-29"
    later = previous_night(tmp_path, date(2025, 7, 1))
    assert later is not None
    assert later.name == "2025-06-29"
    assert roll_back(tmp_path).name == "2025-06-28"


def test_a_rollback_is_not_undone_by_a_publication_that_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(tmp_path, JUNE_28)
    published(tmp_path, JUNE_29)
    night = built(tmp_path, JUNE_30)
    monkeypatch.setattr("flows.publication._deliver", _killed)
    with pytest.raises(KeyboardInterrupt):
        publish_night(night, {"attempt": 1, "state": {}, "counts": {}})
    assert current_name(tmp_path) == "2025-06-29"
    monkeypatch.undo()
    roll_back(tmp_path)
    assert current_name(tmp_path) == "2025-06-29"
    roll_back(tmp_path)
    finish_publication(tmp_path)
    assert current_name(tmp_path) == "2025-06-28"


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_going_forward_again_brings_back_the_nights_between(tmp_path: Path) -> None:
    for as_of in (JUNE_28, JUNE_29, JUNE_30):
        published(tmp_path, as_of)
    roll_back(tmp_path, to="2025-06-28")
    roll_back(tmp_path, to="2025-06-30")
    assert not any(night.is_rolled_back for night in published_nights(tmp_path))


def test_a_night_is_delivered_once_readers_could_see_it(tmp_path: Path) -> None:
    published(tmp_path, JUNE_30)
    published(tmp_path, JUNE_28)
    standing = {night.name: night.is_delivered for night in published_nights(tmp_path)}
    assert standing == {"2025-06-28": False, "2025-06-30": True}
    roll_back(tmp_path, to="2025-06-28")
    roll_back(tmp_path, to="2025-06-30")
    assert all(night.is_delivered for night in published_nights(tmp_path))


def test_a_damaged_record_is_told(tmp_path: Path) -> None:
    published(tmp_path, JUNE_30)
    (tmp_path / "nights/2025-06-30/night.json").write_text("")
    with pytest.raises(HomeError, match=r"night\.json is damaged"):
        current_night(tmp_path)


def test_rollback_to_a_rolled_back_night_brings_it_back(tmp_path: Path) -> None:
    for as_of in (JUNE_28, JUNE_29, JUNE_30):
        published(tmp_path, as_of)
    roll_back(tmp_path, to="2025-06-28")
    roll_back(tmp_path, to="2025-06-29")
    assert [n.name for n in published_nights(tmp_path) if n.is_rolled_back] == [
        "2025-06-30"
    ]
    assert current_name(tmp_path) == "2025-06-29"


def test_rollback_says_what_there_is_to_go_back_to(tmp_path: Path) -> None:
    with pytest.raises(HomeError, match="no published night"):
        roll_back(tmp_path)
    published(tmp_path, JUNE_30)
    with pytest.raises(HomeError, match=r"no night before 2025-06-30.*there are: 2025"):
        roll_back(tmp_path)
    with pytest.raises(HomeError, match="no night '2024-01-01' to go back to"):
        roll_back(tmp_path, to="2024-01-01")


def test_old_nights_are_emptied_but_keep_their_record(tmp_path: Path) -> None:
    for as_of in (JUNE_28, JUNE_29, JUNE_30):
        published(tmp_path, as_of)
    (tmp_path / "nights/2025-06-28/audiences").mkdir()
    assert prune_nights(tmp_path, keep=2) == ["2025-06-28"]
    oldest = published_nights(tmp_path)[0]
    assert oldest.is_pruned
    assert [path.name for path in oldest.folder.iterdir()] == ["night.json"]
    with pytest.raises(HomeError, match="no night '2025-06-28'"):
        roll_back(tmp_path, to="2025-06-28")


def test_the_current_night_is_never_emptied(tmp_path: Path) -> None:
    for as_of in (JUNE_28, JUNE_29, JUNE_30):
        published(tmp_path, as_of)
    roll_back(tmp_path, to="2025-06-28")
    assert prune_nights(tmp_path, keep=2) == []


def test_a_night_published_just_now_is_not_emptied_however_old_its_date(
    tmp_path: Path,
) -> None:
    for as_of in (JUNE_29, JUNE_30, JUNE_28):
        published(tmp_path, as_of)
    assert prune_nights(tmp_path, keep=2, but="2025-06-28") == []
    assert prune_nights(tmp_path, keep=2) == ["2025-06-28"]


def test_of_the_failed_attempts_the_newest_is_kept(tmp_path: Path) -> None:
    for _ in range(3):
        night = begin_night(tmp_path, JUNE_30)
        leftover = night.lake / "identity" / f"{night.label}.records.parquet"
        leftover.parent.mkdir(exist_ok=True)
        leftover.touch()
    (tmp_path / "nights" / ".attempts" / ".DS_Store").touch()
    assert prune_attempts(tmp_path) == ["2025-06-30.1", "2025-06-30.2"]
    assert {p.name for p in (tmp_path / "nights/.attempts").iterdir()} == {
        "2025-06-30.3",
        ".DS_Store",
    }
    assert [p.name for p in (tmp_path / "lake/identity").iterdir()] == [
        "2025-06-30.3.records.parquet"
    ]


def test_a_sealed_warehouse_holds_tables_and_no_view_of_the_lake(
    tmp_path: Path,
) -> None:
    night = built(tmp_path, JUNE_30)
    seal_warehouse(night.warehouse)
    views = query(night.warehouse, "from duckdb_views() where not internal")
    assert views.height == 0
    assert not night.warehouse.with_name("warehouse.duckdb.wal").exists()


def test_a_warehouse_no_reader_can_open_is_told(tmp_path: Path) -> None:
    night = built(tmp_path, JUNE_30)
    with (
        connect(night.warehouse, read_only=False),
        pytest.raises(HomeError, match="cannot be opened by a reader"),
    ):
        seal_warehouse(night.warehouse)


def test_current_pointing_elsewhere_is_told(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "night.json").write_text("{}")
    (tmp_path / "current").symlink_to("elsewhere")
    with pytest.raises(HomeError, match="is not a night's folder"):
        current_night(tmp_path)
