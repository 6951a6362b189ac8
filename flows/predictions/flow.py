"""The predictions stage: read core, learn once a week, say what to expect.

A weekly training learns from the newest night; a night whose models are older than a
week, or that has none, learns by itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.files import write_whole
from flows.history import keep_state, read_state
from flows.night import Night
from flows.predictions.cards import model_card
from flows.predictions.churn import learn_churn
from flows.predictions.customers import predict_buyers
from flows.predictions.forecast import forecast_sales, learn_forecast
from flows.predictions.kept import MODELS, Kept, is_fresh, kept_frame, kept_from
from flows.predictions.known import Facts, facts_of
from flows.predictions.moment import learn_moment
from flows.predictions.next_order import learn_next_order
from flows.predictions.run_outs import keep_run_outs
from flows.predictions.value_model import Terms, learn_value
from flows.trainings import keep_training, newest_training, night_to_learn_from
from flows.warehouse import query

__all__ = ["predict_customers", "read_models", "train_predictions"]

Models = Mapping[str, Kept]
MODELS_TABLE = "prediction_models"
LEARNERS: dict[str, Callable[[Facts, date], Kept]] = {
    "value": lambda facts, as_of: learn_value(facts.known, as_of),
    "churn": lambda facts, as_of: learn_churn(facts.known, as_of),
    "next_order": lambda facts, as_of: learn_next_order(facts.known, as_of),
    "moment": lambda facts, as_of: learn_moment(facts.orders, as_of),
    "forecast": lambda facts, as_of: learn_forecast(facts.sales, as_of),
}


@dataclass(frozen=True, slots=True)
class Predicted:
    """What dbt is handed: a row per buyer, and per store, category and day to come."""

    customers: pl.DataFrame
    sales: pl.DataFrame


@flow(name="predict-customers")
def predict_customers(home: str, as_of: str, attempt: int) -> dict[str, int]:
    """Predict what buyers and stores will do; returns how much could be predicted."""
    night = Night(Path(home), date.fromisoformat(as_of), attempt)
    facts = facts_of(night.warehouse)
    models = learn_models(night, facts)
    predicted = predict(night, facts, models)
    hand_over(night, predicted)
    told = predicted.customers
    return {
        "buyers": told.height,
        "valued": told["expected_purchases_90d"].count(),
        "judged leaving or not": told["no_purchase_90d_probability"].count(),
        "days of sales": predicted.sales.height,
        "run-outs": keep_run_outs(night),
    }


@flow(name="train-predictions")
def train_predictions(home: str = "shop") -> dict[str, Any]:
    """Learn all models anew from the newest night, once a week, for those that follow.

    Needs no lock: it reads a night that is published, and what it learned counts for
    the next one that begins.

    Returns:
        ``night``, whose facts it learned from; ``models``, why each is not used, None
        where it is.

    Raises:
        HomeError: there is no night to learn from.
    """
    newest = night_to_learn_from(Path(home))
    facts = facts_of(newest.folder / "warehouse.duckdb")
    before = read_models(Night(Path(home), newest.as_of + timedelta(days=1), 0))
    models = {name: learn(facts, newest.as_of) for name, learn in LEARNERS.items()}
    tables = {MODELS_TABLE: kept_frame([*models.values()])}
    kept = keep_training(Path(home), newest.as_of, tables)
    write_cards(kept.with_name(kept.name.split(f".{MODELS_TABLE}")[0]), models, before)
    reasons = {name: model.reason for name, model in models.items()}
    return {"night": newest.name, "models": reasons}


@task(name="learn-models", cache_policy=NO_CACHE)
def learn_models(night: Night, facts: Facts) -> Models:
    """This week's models, or new ones; each new one is kept with its card."""
    before = read_models(night)
    models = {
        name: known
        if (known := before.get(name)) is not None and is_fresh(known, night.as_of)
        else learn(facts, night.as_of)
        for name, learn in LEARNERS.items()
    }
    keep_state(night, "models", MODELS_TABLE, kept_frame([*models.values()]))
    new = {name: kept for name, kept in models.items() if kept is not before.get(name)}
    write_cards(night.lake / "models" / night.label, new, before)
    return models


def read_models(night: Night) -> Models:
    """The models that the night before used, or newer ones of the weekly training."""
    before = kept_from(read_state(night, MODELS_TABLE, MODELS))
    training = newest_training(night, MODELS_TABLE)
    trained = kept_from(pl.read_parquet(training)) if training else {}
    newer = {
        name: kept
        for name, kept in trained.items()
        if name not in before or kept.trained_on > before[name].trained_on
    }
    return {**before, **newer}


def write_cards(beside: Path, models: Models, before: Models) -> None:
    """Write the card of each of ``models`` as ``<beside>.<model>.md``."""
    for name, kept in models.items():
        card = model_card(kept, before.get(name))
        path = beside.with_name(f"{beside.name}.{name}.md")
        write_whole(path, partial(_write_text, text=card))


def _write_text(draft: Path, text: str) -> None:
    draft.write_text(text, encoding="utf-8")


@task(name="predict", cache_policy=NO_CACHE)
def predict(night: Night, facts: Facts, models: Models) -> Predicted:
    """Every buyer, and every store and category, by the models."""
    buyers = predict_buyers(facts, models, night.as_of, terms_of(night.warehouse))
    sales = forecast_sales(facts.sales, models["forecast"], night.as_of)
    return Predicted(buyers, sales)


@task(name="hand-over-predictions", cache_policy=NO_CACHE)
def hand_over(night: Night, predicted: Predicted) -> None:
    """Write what dbt reads."""
    predicted.customers.write_parquet(night.state / "predicted_customers.parquet")
    predicted.sales.write_parquet(night.state / "predicted_sales.parquet")


def terms_of(warehouse: Path) -> Terms:
    """How far a lifetime reaches and what waiting costs, as the shop settled it."""
    told = dict(
        query(
            warehouse,
            """
            select name, cast(value as double) as value
            from settings.segment_thresholds
            where name in ('value_horizon_days', 'value_discount_rate')
            """,
        ).iter_rows()
    )
    return Terms(told["value_horizon_days"], told["value_discount_rate"])
