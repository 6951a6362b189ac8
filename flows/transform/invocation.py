"""How dbt is called for a night: its arguments, its environment, its failures.

Everything that dbt needs to know of a night goes through six environment variables
and five vars, so that a data engineer can call it the same way by hand.
"""

import json
from collections.abc import Iterable
from contextlib import AbstractContextManager

from flows.night import Night
from flows.settings import Shop, environment, named_spark_master
from flows.transform.seeds import PROJECT

__all__ = ["arguments", "dbt_environment", "failure_message"]


def arguments(
    command: str, night: Night, shop: Shop, target: str = "duckdb"
) -> list[str]:
    """``command`` and what every call of dbt for this night carries."""
    variables = {
        "as_of_date": str(night.as_of),
        "country": shop.country,
        "currency": shop.currency,
        "timezone": shop.timezone,
        "holdout_salt": shop.salt,
    }
    return [
        command,
        "--target",
        target,
        "--no-use-colors",
        "--no-use-colors-file",
        "--project-dir",
        str(PROJECT),
        "--profiles-dir",
        str(PROJECT),
        "--target-path",
        str((night.logs / "dbt").absolute()),
        "--log-path",
        str(night.logs.absolute()),
        "--vars",
        json.dumps(variables, ensure_ascii=False),
    ]


def dbt_environment(night: Night) -> AbstractContextManager[None]:
    """The environment in which dbt builds this night and nothing else."""
    return environment(
        KEYUAN_HOME=str(night.home.absolute()),
        KEYUAN_NIGHT=str(night.folder.absolute()),
        KEYUAN_WAREHOUSE=str(night.warehouse.absolute()),
        KEYUAN_SPARK_MASTER=named_spark_master(),
        KEYUAN_SPARK_TABLES=str(night.spark.absolute()),
        KEYUAN_SEEDS=str(night.seeds.absolute()),
        DO_NOT_TRACK="1",
    )


def failure_message(failures: Iterable[tuple[str, str]], night: Night) -> str:
    """One sentence for the nodes that failed, given as (name, what dbt said)."""
    said = "; ".join(f"{name}: {' '.join(text.split())}" for name, text in failures)
    return (
        f"dbt could not finish the night: {said}. The whole story is in "
        f"{night.logs / 'dbt.log'}"
    )
