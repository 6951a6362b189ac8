"""Money that is not the shop's, converted by the rate of its day.

A rate holds until the next one, for a week at most: banks are closed on weekends and
holidays. Money without a rate is set aside: unlike money is never summed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from flows.landing.columns import RATE
from flows.landing.contracts import CONTRACTS
from flows.landing.figures import EXACT, rounded
from flows.landing.layouts.layout import Frames
from flows.landing.reading import Reading

__all__ = ["Exchange", "is_of_unknown_worth", "rate_table"]

NO_RATE = "no rate for "
LONGEST_DAYS = 7

# The money of each entity, and the day whose rate it is worth; without one, the
# night's. An order's currency is its lines' too.
MONEY: Mapping[str, tuple[str, ...]] = {
    "orders": (
        "gross_amount",
        "discount_amount",
        "tax_amount",
        "shipping_amount",
        "total_amount",
    ),
    "order_lines": ("unit_price", "discount_amount", "line_amount"),
    "products": ("unit_cost", "list_price"),
    "loyalty_events": ("amount",),
}
DAYS = {"orders": "ordered_date", "loyalty_events": "occurred_date"}
ORIGINALS = {"orders": "total_amount", "order_lines": "line_amount"}


def is_of_unknown_worth(reason: pl.Expr) -> pl.Expr:
    """Whether a row was set aside for its currency: its money adds up with no other."""
    return reason.str.starts_with(NO_RATE) | reason.str.starts_with("currency ")


@dataclass(frozen=True, slots=True)
class Exchange:
    """Converts the rows of a file to the shop's money."""

    reading: Reading

    def with_reasons(self, frames: Frames) -> Frames:
        """Fill in the orders' currency; rows of another one need a rate or a reason."""
        found = dict(frames)
        if "orders" in found:
            found["orders"] = self._currencies_filled(found["orders"])
        for entity in self._foreign_entities(found):
            found[entity] = self._with_rates(entity, found[entity])
        return found

    def rates_of(self, frames: Frames) -> pl.DataFrame | None:
        """The rate and the currency of each record that has foreign money."""
        rated = [
            rows.filter(pl.col("_rate").is_not_null()).select(
                "row_number", "_rate", "_currency"
            )
            for rows in frames.values()
            if "_rate" in rows.columns
        ]
        if not rated:
            return None
        rates = pl.concat(rated).unique("row_number", keep="first", maintain_order=True)
        return rates if rates.height else None

    def converted(self, frames: Frames, rates: pl.DataFrame | None) -> Frames:
        """All money in the shop's currency, the original beside it."""
        if rates is None:
            return frames
        return {
            entity: self._converted(entity, rows, rates) if entity in MONEY else rows
            for entity, rows in frames.items()
        }

    def _currencies_filled(self, orders: pl.DataFrame) -> pl.DataFrame:
        return orders.with_columns(
            currency=pl.col("currency").fill_null(self.reading.currency)
        )

    def _foreign_entities(self, frames: Frames) -> list[str]:
        """The entities with money that may be foreign."""
        own = self.reading.shop_currency
        if "orders" in frames:
            is_own = (frames["orders"]["currency"] == own).all()
            return [] if is_own else ["orders"]
        if self.reading.currency == own:
            return []
        return [entity for entity in frames if entity in MONEY]

    def _with_rates(self, entity: str, rows: pl.DataFrame) -> pl.DataFrame:
        currency = (
            pl.col("currency") if entity == "orders" else pl.lit(self.reading.currency)
        )
        night = pl.lit(self.reading.as_of)
        day = pl.col(DAYS[entity]) if entity in DAYS else night
        has_money = pl.lit(entity == "orders") | pl.any_horizontal(
            pl.col(name).is_not_null() for name in MONEY[entity]
        )
        placed = rows.with_columns(
            _currency=pl.when(
                has_money & (currency != self.reading.shop_currency)
            ).then(currency),
            _day=day,
        ).with_row_index("_place")
        rated = (
            placed.select("_place", "_currency", "_day")
            .drop_nulls()
            .sort("_day", "_place")
            .join_asof(
                self.reading.rates.sort("_day"),
                on="_day",
                by="_currency",
                strategy="backward",
                tolerance=timedelta(days=LONGEST_DAYS),
                check_sortedness=False,
            )
            .select("_place", "_rate")
        )
        reason = pl.format(
            f"{NO_RATE}{{}} on {{}}: add a file of fx_rates that has it, and replay",
            "_currency",
            pl.col("_day").cast(pl.String).fill_null("a day unknown"),
        )
        is_without = pl.col("_currency").is_not_null() & pl.col("_rate").is_null()
        return (
            placed.join(rated, on="_place", how="left", maintain_order="left")
            .with_columns(
                reason=pl.coalesce(pl.when(is_without).then(reason), "reason")
            )
            .drop("_place", "_day")
        )

    def _converted(
        self, entity: str, rows: pl.DataFrame, rates: pl.DataFrame
    ) -> pl.DataFrame:
        drawn = rows.drop("_rate", "_currency", strict=False).join(
            rates, on="row_number", how="left", validate="m:1", maintain_order="left"
        )
        original = ORIGINALS.get(entity)
        kept = (
            []
            if original is None
            else [
                pl.col("_currency").alias("original_currency"),
                pl.when(pl.col("_rate").is_not_null())
                .then(original)
                .alias(f"original_{original}"),
                pl.col("_rate").alias("fx_rate"),
            ]
        )
        dtypes = {column.name: column.dtype for column in CONTRACTS[entity].columns}
        values = [_worth(name, dtypes[name]) for name in MONEY[entity]]
        if entity == "orders":
            is_rated = pl.col("_rate").is_not_null()
            own = pl.lit(self.reading.shop_currency)
            values.append(
                pl.when(is_rated).then(own).otherwise("currency").alias("currency")
            )
        return drawn.with_columns(*kept, *values).drop("_rate", "_currency")


