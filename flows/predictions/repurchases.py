"""What customers bought of a product, and how long it was until they bought it again.

A product stands for itself where enough of its buyers came back for it, at intervals
more even than chance; the other products of a category are looked at together, as the
category.
"""

from dataclasses import dataclass

import polars as pl

from flows.predictions.packs import contents_of

__all__ = [
    "LINES",
    "PRODUCTS",
    "Limits",
    "before",
    "intervals_of",
    "purchases_of",
    "stretches_of",
]

LINES = pl.Schema(
    {
        "customer_id": pl.String,
        "product_id": pl.String,
        "pack_text": pl.String,
        "order_date": pl.Date,
        "bought_quantity": pl.Float64,
        "returned_quantity": pl.Float64,
    }
)
PRODUCTS = pl.Schema(
    {"product_id": pl.String, "product_name": pl.String, "category": pl.String}
)
# The variance of the logarithm of the days between purchases that come at random (of an
# exponential variable: pi * pi / 6), and how many intervals it takes to doubt them.
CHANCE_VARIANCE = 1.6449
CHANCE_INTERVALS = 10
SURE_SQUARES = 1.0  # of logarithms of units: what it takes to doubt that more lasts
POWER_DIGITS = 2
EARLY = 0.6  # before so much of the expected days a good part of it is still there


@dataclass(frozen=True, slots=True)
class Limits:
    """When something is bought again, from the settings ``segment_thresholds``.

    Attributes:
        repeat_buyers: at least so many customers bought it again.
        repeat_share: they are at least this share of its buyers.
        most_spread: the standard deviation of the logarithm of a customer's days per
            unit; purchases at random have 1.28.
        given_up_factor: after so many times their range's longest days they gave it up.
    """

    repeat_buyers: float
    repeat_share: float
    most_spread: float
    given_up_factor: float


def purchases_of(lines: pl.DataFrame, products: pl.DataFrame) -> pl.DataFrame:
    """What each customer bought and kept of each product, by day.

    Units are pieces of the pack that is usual in the category: of coffee by 250 g a bag
    of 1 kg is four. A return is taken from the latest purchase before it.

    Args:
        lines: as :data:`LINES`, one row per customer, product, pack and day.
        products: as :data:`PRODUCTS`.

    Returns:
        ``customer_id``, ``product_id``, ``category``, ``bought_on``, ``quantity`` and
        ``units``, sorted by the first, the second and the day.
    """
    lines, products = _coded(lines, products)
    named = lines.join(products, on="product_id", how="inner")
    sized = named.join(
        _unit_sizes(named), on=["product_id", "pack_text"], how="left", nulls_equal=True
    )
    keys = ["customer_id", "product_id", "category"]
    bought = (
        sized.filter(pl.col("bought_quantity") > 0)
        .group_by(*keys, bought_on="order_date")
        .agg(
            quantity=pl.col("bought_quantity").sum(),
            units=(pl.col("bought_quantity") * pl.col("unit_size")).sum(),
        )
        .sort("customer_id", "product_id", "bought_on")
    )
    returned = (
        lines.filter(pl.col("returned_quantity") > 0)
        .select("customer_id", "product_id", "order_date", "returned_quantity")
        .sort("order_date", "customer_id", "product_id")
        .join_asof(
            bought.select("customer_id", "product_id", "bought_on").sort("bought_on"),
            left_on="order_date",
            right_on="bought_on",
            by=["customer_id", "product_id"],
            strategy="backward",
            coalesce=False,
            check_sortedness=False,  # both are sorted by day, over all customers
        )
        .group_by("customer_id", "product_id", "bought_on")
        .agg(pl.col("returned_quantity").sum())
    )
    kept = pl.col("quantity") - pl.col("returned_quantity").fill_null(0)
    return (
        bought.join(
            returned,
            on=["customer_id", "product_id", "bought_on"],
            how="left",
            maintain_order="left",
        )
        .with_columns(quantity=kept, units=pl.col("units") * kept / pl.col("quantity"))
        .filter(pl.col("quantity") > 0)
        .drop("returned_quantity")
    )


