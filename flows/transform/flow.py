"""dbt from Prefect: each table that others read a task run, all tests in one."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context, copy_context
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from dbt.cli.main import dbtRunner
from dbt.contracts.graph.nodes import ManifestNode, ModelNode
from dbt_common.events.base_types import EventLevel, EventMsg
from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.task_engine import run_task_sync
from prefect.tasks import Task
from prefect_dbt import PrefectDbtRunner, PrefectDbtSettings
from prefect_dbt.core._tracker import NodeTaskTracker

from flows.errors import ModelError
from flows.masking import every_line_without_values
from flows.night import Night
from flows.settings import kept_shop
from flows.transform.invocation import arguments, dbt_environment, failure_message
from flows.transform.seeds import PROJECT, lay_seeds
from flows.transform.spark import take_tables
from flows.transform.state import keep_manifest
from flows.warehouse import release

__all__ = ["build_models", "lay_settings", "test_models"]

FAILED = {"error", "fail", "runtime error"}
# How long the threads that tell Prefect of a node may take after dbt is done.
PATIENCE_SECONDS = 60
TELLING = "tells Prefect"


class _InContext:
    """A tracker that runs each node's task in the context of the flow that began it.

    prefect-dbt has every task read Prefect's settings files and open a client anew,
    and twice, which takes longer than most models do.
    """

    def __init__(self, tracker: NodeTaskTracker, context: Context) -> None:
        self._tracker = tracker
        self._context = context

    def __getattr__(self, name: str) -> object:
        return getattr(self._tracker, name)

    def run_task_in_thread(
        self,
        node_id: str,
        task: Task[Any, Any],
        task_run_id: UUID,
        parameters: dict[str, Any],
        **_: object,
    ) -> None:
        """Run the task of a node, after those of the nodes that it needs."""
        result_of = self._tracker.get_task_result

        def run_task() -> None:
            needed = self._tracker.get_node_dependencies(node_id)
            state = run_task_sync(
                task,
                task_run_id=task_run_id,
                parameters=parameters,
                wait_for=[state for state in map(result_of, needed) if state],
                return_type="state",
            )
            self._tracker.set_task_result(node_id, state)

        # A copy, because one thread at a time can be in a context.
        call = self._context.copy().run
        name = f"{node_id} {TELLING}"
        threading.Thread(target=call, args=(run_task,), name=name, daemon=True).start()


class _Runner(PrefectDbtRunner):  # type: ignore[misc]
    """Tells Prefect of the tables that others read, and of no value in them.

    A task run costs more than most steps on the way to such a table (``int_`` models,
    settings tables), so these have none; when one fails, the night says so too.
    """

    def __init__(self, settings: PrefectDbtSettings) -> None:
        super().__init__(settings=settings, raise_on_failure=False, disable_assets=True)
        self._context = copy_context()

    def _call_task(
        self,
        task_state: NodeTaskTracker,
        manifest_node: ManifestNode,
        context: dict[str, Any],
        enable_assets: bool,
    ) -> None:
        is_step = manifest_node.name.startswith("int_")
        if isinstance(manifest_node, ModelNode) and not is_step:
            tracker = _InContext(task_state, self._context)
            super()._call_task(tracker, manifest_node, context, enable_assets)

    @staticmethod
    def get_dbt_event_msg(event: EventMsg) -> str:
        return every_line_without_values(PrefectDbtRunner.get_dbt_event_msg(event))


@flow(name="lay-settings")
def lay_settings(home: str, as_of: str, attempt: int) -> dict[str, int]:
    """Lay the night's settings tables; returns how many are the shop's own."""
    night = Night(Path(home), date.fromisoformat(as_of), attempt)
    own = lay_seeds(kept_shop(night.folder), night.home, night.seeds)
    return {"own settings": len(own)}


@flow(name="build-models")
def build_models(
    home: str, as_of: str, attempt: int, select: str, target: str = "duckdb"
) -> dict[str, int]:
    """Build the models and seeds that ``select`` names, in dbt's own words.

    Args:
        home: the shop's home.
        as_of: the night's date.
        attempt: the night's attempt.
        select: which models and seeds.
        target: the engine that builds them; either way they are in the warehouse then.

    Raises:
        ModelError: a model could not be built.
    """
    night = Night(Path(home), date.fromisoformat(as_of), attempt)
    runner = _Runner(
        settings=PrefectDbtSettings(
            project_dir=PROJECT,
            profiles_dir=PROJECT,
            target_path=(night.logs / "dbt").absolute(),
            log_level=EventLevel.ERROR,
        ),
    )
    call = arguments("build", night, kept_shop(night.folder), target)
    call += ["--exclude-resource-type", "test", "unit_test"]
    call += ["--select", *select.split()]
    with _engine(night), _every_node_told():
        nodes = _invoke(runner.invoke, call, night)
    built = [node for node in nodes if node.resource_type in {"model", "seed"}]
    if target == "spark":
        take_tables(night, [(node.schema, node.alias) for node in built])
    kinds = [str(node.resource_type) for node in built]
    if not built:
        message = f"dbt knows no model named {select!r}; see dbt_project/models"
        raise ModelError(message)
    return {"models": kinds.count("model"), "seeds": kinds.count("seed")}


@flow(name="test-models")
def test_models(home: str, as_of: str, attempt: int) -> dict[str, int]:
    """Run every data test of dbt on the night's warehouse, in one task."""
    night = Night(Path(home), date.fromisoformat(as_of), attempt)
    return {"tests": run_data_tests(night)}


