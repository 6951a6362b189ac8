import json
from dataclasses import dataclass
from typing import Any

import pytest

from flows.errors import KeyuanError
from flows.exports import flow
from flows.night import Night
from flows.settings import Shop, keep_shop

SHOP = Shop(
    name="Corner Stationery", timezone="Asia/Shanghai", country="CN", currency="CNY"
)


@dataclass(frozen=True)
class Failed:
    """A task run's state that ended with ``error``."""

    error: Exception

    def result(self, *, raise_on_failure: bool) -> Exception:
        assert not raise_on_failure
        return self.error


@pytest.mark.parametrize(
    ("error", "retried"), [(OSError("disk full"), True), (KeyuanError("no"), False)]
)
def test_only_what_may_mend_itself_is_tried_again(
    error: Exception, retried: bool
) -> None:
    state: Any = Failed(error)
    nothing: Any = None
    assert flow.is_worth_retrying(nothing, nothing, state) is retried


def test_the_stage_empties_the_folder_writes_the_files_and_returns_counts(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_shop(SHOP, night.folder)
    (night.audiences / "left_over").mkdir(parents=True)
    monkeypatch.setattr(flow, "export", flow.export.fn)
    counts = flow.export_audiences.fn(str(night.home), "2025-03-02", 1)
    assert counts == {"campaigns": 2, "files": 5, "people": 3}
    assert not (night.audiences / "left_over").exists()
    manifest = json.loads((night.audiences / "manifest.json").read_bytes())
    assert len(manifest["files"]) == 5
