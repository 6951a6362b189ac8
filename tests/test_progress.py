import io

import numpy as np
import pytest
from rich.console import Console

from flows.progress import Progress, StageRun, summary, told_counts


def console(*, is_terminal: bool) -> Console:
    return Console(
        file=io.StringIO(), force_terminal=is_terminal, width=120, highlight=False
    )


def shown(progress: Progress) -> str:
    stream = progress.console.file
    assert isinstance(stream, io.StringIO)
    return stream.getvalue()


def test_a_log_gets_one_plain_line_per_stage() -> None:
    with Progress(console(is_terminal=False)) as progress:
        with progress.stage("landing") as run:
            run.counts = {"files": 3, "rows": 1204}
        with progress.stage("core"):
            pass
    lines = shown(progress).splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("landing          done")
    assert lines[0].endswith("3 files, 1,204 rows")


def test_a_terminal_gets_a_list_that_is_redrawn() -> None:
    with (
        Progress(console(is_terminal=True)) as progress,
        progress.stage("landing") as run,
    ):
        run.counts = {"files": 3}
    assert "landing" in shown(progress)
    assert "peak MB" in shown(progress)
    assert "\x1b[" in shown(progress)


def test_a_failed_stage_is_shown_as_failed_and_the_error_goes_on() -> None:
    progress = Progress(console(is_terminal=False))
    with (
        pytest.raises(ZeroDivisionError),
        progress,
        progress.stage("marts"),
    ):
        raise ZeroDivisionError
    assert progress.stages[0].state == "failed"
    assert "failed" in shown(progress)


def test_memory_held_in_a_stage_is_in_its_peak() -> None:
    progress = Progress(console(is_terminal=False))
    with progress.stage("small") as small:
        pass
    with progress.stage("large") as large:
        block = np.ones(2**25)  # 256 MB
        assert block.sum() > 0
    assert large.peak_bytes - small.peak_bytes > 200 * 2**20


def test_the_totals_add_seconds_and_keep_the_highest_peak() -> None:
    progress = Progress(console(is_terminal=False))
    progress.stages = [
        StageRun("a", "done", 1.5, 100 * 2**20),
        StageRun("b", "done", 2.0, 300 * 2**20),
    ]
    assert progress.totals() == "3.5 s in all, at most 300 MB of memory"


def test_the_summary_is_a_markdown_table() -> None:
    table = summary([StageRun("a", "done", 1.5, 2**20, {"rows": 1000})])
    assert table.splitlines()[-1] == "| a | done | 1.5 | 1 | 1,000 rows |"


def test_counts_are_told_in_words() -> None:
    assert told_counts({}) == ""
    assert told_counts({"files": 1, "rows": 12345}) == "1 files, 12,345 rows"
