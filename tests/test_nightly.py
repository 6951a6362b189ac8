"""One night, end to end, as the operator runs it."""

import csv
import hashlib
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import duckdb
import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
pytestmark = pytest.mark.slow

AS_OF = "2025-06-30"
NEXT = "2025-07-01"
CAMPAIGNS = {"birthday", "second_purchase", "vip_appreciation", "win_back"}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, keyuan: Run) -> Path:
    """A small demo town with its night published."""
    home = tmp_path_factory.mktemp("town") / "shop"
    done = keyuan("demo", "--home", home, "--customers", 400, "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    done = keyuan("nightly", "--home", home, "--as-of", AS_OF)
    assert done.returncode == 0, done.stdout + done.stderr
    (home / "said.txt").write_text(done.stdout)
    return home


@pytest.fixture
def copy(town: Path, tmp_path: Path) -> Path:
    """A copy of the town, for tests that change it."""
    home = tmp_path / "shop"
    shutil.copytree(town, home, symlinks=True)
    return home


def audience_bytes(night: Path) -> dict[str, str]:
    return {
        path.relative_to(night).as_posix(): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in sorted((night / "audiences").rglob("*.*"))
        if path.suffix != ".xlsx"
    }


def rows(home: Path, sql: str) -> list[tuple[object, ...]]:
    path = str(home / "current" / "warehouse.duckdb")
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_the_night_says_where_the_audiences_are_and_how_many_are_in_each(
    town: Path,
) -> None:
    said = (town / "said.txt").read_text()
    for stage in ("landing", "identity", "core", "marts", "audiences", "exports"):
        assert f"\n{stage} " in "\n" + said
    assert " MB of memory" in said
    for campaign in CAMPAIGNS:
        assert f"{campaign}/email.csv" in said


def test_every_campaign_has_its_files_and_the_manifest_is_true(town: Path) -> None:
    folder = town / "current" / "audiences"
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["as_of"] == AS_OF
    assert {file["campaign"] for file in manifest["files"]} == CAMPAIGNS
    for file in manifest["files"]:
        path = folder / file["path"].removeprefix("audiences/")
        assert hashlib.sha256(path.read_bytes()).hexdigest() == file["sha256"]
        if path.suffix == ".csv":
            with path.open(newline="", encoding="utf-8") as lines:
                table = list(csv.reader(lines))
            assert table[0] == file["columns"]
            assert len(table) - 1 == file["rows"]
    assert sum(file["rows"] for file in manifest["files"]) > 0


def test_the_exported_are_the_members_that_the_tables_say(town: Path) -> None:
    folder = town / "current" / "audiences"
    for campaign, channel, count in rows(
        town,
        """
        select campaign, channel, count(*) filter (outcome = 'exported')
        from audiences.members group by all
        """,
    ):
        lines = (folder / f"{campaign}/{channel}.csv").read_text().splitlines()
        assert len(lines) - 1 == count


def test_members_tie_till_and_web_shop_into_one_customer(town: Path) -> None:
    linked = rows(
        town,
        """
        select count(*) from (
            select customer_id from identity.records
            group by 1 having count(distinct source_name) > 1
        )
        """,
    )
    assert int(str(linked[0][0])) > 20


def test_a_published_night_stands_alone_and_is_its_owners(town: Path) -> None:
    night = (town / "current").resolve()
    assert rows(town, "select count(*) from duckdb_views() where not internal") == [
        (0,)
    ]
    assert not (night / "warehouse.duckdb.wal").exists()
    modes = {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in night.rglob("*")}
    assert modes == {0}


def test_nobody_without_a_granted_consent_is_exported(town: Path) -> None:
    assert rows(
        town,
        """
        select count(*) from audiences.members
        left join core.consents using (customer_id, channel)
        where outcome = 'exported' and consents.state is distinct from 'granted'
        """,
    ) == [(0,)]


def test_the_same_night_again_is_a_new_folder_with_the_same_bytes(
    copy: Path, keyuan: Run
) -> None:
    done = keyuan("nightly", "--home", copy, "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    assert (copy / "current").readlink() == Path(f"nights/{AS_OF}.2")
    first, again = copy / "nights" / AS_OF, copy / "nights" / f"{AS_OF}.2"
    assert audience_bytes(again) == audience_bytes(first)


def test_tomorrow_keeps_ids_and_holdouts_and_leaves_the_contacted_alone(
    copy: Path, keyuan: Run
) -> None:
    before = dict(rows(copy, "select record_id, customer_id from identity.records"))
    exported = rows(
        copy,
        """
        select campaign, channel, customer_id from audiences.members
        where outcome = 'exported'
        """,
    )
    held = rows(
        copy,
        """
        select campaign, customer_id from audiences.members
        where outcome = 'held_out'
        """,
    )
    assert exported
    assert held
    done = keyuan("nightly", "--home", copy, "--as-of", NEXT)
    assert done.returncode == 0, done.stderr
    after = dict(rows(copy, "select record_id, customer_id from identity.records"))
    assert before.items() <= after.items()
    outcomes = {
        (campaign, channel, customer): (outcome, reason)
        for campaign, channel, customer, outcome, reason in rows(
            copy,
            """
            select campaign, channel, customer_id, outcome, reason
            from audiences.members
            """,
        )
    }
    again = {outcomes[key] for key in exported if key in outcomes}
    assert again == {("dropped", "cool_down")}
    tomorrow_held = {
        (campaign, customer)
        for (campaign, _, customer), (outcome, _) in outcomes.items()
        if outcome == "held_out"
    }
    still_candidates = {(campaign, customer) for campaign, _, customer in outcomes}
    assert set(held) & still_candidates <= tomorrow_held
    assert rows(
        copy,
        f"select count(*) > 0 from audiences.members where entered_on = '{AS_OF}'",
    ) == [(True,)]
    rolled = keyuan("rollback", "--home", copy)
    assert rolled.returncode == 0
    assert f"is now the night {AS_OF}" in rolled.stdout
    said = keyuan("status", "--home", copy).stdout
    assert f"current is the night {AS_OF}" in said
    assert f"{NEXT}     rolled back" in said


def test_a_night_killed_in_the_middle_leaves_current_and_the_next_completes(
    copy: Path, keyuan: Run, prefect_api: str
) -> None:
    before = audience_bytes(copy / "current")
    night = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "nightly", "--home", str(copy)]
        + ["--as-of", NEXT],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PREFECT_API_URL": prefect_api, "PYTHONUNBUFFERED": "1"},
    )
    assert night.stdout is not None
    while not night.stdout.readline().startswith("identity"):
        assert night.poll() is None
    night.send_signal(signal.SIGKILL)
    night.wait()
    assert (copy / "current").readlink() == Path(f"nights/{AS_OF}")
    assert audience_bytes(copy / "current") == before
    said = keyuan("status", "--home", copy).stdout
    assert f"Not published: {copy}/nights/.attempts/{NEXT}.1" in said
    done = keyuan("nightly", "--home", copy, "--as-of", NEXT)
    assert done.returncode == 0, done.stderr
    assert (copy / "current").readlink() == Path(f"nights/{NEXT}")


