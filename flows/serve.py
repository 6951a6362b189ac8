"""The nightly schedule on one machine: Prefect's server, its UI, and the runner."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

import httpx

from flows.errors import HomeError
from flows.guard import guarded
from flows.settings import Shop, environment, named_prefect_api

__all__ = ["serve_nightly"]

PATIENCE_SECONDS = 120


def serve_nightly(shop: Shop, home: Path, cron: str, port: int) -> None:
    """Run the night of ``home`` whenever ``cron`` says so, in the shop's timezone.

    Uses the Prefect server that ``PREFECT_API_URL`` names; starts one of its own on
    ``port`` when none is named. Returns when it is interrupted.

    Raises:
        HomeError: the server did not start, or ``cron`` is not a schedule.
    """
    with guarded(), _server(port) as url, environment(PREFECT_API_URL=url):
        from prefect.schedules import Cron

        from flows.pipeline import nightly

        try:
            schedule = Cron(cron, timezone=shop.timezone)
        except ValueError as error:
            message = f"--cron {cron!r} is not a schedule ({error}); write '0 3 * * *'"
            raise HomeError(message) from None
        nightly.serve(
            name=_deployment_name(home),
            schedule=schedule,
            parameters={"home": str(home.absolute())},
            limit=1,
        )


def _deployment_name(home: Path) -> str:
    """A name for the home's schedule; two homes of one name are told apart."""
    path = str(home.absolute())
    return f"nightly-{home.absolute().name}-{sha256(path.encode()).hexdigest()[:8]}"


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
