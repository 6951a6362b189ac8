from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from flows.errors import ContractError, HomeError
from flows.landing.inbox import (
    Found,
    Incoming,
    find_files,
    plan,
    watched,
)
from flows.landing.land import land_home
from flows.landing.ledger import Entry, read_ledger
from flows.night import Night
from flows.settings import Shop

Drop = Callable[[str, str | bytes], Path]


def read_through(found: Found) -> bytes:
    with watched(found) as packed, packed.open() as stream:
        return stream.read()


def with_source(shop: Shop, **settings: object) -> Shop:
    source = shop.sources[0].model_copy(update=settings)
    return shop.model_copy(update={"sources": (source,)})


def as_entry(incoming: Incoming, night: Night, **settings: object) -> Entry:
    entry = Entry(
        arrival=incoming.arrival,
        source_name=incoming.source_name,
        layout="generic",
        file_name=incoming.found.file_name,
        sha256=incoming.found.sha256,
        settings=incoming.settings,
        landed_on=night.as_of,
        state="landed",
    )
    return replace(entry, **settings)


def names(incoming: list[Incoming]) -> list[tuple[int, str]]:
    return [(each.arrival, each.name) for each in incoming]


def test_files_are_numbered_by_source_and_name(
    night: Night, shop: Shop, drop: Drop
) -> None:
    for name in ("till/b.csv", "members/z.csv", "till/a.csv"):
        drop(name, name)

    assert names(plan(night, shop, [])) == [(1, "z.csv"), (2, "a.csv"), (3, "b.csv")]


def test_what_is_no_export_is_passed_over(night: Night, shop: Shop, drop: Drop) -> None:
    drop("till/.a.csv", "hidden")
    drop("till/~$a.csv", "an editor's lock")
    (night.home / "inbox/till/folder.csv").mkdir()

    assert find_files(night.home, shop) == []


def test_the_same_bytes_come_in_once(night: Night, shop: Shop, drop: Drop) -> None:
    drop("till/a.csv", "same")
    drop("till/copy.csv", "same")
    drop("members/a.csv", "same")

    assert names(plan(night, shop, [])) == [(1, "a.csv"), (2, "a.csv")]


def test_a_landed_file_is_not_taken_in_again(
    night: Night, shop: Shop, drop: Drop
) -> None:
    drop("till/a.csv", "a")
    (first,) = plan(night, shop, [])
    ledger = [as_entry(first, night)]
    drop("till/0.csv", "new")

    assert names(plan(night, shop, ledger)) == [(2, "0.csv")]
    moved = with_source(shop, date_format="%d/%m/%Y")
    assert names(plan(night, moved, ledger)) == [(2, "0.csv")]


def test_a_refused_file_is_tried_again_when_its_settings_change(
    night: Night, shop: Shop, drop: Drop
) -> None:
    drop("till/a.csv", "a")
    (first,) = plan(night, shop, [])
    ledger = [as_entry(first, night, state="refused")]

    assert plan(night, shop, ledger) == []
    mended = with_source(shop, date_format="%d/%m/%Y")
    assert names(plan(night, mended, ledger)) == [(2, "a.csv")]


def test_numbers_that_a_crash_left_out_are_given_again_that_night(
    night: Night, shop: Shop, drop: Drop
) -> None:
    for name in "abc":
        drop(f"till/{name}.csv", name)
    one, two, three = plan(night, shop, [])
    before = night.as_of - timedelta(days=1)

    crashed = [as_entry(one, night), as_entry(three, night)]
    assert names(plan(night, shop, crashed)) == [(2, "b.csv")]
    earlier = [replace(entry, landed_on=before) for entry in crashed]
    assert names(plan(night, shop, earlier)) == [(4, "b.csv")]
    assert names(plan(night, shop, [as_entry(two, night)])) == [
        (1, "a.csv"),
        (3, "c.csv"),
    ]


def test_a_link_out_of_the_inbox_is_not_read(
    night: Night, shop: Shop, drop: Drop, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("order_id\n")
    inside = drop("till/a.csv", "a")
    (inside.parent / "link.csv").symlink_to(secret)
    (inside.parent / "alias.csv").symlink_to(inside)
    alias, real, link = sorted(
        find_files(night.home, shop), key=lambda found: found.problem or ""
    )

    assert alias.sha256 == real.sha256
    with pytest.raises(ContractError, match="link to a place outside the inbox"):
        read_through(link)


def test_the_inbox_itself_may_be_a_link(
    night: Night, shop: Shop, drop: Drop, tmp_path: Path
) -> None:
    drop("till/a.csv", "a")
    (night.home / "inbox").rename(tmp_path / "mounted")
    (night.home / "inbox").symlink_to(tmp_path / "mounted")

    (found,) = find_files(night.home, shop)
    assert found.problem is None


@pytest.mark.parametrize("files", ["*.csv", "in*/till/*.csv"])
def test_files_may_lie_anywhere_in_the_home(
    night: Night, shop: Shop, drop: Drop, files: str
) -> None:
    drop("till/a.csv", "a")
    (night.home / "b.csv").write_text("b")

    (found,) = find_files(night.home, with_source(shop, files=files))
    assert found.problem is None


def test_a_link_to_nowhere_is_told(night: Night, shop: Shop, drop: Drop) -> None:
    (drop("till/a.csv", "a").parent / "b.csv").symlink_to("gone.csv")
    _, broken = find_files(night.home, shop)

    with pytest.raises(ContractError, match=r"b\.csv could not be read \(No such file"):
        read_through(broken)


def test_a_file_that_vanishes_or_grows_is_told(
    night: Night, shop: Shop, drop: Drop
) -> None:
    path = drop("till/a.csv", "a")
    (found,) = find_files(night.home, shop)

    path.write_text("ab")
    with pytest.raises(ContractError, match="is still being written"):
        read_through(found)
    path.unlink()
    with pytest.raises(ContractError, match="it is gone, or not ours to read"):
        read_through(found)


def test_a_pattern_that_is_none_is_told(night: Night, shop: Shop) -> None:
    with pytest.raises(HomeError, match=r"sources\.till\.files is 'inbox/\*\*csv'"):
        find_files(night.home, with_source(shop, files="inbox/**csv"))


def test_a_source_without_files_yields_nothing(night: Night, shop: Shop) -> None:
    assert find_files(night.home, shop) == []
    assert land_home(night, shop)["files"] == 0
    assert read_ledger(night.lake) == []


def test_a_file_that_two_sources_claim_stops_the_night_before_anything_lands(
    night: Night, shop: Shop, drop: Callable[[str, str | bytes], Path]
) -> None:
    till = shop.sources[0]
    drop("till/a.csv", "order_id,ordered_at,product_id,quantity\n1,2025-01-01,p,1\n")
    land_home(night, shop)
    landed = sorted((night.lake / "landing").rglob("*"))
    second = till.model_copy(update={"name": "other", "files": "inbox/*/a.csv"})
    both = shop.model_copy(update={"sources": (*shop.sources, second)})
    with pytest.raises(HomeError, match=r"till/a\.csv is a file of more than one"):
        land_home(night, both)
    assert sorted((night.lake / "landing").rglob("*")) == landed
