"""Who stood at the tills of the three shops."""

import numpy as np
import polars as pl

__all__ = ["SELDOM_ASKS", "with_cashiers"]

# Of each shop's receipts, in the order of the shops. One cashier has as many customers
# with a card as the others have, and seldom asks for it.
SELDOM_ASKS = "Bei Rong"
WITH_CARD = (
    {"何静": 0.4, "Gu Lan": 0.35, "Ines Roth": 0.25},
    {"Tang Yue": 0.55, "罗敏": 0.45},
    {"Shao Qi": 0.5, "Marta Lindt": 0.42, SELDOM_ASKS: 0.08},
)
WITHOUT_CARD = (
    *WITH_CARD[:2],
    {"Shao Qi": 0.25, "Marta Lindt": 0.25, SELDOM_ASKS: 0.5},
)


def with_cashiers(receipts: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """The receipts with the cashier who rang each of them up."""
    draw = rng.random(receipts.height)
    store = receipts["store"].to_numpy()
    is_shown = receipts["is_shown"].to_numpy()
    cashier = np.full(receipts.height, "", dtype=object)
    for shown, shops in ((True, WITH_CARD), (False, WITHOUT_CARD)):
        for place, shares in enumerate(shops):
            chosen = (store == place) & (is_shown == shown)
            bounds = np.cumsum(list(shares.values()))[:-1]
            names = np.array(list(shares), dtype=object)
            cashier[chosen] = names[np.searchsorted(bounds, draw[chosen])]
    return receipts.with_columns(pl.Series("cashier", cashier.tolist(), pl.String))
