import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from flows.night import Night
from flows.report import flow
from flows.report.facts import read_checks, read_facts, read_last_night
from flows.settings import Shop, keep_shop

SHOP = Shop(
    name="Corner Stationery", timezone="Asia/Shanghai", country="CN", currency="CNY"
)


def test_the_stage_writes_the_page_for_its_owner_alone_and_returns_counts(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_shop(SHOP, night.folder)
    monkeypatch.setattr(flow, "keep_page", flow.keep_page.fn)
    counts = flow.write_report.fn(str(night.home), "2025-03-02", 1)
    assert counts == {"audiences": 3, "people": 280, "warnings": 2, "refused files": 1}
    page = night.report / "index.html"
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert stat.S_IMODE(night.report.stat().st_mode) == 0o700


def test_a_night_without_checks_has_none(tmp_path: Path) -> None:
    assert read_checks(tmp_path / "checks") == ()


def test_a_checks_file_that_is_no_gate_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text("[]", encoding="utf-8")
    (tmp_path / "empty.json").write_text('{"gate": "marts"}', encoding="utf-8")
    assert read_checks(tmp_path) == ()


def test_last_night_counts_machine_files_only_and_may_lack_a_manifest(
    night: Night, publish: Callable[[str, dict[str, int]], Path]
) -> None:
    assert read_last_night(night.home, night.as_of) is None
    folder = publish("2025-03-01", {"birthday": 80})
    last_night = read_last_night(night.home, night.as_of)
    assert last_night is not None
    assert last_night.people == {"birthday": 80}
    assert last_night.as_of == date(2025, 3, 1)
    (folder / "audiences" / "manifest.json").unlink()
    assert read_last_night(night.home, night.as_of) is None
    assert read_facts(night).last_night is None
