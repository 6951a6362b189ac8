"""What the shops sell: one row per article, with how often it is picked."""

from typing import NamedTuple

import polars as pl

__all__ = ["BAG", "CATEGORIES", "COST_SHARE", "PERSONAS", "WRAP", "make_products"]

CATEGORIES = (
    "Pens",
    "Notebooks",
    "Paper",
    "School",
    "Art",
    "Calligraphy",
    "Office",
    "Gifts",
    "Cards",
)

# What each kind of person picks, by category in the order above.
PERSONAS: dict[str, tuple[float, ...]] = {
    "parent": (1.0, 1.0, 0.5, 3.0, 0.8, 0.2, 0.2, 0.5, 0.4),
    "office": (1.2, 1.0, 2.0, 0.1, 0.1, 0.1, 3.0, 0.3, 0.4),
    "artist": (0.6, 0.6, 0.6, 0.1, 3.0, 2.0, 0.1, 0.3, 0.3),
    "giver": (0.5, 0.7, 0.2, 0.2, 0.3, 0.3, 0.1, 3.0, 2.5),
    "student": (2.2, 2.2, 0.6, 1.2, 0.6, 0.2, 0.2, 0.4, 0.5),
}

BAG = "BAG-01"
WRAP = "WRAP-01"

# A brand's price level; fancier brands are picked less often.
BRANDS = {
    "Lantern Street": 1.0,
    "青竹 Qingzhu": 1.15,
    "Hedge & Finch": 1.6,
    "Marlow, Pike": 2.4,
}
HOUSE, BAMBOO, HEDGE, MARLOW = BRANDS
COST_SHARE = 0.52


class Item(NamedTuple):
    """An article before it is multiplied by its brands; the price is in fen."""

    name: str
    variant: str
    category: str
    price: int
    brands: tuple[str, ...]
    popularity: float = 1.0
    lasts_days: int | None = None
    made_for: str | None = None


