"""Goods that are used up, and who orders them again when: the truth of run-out days.

A day at a time everybody uses some of what stands at home: alone or with another,
more or less from day to day, nothing while they are away. They order when little is
left, some days before or after the last of it, and a few fill their cupboard on sale
days whatever is left. So the days between two orders say when something runs out only
by and large, as in life: no formula of ours draws them.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from flows.demo.chance import chance_of
from flows.demo.window import DAYS, SECONDS, Floats, Ints, Window

__all__ = ["SUPPLIES", "Supplies", "make_supplies"]

CUSTOMER_SHARE = 0.3  # of the cards
FURTHER_ARTICLE_SHARE = 0.3
PACE_DEVIATION = 0.35  # how unlike two people use the same article
SECOND_PERSON_SHARE = 0.3
AWAY_EVERY_DAYS = 250
AWAY_DAYS = (7, 46)
STOCKPILER_SHARE = 0.25
SALE_DAYS = ((6, 18), (11, 11), (12, 12))
OWN_SALE_EVERY_DAYS = 120  # a voucher, a passing offer
TWO_PACKS_SHARE = 0.15
LOW_DAYS = 5  # with so much left they begin to think of it
ORDERS_WHEN_LOW, ORDERS_WHEN_OUT = 0.12, 0.3  # a day
STAYS_DAYS = 900
ORDER_MINUTES = (7 * 60, 24 * 60)  # of the day
DAYS_AFTER = 1200  # until the last pack is used up


class Supply(NamedTuple):
    """An article that is used up; the price is in fen, the days are one person's."""

    sku: str
    name: str
    variant: str
    category: str
    price: int
    lasts_days: int


SUPPLIES = (
    Supply("SU-01", "Coffee beans 咖啡豆", "250 g", "Coffee", 4800, 25),
    Supply("SU-02", "Coffee beans 咖啡豆", "1 kg", "Coffee", 14800, 100),
    Supply("SU-03", "Milk powder 奶粉", "800 g", "Milk powder", 16800, 30),
    Supply("SU-04", "Green tea 绿茶", "100 g", "Tea", 3800, 40),
    Supply("SU-05", "Printer ink 墨盒", "Black", "Printer ink", 8900, 75),
    Supply("SU-06", "Oat drink 燕麦奶", "Pack of 6", "Breakfast", 3900, 20),
)


@dataclass(frozen=True, slots=True)
class Supplies:
    """What was ordered, and when the latest pack of it is used up.

    Attributes:
        lines: ``row`` (of the person), ``customer_id`` (the members' own), ``order``,
            ``occurred_at``, ``product`` (its place in :data:`SUPPLIES`), ``quantity``;
            in the order of their days.
        run_outs: per customer and product ``customer_id``, ``product``,
            ``latest_date``, ``run_out_date`` (the first day on which nothing is left)
            and ``habit``: ``alone`` or ``two``, then ``stockpiles`` where they do.
    """

    lines: pl.DataFrame
    run_outs: pl.DataFrame


def make_supplies(cards: pl.DataFrame, seed: int, window: Window) -> Supplies:
    """Let the members use and order supplies for two years."""
    rng = chance_of(seed, "supplies")
    homes = _homes(cards, rng)
    lines, run_out_days = _lived(homes, window, rng)
    latest = lines.group_by("home").agg(pl.col("day").max()).sort("home")
    named = homes.with_columns(
        home=pl.int_range(homes.height, dtype=pl.Int64, eager=True),
        run_out_day=pl.Series(run_out_days),
    )
    ordered = (
        lines.join(named, on="home", how="left", maintain_order="left")
        .sort("day", "customer_id", "product")
        .with_columns(order=pl.struct("day", "customer_id").rle_id() + 1)
    )
    minutes = chance_of(seed, "supplies_times").integers(
        *ORDER_MINUTES, ordered["order"].n_unique()
    )
    first = pl.lit(window.first)
    habit = pl.concat_str(
        pl.when("is_two").then(pl.lit("two")).otherwise(pl.lit("alone")),
        pl.when("stockpiles").then(pl.lit(", stockpiles")).otherwise(pl.lit("")),
    )
    return Supplies(
        ordered.with_columns(
            moment=pl.col("day") * SECONDS
            + pl.Series(minutes).gather(ordered["order"] - 1) * 60
        ).select(
            "row",
            "customer_id",
            "order",
            "product",
            "quantity",
            occurred_at=window.clock(pl.col("moment")),
        ),
        latest.join(named, on="home", how="left", maintain_order="left")
        .select(
            "customer_id",
            "product",
            latest_date=first + pl.duration(days="day"),
            run_out_date=first + pl.duration(days="run_out_day"),
            habit=habit,
        )
        .sort("customer_id", "product"),
    )


