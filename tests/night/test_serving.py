"""The schedule, through Prefect."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unmeasured")]

NEXT = "2025-07-01"


def deployed(api: str, name: str) -> dict[str, Any]:
    """The deployment of this name, once it is there."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        answer = httpx.get(f"{api}/deployments/name/{name}")
        if answer.is_success:
            found: dict[str, Any] = answer.json()
            return found
        time.sleep(0.5)
    pytest.fail(f"Nobody deployed {name}")


def test_the_schedule_runs_a_night_through_prefect(
    copy: Path, prefect_api: str
) -> None:
    serving = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "serve", "--home", str(copy)],
        env=os.environ | {"PREFECT_API_URL": prefect_api},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        path = hashlib.sha256(str(copy).encode()).hexdigest()[:8]
        training = deployed(prefect_api, f"train-models/training-{copy.name}-{path}")
        assert training["schedules"][0]["schedule"]["cron"] == "0 5 * * 0"
        deployment = deployed(prefect_api, f"nightly/nightly-{copy.name}-{path}")
        assert deployment["schedules"][0]["schedule"]["cron"] == "0 3 * * *"
        assert deployment["schedules"][0]["schedule"]["timezone"] == "Asia/Shanghai"
        started = httpx.post(
            f"{prefect_api}/deployments/{deployment['id']}/create_flow_run",
            json={"parameters": {"home": str(copy), "as_of": NEXT}},
        )
        started.raise_for_status()
        run = started.json()["id"]
        deadline = time.monotonic() + 420
        state = "SCHEDULED"
        while time.monotonic() < deadline and state not in {"COMPLETED", "FAILED"}:
            time.sleep(1)
            state = httpx.get(f"{prefect_api}/flow_runs/{run}").json()["state_type"]
        assert state == "COMPLETED"
        assert (copy / "current").readlink() == Path(f"nights/{NEXT}")
    finally:
        serving.send_signal(signal.SIGINT)
        serving.wait(timeout=60)
