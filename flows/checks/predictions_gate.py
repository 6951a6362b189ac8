"""What the predictions gate looks at: tonight's predictions, and those before."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.checks.runner import Prepared
from flows.checks.tables import attach_gate, lay, read_parquet
from flows.night import Night, PublishedNight, previous_night
from flows.settings import Shop
from flows.warehouse import connect

__all__ = ["prepare_predictions"]

CUSTOMERS = "predicted_customers.parquet"


@contextmanager
def prepare_predictions(night: Night, _: Shop) -> Iterator[Prepared]:
    """What the predictions stage handed over, and the predictions suites."""
    from expectations.predictions import predictions_suites

    before = previous_night(night.home, night.as_of)
    learned = night.lake / "models" / f"{night.label}.prediction_models.parquet"
    read = {
        "customers": night.state / CUSTOMERS,
        "sales": night.state / "predicted_sales.parquet",
        "run_outs": night.state / "predicted_run_outs.parquet",
        "models": learned,
        "before": _customers_before(before) or night.state / CUSTOMERS,
        "models_before": _models_before(before) or learned,
    }
    with connect(night.warehouse) as connection:
        attach_gate(connection)
        broken = [
            finding
            for table, path in read.items()
            for finding in lay(
                connection, table, f"select * from {read_parquet([path])}"
            )
        ]
        yield Prepared(connection, predictions_suites(night.as_of), broken)


def _customers_before(before: PublishedNight | None) -> Path | None:
    """The predictions of the night before; None when there are none to compare."""
    if before is None:
        return None
    path = before.folder / "state" / CUSTOMERS
    return path if path.exists() else None


def _models_before(before: PublishedNight | None) -> Path | None:
    """The models of the night before; None when it kept none."""
    if before is None or "prediction_models" not in before.facts["state"]:
        return None
    path = before.state_file("prediction_models")
    return path if path.exists() else None
