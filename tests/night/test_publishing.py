"""One night, end to end, as the operator runs it."""

import csv
import hashlib
import json
import re
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.identity.quality import quality_by_kind

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Rows = Callable[[Path, str], list[tuple[Any, ...]]]
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unmeasured")]

AS_OF = "2025-06-30"
CAMPAIGNS = {"birthday", "second_purchase", "vip_appreciation", "win_back"}


def test_the_night_says_where_the_audiences_are_and_how_many_are_in_each(
    town: Path,
) -> None:
    said = (town / "said.txt").read_text()
    for stage in ("landing", "identity", "core", "marts", "audiences", "exports"):
        assert f"\n{stage} " in "\n" + said
    assert " MB of memory" in said
    assert f"Audiences: {town}/current/audiences" in said
    for campaign in CAMPAIGNS:
        assert re.search(rf"  {campaign} +email.csv \d+, people.xlsx \d+, sms", said)


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


def test_the_exported_are_the_members_that_the_tables_say(
    town: Path, rows: Rows
) -> None:
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


def test_who_is_who_is_told_right(town: Path, rows: Rows) -> None:
    found = pl.DataFrame(
        rows(town, "select record_id, customer_id from identity.records"),
        schema=["record_id", "customer_id"],
        orient="row",
    )
    truth = pl.read_csv(town / "town" / "truth.csv", infer_schema=False).with_columns(
        pl.concat_str("source_name", "source_customer_id", separator=":").alias(
            "record_id"
        )
    )
    whole = quality_by_kind(found, truth).row(-1, named=True)
    assert whole["true_pairs"] > 3_000
    assert whole["precision"] >= 0.999
    assert whole["recall"] >= 0.95


def test_who_names_another_source_s_ids_finds_its_customers_and_orders(
    town: Path, rows: Rows
) -> None:
    assert rows(
        town,
        """
        select 'feedback', count(*) > 0, count(*) - count(customer_id)
        from core.feedback where kind <> 'mystery_visit'
        union all
        select 'responses', count(*) > 0, count(*) - count(customer_id)
        from core.campaign_responses
        union all
        select 'receipts', count(*) > 0, 0
        from core.loyalty_events inner join core.orders using (order_id)
        union all
        select 'tills', count(*) > 0, count(*) filter (link_rule <> 'same_id')
        from identity.records where source_name = 'till'
        order by 1
        """,
    ) == [
        ("feedback", True, 0),
        ("receipts", True, 0),
        ("responses", True, 0),
        ("tills", True, 0),
    ]


def test_a_published_night_stands_alone_and_is_its_owners(
    town: Path, rows: Rows
) -> None:
    night = (town / "current").resolve()
    assert rows(town, "select count(*) from duckdb_views() where not internal") == [
        (0,)
    ]
    assert not (night / "warehouse.duckdb.wal").exists()
    modes = {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in night.rglob("*")}
    assert modes == {0}


def test_nobody_without_a_granted_consent_is_exported(town: Path, rows: Rows) -> None:
    assert rows(
        town,
        """
        select count(*) from audiences.members
        left join core.consents using (customer_id, channel)
        where outcome = 'exported' and consents.state is distinct from 'granted'
        """,
    ) == [(0,)]


def test_a_customer_is_explained_by_every_way_to_name_them(
    town: Path, keyuan: Run, rows: Rows
) -> None:
    [(customer, phone, number)] = rows(
        town,
        """
        select customer_id, phone, member_number
        from marts.customer_360
        where phone is not null and member_number is not null and order_count > 0
        order by order_count desc, customer_id
        limit 1
        """,
    )
    told = [keyuan("explain", who, "--home", town) for who in (customer, phone, number)]
    assert [done.returncode for done in told] == [0, 0, 0], told[1].stderr
    assert len({done.stdout for done in told}) == 1
    assert told[0].stdout.startswith(f"Customer {customer}, night {AS_OF}")
    for campaign in CAMPAIGNS:
        assert f"\n  {campaign}" in told[0].stdout
    assert phone not in told[0].stdout
    assert phone in keyuan("explain", customer, "--home", town, "--personal").stdout
    nobody = keyuan("explain", "nobody", "--home", town)
    assert nobody.returncode == 1
    assert nobody.stderr.startswith("Error: Nobody is known by that.")


def test_a_home_with_members_and_no_orders_publishes(
    tmp_path: Path, keyuan: Run, rows: Rows
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