def intervals_of(purchases: pl.DataFrame, limits: Limits) -> pl.DataFrame:
    """The purchases of what is bought again, each with the days until the next.

    Returns:
        One row per purchase: ``item`` (a number), ``product_id`` (null where the
        category stands for its lesser products), ``category``, ``customer_id``,
        ``pair`` (a number for item and customer), ``bought_on``, ``quantity``,
        ``units``, ``days`` (null for the latest), ``own_count`` (the intervals that
        were known when it was bought), ``latest_on`` and ``latest_quantity``; sorted
        by item, customer and day.
    """
    by_product = _with_lasting_units(_with_days(purchases, ["product_id", "category"]))
    stand = _bought_again(by_product, limits)
    chosen = by_product.join(stand, on="item", how="semi", maintain_order="left")
    lesser = purchases.join(
        chosen.select("product_id").unique(), on="product_id", how="anti"
    ).filter(pl.col("category").is_not_null())
    by_category = _with_lasting_units(_with_days(lesser, ["category"]))
    together = by_category.join(
        _bought_again(by_category, limits), on="item", how="semi", maintain_order="left"
    ).with_columns(
        item=pl.col("item") + by_product["item"].n_unique(),
        pair=pl.col("pair") + by_product["pair"].n_unique(),
        product_id=pl.lit(None, chosen.schema["product_id"]),
    )
    return pl.concat([chosen, together.select(chosen.columns)])


def stretches_of(said: pl.DataFrame) -> pl.DataFrame:
    """The purchases, those that came too early put together with the one before.

    Who buys before six tenths of the expected days fills the cupboard: the days until
    then say nothing, and both together last until the next.

    Args:
        said: what :func:`intervals_of` gives, with ``days_per_unit``.

    Returns:
        The same columns, without ``days_per_unit``; ``bought_on`` is the first day of
        the stretch, ``latest_on`` and ``latest_quantity`` are of its last purchase.
    """
    is_early = pl.col("days") < EARLY * pl.col("units") * pl.col("days_per_unit")
    goes_on = is_early.shift(1, fill_value=False) & (pl.col("own_count") > 0)
    numbered = said.with_columns(begins=~goes_on)
    ends = pl.col("begins").shift(-1, fill_value=True)
    totals = numbered.select(
        pl.col("quantity", "units").cum_sum().filter(ends),
        pl.col("latest_on", "latest_quantity").filter(ends),
    ).with_columns(
        (pl.col(name) - pl.col(name).shift(1, fill_value=0))
        for name in ("quantity", "units")
    )
    starts = numbered.filter("begins").select(
        "item", "pair", "product_id", "category", "customer_id", "bought_on"
    )
    return _counted(pl.concat([starts, totals], how="horizontal"))


def before(values: pl.Expr) -> pl.Expr:
    """The sum of the values of the same pair's rows before each, in their order."""
    passed = values.fill_null(0).cum_sum() - values.fill_null(0)
    is_first = pl.col("pair").ne_missing(pl.col("pair").shift(1))
    return passed - pl.when(is_first).then(passed).forward_fill()


