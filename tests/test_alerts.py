import logging
from datetime import date
from pathlib import Path

import httpx
import pytest

from flows.alerts import alert_payload, night_log, post_alert
from flows.settings import Shop

Hook = tuple[str, list[dict[str, str]]]

SHOP = Shop(name="Corner", timezone="UTC", country="GB", currency="GBP")


def test_a_webhook_is_told_what_was_not_published_and_why(
    hook: Hook,
) -> None:
    url, heard = hook
    post_alert(url, alert_payload(SHOP, date(2025, 6, 30), "A gate closed.", "shop"))
    assert heard[0]["text"] == (
        "Corner: the night of 2025-06-30 was not published. A gate closed."
    )
    assert heard[0]["state"] == "not published"


def test_a_webhook_that_refuses_is_an_error(
    hook: Hook,
) -> None:
    with pytest.raises(httpx.HTTPStatusError):
        post_alert(f"{hook[0]}/gone", {"text": "x"})


def test_what_is_logged_in_a_night_is_kept_with_it(tmp_path: Path) -> None:
    path = tmp_path / "night.log"
    logger = logging.getLogger("flows.somewhere")
    with night_log(path):
        logger.warning("inside %d", 7)
    logger.warning("outside")
    assert "inside 7" in path.read_text()
    assert "outside" not in path.read_text()