ITEMS = (
    Item("Gel pen 中性笔", "0.5 mm", "Pens", 450, (HOUSE, BAMBOO, HEDGE), 5, 45),
    Item("Ballpoint pen", "Blue", "Pens", 300, (HOUSE, BAMBOO), 4, 60),
    Item("Fountain pen 钢笔", "Fine nib", "Pens", 8800, (BAMBOO, HEDGE, MARLOW), 0.8),
    Item("Ink bottle", "50 ml", "Pens", 3200, (BAMBOO, HEDGE, MARLOW), 1, 150),
    Item("Highlighter set", "6 colours", "Pens", 1900, (HOUSE, HEDGE), 2, 120),
    Item("Mechanical pencil", "0.7 mm", "Pens", 1500, (HOUSE, BAMBOO, HEDGE), 2),
    Item("Lead refills", "0.7 mm", "Pens", 600, (HOUSE, BAMBOO), 2, 60),
    Item("Notebook, dotted", "A5", "Notebooks", 2200, (HOUSE, HEDGE, MARLOW), 3, 90),
    Item(
        "Exercise book 作业本", "Pack of 10", "Notebooks", 1500, (HOUSE, BAMBOO), 4, 60
    ),
    Item("Spiral notebook", "B5", "Notebooks", 1200, (HOUSE, BAMBOO), 3, 75),
    Item("Planner", "Weekly", "Notebooks", 5800, (HEDGE, MARLOW), 0.8, 365),
    Item("Pocket notebook", "A6", "Notebooks", 900, (HOUSE, HEDGE), 2, 60),
    Item("Copy paper", "A4, 500 sheets", "Paper", 2800, (HOUSE, BAMBOO), 3, 60),
    Item("Sticky notes", "76 mm", "Paper", 800, (HOUSE, BAMBOO), 3, 45),
    Item("Coloured card", "A4, 50 sheets", "Paper", 1800, (HOUSE,), 1, 120),
    Item("Graph paper", "A4", "Paper", 900, (HOUSE, BAMBOO), 1, 90),
    Item("Pencil case", "Canvas", "School", 3500, (HOUSE, HEDGE), 1.5),
    Item("Pencil case", "Unicorn", "School", 3900, (HOUSE,), 0.8, None, "female"),
    Item("Pencil case", "Rockets", "School", 3900, (HOUSE,), 0.8, None, "male"),
    Item("School bag 书包", "20 l", "School", 15900, (BAMBOO, HEDGE), 0.5),
    Item('Ruler 12"', "Clear", "School", 500, (HOUSE,), 2),
    Item("Eraser", "Pack of 3", "School", 450, (HOUSE, BAMBOO), 3, 60),
    Item("Compass set", "8 parts", "School", 2600, (HOUSE, BAMBOO), 0.8),
    Item("Glue stick", "21 g", "School", 600, (HOUSE, BAMBOO), 2, 60),
    Item("Watercolours", "12 pans", "Art", 6800, (HOUSE, HEDGE), 1, 180),
    Item("Sketchbook", "A4", "Art", 3600, (HOUSE, HEDGE, MARLOW), 1.5, 90),
    Item("Coloured pencils", "24", "Art", 4200, (HOUSE, BAMBOO), 1.5, 180),
    Item("Acrylic set", "12 tubes", "Art", 9800, (HEDGE, MARLOW), 0.6, 150),
    Item("Brush set", "Round, 6", "Art", 4800, (HOUSE, HEDGE), 1),
    Item("Canvas board", "30 x 40 cm", "Art", 1900, (HOUSE,), 1.2, 60),
    Item("Writing brush 毛笔", "Wolf hair", "Calligraphy", 4500, (BAMBOO, MARLOW), 1),
    Item("Ink stick 墨条", "Pine soot", "Calligraphy", 6800, (BAMBOO,), 0.6, 240),
    Item("Rice paper 宣纸", "100 sheets", "Calligraphy", 3800, (BAMBOO,), 1.2, 60),
    Item("Ink stone 砚台", "Small", "Calligraphy", 18800, (BAMBOO, MARLOW), 0.2),
    Item("Copybook 字帖", "Regular script", "Calligraphy", 2600, (BAMBOO,), 1, 120),
    Item("Stapler", "Half strip", "Office", 2900, (HOUSE, HEDGE), 0.8),
    Item("Staples", "Box of 1,000", "Office", 500, (HOUSE,), 1.5, 120),
    Item("Ring binder", "A4", "Office", 1600, (HOUSE, BAMBOO), 2),
    Item("Desk organiser", "Bamboo", "Office", 7900, (BAMBOO, HEDGE), 0.5),
    Item("Calculator", "12 digits", "Office", 5900, (HOUSE, BAMBOO), 0.5),
    Item("Whiteboard marker", "Pack of 4", "Office", 2200, (HOUSE, BAMBOO), 1.5, 90),
    Item("Label tape", "12 mm", "Office", 3300, (HOUSE,), 0.8, 120),
    Item("Gift pen set", "Boxed", "Gifts", 26800, (HEDGE, MARLOW), 0.5),
    Item("Wax seal kit", "Moon", "Gifts", 9800, (HEDGE,), 0.6, None, "female"),
    Item("Desk globe", "20 cm", "Gifts", 16800, (HOUSE, HEDGE), 0.3),
    Item("Puzzle", "1,000 pieces", "Gifts", 8800, (HOUSE, HEDGE), 0.8),
    Item("Model plane kit", "Balsa", "Gifts", 7800, (HOUSE,), 0.4, None, "male"),
    Item("Music box", "Lantern", "Gifts", 12800, (HOUSE,), 0.5),
    Item("Greeting card 贺卡", "Birthday", "Cards", 1200, (HOUSE, HEDGE), 3),
    Item("Red envelopes 红包", "Pack of 6", "Cards", 1500, (HOUSE, BAMBOO), 2),
    Item("Postcards", "Set of 12", "Cards", 2400, (HOUSE, HEDGE), 1.5),
    Item("Wrapping paper", "3 m", "Cards", 1800, (HOUSE,), 1.5),
)


def make_products() -> pl.DataFrame:
    """One row per article; prices and costs in fen, popularity as a weight."""
    rows = [
        (item, brand, BRANDS[brand], place)
        for item in ITEMS
        for place, brand in enumerate(item.brands)
    ]
    products = pl.DataFrame(
        {
            "name": [f"{brand} {item.name}" for item, brand, *_ in rows],
            "variant": [item.variant for item, *_ in rows],
            "category": [item.category for item, *_ in rows],
            "brand": [brand for _, brand, *_ in rows],
            "price": [
                round(item.price * level / 10) * 10 for item, _, level, _ in rows
            ],
            "popularity": [item.popularity / (1 + place) for item, _, _, place in rows],
            "lasts_days": [item.lasts_days for item, *_ in rows],
            "made_for": [item.made_for for item, *_ in rows],
        },
        schema_overrides={"lasts_days": pl.Int64, "made_for": pl.String},
    )
    numbered = products.with_row_index("row").select(
        (pl.lit("LS-") + (1001 + pl.col("row")).cast(pl.String)).alias("sku"),
        pl.exclude("row"),
    )
    return pl.concat([numbered, _fees(numbered)]).with_columns(
        (pl.col("price") * COST_SHARE).round().cast(pl.Int64).alias("cost")
    )


def _fees(products: pl.DataFrame) -> pl.DataFrame:
    """What is rung up and is no product; never picked by itself."""
    return pl.DataFrame(
        {
            "sku": [BAG, WRAP],
            "name": ["Carrier bag", "Gift wrapping"],
            "variant": ["Regular", "Regular"],
            "category": ["Fees", "Fees"],
            "brand": ["Lantern Street", "Lantern Street"],
            "price": [50, 800],
            "popularity": [0.0, 0.0],
            "lasts_days": [None, None],
            "made_for": [None, None],
        },
        schema=products.schema,
    )
