"""The whole way of a night, from inbox to report. Read this first."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from flows.alerts import alert_payload, night_log, post_alert
from flows.checks.flow import check_gate
from flows.clock import date_of
from flows.errors import KeyuanError
from flows.exports.flow import export_audiences
from flows.history import keep_history, prune_state, state_files
from flows.identity.flow import resolve_identities, train_likeness
from flows.landing.flow import land_sources
from flows.lock import hold_home
from flows.night import Night, PublishedNight, begin_night, current_night
from flows.predictions.flow import predict_customers, train_predictions
from flows.progress import Progress, StageRun, summary
from flows.publication import (
    finish_publication,
    prune_attempts,
    prune_nights,
    publish_night,
    seal_warehouse,
)
from flows.report.flow import write_report
from flows.settings import Shop, keep_private, keep_shop, load_shop
from flows.transform.flow import build_models, lay_settings, test_models
from flows.transform.spark import engine_of, require_engine

__all__ = ["nightly", "train_likeness", "train_models", "train_predictions"]

# The night's own heartbeat says that it lives; a stage's costs a second at its end, in
# which Prefect waits for the thread that sends it.
QUIET = {PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
STAGING = "resource_type:seed staging +int_person_records"
IDENTITY = "records changes links refused_links barred_values"


@flow(name="nightly")
def nightly(
    home: str = "shop",
    as_of: str | None = None,
    target: str = "duckdb",
    *,
    is_beside: bool = False,
) -> dict[str, Any]:
    """Build and publish one night of the shop in ``home``.

    Args:
        home: the shop's home.
        as_of: the shop-local date up to which facts count, ``YYYY-MM-DD``;
            yesterday in the shop's timezone by default.
        target: the engine that builds the models, ``duckdb`` or ``spark``.
        is_beside: whether it is published beside the night that readers see, however
            late its date.

    Returns:
        ``night``: the published night's name; ``is_current``: whether ``current``
        points to it; ``measures``: seconds and peak memory in words.

    Raises:
        KeyuanError: the night was not published; the message says why.
    """
    keep_private()
    shop = load_shop(Path(home))
    night_of = date_of(as_of, shop.zone)
    with (
        _alert_of(shop, night_of, Path(home)),
        hold_home(Path(home), f"the night of {night_of}"),
        Progress() as progress,
    ):
        require_engine(target, Path(home))
        finish_publication(Path(home))
        prune_attempts(Path(home))
        night = begin_night(Path(home), night_of)
        keep_shop(shop, night.folder)
        run = _runner(night, progress)
        with night_log(night.logs / "night.log"), _where_it_lies(night):
            run("settings", lay_settings)
            run("landing", land_sources)
            run("landing gate", check_gate, gate="landing")
            with engine_of(target, night):
                build = partial(run, stage=build_models, target=target)
                build("staging", select=STAGING)
                run("identity", resolve_identities)
                run("identity gate", check_gate, gate="identity")
                build("core", select=f"{IDENTITY} core")
                run("predictions", predict_customers)
                run("predictions gate", check_gate, gate="predictions")
                build("marts", select="marts")
                run("marts gate", check_gate, gate="marts")
                build("audiences", select="audiences")
            run("tests", test_models)
            run("audiences gate", check_gate, gate="audiences")
            run("exports", export_audiences)
            run("report", write_report)
            with progress.stage("publish"):
                published = publish(night, shop, progress.stages, is_beside)
        _tidy_up(published, shop, progress)
    present = current_night(night.home)
    return {
        "night": published.name,
        "is_current": present is not None and present.name == published.name,
        "measures": progress.totals(),
    }


@flow(name="train-models")
def train_models(home: str = "shop") -> dict[str, Any]:
    """Learn anew, once a week: what customers will do, and who is who.

    Returns:
        ``predictions`` and ``likeness``: what each training says of itself.

    Raises:
        HomeError: there is nothing to learn from; the message says why.
    """
    return {"predictions": train_predictions(home), "likeness": train_likeness(home)}


def _runner(night: Night, progress: Progress) -> Callable[..., None]:
    """Run a stage for this night, shown and measured under its name."""

    def run(name: str, stage: Callable[..., dict[str, int]], **settings: str) -> None:
        with progress.stage(name) as shown, temporary_settings(QUIET):
            shown.counts = stage(
                str(night.home), str(night.as_of), night.attempt, **settings
            )

    return run


def _tidy_up(night: PublishedNight, shop: Shop, progress: Progress) -> None:
    """Make room, and leave Prefect a summary. The night is published by now."""
    try:
        prune_nights(night.home, shop.keep_nights, but=night.name)
        prune_state(night.home)
        create_markdown_artifact(key="night", markdown=summary(progress.stages))
    except Exception:
        get_run_logger().exception("The night is published, but tidying up failed")


@task(name="publish")
def publish(
    night: Night, shop: Shop, stages: list[StageRun], is_beside: bool
) -> PublishedNight:
    """Write the night's history and its ``night.json``, then move it into place."""
    keep_history(night)
    seal_warehouse(night.warehouse)
    facts = {
        "as_of": str(night.as_of),
        "attempt": night.attempt,
        "shop": shop.name,
        "state": state_files(night),
        "counts": {run.name: run.counts for run in stages if run.state == "done"},
    }
    return publish_night(night, facts, is_beside=is_beside)


@contextmanager
def _where_it_lies(night: Night) -> Iterator[None]:
    """Say with whatever stops the night where its log and checks are."""
    try:
        yield
    except Exception as error:
        get_run_logger().exception("The night was not published")
        error.add_note(
            f"Not published. Log: {night.logs / 'night.log'}  Checks: {night.checks}"
        )
        raise


@contextmanager
def _alert_of(shop: Shop, as_of: date, home: Path) -> Iterator[None]:
    """Call the shop's webhook when the night inside the block is not published."""
    try:
        yield
    except Exception as error:
        if shop.alerts.webhook:
            is_ours = isinstance(error, KeyuanError)
            reason = str(error) if is_ours else type(error).__name__
            payload = alert_payload(shop, as_of, reason, str(home))
            try:
                call_webhook(shop.alerts.webhook, payload)
            except Exception as unheard:
                name = type(unheard).__name__  # its text would hold the secret address
                get_run_logger().error("The webhook was not reached: %s", name)
        raise


@task(name="call-webhook", retries=2, retry_delay_seconds=2)
def call_webhook(url: str, payload: dict[str, str]) -> None:
    """Tell the shop's webhook, twice again if it does not answer."""
    post_alert(url, payload)
