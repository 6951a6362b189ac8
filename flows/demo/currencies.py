"""What foreign money is worth, and who pays the web shop in it."""

import numpy as np
import polars as pl

from flows.demo.planted import with_bad_copies
from flows.demo.window import DAYS, Window

__all__ = ["CURRENCIES", "in_currency", "in_fen", "make_rates", "pay_in", "price_in"]

# The share of people who pay in it.
CURRENCIES = {"CNY": 0.965, "HKD": 0.02, "USD": 0.015}
DOLLAR = 7.2
DAILY_DEVIATION = 0.0009
HONG_KONG_DOLLARS = 7.8  # for one US dollar; the peg lets it move very little
PEG_DEVIATION = 0.0006
MILLION = 1_000_000
PLANTED = {"rate": 1, "currency": 1}

MICROS = pl.col("micros")

Rng = np.random.Generator


def make_rates(window: Window, rng: Rng) -> pl.DataFrame:
    """One row per day and foreign currency: what a million of it is worth in CNY."""
    dollar = DOLLAR * np.exp(np.cumsum(rng.normal(0, DAILY_DEVIATION, DAYS)))
    hong_kong = dollar / HONG_KONG_DOLLARS * (1 + rng.normal(0, PEG_DEVIATION, DAYS))
    days = pl.DataFrame({"day": np.arange(DAYS), "date": window.dates})
    rates = pl.concat(
        days.with_columns(
            pl.lit(currency).alias("currency"),
            pl.Series("micros", np.round(rate * MILLION).astype(np.int64)),
        )
        for currency, rate in (("HKD", hong_kong), ("USD", dollar))
    )
    return with_bad_copies(rates.sort("day", "currency"), PLANTED, rng)


def pay_in(
    orders: pl.DataFrame, rates: pl.DataFrame, people: int, rng: Rng
) -> pl.DataFrame:
    """The web orders with their currency and its worth on the day, in millionths."""
    own = rng.choice(len(CURRENCIES), people, p=list(CURRENCIES.values()))
    currency = pl.Series("currency", list(CURRENCIES)).gather(own[orders["row"]])
    read = rates.filter(pl.col("planted").is_null())
    return (
        orders.with_columns(currency)
        .join(
            read.select("day", "currency", "micros"),
            on=["day", "currency"],
            how="left",
            validate="m:1",
            maintain_order="left",
        )
        .with_columns(MICROS.fill_null(MILLION))
    )


def price_in(lines: pl.DataFrame, orders: pl.DataFrame) -> pl.DataFrame:
    """The lines of the web orders, each priced in its order's currency."""
    micros = orders.select("order", "micros")
    return (
        lines.join(
            micros, on="order", how="left", validate="m:1", maintain_order="left"
        )
        .with_columns(pl.max_horizontal(in_currency(pl.col("unit_price")), 1))
        .drop("micros")
    )


def in_currency(fen: pl.Expr) -> pl.Expr:
    """An amount in fen as cents of the order's currency."""
    return (fen * MILLION + MICROS // 2) // MICROS


def in_fen(cents: pl.Expr) -> pl.Expr:
    """An amount in cents of the order's currency as fen."""
    return (cents * MICROS + MILLION // 2) // MILLION
