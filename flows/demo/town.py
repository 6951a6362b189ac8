"""A demo home: a made-up chain's inbox as its tills and web shop would fill it.

Same size, seed and date: the same bytes. Who every record really is stands beside the
inbox in ``town/truth.csv``, so that identity can be measured, and when they run out of
what they bought in ``town/run_outs.csv``.
"""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl

from flows.demo.feedback import fix_settings
from flows.demo.history import Town, make_town
from flows.demo.home import BEING_WRITTEN, move_in, refuse_strangers
from flows.demo.summary import TownSummary, summarise
from flows.demo.tiers import tier_settings
from flows.demo.writes import (
    campaigns,
    catalogue,
    feedback,
    fx_rates,
    interactions,
    inventory,
    loyalty,
    members,
    sms_consents,
    stores,
    supplies,
    surveys,
    till,
    truth,
    webshop,
    webshop_members,
)
from flows.demo.writes.files import write_page
from flows.errors import HomeError

__all__ = ["CUSTOMERS", "SEED", "TownSummary", "write_town"]

CUSTOMERS = 4000
SEED = 7
FEWEST = 10
MOST = 1_000_000
WRITERS = (
    *(till, members, webshop, webshop_members, catalogue, sms_consents),
    *(stores, fx_rates, loyalty, interactions, feedback, surveys, inventory),
    *(campaigns, supplies, truth),
)

# The files of the last month but one lie there twice, as when somebody exports again.
SENT_TWICE = ("inbox/till/items_", "inbox/webshop/orders_")


def write_town(home: Path, customers: int, seed: int, as_of: date) -> TownSummary:
    """Write the town of this size, seed and date into ``home``.

    Args:
        home: the folder; made when it is not there. The same town written over
            itself changes nothing.
        customers: how many people the town's systems know.
        seed: which town it is.
        as_of: the last day of its two years.

    Raises:
        HomeError: the home is not the demo's own, or the size or seed cannot be.
    """
    _refuse_size(customers, seed)
    made_from: dict[str, int | str] = {
        "customers": customers,
        "seed": seed,
        "as_of": as_of.isoformat(),
    }
    refuse_strangers(home, made_from)
    fresh = home / BEING_WRITTEN
    shutil.rmtree(fresh, ignore_errors=True)
    town = make_town(customers, seed, as_of)
    rows = {path: _write(fresh / path, page) for path, page in _pages(town)}
    for path in _sent_twice(sorted(rows)):
        again = path.with_stem(f"{path.stem} (1)")
        shutil.copyfile(fresh / path, fresh / again)
        rows[again.as_posix()] = rows[path.as_posix()]
    move_in(home, made_from)
    inbox = [count for path, count in rows.items() if path.startswith("inbox/")]
    return summarise(town, len(inbox), sum(inbox), rows["town/truth.csv"])


def _pages(town: Town) -> Iterator[tuple[str, pl.DataFrame]]:
    for writer in WRITERS:
        yield from writer.pages(town)
    yield "settings/suppressions.csv", town.suppressions
    yield "settings/loyalty_tiers.csv", tier_settings()
    yield "settings/feedback_fixes.csv", fix_settings(town.window)


def _write(path: Path, page: pl.DataFrame) -> int:
    write_page(path, page)
    return page.height


def _sent_twice(paths: list[str]) -> list[Path]:
    months = [[path for path in paths if path.startswith(stem)] for stem in SENT_TWICE]
    return [Path(files[-2:][0]) for files in months if files]


def _refuse_size(customers: int, seed: int) -> None:
    if not FEWEST <= customers <= MOST:
        message = (
            f"--customers is {customers}; a demo town has {FEWEST} to {MOST:,} people: "
            f"give a number in between, such as {CUSTOMERS}"
        )
        raise HomeError(message)
    if seed < 0:
        message = f"--seed is {seed}; give a whole number from 0 up, such as {SEED}"
        raise HomeError(message)
