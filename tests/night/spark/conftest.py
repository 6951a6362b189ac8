"""A real Spark: a master and two workers, started for the test and ended with it."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.transform.spark import lack_of_spark

PATIENCE_SECONDS = 60
WORKERS = 2
# A small town needs no more; a driver that lives for two minutes is compiled lightly.
# Little is compiled, but of many queries.
JAVA = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:+UseSerialGC"
DEFAULTS = f"""
spark.driver.host 127.0.0.1
spark.driver.extraJavaOptions {JAVA}
spark.executor.extraJavaOptions {JAVA}
spark.executor.cores 1
spark.executor.memory 600m
spark.sql.shuffle.partitions 2
spark.default.parallelism 2
"""


@dataclass(frozen=True)
class Cluster:
    """A standing Spark, and what a process must know to use it."""

    master: str
    page: str
    variables: dict[str, str]

    def told(self) -> dict[str, Any]:
        """What the master says of its workers and of what ran on them."""
        answer = httpx.get(f"{self.page}/json/").raise_for_status()
        said: dict[str, Any] = answer.json()
        return said


@pytest.fixture(scope="session")
def cluster(
    tmp_path_factory: pytest.TempPathFactory, free_port: Callable[[], int]
) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("cluster")
    if lack := lack_of_spark(folder):
        pytest.skip(lack)
    (folder / "spark-defaults.conf").write_text(DEFAULTS)
    variables = {"SPARK_CONF_DIR": str(folder), "SPARK_LOCAL_IP": "127.0.0.1"}
    port, page = free_port(), free_port()
    master = f"spark://127.0.0.1:{port}"
    calls: list[list[Any]] = [["master.Master", "--port", port, "--webui-port", page]]
    for number in range(WORKERS):
        limits = ["--cores", 1, "--memory", "1g", "--webui-port", 0]
        work = folder / f"worker_{number}"
        calls.append(["worker.Worker", *limits, "--work-dir", work, master])
    running = [_start(call, variables) for call in calls]
    try:
        standing = Cluster(master, f"http://127.0.0.1:{page}", variables)
        _wait_for_workers(standing)
        yield standing
    finally:
        for process in reversed(running):
            process.terminate()
            process.wait()


def _start(call: list[Any], variables: dict[str, str]) -> "subprocess.Popen[bytes]":
    spec = find_spec("pyspark")
    assert spec is not None
    assert spec.origin is not None
    return subprocess.Popen(
        [
            Path(spec.origin).parent / "bin" / "spark-class",
            f"org.apache.spark.deploy.{call[0]}",
            *("--host", "127.0.0.1"),
            *map(str, call[1:]),
        ],
        env=os.environ | variables | {"SPARK_DAEMON_MEMORY": "256m"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _wait_for_workers(cluster: Cluster) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            if cluster.told()["aliveworkers"] == WORKERS:
                return
        except httpx.HTTPError:  # not listening yet, or its pages are not up yet
            pass
        time.sleep(0.2)
    pytest.fail("Spark's master did not hear of its workers")