@task(name="run-data-tests")
def run_data_tests(night: Night) -> int:
    """The number of tests that held; failures go to an artifact, by name and count.

    Raises:
        ModelError: a test failed.
    """
    call = arguments("test", night, kept_shop(night.folder))
    call += ["--exclude-resource-type", "unit_test", "--log-level", "none"]
    # A thousand short queries: several threads of Python only wait for each other.
    call += ["--threads", "1"]
    with _engine(night):
        nodes = _invoke(dbtRunner().invoke, call, night)
    keep_manifest(night)
    return sum(node.resource_type == "test" for node in nodes)


@contextmanager
def _engine(night: Night) -> Iterator[None]:
    """Let dbt hold the night's warehouse inside the block, and only there."""
    release()
    with dbt_environment(night):
        try:
            yield
        finally:
            release()


@contextmanager
def _every_node_told() -> Iterator[None]:
    """Wait at the end of the block until Prefect has heard of every node.

    prefect-dbt leaves the threads that tell it running, and one that is still at
    work when Python ends takes the process down with it. A node that never ends has
    a thread that never does, so the wait has an end.
    """
    before = set(threading.enumerate())
    try:
        yield
    finally:
        deadline = time.monotonic() + PATIENCE_SECONDS
        for thread in set(threading.enumerate()) - before:
            if thread.name.endswith(TELLING):
                thread.join(max(0.0, deadline - time.monotonic()))


def _invoke(
    invoke: Callable[[list[str]], Any], call: list[str], night: Night
) -> list[Any]:
    """The nodes that dbt built or tested."""
    try:
        outcome = invoke(call)
    except ValueError as error:  # how prefect-dbt tells of dbt's own exceptions
        raise ModelError(
            failure_message([("dbt", every_line_without_values(str(error)))], night)
        ) from None
    if outcome.exception is not None:
        told = failure_message(
            [("dbt", every_line_without_values(str(outcome.exception)))], night
        )
        raise ModelError(told)
    failures = [
        (result.node.name, every_line_without_values(result.message or "failed"))
        for result in outcome.result.results
        if str(result.status) in FAILED
    ]
    if failures:
        create_table_artifact(
            key="dbt-failures",
            table=[{"name": name, "message": text} for name, text in failures],
        )
        raise ModelError(failure_message(failures, night))
    return [result.node for result in outcome.result.results]
