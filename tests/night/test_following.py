"""Three nights: a person says that two customers are one, and then that they are two.

One was held out of the win-back campaign, for comparison; to the other it wrote.
"""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unmeasured")]

NIGHTS = ("2025-06-30", "2025-07-01", "2025-07-02")
HELD_OUT = """
    select customer_id, min(record_id) as record_id, count(*) as record_count
    from identity.records
    where customer_id in (
        select customer_id from audiences.members
        where campaign = 'win_back' and outcome = 'held_out'
    )
    group by 1
    order by record_count, customer_id
    limit 1
"""
WRITTEN_TO = """
    select customer_id, min(record_id) as record_id, count(*) as record_count
    from identity.records
    where customer_id in (
        select customer_id from audiences.members
        where campaign = 'win_back' and outcome = 'exported'
    )
    group by 1
    order by record_count desc, customer_id
    limit 1
"""


@dataclass(frozen=True)
class Followed:
    """The home, and the two: their ids on the first night and a record of each."""

    home: Path
    held_out: str
    held_out_record: str
    written_to: str

    def ask(self, night: int, sql: str) -> list[tuple[Any, ...]]:
        """What one statement gives in a night."""
        path = self.home / "nights" / NIGHTS[night] / "warehouse.duckdb"
        with duckdb.connect(str(path), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def ids(self, night: int) -> dict[str, str]:
        """Who each record is."""
        return dict(
            self.ask(night, "select record_id, customer_id from identity.records")
        )

    def win_back(self, night: int, customer: str) -> set[tuple[str, str]]:
        """What became of a candidate, by whichever channel was open."""
        return set(
            self.ask(
                night,
                f"""
                select outcome, reason from audiences.members
                where campaign = 'win_back' and customer_id = '{customer}'
                and reason not in ('not_reachable', 'no_consent', 'other_channel')
                """,
            )
        )


@pytest.fixture(scope="module")
def followed(
    tmp_path_factory: pytest.TempPathFactory,
    keyuan: Run,
    copy_home: Callable[[Path], Path],
) -> Followed:
    # Not measured: the module's mark asks for "unmeasured" before anything else of it.
    home = copy_home(tmp_path_factory.mktemp("followed") / "shop")
    with duckdb.connect(
        str(home / "current/warehouse.duckdb"), read_only=True
    ) as first:
        [(held_out, one, few)] = first.execute(HELD_OUT).fetchall()
        [(written_to, other, many)] = first.execute(WRITTEN_TO).fetchall()
    assert few < many
    settings = home / "settings"
    settings.mkdir(exist_ok=True)
    for night, ruling in zip(NIGHTS[1:], ("same", "different"), strict=True):
        (settings / "identity_rulings.csv").write_text(
            f"record_1,record_2,ruling,reason\n{one},{other},{ruling},asked\n"
        )
        done = keyuan("nightly", "--home", home, "--as-of", night)
        assert done.returncode == 0, done.stdout + done.stderr
    return Followed(home, held_out, one, written_to)


def test_everybody_else_keeps_their_id(followed: Followed) -> None:
    first = followed.ids(0)
    two = {followed.held_out, followed.written_to}
    others = {record: who for record, who in first.items() if who not in two}
    assert others.items() <= followed.ids(1).items()
    assert others.items() <= followed.ids(2).items()


def test_who_was_written_to_is_left_alone_and_who_was_held_out_stays_so(
    followed: Followed,
) -> None:
    outcomes = """
        select campaign, channel, customer_id, outcome, reason
        from audiences.members
    """
    tomorrow = {row[:3]: row[3:] for row in followed.ask(1, outcomes)}
    today = [
        (row[:3], row[3])
        for row in followed.ask(0, outcomes)
        if row[2] != followed.written_to and row[:3] in tomorrow
    ]
    again = {tomorrow[key] for key, outcome in today if outcome == "exported"}
    assert again == {("dropped", "cool_down")}
    assert {tomorrow[key] for key, outcome in today if outcome == "held_out"} <= {
        ("held_out", "holdout"),
        ("dropped", "other_channel"),
    }
    entered = followed.ask(
        1, f"select count(*) from audiences.members where entered_on = '{NIGHTS[0]}'"
    )
    assert entered[0][0] > 0


def test_the_merge_is_written_down_with_the_link_that_did_it(
    followed: Followed,
) -> None:
    changes = followed.ask(
        1,
        f"select * exclude (reason) from identity.changes where as_of = '{NIGHTS[1]}'",
    )
    [(_, kind, old, new, link)] = [row for row in changes if row[1] != "new"]
    assert (kind, old, new) == ("merge", followed.held_out, followed.written_to)
    assert "ruling" in link
    assert followed.held_out not in set(followed.ids(1).values())


def test_the_audience_moves_along_and_the_merged_are_held_out(
    followed: Followed,
) -> None:
    assert {row[0] for row in followed.win_back(0, followed.written_to)} == {"exported"}
    assert followed.win_back(1, followed.written_to) == {("held_out", "holdout")}
    assert followed.win_back(1, followed.held_out) == set()


def test_the_split_gives_a_new_id_which_is_held_out_as_well(
    followed: Followed,
) -> None:
    fresh = followed.ids(2)[followed.held_out_record]
    assert fresh not in set(followed.ids(1).values()) | {followed.held_out}
    changes = followed.ask(
        2,
        f"select * exclude (reason) from identity.changes where as_of = '{NIGHTS[2]}'",
    )
    [(_, kind, old, new, _)] = [row for row in changes if row[1] != "new"]
    assert (kind, old, new) == ("split", followed.written_to, fresh)
    assert followed.win_back(2, fresh) == {("held_out", "holdout")}


def test_a_retired_id_still_finds_its_person(followed: Followed, keyuan: Run) -> None:
    done = keyuan("explain", followed.held_out, "--home", followed.home)
    assert done.returncode == 0, done.stderr
    assert followed.written_to in done.stdout


def test_a_rollback_goes_back_one_night(followed: Followed, keyuan: Run) -> None:
    rolled = keyuan("rollback", "--home", followed.home)
    assert rolled.returncode == 0
    assert f"is now the night {NIGHTS[1]}" in rolled.stdout
    said = keyuan("status", "--home", followed.home).stdout
    assert f"current is the night {NIGHTS[1]}" in said
    assert f"{NIGHTS[2]}     rolled back" in said
