"""Which failures of a side effect are worth another try."""

from typing import Any

from flows.errors import KeyuanError

__all__ = ["is_worth_retrying"]


def is_worth_retrying(_task: object, _run: object, state: Any) -> bool:  # noqa: ANN401
    """A full disk or a busy network may mend in a moment; an error of ours will not.

    Args:
        state: the state in which Prefect saw the task fail.
    """
    return not isinstance(state.result(raise_on_failure=False), KeyuanError)
