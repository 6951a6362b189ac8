"""What lies in a basket: articles, pieces, prices of the day. Money is in fen."""

import numpy as np
import polars as pl

from flows.demo.products import CATEGORIES, PERSONAS
from flows.demo.visits import Visits
from flows.demo.window import Floats, Ints, Window

__all__ = ["fill_baskets"]

MEAN_FURTHER_LINES = 1.0
TASTE_DEVIATION = 0.55  # how unlike the baskets of two people are
YEARLY_RISE = 0.03

# By month, how much more of a category is sold than in an average one.
MONTHLY_TASTES: dict[str, dict[int, float]] = {
    "School": {2: 1.8, 8: 2.2, 9: 2.4},
    "Notebooks": {2: 1.4, 8: 1.5, 9: 1.6, 12: 1.5, 1: 1.5},
    "Gifts": {5: 1.3, 6: 1.4, 11: 1.3, 12: 2.4},
    "Cards": {1: 2.0, 2: 2.0, 5: 1.3, 9: 1.2, 12: 2.6},
    "Calligraphy": {1: 1.6, 2: 1.4, 7: 1.4},
    "Art": {7: 1.5, 8: 1.2},
}


def fill_baskets(
    visits: Visits,
    people: pl.DataFrame,
    products: pl.DataFrame,
    window: Window,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """One row per order and article: order, line, product, quantity, unit_price."""
    known = visits.row >= 0
    strangers = rng.choice(len(PERSONAS), len(visits.row))
    persona = np.where(known, people["persona"].to_numpy()[visits.row], strangers)
    is_bulk = known & people["is_bulk"].to_numpy()[visits.row]
    taste = rng.lognormal(0, TASTE_DEVIATION, people.height)
    size = np.where(known, taste[visits.row], 1.0)
    number = 1 + rng.poisson(MEAN_FURTHER_LINES * np.minimum(size, 6))
    order = np.repeat(np.arange(len(visits.row)), number)
    product = _pick(
        persona[order] * 12 + window.months[visits.day][order], products, rng
    )
    year = (visits.day[order] + window.first.timetuple().tm_yday) // 365
    lines = pl.DataFrame(
        {
            "order": order,
            "product": product,
            "quantity": _pieces(is_bulk[order], size[order], rng),
            "unit_price": _price(products["price"].to_numpy()[product], year),
        }
    ).unique(["order", "product"], keep="first", maintain_order=True)
    return lines.with_columns(pl.int_range(pl.len()).over("order").add(1).alias("line"))


def _pick(mood: Ints, products: pl.DataFrame, rng: np.random.Generator) -> Ints:
    """An article for every line, by the weights of its persona and month."""
    weights = _weights(products)
    passed = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)
    passed[:, -1] = 1.0
    shelf = passed + np.arange(len(passed))[:, None]
    found = np.searchsorted(shelf.ravel(), mood + rng.random(len(mood)), side="right")
    return np.asarray(found - mood * products.height, dtype=np.int64)


def _weights(products: pl.DataFrame) -> Floats:
    """One row per persona and month, one column per article."""
    category = np.array(
        [
            CATEGORIES.index(name) if name in CATEGORIES else 0
            for name in products["category"]
        ]
    )
    months = np.array(
        [
            [MONTHLY_TASTES.get(name, {}).get(month, 1.0) for name in CATEGORIES]
            for month in range(1, 13)
        ]
    )
    tastes = np.array(list(PERSONAS.values()))
    moods = (tastes[:, None, :] * months[None, :, :]).reshape(-1, len(CATEGORIES))
    return np.asarray(moods[:, category] * products["popularity"].to_numpy())


def _pieces(is_bulk: np.ndarray, size: Floats, rng: np.random.Generator) -> Ints:
    further = rng.poisson(0.25 * np.minimum(size, 4))
    boxes = rng.integers(4, 25, len(size))
    return np.asarray(np.where(is_bulk, boxes, 1 + further), dtype=np.int64)


def _price(price: Ints, year: Ints) -> Ints:
    """The list price of the second year, less what prices rose by since."""
    risen = price * (1 + YEARLY_RISE) ** (year - year.max(initial=0))
    return np.asarray(np.maximum(np.round(risen / 10), 1) * 10, dtype=np.int64)
