"""The schedules of one machine: Prefect's server, its UI, and what runs the flows."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from flows.errors import HomeError
from flows.guard import guarded
from flows.settings import Shop, environment, named_prefect_api

if TYPE_CHECKING:
    from prefect.schedules import Schedule

__all__ = ["serve_nightly"]

PATIENCE_SECONDS = 120


def serve_nightly(
    shop: Shop, home: Path, cron: str, training_cron: str, port: int, target: str
) -> None:
    """Run the night of ``home`` and its weekly training on schedule.

    Uses the Prefect server that ``PREFECT_API_URL`` names; starts one of its own on
    ``port`` when none is named. One flow runs at a time. Returns when it is
    interrupted.

    Args:
        shop: the shop, whose timezone the schedules are in.
        home: its home.
        cron: when a night runs.
        training_cron: when all models are trained.
        port: where a server of its own answers.
        target: the engine that builds the nights' models.

    Raises:
        HomeError: the server did not start, or a schedule is none.
    """
    with guarded(), _server(port) as url, environment(PREFECT_API_URL=url):
        from prefect import serve
        from prefect.deployments.runner import RunnerDeployment

        from flows.pipeline import nightly, train_models

        serve(
            *(
                RunnerDeployment.from_flow(
                    flow,
                    name=_deployment_name(name, home),
                    schedule=_schedule(option, text, shop),
                    parameters={"home": str(home.absolute()), **more},
                )
                for flow, name, option, text, more in (
                    (nightly, "nightly", "--cron", cron, {"target": target}),
                    (train_models, "training", "--training-cron", training_cron, {}),
                )
            ),
            limit=1,
        )


def _schedule(option: str, text: str, shop: Shop) -> "Schedule":
    from prefect.schedules import Cron

    try:
        return Cron(text, timezone=shop.timezone)
    except ValueError as error:
        message = f"{option} {text!r} is not a schedule ({error}); write '0 3 * * *'"
        raise HomeError(message) from None


def _deployment_name(name: str, home: Path) -> str:
    """A name for the home's schedule; two homes of one name are told apart."""
    path = str(home.absolute())
    return f"{name}-{home.absolute().name}-{sha256(path.encode()).hexdigest()[:8]}"


@contextmanager
def _server(port: int) -> Iterator[str]:
    """The API of a Prefect server that answers for as long as the block runs."""
    named = named_prefect_api()
    if named:
        yield named
        return
    url = f"http://127.0.0.1:{port}/api"
    server = subprocess.Popen(
        [sys.executable, "-m", "prefect", "server", "start", "--port", str(port)],
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(url, server)
        yield url
    finally:
        server.terminate()
        server.wait()


def _wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE_SECONDS and server.poll() is None:
        with suppress(httpx.TransportError):
            # Another program's answer on this port is no server of ours.
            if httpx.get(f"{url}/health").is_success and server.poll() is None:
                return
        time.sleep(0.2)
    message = (
        f"Prefect's server did not answer at {url}. See whether the port is taken "
        "(choose another with --port), or name a running server in PREFECT_API_URL"
    )
    raise HomeError(message)
