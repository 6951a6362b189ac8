"""flows/prefect.yaml, as an operator with a Prefect server of their own uses it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unmeasured")]

ROOT = Path(__file__).parents[2]
NEXT = "2025-07-01"


def test_a_work_pool_runs_the_deployed_night(copy: Path, prefect_api: str) -> None:
    variables = os.environ | {
        "PREFECT_API_URL": prefect_api,
        "KEYUAN_HOME": str(copy),
        "PREFECT_LOGGING_LEVEL": "ERROR",
    }

    def prefect(*words: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "prefect", "--no-prompt", *words],
            cwd=ROOT,
            env=variables,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    prefect("work-pool", "create", "shops", "--type", "process")
    prefect("deploy", "--prefect-file", "flows/prefect.yaml", "--all")
    found = httpx.get(f"{prefect_api}/deployments/name/nightly/nightly").json()
    assert found["parameters"] == {"home": str(copy)}
    assert found["schedules"][0]["schedule"]["cron"] == "0 3 * * *"
    training = httpx.get(
        f"{prefect_api}/deployments/name/train-models/weekly-training"
    ).json()
    assert training["schedules"][0]["schedule"]["cron"] == "0 5 * * 0"
    started = httpx.post(
        f"{prefect_api}/deployments/{found['id']}/create_flow_run",
        json={"parameters": {"home": str(copy), "as_of": NEXT}},
    )
    run = started.raise_for_status().json()["id"]
    worker = subprocess.Popen(
        [sys.executable, "-m", "prefect", "worker", "start", "--pool", "shops"],
        cwd=ROOT,
        env=variables,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 420
        state = "SCHEDULED"
        while time.monotonic() < deadline and state not in {"COMPLETED", "FAILED"}:
            time.sleep(1)
            state = httpx.get(f"{prefect_api}/flow_runs/{run}").json()["state_type"]
        assert state == "COMPLETED"
    finally:
        worker.terminate()
        worker.wait()
    assert (copy / "current").readlink() == Path(f"nights/{NEXT}")
    night = (copy / "current").resolve()
    assert {path.stat().st_mode & 0o077 for path in night.rglob("*")} == {0}
