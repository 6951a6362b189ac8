"""Baskets that are drawn, and always the same."""

from pathlib import Path

import numpy as np
import polars as pl

__all__ = ["draw_baskets"]

SEED = 7
PRODUCTS = 5_000
PLANTED = 100


def draw_baskets(path: Path, count: int) -> int:
    """Write one row per basket and product, always the same; returns the rows."""
    rng = np.random.default_rng(SEED)
    chances = np.arange(1, PRODUCTS + 1) ** -0.8
    sizes = np.clip(2 + rng.poisson(1.6, count), 2, 8)
    basket = np.repeat(np.arange(count), sizes)
    product = rng.choice(PRODUCTS, basket.size, p=chances / chances.sum())
    partners = np.full(PRODUCTS, -1)
    partners[rng.permutation(200)[:PLANTED]] = rng.permutation(PRODUCTS)[:PLANTED]
    led = (partners[product] >= 0) & (rng.random(basket.size) < 0.4)
    lines = pl.DataFrame(
        {
            "basket": np.concatenate([basket, basket[led]]),
            "product": np.concatenate([product, partners[product[led]]]),
        }
    ).unique(maintain_order=True)
    # Lines lie as a shop's do: basket after basket, in no order of the products.
    lines.sort("basket", maintain_order=True).select(
        order_id=pl.format("till:A{}", pl.col("basket") + 10_000_000),
        product_id=pl.format("till:P{}", pl.col("product") + 10_000),
    ).write_parquet(path)
    return lines.height
