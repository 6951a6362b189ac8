"""The predictions stage: read core, learn once a week, say what to expect."""

from datetime import date
from pathlib import Path

import polars as pl
from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.history import keep_state, read_state
from flows.night import Night
from flows.predictions.model import VALUE_MODEL, ValueModel, model_for, predict
from flows.predictions.run_outs import keep_run_outs
from flows.warehouse import query

__all__ = ["predict_customers"]

PURCHASES = """
    select customer_id, purchase_date, net_amount from core.purchases order by all
"""
Rows = pl.DataFrame


@flow(name="predict-customers")
def predict_customers(home: str, as_of: str, attempt: int) -> dict[str, int]:
    """Predict the purchases of every buyer; returns how many there are."""
    night = Night(Path(home), date.fromisoformat(as_of), attempt)
    purchases = query(night.warehouse, PURCHASES)
    model = learn_value(night, purchases)
    predicted = predict(purchases, model, night.as_of)
    keep_predictions(night, model, predicted)
    told = predicted["expected_purchases_90d"]
    return {
        "buyers": predicted.height,
        "predicted": told.len() - told.null_count(),
        "run_outs": keep_run_outs(night),
    }


@task(name="learn-value", cache_policy=NO_CACHE)
def learn_value(night: Night, purchases: Rows) -> ValueModel:
    """The value model: this week's, or a new one."""
    known = ValueModel.from_frame(read_state(night, "value_model", VALUE_MODEL))
    return model_for(purchases, known, night.as_of)


@task(name="keep-predictions", cache_policy=NO_CACHE)
def keep_predictions(night: Night, model: ValueModel, predicted: Rows) -> None:
    """Keep the model for the nights to come, and hand dbt what it reads."""
    keep_state(night, "models", "value_model", model.frame())
    predicted.write_parquet(night.state / "predicted_values.parquet")
