"""What ``keyuan init`` writes and says, of files that it has never seen."""

from pathlib import Path

import pytest

from flows.errors import HomeError
from flows.landing import encodings
from flows.landing.guesses import looking
from tests.landing.guesses.conftest import AMBIGUOUS, AMERICAN, Given, Start


def test_what_the_user_states_is_no_guess(given: Given, started: Start) -> None:
    done = started(
        given("orders.csv", AMBIGUOUS),
        name="Corner",
        country="US",
        timezone="America/Denver",
        currency="CAD",
    )

    assert done.shop.name == "Corner"
    assert (done.shop.timezone, done.shop.currency) == ("America/Denver", "CAD")
    assert done.source.date_format == "%m/%d/%Y"


def test_a_setting_that_cannot_be_is_refused_before_anything_is_written(
    given: Given, started: Start, tmp_path: Path
) -> None:
    with pytest.raises(HomeError, match="timezone"):
        started(given("orders.csv", AMBIGUOUS), timezone="Mars/Base")

    assert not (tmp_path / "shop").exists()


def test_a_shop_toml_that_is_there_is_never_overwritten(
    given: Given, started: Start
) -> None:
    done = started(given("orders.csv", AMBIGUOUS))
    before = (done.home / "shop.toml").read_bytes()
    again = started(given("sales.csv", AMERICAN))

    assert not again.is_written
    assert (done.home / "shop.toml").read_bytes() == before
    assert "[sources.sales]" in again.shown
    assert "--add" in again.shown


def test_sources_are_added_when_that_is_asked_for(given: Given, started: Start) -> None:
    started(given("orders.csv", AMBIGUOUS), country="GB", name="Corner")
    done = started(given("sales.csv", AMERICAN), adds=True)

    assert done.shop.name == "Corner"
    assert [source.name for source in done.shop.sources] == ["orders", "sales"]


def test_a_source_of_a_name_that_is_taken_gets_another(
    given: Given, started: Start
) -> None:
    started(given("orders.csv", AMBIGUOUS))
    done = started(given("new/orders.csv", AMERICAN), adds=True)

    assert [source.name for source in done.shop.sources] == ["orders", "orders_2"]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(
    given: Given, started: Start, tmp_path: Path
) -> None:
    done = started(
        given("orders.csv", AMBIGUOUS),
        given("empty.csv", ""),
        given("picture.csv", b"\x89PNG\0\0\0\r\n"),
        given("numbers.csv", "1,2,3\n4,5,6\n"),
        given("title.csv", "Sales 2025,,,\nDate,Item,Qty,Price\n"),
        given("bare.csv", "Date,Item\n"),
        tmp_path / "gone.csv",
    )

    told = [line for line in done.shown.splitlines() if line.startswith("Not read")]
    assert len(told) == 6
    assert [source.name for source in done.shop.sources] == ["orders"]


def test_when_nothing_is_understood_nothing_is_written(
    given: Given, started: Start, tmp_path: Path
) -> None:
    with pytest.raises(HomeError, match="nothing in the files was understood"):
        started(given("colours.csv", "Colour,Size\nred,4\nblue,5\n"))

    assert not (tmp_path / "shop").exists()


def test_rows_that_cannot_land_are_counted_and_allowed_for(
    given: Given, started: Start
) -> None:
    rows = "".join(
        f"{at},2025-03-{at:02},9.50,a{at}@example.org\n" for at in range(1, 9)
    )
    done = started(given("orders.csv", f"Order no,Date,Total,Email\n{rows},,76.00,\n"))

    assert "Of 9 rows 8 would land and 1 be set aside" in done.shown
    assert done.source.max_bad_share == pytest.approx(0.15)
    (entry,) = done.land()
    assert (entry.state, entry.set_aside_count) == ("landed", 1)


def test_a_name_that_no_setting_can_have_is_written_as_toml_needs_it(
    given: Given, started: Start
) -> None:
    text = AMBIGUOUS.replace("Total", '"Total ""net"" \\ \t€"')
    done = started(given("orders.csv", text), name='The "Pen" \\ Shop')

    assert done.shop.name == 'The "Pen" \\ Shop'
    assert done.source.columns["total_amount"] == 'Total "net" \\ \t€'


def test_a_file_of_which_no_row_could_land_is_not_understood(
    given: Given, started: Start
) -> None:
    done = started(
        given("orders.csv", AMBIGUOUS),
        given("visits.csv", "Visit ID,Date,Type\nV1,2025-03-01,zz\nV2,2025-03-02,yy\n"),
    )

    assert "none of its 2 rows could land" in done.shown
    assert [source.name for source in done.shop.sources] == ["orders"]


def test_of_a_long_file_the_beginning_is_looked_at_and_no_day_is_named(
    given: Given, started: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "LOOK", 2**16)
    monkeypatch.setattr(encodings, "CHUNK", 2**16)
    rows = "".join(f"{at},2025-03-01,9.50,a@example.org\n" for at in range(1, 6_000))
    done = started(given("orders.csv", f"Order no,Date,Total,Email\n{rows}"))

    assert "Of the first" in done.shown
    assert "with --as-of DATE" in done.shown.splitlines()[-1]
    (entry,) = done.land()
    assert entry.landed_count == 5_999