def test_a_second_night_on_one_home_says_who_holds_it(copy: Path, keyuan: Run) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c"]
        + [
            "import sys; from pathlib import Path; from flows.lock import hold_home\n"
            "with hold_home(Path(sys.argv[1]), 'the night of 2025-06-29'):\n"
            "    print('held', flush=True); sys.stdin.read()",
            str(copy),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    refused = keyuan("nightly", "--home", copy, "--as-of", NEXT)
    holder.communicate("")
    assert refused.returncode == 1
    assert "is held by the night of 2025-06-29 (process" in refused.stderr
    assert "Traceback" not in refused.stderr


class Hook(BaseHTTPRequestHandler):
    heard: list[dict[str, str]]

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.heard.append(json.loads(self.rfile.read(length)))
        self.send_response(200)
        self.end_headers()


@pytest.fixture
def hook() -> Iterator[tuple[str, list[dict[str, str]]]]:
    heard: list[dict[str, str]] = []
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), type("OneHook", (Hook,), {"heard": heard})
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", heard
    server.shutdown()


def test_a_closed_gate_leaves_current_tells_the_webhook_and_says_where_to_look(
    copy: Path, keyuan: Run, hook: tuple[str, list[dict[str, str]]]
) -> None:
    url, heard = hook
    toml = copy / "shop.toml"
    toml.write_text(toml.read_text() + f'\n[alerts]\nwebhook = "{url}"\n')
    bad = "order_id,product_id,quantity,ordered_at\n" + "x,,not a number,\n" * 5000
    (copy / "inbox" / "broken").mkdir()
    (copy / "inbox" / "broken" / "lines.csv").write_text(bad)
    toml.write_text(
        toml.read_text()
        + """
[sources.broken]
kind = "other"
layout = "generic"
entity = "order_lines"
files = "inbox/broken/*.csv"
columns = {order_id = "order_id", product_id = "product_id", quantity = "quantity", ordered_at = "ordered_at"}
"""
    )
    refused = keyuan("nightly", "--home", copy, "--as-of", NEXT)
    assert refused.returncode == 1, refused.stdout
    assert (copy / "current").readlink() == Path(f"nights/{AS_OF}")
    last = refused.stderr.strip().splitlines()[-1]
    log, checks = (Path(word) for word in last.split() if "/" in word)
    assert log.is_file()
    assert list(checks.glob("*.json"))
    assert "Traceback" not in refused.stderr
    assert heard[0]["state"] == "not published"


