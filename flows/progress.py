"""What a night says of itself while it runs: stages, counts, seconds, peak memory."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType

import psutil
from rich.console import Console
from rich.live import Live
from rich.table import Table

__all__ = ["Progress", "StageRun", "summary", "told_counts"]

SAMPLE_SECONDS = 0.1


@dataclass(slots=True)
class StageRun:
    """One stage of the night: ``seconds`` of wall clock, ``peak_bytes`` of memory."""

    name: str
    state: str = "running"
    seconds: float = 0.0
    peak_bytes: int = 0
    counts: dict[str, int] = field(default_factory=dict)


class Progress:
    """A live list of stages on a terminal; plain lines where there is none."""

    def __init__(self, console: Console | None = None) -> None:
        """Args: console: where to write; standard output by default."""
        self.console = console or Console(highlight=False)
        self.stages: list[StageRun] = []
        self._live: Live | None = None

    def __enter__(self) -> "Progress":
        """Begin to show the list, on a terminal."""
        if self.console.is_terminal:
            self._live = Live(self._table(), console=self.console)
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the list as it stands."""
        if self._live is not None:
            self._live.update(self._table())
            self._live.stop()
            self._live = None

    @contextmanager
    def stage(self, name: str) -> Iterator[StageRun]:
        """Show the block as a stage, and measure it."""
        run = StageRun(name)
        self.stages.append(run)
        self._show(run)
        begun = time.perf_counter()
        with _peak_memory() as peak:
            try:
                yield run
            except BaseException:
                run.state = "failed"
                raise
            else:
                run.state = "done"
            finally:
                run.seconds = time.perf_counter() - begun
                run.peak_bytes = peak()
                self._show(run)

    def totals(self) -> str:
        """Seconds and peak memory of the whole night, as one line."""
        seconds = sum(run.seconds for run in self.stages)
        peak = max((run.peak_bytes for run in self.stages), default=0)
        return f"{seconds:.1f} s in all, at most {peak / 2**20:.0f} MB of memory"

    def _show(self, run: StageRun) -> None:
        if self._live is not None:
            self._live.update(self._table())
        elif run.state != "running":
            self.console.print(_line(run), soft_wrap=True)

    def _table(self) -> Table:
        table = Table(box=None, pad_edge=False)
        table.add_column("stage")
        table.add_column("")
        table.add_column("seconds", justify="right")
        table.add_column("peak MB", justify="right")
        table.add_column("counts")
        for run in self.stages:
            done = run.state != "running"
            table.add_row(
                run.name,
                run.state,
                f"{run.seconds:.1f}" if done else "",
                f"{run.peak_bytes / 2**20:.0f}" if done else "",
                told_counts(run.counts),
            )
        return table


def told_counts(counts: Mapping[str, int]) -> str:
    """``3 files, 1,204 rows``: the counts of a stage in words."""
    return ", ".join(
        f"{count:,} {name.replace('_', ' ')}" for name, count in counts.items()
    )


def summary(stages: list[StageRun]) -> str:
    """The stages as a Markdown table."""
    rows = [
        f"| {run.name} | {run.state} | {run.seconds:.1f} "
        f"| {run.peak_bytes / 2**20:.0f} | {told_counts(run.counts)} |"
        for run in stages
    ]
    head = ["| stage | | seconds | peak MB | counts |", "|---|---|---:|---:|---|"]
    return "\n".join([*head, *rows])


def _line(run: StageRun) -> str:
    megabytes = f"{run.peak_bytes / 2**20:.0f} MB"
    return (
        f"{run.name:<16} {run.state:<6} {run.seconds:>7.1f} s {megabytes:>8}  "
        f"{told_counts(run.counts)}"
    ).rstrip()


@contextmanager
def _peak_memory() -> Iterator[Callable[[], int]]:
    """Sample this process's resident memory until the block ends, in bytes."""
    process = psutil.Process()
    highest = process.memory_info().rss
    ended = threading.Event()

    def sample() -> None:
        nonlocal highest
        while not ended.wait(SAMPLE_SECONDS):
            highest = max(highest, process.memory_info().rss)

    thread = threading.Thread(target=sample, daemon=True)
    thread.start()
    try:
        yield lambda: highest
    finally:
        ended.set()
        thread.join()
        highest = max(highest, process.memory_info().rss)
