"""What can go wrong through no fault of the code, said in one sentence.

A user never sees a traceback for a mistake of theirs: the command prints the
message of any ``KeyuanError`` and ends with exit code 1. A message names the file,
row or setting, what was expected, what was found and what to do next.
"""

__all__ = [
    "ContractError",
    "GateError",
    "HomeError",
    "KeyuanError",
    "LockError",
    "ModelError",
]


class KeyuanError(Exception):
    """The base of every error that is told to a user as a sentence."""


class HomeError(KeyuanError):
    """A shop's home or its ``shop.toml`` is not as it must be."""


class ContractError(KeyuanError):
    """A whole file cannot be landed: it is not what its source says it is."""


class GateError(KeyuanError):
    """A critical check failed, so the night is not fit to publish."""


class ModelError(KeyuanError):
    """dbt could not build a model, or a test on a model failed."""


class LockError(KeyuanError):
    """Another night holds this home."""