def test_a_home_with_members_and_no_orders_publishes(
    tmp_path: Path, keyuan: Run
) -> None:
    home = tmp_path / "shop"
    (home / "inbox" / "members").mkdir(parents=True)
    (home / "inbox" / "members" / "members.csv").write_text(
        "id,name,mail,born\n1,Ada,ada@example.com,1990-07-04\n2,Li Na,,\n"
    )
    (home / "shop.toml").write_text(
        """
name = "Members only"
timezone = "Europe/London"
country = "GB"
currency = "GBP"

[sources.members]
kind = "members"
layout = "generic"
entity = "customers"
files = "inbox/members/*.csv"
columns = {customer_id = "id", name = "name", email = "mail", birth_date = "born"}
"""
    )
    done = keyuan("nightly", "--home", home, "--as-of", AS_OF)
    assert done.returncode == 0, done.stdout + done.stderr
    assert rows(
        home, "select lifecycle_stage, count(*) from marts.customer_360 group by 1"
    ) == [("prospect", 2)]


def test_a_home_without_shop_toml_is_told_in_a_sentence(
    tmp_path: Path, keyuan: Run
) -> None:
    done = keyuan("nightly", "--home", tmp_path)
    assert done.returncode == 1
    assert "shop.toml does not exist" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_data_engineer_builds_tests_and_documents_without_prefect(
    copy: Path,
) -> None:
    project = Path(__file__).parents[1] / "dbt_project"
    dbt = Path(sys.executable).with_name("dbt")
    variables = {
        name: value for name, value in os.environ.items() if "KEYUAN" not in name
    } | {
        "KEYUAN_HOME": str(copy),
        "DBT_TARGET_PATH": str(copy / "dev" / "target"),
        "DBT_LOG_PATH": str(copy / "dev" / "logs"),
        "DO_NOT_TRACK": "1",
    }
    for command in (["build"], ["test"], ["docs", "generate"]):
        done = subprocess.run(
            [str(dbt), *command, "--vars", f"{{as_of_date: '{AS_OF}'}}"],
            cwd=project,
            env=variables,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-3000:]
    assert (copy / "dev" / "target" / "catalog.json").is_file()
    with duckdb.connect(str(copy / "dev.duckdb"), read_only=True) as dev:
        built = dev.execute("select count(*) from marts.customer_360").fetchone()
    assert built == rows(copy, "select count(*) from marts.customer_360")[0]


def test_help_answers_in_under_a_second_because_it_imports_nothing_large() -> None:
    look = (
        "import sys; from click.testing import CliRunner; from flows.cli import main\n"
        "assert CliRunner().invoke(main, ['--help']).exit_code == 0\n"
        "print([m for m in ('prefect', 'polars', 'dbt', 'duckdb', "
        "'great_expectations') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_schedule_runs_a_night_through_prefect(
    copy: Path, prefect_api: str
) -> None:
    import httpx

    serving = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "serve", "--home", str(copy)],
        env=os.environ | {"PREFECT_API_URL": prefect_api},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        name = f"nightly/nightly-{copy.name}"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            found = httpx.get(f"{prefect_api}/deployments/name/{name}")
            if found.is_success:
                break
            time.sleep(0.5)
        deployment = found.json()
        assert deployment["schedules"][0]["schedule"]["cron"] == "0 3 * * *"
        assert deployment["schedules"][0]["schedule"]["timezone"] == "Asia/Shanghai"
        started = httpx.post(
            f"{prefect_api}/deployments/{deployment['id']}/create_flow_run",
            json={"parameters": {"home": str(copy), "as_of": NEXT}},
        )
        started.raise_for_status()
        run = started.json()["id"]
        deadline = time.monotonic() + 240
        state = "SCHEDULED"
        while time.monotonic() < deadline and state not in {"COMPLETED", "FAILED"}:
            time.sleep(1)
            state = httpx.get(f"{prefect_api}/flow_runs/{run}").json()["state_type"]
        assert state == "COMPLETED"
        assert (copy / "current").readlink() == Path(f"nights/{NEXT}")
    finally:
        serving.send_signal(signal.SIGINT)
        serving.wait()
