"""What each store will sell of each category in the next four weeks, with a range.

Exponential smoothing with an additive week (ETS(A,N,A), Hyndman and Athanasopoulos,
Forecasting: Principles and Practice, chapter 8), by statsforecast.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl
from statsforecast import StatsForecast
from statsforecast.models import AutoETS, SeasonalNaive

from flows.predictions.judging import BESIDE, Metric, best_of
from flows.predictions.kept import Kept

__all__ = [
    "SALES",
    "SALES_FORECAST",
    "JudgedSales",
    "forecast_sales",
    "judge_forecast",
    "learn_forecast",
]

SALES = pl.Schema(
    [
        ("store_id", pl.String()),
        ("category", pl.String()),
        ("sales_date", pl.Date()),
        ("net_amount", pl.Decimal(18, 2)),
    ]
)
SALES_FORECAST = pl.Schema(
    [
        ("store_id", pl.String()),
        ("category", pl.String()),
        ("sales_date", pl.Date()),
        ("expected_amount", pl.Decimal(18, 2)),
        ("low_amount", pl.Decimal(18, 2)),
        ("high_amount", pl.Decimal(18, 2)),
    ]
)
DAYS_AHEAD, WEEK, LEVEL = 28, 7, 80
LEAST_DAYS, LEAST_SELLING_DAYS = 84, 28
MODEL, LAST_WEEK = "forecast", "same weekday last week"
TOO_YOUNG = "No store has sold any category on enough days to forecast from"
NO_BETTER = (
    "The last 28 days were forecast no better than by the same weekday last week"
)


def learn_forecast(sales: pl.DataFrame, as_of: date) -> Kept:
    """Whether forecasts are good enough: the last 28 days are forecast first.

    The series are fitted anew each night; what is kept for a week is that they may be.
    """
    data = {
        "days": sales["sales_date"].n_unique(),
        "from": str(sales["sales_date"].min()),
        "to": str(sales["sales_date"].max()),
    }
    metrics = tuple(judge_forecast(sales, as_of - timedelta(days=DAYS_AHEAD)).metrics)
    if not metrics:
        return Kept("forecast", as_of, TOO_YOUNG, data=data)
    if not best_of([*metrics], "sales", "share of sales missed", MODEL):
        return Kept("forecast", as_of, NO_BETTER, data=data, metrics=metrics)
    parameters = {"season_days": WEEK, "days_ahead": DAYS_AHEAD, "level": LEVEL}
    return Kept("forecast", as_of, None, parameters, data, metrics)


def forecast_sales(sales: pl.DataFrame, kept: Kept, as_of: date) -> pl.DataFrame:
    """Sales by store, category and day for 28 days, in the shop's money.

    Args:
        sales: as :data:`SALES`, net of returns.
        kept: whether forecasts are good enough.
        as_of: the night; the first day is the one after it.

    Returns:
        As :data:`SALES_FORECAST`, sorted; the range is to hold on four days in five.
        Empty where forecasts are not good enough; a pair that sold on too few days has
        no rows.
    """
    series = _series(sales, as_of)
    if not kept.is_used or series.is_empty():
        return SALES_FORECAST.to_frame()
    return (
        _forecast(series, MODEL)
        .select(
            *(
                pl.col("unique_id").struct.field(name)
                for name in ("store_id", "category")
            ),
            sales_date="ds",
            expected_amount=pl.col("expected").clip(0).round(2),
            low_amount=pl.col("low").clip(0).round(2),
            high_amount=pl.col("high").clip(0).round(2),
        )
        .cast(SALES_FORECAST)
        .sort("store_id", "category", "sales_date", nulls_last=True)
    )


@dataclass(frozen=True, slots=True)
class JudgedSales:
    """Forecasts of 28 days beside what was sold.

    Attributes:
        metrics: the model's beside the same weekday of the last week; none of too few.
        days: as :data:`~flows.predictions.judging.BESIDE`, the sales of each day of
            all that is forecast.
    """

    metrics: list[Metric]
    days: pl.DataFrame


def judge_forecast(sales: pl.DataFrame, learned_to: date) -> JudgedSales:
    """Forecast the 28 days after a day from those before; empty of too few.

    What is missed is summed over all stores, categories and days, as a share of what
    was sold.
    """
    nothing = JudgedSales([], pl.DataFrame(schema=BESIDE))
    series = _series(sales, learned_to)
    if series.is_empty():
        return nothing
    last = learned_to + timedelta(days=DAYS_AHEAD)
    came = _named(sales.filter(pl.col("sales_date").is_between(learned_to, last)))
    metrics = []
    for by in (MODEL, LAST_WEEK):
        judged = (
            _forecast(series, by)
            .join(came, on=["unique_id", "ds"], how="left", maintain_order="left")
            .with_columns(pl.col("y").fill_null(0))
        )
        missed, sold, inside = judged.select(
            (pl.col("y") - pl.col("expected").clip(0)).abs().sum(),
            pl.col("y").sum().alias("sold"),
            pl.col("y").is_between(pl.col("low").clip(0), "high").mean().alias("in"),
        ).row(0)
        if not sold:
            return nothing
        if by == MODEL:
            days = _by_day(judged)
        metrics += [
            Metric("sales", "share of sales missed", by, missed / sold, False),
            Metric("sales", "share within the range", by, inside, True),
        ]
    return JudgedSales(metrics, days)


def _by_day(judged: pl.DataFrame) -> pl.DataFrame:
    return (
        judged.group_by(place="ds")
        .agg(
            expected=pl.col("expected").clip(0).sum().round(2),
            actual=pl.col("y").sum().round(2),
        )
        .sort("place")
        .with_columns(pl.col("place").cast(pl.String))
        .cast(BESIDE)
    )


def _named(sales: pl.DataFrame) -> pl.DataFrame:
    """``unique_id``, ``ds`` and ``y``, as the library calls them; a row per day."""
    return sales.select(
        unique_id=pl.struct("store_id", "category"),
        ds="sales_date",
        y=pl.col("net_amount").cast(pl.Float64),
    )


def _series(sales: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Every pair's days from its first sale on, days without a sale being nothing."""
    told = _named(sales.filter(pl.col("sales_date") <= as_of))
    last = as_of - timedelta(days=LEAST_DAYS)
    pairs = (
        told.group_by("unique_id")
        .agg(
            first=pl.col("ds").min(),
            lately=(pl.col("ds") > last).sum(),
        )
        .filter((pl.col("first") <= last) & (pl.col("lately") >= LEAST_SELLING_DAYS))
        .select("unique_id", ds=pl.date_ranges("first", pl.lit(as_of)))
        .explode("ds")
    )
    return (
        pairs.join(told, on=["unique_id", "ds"], how="left")
        .with_columns(pl.col("y").fill_null(0))
        .sort("unique_id", "ds")
    )


def _forecast(series: pl.DataFrame, by: str) -> pl.DataFrame:
    """``expected``, ``low`` and ``high`` of each pair and day ahead."""
    places = (
        series.select("unique_id").unique(maintain_order=True).with_row_index("place")
    )
    model = (
        AutoETS(season_length=WEEK, model="ANA", alias="model")
        if by == MODEL
        else SeasonalNaive(season_length=WEEK, alias="model")
    )
    found = StatsForecast(models=[model], freq="1d", n_jobs=1).forecast(
        df=series.join(places, on="unique_id").select(
            pl.col("place").cast(pl.Int64).alias("unique_id"), "ds", "y"
        ),
        h=DAYS_AHEAD,
        level=[LEVEL],
    )
    return (
        found.rename({"unique_id": "place"})
        .with_columns(pl.col("place").cast(places.schema["place"]))
        .join(places, on="place", how="left", maintain_order="left")
        .select(
            "unique_id",
            pl.col("ds").cast(pl.Date),
            expected="model",
            low=f"model-lo-{LEVEL}",
            high=f"model-hi-{LEVEL}",
        )
    )