def _worth(name: str, dtype: pl.DataType) -> pl.Expr:
    value = pl.col(name).cast(EXACT) * pl.col("_rate").cast(EXACT)
    return (
        pl.when(pl.col("_rate").is_not_null())
        .then(rounded(value, dtype))
        .otherwise(pl.col(name).cast(dtype))
        .alias(name)
    )


def rate_table(landed: pl.LazyFrame, shop_currency: str) -> pl.DataFrame:
    """``_currency``, ``_day``, ``_rate``: what one unit of a currency was worth.

    A rate to the shop's currency is taken as it is, one from it is turned round; of a
    day's rates the one that landed last counts.
    """
    one = pl.lit(1).cast(EXACT)
    own = pl.lit(shop_currency)
    straight = landed.filter(pl.col("to_currency") == own).select(
        "arrival",
        "row_number",
        pl.col("from_currency").alias("_currency"),
        pl.col("rate_date").alias("_day"),
        pl.col("rate").alias("_rate"),
        is_straight=pl.lit(True),
    )
    turned = landed.filter(
        (pl.col("from_currency") == own) & (pl.col("rate") > 0)
    ).select(
        "arrival",
        "row_number",
        pl.col("to_currency").alias("_currency"),
        pl.col("rate_date").alias("_day"),
        rounded(one / pl.col("rate").cast(EXACT), RATE).alias("_rate"),
        is_straight=pl.lit(False),
    )
    return (
        pl.concat([straight, turned])
        .filter((pl.col("_rate") > 0) & (pl.col("_currency") != own))
        .sort("is_straight", "arrival", "row_number", descending=True)
        .unique(["_currency", "_day"], keep="first", maintain_order=True)
        .select("_currency", "_day", "_rate")
        .sort("_currency", "_day")
        .collect()
    )
