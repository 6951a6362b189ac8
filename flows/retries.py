"""Which failures of a side effect are worth another try."""

from typing import Protocol

from flows.errors import KeyuanError

__all__ = ["is_worth_retrying"]


class State(Protocol):
    """What of Prefect's state of a task run is looked at."""

    def result(self, *, raise_on_failure: bool) -> object:
        """What the run returned, or the error that ended it."""


def is_worth_retrying(_task: object, _run: object, state: State) -> bool:
    """A full disk or a busy network may mend in a moment; an error of ours will not.

    Args:
        state: the state in which Prefect saw the task fail.
    """
    return not isinstance(state.result(raise_on_failure=False), KeyuanError)