def _homes(cards: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """One row per member and article that they use, with how they use it."""
    first_cards = cards.unique("row", keep="first", maintain_order=True)
    chosen = first_cards.filter(
        pl.Series(rng.random(first_cards.height) < CUSTOMER_SHARE)
    ).select("row", "customer_id", "joined_day")
    member = np.arange(chosen.height)
    second = member[rng.random(member.size) < FURTHER_ARTICLE_SHARE]
    article = rng.integers(0, len(SUPPLIES), member.size)
    other = (article[second] + rng.integers(1, len(SUPPLIES), second.size)) % len(
        SUPPLIES
    )
    row = np.concatenate([member, second])
    count = row.size
    joined = np.maximum(chosen["joined_day"].to_numpy()[row], 0)
    begin = np.maximum(joined, (rng.random(count) * DAYS * 0.85).astype(np.int64))
    return chosen[row].select(
        "row",
        "customer_id",
        product=pl.Series(np.concatenate([article, other])),
        pace=pl.Series(rng.lognormal(0, PACE_DEVIATION, count)),
        is_two=pl.Series(rng.random(count) < SECOND_PERSON_SHARE),
        second_pace=pl.Series(rng.uniform(0.5, 1.1, count)),
        second_from=pl.Series(rng.integers(-DAYS, DAYS, count)),
        stockpiles=pl.Series(rng.random(count) < STOCKPILER_SHARE),
        begin=pl.Series(begin),
        end=pl.Series(
            begin + rng.exponential(STAYS_DAYS, count).astype(np.int64),
        ),
    )


def _lived(
    homes: pl.DataFrame, window: Window, rng: np.random.Generator
) -> tuple[pl.DataFrame, Ints]:
    """Every order, and the day on which each home has nothing left of the last one."""
    count = homes.height
    columns = {name: homes[name].to_numpy() for name in homes.columns}
    lasts = np.array([supply.lasts_days for supply in SUPPLIES])[columns["product"]]
    use = columns["pace"] / lasts  # packs a day, of one person
    stock = np.zeros(count)
    back_on = np.zeros(count, dtype=np.int64)
    run_out = np.full(count, -1, dtype=np.int64)
    bought: list[tuple[int, Ints, Ints]] = []
    for day in range(DAYS + DAYS_AFTER):
        leaves = rng.random(count) < 1 / AWAY_EVERY_DAYS
        returns = day + rng.integers(*AWAY_DAYS, count)
        back_on = np.where((back_on <= day) & leaves, returns, back_on)
        is_home = back_on <= day
        with_another = columns["is_two"] & (columns["second_from"] <= day)
        people = 1 + with_another * columns["second_pace"]
        used = use * people * rng.gamma(2, 0.5, count) * is_home
        had = stock > 0
        stock = np.maximum(stock - used, 0)
        run_out = np.where(had & (stock == 0), day, run_out)
        if day < DAYS:
            packs = _ordered(day, window, columns, stock, use * people, is_home, rng)
            chosen = np.flatnonzero(packs)
            bought.append((day, chosen, packs[chosen]))
            stock = stock + packs
        elif not stock.any():
            break
    lines = pl.DataFrame(
        {
            "home": np.concatenate([home for _, home, _ in bought]),
            "day": np.repeat(
                [day for day, *_ in bought], [home.size for _, home, _ in bought]
            ),
            "quantity": np.concatenate([packs for *_, packs in bought]),
        },
        schema={"home": pl.Int64, "day": pl.Int64, "quantity": pl.Int64},
    )
    return lines, run_out


def _ordered(
    day: int,
    window: Window,
    homes: dict[str, npt.NDArray[Any]],
    stock: Floats,
    use: Floats,
    is_home: npt.NDArray[np.bool_],
    rng: np.random.Generator,
) -> Ints:
    """The packs that each home orders on this day."""
    count = stock.size
    date = window.dates[day]
    chance = np.where(stock == 0, ORDERS_WHEN_OUT, ORDERS_WHEN_LOW)
    needs = (stock < LOW_DAYS * use) & (rng.random(count) < chance)
    is_sale = (date.month, date.day) in SALE_DAYS
    offered = (rng.random(count) < 1 / OWN_SALE_EVERY_DAYS) | is_sale
    fills_up = homes["stockpiles"] & offered & (stock < 2)
    packs = np.where(
        fills_up,
        rng.integers(2, 5, count),
        1 + (rng.random(count) < TWO_PACKS_SHARE),
    )
    is_customer = (homes["begin"] <= day) & (day < homes["end"]) & is_home
    # The first order of all opens the account.
    needs = needs | (homes["begin"] == day)
    return np.where(is_customer & (needs | fills_up), packs, 0)
