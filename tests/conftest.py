"""What tests of several stages share: the command as a user runs it, and a server."""

import fcntl
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from hypothesis import settings

# The same examples every time, and no judgement by the clock of a busy machine.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Make = Callable[[Path], object]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow ones first, so that no process ends long after the other."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Make], Path]:
    """Makes a folder of that name with what stands in it, once for all processes."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent

    def made(name: str, make: Make) -> Path:
        folder = base / "once" / name
        folder.parent.mkdir(exist_ok=True)
        with folder.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.with_suffix(".made").exists():
                make(folder)
                folder.with_suffix(".made").touch()
        return folder

    return made


@pytest.fixture(scope="session")
def free_port() -> Callable[[], int]:
    def find() -> int:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            return int(listener.getsockname()[1])

    return find


@pytest.fixture(scope="session")
def prefect_api(
    tmp_path_factory: pytest.TempPathFactory, free_port: Callable[[], int]
) -> Iterator[str]:
    """The API of a real Prefect server that stands for the whole test run."""
    port = free_port()
    variables = os.environ | {
        "PREFECT_HOME": str(tmp_path_factory.mktemp("prefect")),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "prefect", "server", "start", "--port", str(port)],
        env=variables,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}/api"
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{url}/health").is_success:
                break
        except httpx.TransportError:
            time.sleep(0.2)
    else:
        pytest.fail("Prefect's server did not start")
    yield url
    server.terminate()
    server.wait()


@pytest.fixture(scope="session")
def keyuan(prefect_api: str) -> Run:
    """Run the command in a process of its own, against the standing server."""

    def run(*words: str | Path, **variables: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "flows.cli", *map(str, words)],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"PREFECT_API_URL": prefect_api} | variables,
            cwd=Path(__file__).parents[1],
        )

    return run


@pytest.fixture(scope="module")
def unmeasured() -> Iterator[None]:
    """Processes whose coverage others have shown: measured, a night takes a third more.

    A fixture of the session, such as the town with its night, is measured all the same.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
        yield


class _Hook(BaseHTTPRequestHandler):
    heard: list[dict[str, str]]

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.heard.append(json.loads(self.rfile.read(length)))
        self.send_response(404 if self.path == "/gone" else 200)
        self.end_headers()


@pytest.fixture
def hook() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A webhook that listens: its address, and what it has heard."""
    heard: list[dict[str, str]] = []
    handler = type("OneHook", (_Hook,), {"heard": heard})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", heard
    server.shutdown()
