"""How many days a unit lasts a customer: their own past, shrunk toward everyone's.

A customer uses units at a rate of their own, and the rates of one item's customers are
spread around its mean: the Poisson-Gamma model that Bhagat et al. use in "Buy It Again:
Modeling Repeat Purchase Recommendations" (KDD 2018). After ``D`` days in which a
customer used ``U`` units, a unit lasts them

    (k * M + D) / (k + U)        days,   k = v / a,

where ``M`` is the item's mean, ``v`` the variance of days per unit from one purchase of
a customer to the next, and ``a`` that from customer to customer. So ``k`` counts units:
how many one must have used to be believed as much as all others together. ``v`` and
``a`` are found by moments, as in Buehlmann and Straub, Glaubwuerdigkeit fuer
Schadensaetze (1970), over all items of a category, each by its own mean. ``M`` is
shrunk the same way toward the category's mean (Jewell 1975): by ``b / (b + e)``, where
``b`` is the variance of its items' means and ``e`` how uncertain this one is.
"""

import polars as pl

from flows.predictions.repurchases import before

__all__ = ["with_days_per_unit"]

SHORTEST, LONGEST = 0.01, 0.98  # beyond this share of the item's it is no habit
LEAST_DEVIATION = 0.05  # of customers from the mean: nobody is quite like the others


def with_days_per_unit(intervals: pl.DataFrame) -> pl.DataFrame:
    """The purchases with ``days_per_unit``, as one would have said when they were made.

    Args:
        intervals: as :func:`~flows.predictions.repurchases.intervals_of` gives them.
            Whatever was bought and bought again before a purchase counts for it, and
            of other customers everything that is known.
    """
    bounds = intervals.group_by("item").agg(
        shortest=(pl.col("days") / pl.col("units")).quantile(SHORTEST),
        longest=(pl.col("days") / pl.col("units")).quantile(LONGEST),
    )
    bounded = intervals.join(
        bounds, on="item", how="left", maintain_order="left"
    ).with_columns(
        each=(pl.col("days") / pl.col("units")).clip(
            pl.col("shortest"), pl.col("longest")
        )
    )
    means = _item_means(_customer_means(bounded))
    known = bounded.join(
        means.select("item", "item_days", "believed_units"),
        on="item",
        how="left",
        maintain_order="left",
    ).with_columns(
        days_before=before(pl.col("each") * pl.col("units")),
        units_before=before(pl.col("units")),
    )
    own = pl.col("believed_units")
    return known.with_columns(
        days_per_unit=(own * pl.col("item_days") + pl.col("days_before"))
        / (own + pl.col("units_before"))
    ).drop("shortest", "longest", "each", "days_before", "units_before")


def _customer_means(bounded: pl.DataFrame) -> pl.DataFrame:
    """Per item and customer: units, their mean, and the squares around it."""
    units, each = pl.col("units"), pl.col("each")
    return (
        bounded.filter(each.is_not_null())
        .group_by("category", "item", "pair")
        .agg(
            count=pl.len(),
            units=units.sum(),
            mean=(units * each).sum() / units.sum(),
            squares=(units * each**2).sum(),
        )
        .with_columns(
            squares=(pl.col("squares") - pl.col("units") * pl.col("mean") ** 2).clip(0)
        )
    )


def _item_means(customers: pl.DataFrame) -> pl.DataFrame:
    """Per item: ``item_days``, the mean that is believed, and ``believed_units``."""
    units, mean = pl.col("units"), pl.col("mean")
    centre = (units * mean).sum() / units.sum()
    items = customers.group_by("category", "item").agg(
        centre=centre,
        customers=pl.len(),
        freedom=(pl.col("count") - 1).sum(),
        within=pl.col("squares").sum() / centre**2,
        between=(units * (mean / centre - 1) ** 2).sum(),
        spare_units=units.sum() - (units**2).sum() / units.sum(),
    )
    shared = items.group_by("category").agg(
        v=pl.col("within").sum() / pl.col("freedom").sum(),
        between=pl.col("between").sum(),
        freedom=(pl.col("customers") - 1).sum(),
        spare_units=pl.col("spare_units").sum(),
    )
    a = (pl.col("between") - pl.col("freedom") * pl.col("v")) / pl.col("spare_units")
    shared = shared.select(
        "category", "v", a=pl.max_horizontal(a.fill_nan(0), LEAST_DEVIATION**2)
    )
    told = items.join(shared, on="category", how="left", nulls_equal=True).with_columns(
        believed_units=pl.col("v") / pl.col("a")
    )
    trust = units / (units + pl.col("believed_units"))
    means = (
        customers.join(told.select("item", "believed_units"), on="item")
        .group_by("item")
        .agg(mean=(trust * mean).sum() / trust.sum(), trust=trust.sum())
    )
    placed = told.join(means, on="item").with_columns(
        uncertain=pl.col("a") * pl.col("centre") ** 2 / pl.col("trust")
    )
    return _toward_categories(placed)


def _toward_categories(items: pl.DataFrame) -> pl.DataFrame:
    """The items' means shrunk toward those of their category, where it has several."""
    mean, uncertain = pl.col("mean"), pl.col("uncertain")
    categories = (
        items.filter(pl.col("category").is_not_null())
        .group_by("category")
        .agg(
            category_days=(mean * pl.col("trust")).sum() / pl.col("trust").sum(),
            b=pl.max_horizontal(mean.var() - uncertain.mean(), 0),
        )
    )
    share = pl.col("b") / (pl.col("b") + uncertain)
    return items.join(categories, on="category", how="left").with_columns(
        item_days=pl.when(pl.col("b").is_not_null())
        .then(share * mean + (1 - share) * pl.col("category_days"))
        .otherwise(mean)
    )
