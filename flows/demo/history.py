"""Who bought what in the town, made from one seed and one date.

What else people did is made from this by modules of its own (loyalty, interactions,
feedback ...), each with chances of its own: adding one changes no other file.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from flows.demo.addresses import house_people
from flows.demo.baskets import fill_baskets
from flows.demo.cashiers import with_cashiers
from flows.demo.chance import chance_of
from flows.demo.consents import make_consents, make_suppressions
from flows.demo.currencies import make_rates, pay_in, price_in
from flows.demo.difficulties import with_difficulties
from flows.demo.faces import at_the_till, on_the_web
from flows.demo.people import make_people
from flows.demo.products import make_products
from flows.demo.records import make_accounts, make_cards, with_referrals
from flows.demo.supplies import Supplies, make_supplies
from flows.demo.tills import make_till_lines, make_till_orders
from flows.demo.visits import Visits, make_habits, make_visits, passers_by
from flows.demo.web import Buyers, make_web_lines, make_web_orders, settle
from flows.demo.window import Window

__all__ = ["Town", "make_town"]

# Visits by strangers for each visit of somebody with a card.
STRANGERS = 0.43


@dataclass(frozen=True, slots=True)
class Town:
    """What happened, and who is who; times are local.

    Money is in fen, or in cents of a web order's currency.
    """

    seed: int
    window: Window
    people: pl.DataFrame
    products: pl.DataFrame
    cards: pl.DataFrame
    accounts: pl.DataFrame
    till_lines: pl.DataFrame
    web_orders: pl.DataFrame
    web_lines: pl.DataFrame
    consents: pl.DataFrame
    suppressions: pl.DataFrame
    fx_rates: pl.DataFrame
    supplies: Supplies


def make_town(customers: int, seed: int, as_of: date) -> Town:
    """The town of this seed, with two years of history up to ``as_of``."""
    rng = np.random.default_rng(seed)
    window = Window(as_of)
    products = make_products()
    people = with_difficulties(
        house_people(make_people(customers, as_of, rng), chance_of(seed, "addresses")),
        chance_of(seed, "difficulties"),
    )
    till_face = at_the_till(people)
    web_face = on_the_web(people, chance_of(seed, "faces"))
    habits = make_habits(people, rng)
    cards = with_referrals(
        make_cards(till_face, habits, rng), chance_of(seed, "referrals")
    )
    accounts = make_accounts(web_face, rng)
    members, buyers = make_visits(habits, window, rng)
    strangers = passers_by(round(len(members.row) * STRANGERS), window, rng)
    at_till = _together(members, strangers)
    receipts = with_cashiers(
        make_till_orders(at_till, people, cards, rng), chance_of(seed, "cashiers")
    )
    rung_up = fill_baskets(at_till, people, products, window, rng)
    rates = make_rates(window, chance_of(seed, "fx_rates"))
    web_orders = pay_in(
        make_web_orders(buyers, Buyers(till_face, web_face), accounts, window, rng),
        rates,
        people.height,
        chance_of(seed, "currencies"),
    )
    ordered = fill_baskets(buyers, people, products, window, rng)
    web_lines = make_web_lines(price_in(ordered, web_orders))
    return Town(
        seed=seed,
        window=window,
        people=people,
        products=products,
        cards=cards,
        accounts=accounts,
        till_lines=make_till_lines(receipts, rung_up, products, window, rng),
        web_orders=settle(web_orders, web_lines),
        web_lines=web_lines,
        consents=make_consents(cards, window, rng),
        suppressions=make_suppressions(cards, rng),
        fx_rates=rates,
        supplies=make_supplies(cards, seed, window),
    )


def _together(members: Visits, strangers: Visits) -> Visits:
    return Visits(
        row=np.concatenate([members.row, strangers.row]),
        day=np.concatenate([members.day, strangers.day]),
        second=np.concatenate([members.second, strangers.second]),
    )
