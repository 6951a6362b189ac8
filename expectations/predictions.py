"""What is predicted of every buyer is possible, and is either told or explained.

The predictions gate looks at what the predictions stage hands over, before the marts
are built on it. Whether a model is good was judged when it was learned, against its
baselines; here stands what no model may say, and what changed since the night before.
"""

from datetime import date

from expectations.measures.predictions import (
    BUYERS,
    DRIFT,
    RUN_OUTS,
    customers_of,
    models_of,
    sales_of,
)
from expectations.suite import (
    Suite,
    at_most,
    critical,
    no_rows,
    warning,
    within,
    zero,
)

__all__ = ["MODEL_DAYS", "predictions_suites"]

MEND = (
    "The predictions stage went wrong: run the night again, and report it if it stays"
)
READ = (
    "Read the card of each model in lake/models: what it saw, and what it was measured "
    "by; then look for a source that lost or doubled its orders"
)
MODEL_DAYS = 7  # how long a model serves: flows/predictions/kept.py learns anew then
CHANCE_MOVES = 0.10  # a week of a quiet season moves some points, never ten
PURCHASES_RATIO = (0.75, 1.33)
SALES_RATIO = (0.33, 3.0)  # from the weeks before Christmas to the weeks after


def predictions_suites(as_of: date) -> list[Suite]:
    """All that the predictions gate asserts of the night of ``as_of``."""
    return [
        _buyers(),
        _customers(as_of),
        _run_outs(),
        _models(as_of),
        _drift(),
        _sales(as_of),
    ]


def _buyers() -> Suite:
    everyone = critical("Every buyer has a row of predictions", MEND)
    nobody = critical("Nothing is predicted of someone who never bought", MEND)
    once = critical("No buyer is predicted twice", MEND)
    return Suite(
        table="identity.predicted_customers",
        query=BUYERS,
        expectations=(
            zero("forgotten_buyer_count", everyone),
            zero("unknown_buyer_count", nobody),
            zero("repeated_buyer_count", once),
        ),
    )


def _customers(as_of: date) -> Suite:
    chance = critical("Every chance lies between nought and one", MEND)
    purchases = critical("Nobody is expected to buy less than nothing", MEND)
    revenue = critical("Nobody is expected to bring less than nothing", MEND)
    longer = critical("Nobody is expected to buy less in a year than in 90 days", MEND)
    order = critical("Every next order is to come, and within its own range", MEND)
    why = critical("Where nothing is predicted, a reason is told", MEND)
    return Suite(
        table="identity.predicted_customers",
        query=customers_of(as_of),
        expectations=(
            within("no_purchase_90d_probability", (0, 1), chance),
            within("expected_purchases_90d", (0, None), purchases),
            within("expected_revenue_90d_amount", (0, None), revenue),
            no_rows("not grows_with_time", longer),
            no_rows("not is_in_order", order),
            no_rows("not is_told_why", why),
        ),
    )


def _run_outs() -> Suite:
    order = critical("Every run-out lies within its own range", MEND)
    lasts = critical("Nothing lasts less than no time", MEND)
    return Suite(
        table="identity.predicted_run_outs",
        query=RUN_OUTS,
        expectations=(
            no_rows("not is_in_order", order),
            within("days_per_unit", (0, None), lasts),
        ),
    )


def _models(as_of: date) -> Suite:
    fresh = critical(f"Every model was learned in the last {MODEL_DAYS} days", MEND)
    used = warning("Every model that was used the night before is used", READ)
    return Suite(
        table="prediction_models",
        query=models_of(as_of, MODEL_DAYS),
        expectations=(
            zero("stale_model_count", fresh),
            zero("dropped_model_count", used),
        ),
    )


def _drift() -> Suite:
    chance = warning(
        "The same buyers are about as likely to leave as the night before", READ
    )
    purchases = warning(
        "The same buyers are expected to buy about as often as the night before", READ
    )
    return Suite(
        table="identity.predicted_customers",
        query=DRIFT,
        expectations=(
            at_most("chance_moved", CHANCE_MOVES, chance),
            within("purchases_ratio", PURCHASES_RATIO, purchases),
        ),
    )


def _sales(as_of: date) -> Suite:
    ordered = critical("Every forecast day is to come, and within its own range", MEND)
    likely = warning("About as much will be sold as in the four weeks before", READ)
    return Suite(
        table="identity.predicted_sales",
        query=sales_of(as_of),
        expectations=(
            zero("disordered_day_count", ordered),
            within("expected_ratio", SALES_RATIO, likely),
        ),
    )