def _coded(
    lines: pl.DataFrame, products: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Both with whole numbers behind their texts, in the order of these, for speed."""
    customers = pl.Enum(lines["customer_id"].unique().sort())
    sold = pl.concat([lines["product_id"], products["product_id"]]).unique().sort()
    product = pl.col("product_id").cast(pl.Enum(sold))
    category = pl.Enum(products["category"].drop_nulls().unique().sort())
    return (
        lines.with_columns(pl.col("customer_id").cast(customers), product),
        products.with_columns(product, pl.col("category").cast(category)),
    )


def _unit_sizes(named: pl.DataFrame) -> pl.DataFrame:
    """``unit_size`` of every pack: its content by the usual one of its category."""
    shelf = pl.coalesce(pl.col("category", "product_id").cast(pl.String))
    packs = (
        named.group_by("category", "product_id", "product_name", "pack_text")
        .agg(line_count=pl.len())
        .with_columns(shelf=shelf)
        .sort("shelf", "product_id", "pack_text")
    )
    said, in_name = contents_of(packs["pack_text"]), contents_of(packs["product_name"])
    packs = packs.with_columns(
        content=said["content"].zip_with(
            said["content"].is_not_null(), in_name["content"]
        ),
        measure=said["measure"].zip_with(
            said["measure"].is_not_null(), in_name["measure"]
        ),
    )
    usual = (
        packs.drop_nulls("measure")
        .group_by("shelf", "measure")
        .agg(
            line_count=pl.col("line_count").sum(),
            usual_content=pl.col("content").quantile(0.5, "lower"),
        )
        .sort("shelf", "line_count", "measure", descending=[False, True, False])
        .unique("shelf", keep="first", maintain_order=True)
        .drop("line_count")
    )
    return packs.join(usual, on=["shelf", "measure"], how="left").select(
        "product_id",
        "pack_text",
        unit_size=(pl.col("content") / pl.col("usual_content")).fill_null(1.0),
    )


def _with_days(purchases: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """The purchases by item and customer, with the days until the next."""
    merged = purchases.sort(*keys, "customer_id", "bought_on").with_columns(
        item=_runs(*keys), pair=_runs(*keys, "customer_id")
    )
    by_day = (
        merged.with_columns(day=_runs("pair", "bought_on"))
        .group_by("day", maintain_order=True)
        .agg(
            pl.col("item", "pair", *keys, "customer_id", "bought_on").first(),
            pl.col("quantity", "units").sum(),
        )
        .drop("day")
    )
    return _counted(
        by_day.with_columns(latest_on="bought_on", latest_quantity="quantity")
    )


def _runs(*keys: str) -> pl.Expr:
    """A number for each run of rows with equal keys."""
    differs = (pl.col(key).ne_missing(pl.col(key).shift(1)) for key in keys)
    return pl.any_horizontal(*differs).cast(pl.Int64).cum_sum()


def _counted(purchases: pl.DataFrame) -> pl.DataFrame:
    """Every purchase with the days until the pair's next, and how many were before."""
    is_last = pl.col("pair").ne_missing(pl.col("pair").shift(-1))
    days = (pl.col("bought_on").shift(-1) - pl.col("bought_on")).dt.total_days()
    return purchases.with_columns(
        days=pl.when(~is_last).then(days.cast(pl.Float64)),
        own_count=before(pl.col("pair").is_not_null().cast(pl.Int64)),
    )


def _with_lasting_units(intervals: pl.DataFrame) -> pl.DataFrame:
    """The purchases, units counting for as much as they last.

    Twice as much lasts twice as long, unless the category's purchases say otherwise: a
    wholesaler who takes twelve or twenty comes back as soon. ``units`` become
    ``units ** power``, where the power, 0 to 1, is the slope of the logarithm of days
    by that of units within customers, by least squares, held to be 1 at first.
    """
    known = intervals.filter(pl.col("days").is_not_null()).select(
        "category", "pair", days=pl.col("days").log(), units=pl.col("units").log()
    )
    days, units = pl.col("days"), pl.col("units")
    powers = (
        known.with_columns(products=days * units, squares=units**2)
        .group_by("category", "pair")
        .agg(
            products=pl.col("products").sum() - days.sum() * units.sum() / pl.len(),
            squares=pl.col("squares").sum() - units.sum() ** 2 / pl.len(),
        )
        .group_by("category")
        .agg(
            power=(pl.col("products").sum() + SURE_SQUARES)
            / (pl.col("squares").sum() + SURE_SQUARES)
        )
    )
    power = pl.col("power").fill_null(1.0).clip(0, 1).round(POWER_DIGITS)
    return (
        intervals.join(
            powers, on="category", how="left", nulls_equal=True, maintain_order="left"
        )
        .with_columns(units=units**power)
        .drop("power")
    )


def _bought_again(intervals: pl.DataFrame, limits: Limits) -> pl.DataFrame:
    """The items that are bought again, by enough and more evenly than by chance."""
    count, total = pl.col("count").cast(pl.Int64), pl.col("total")
    pairs = (
        intervals.select(
            "item", "pair", log_days=(pl.col("days") / pl.col("units")).log()
        )
        .with_columns(log_squares=pl.col("log_days") ** 2)
        .group_by("item", "pair")
        .agg(
            count=pl.col("log_days").count(),
            total=pl.col("log_days").sum(),
            squares=pl.col("log_squares").sum(),
        )
        .with_columns(squares=pl.col("squares") - (total**2 / count).fill_nan(0))
        .group_by("item")
        .agg(
            buyers=pl.len(),
            repeat_buyers=(count > 0).sum(),
            freedom=(count - 1).clip(0).sum(),
            squares=pl.col("squares").sum(),
        )
    )
    variance = (pl.col("squares") + CHANCE_INTERVALS * CHANCE_VARIANCE) / (
        pl.col("freedom") + CHANCE_INTERVALS
    )
    return pairs.filter(
        pl.col("repeat_buyers") >= limits.repeat_buyers,
        pl.col("repeat_buyers") >= limits.repeat_share * pl.col("buyers"),
        variance <= limits.most_spread**2,
    ).select("item")
