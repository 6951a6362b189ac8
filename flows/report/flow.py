"""The report stage: read the night, draw the page, write it for its owner alone."""

from datetime import date
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.night import Night
from flows.report.facts import Facts, read_facts
from flows.report.page import render_page
from flows.settings import kept_shop

__all__ = ["write_page", "write_report"]


def write_page(night: Night, page: str) -> None:
    """Write ``report/index.html``."""
    night.report.mkdir(parents=True, exist_ok=True)
    night.report.chmod(0o700)
    path = night.report / "index.html"
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(page, encoding="utf-8", newline="\n")


def count_told(facts: Facts) -> dict[str, int]:
    """What the page tells, in counts."""
    return {
        "audiences": facts.tables["campaigns"].height,
        "people": int(facts.tables["totals"]["people_count"].item()),
        "warnings": sum(not check.passed for check in facts.checks),
        "refused files": facts.files.filter(state="refused").height,
    }


@task(
    task_run_name="write-page",
    retries=2,
    retry_delay_seconds=2,
    cache_policy=NO_CACHE,
)
def keep_page(night: Night, page: str) -> None:
    """Write the page; a full disk may be mended in a moment."""
    write_page(night, page)


@flow(name="write-report")
def write_report(home: str, as_of: str, attempt: int) -> dict[str, int]:
    """Write the page that marketing reads in the morning; return counts."""
    night = Night(Path(home), date.fromisoformat(as_of), attempt)
    shop = kept_shop(night.folder)
    facts = read_facts(night)
    keep_page(night, render_page(facts, shop))
    return count_told(facts)
