"""The landing stage: a task run for every new file, then the ledger for dbt."""

from datetime import date
from pathlib import Path
from typing import Any, cast

import polars as pl
from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.landing.inbox import Incoming
from flows.landing.land import land_file, prepare, rates_known
from flows.landing.ledger import Entry
from flows.landing.state import lay_state
from flows.night import Night
from flows.retries import is_worth_retrying
from flows.settings import Shop, kept_shop

__all__ = ["land_sources"]

WORKERS = 3
RUNNER = cast(
    "TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=WORKERS)
)


@task(
    task_run_name="land-{incoming.source_name}-{incoming.name}",
    retries=2,
    retry_delay_seconds=2,
    retry_condition_fn=is_worth_retrying,
    cache_policy=NO_CACHE,
)
def land(night: Night, shop: Shop, incoming: Incoming, rates: pl.DataFrame) -> Entry:
    """Land one file."""
    return land_file(night, shop, incoming, rates)


@flow(name="land-sources", task_runner=RUNNER)
def land_sources(home: str, as_of: str, attempt: int) -> dict[str, int]:
    """Land every new file of every source; return counts of files and rows."""
    night = Night(Path(home), date.fromisoformat(as_of), attempt)
    shop = kept_shop(night.folder)
    for wave in prepare(night, shop):
        rates = rates_known(night, shop)
        runs = [land.submit(night, shop, incoming, rates) for incoming in wave]
        for run in runs:
            run.result()
    return lay_state(night, shop)
