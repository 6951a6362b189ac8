import csv
import hashlib
import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.errors import KeyuanError
from flows.exports.campaigns import read_campaigns
from flows.exports.export import export_campaign, write_manifest
from flows.exports.files import make_private_folder
from flows.night import Night
from flows.settings import Shop

Change = Callable[[str], None]


def export_all(night: Night, shop: Shop) -> dict[str, int]:
    make_private_folder(night.audiences)
    files = [
        file
        for campaign in read_campaigns(night.warehouse)
        for file in export_campaign(night, shop, campaign)
    ]
    return write_manifest(night, files)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_machine_file_is_utf_8_with_raw_phones_and_quotes_where_needed(
    night: Night, shop: Shop, change: Change
) -> None:
    change("update audiences.exports set name = '王, \"明\"' where customer_id = 'c3'")
    export_all(night, shop)
    content = (night.audiences / "win_back" / "sms.csv").read_bytes()
    assert content.decode("utf-8") == (
        "Phone Number,First Name,Last Name,customer_id,campaign\n"
        '+8613800000002,"王, ""明""",,c3,win_back\n'
    )


def test_an_email_file_has_the_headers_that_senders_map_by_themselves(
    night: Night, shop: Shop
) -> None:
    export_all(night, shop)
    with (night.audiences / "win_back" / "email.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["Email", "First Name", "Last Name", "customer_id", "campaign"],
        ["evil@example.com", "", "", "c1", "win_back"],
        ["ann@example.com", "Ann", "Lee", "c2", "win_back"],
    ]


def test_counts_say_campaigns_files_and_people(night: Night, shop: Shop) -> None:
    assert export_all(night, shop) == {"campaigns": 2, "files": 5, "people": 3}


def test_an_empty_campaign_gets_a_file_with_its_header_only(
    night: Night, shop: Shop
) -> None:
    export_all(night, shop)
    content = (night.audiences / "birthday" / "sms.csv").read_text(encoding="utf-8")
    assert content == "Phone Number,First Name,Last Name,customer_id,campaign\n"
    assert (night.audiences / "birthday" / "people.xlsx").is_file()


def test_an_inactive_campaign_gets_no_folder(night: Night, shop: Shop) -> None:
    export_all(night, shop)
    assert not (night.audiences / "asleep").exists()


def test_a_night_without_campaigns_has_a_manifest_without_files(
    night: Night, shop: Shop, change: Change
) -> None:
    change("delete from settings.campaigns; delete from audiences.exports")
    assert export_all(night, shop) == {"campaigns": 0, "files": 0, "people": 0}
    manifest = json.loads((night.audiences / "manifest.json").read_bytes())
    assert manifest == {"as_of": "2025-03-02", "files": []}


def test_the_manifest_describes_every_file(night: Night, shop: Shop) -> None:
    export_all(night, shop)
    written = contents(night.audiences)
    manifest = json.loads(written.pop("manifest.json"))
    assert manifest["as_of"] == "2025-03-02"
    assert [file["path"] for file in manifest["files"]] == sorted(written)
    for file in manifest["files"]:
        assert file["sha256"] == hashlib.sha256(written[file["path"]]).hexdigest()
    assert manifest["files"][2] == {
        "path": "win_back/email.csv",
        "campaign": "win_back",
        "audience": "win_back",
        "channel": "email",
        "rows": 2,
        "sha256": manifest["files"][2]["sha256"],
        "columns": ["Email", "First Name", "Last Name", "customer_id", "campaign"],
        "emptied": 1,
    }


def test_the_same_night_gives_the_same_bytes(night: Night, shop: Shop) -> None:
    export_all(night, shop)
    first = contents(night.audiences)
    export_all(night, shop)
    assert contents(night.audiences) == first


def test_only_the_owner_can_read_what_was_exported(night: Night, shop: Shop) -> None:
    export_all(night, shop)
    for path in [night.audiences, *night.audiences.rglob("*")]:
        expected = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == expected, path


@pytest.mark.parametrize("address", ["'not-one'", "null"])
def test_a_bad_address_stops_the_file_and_is_not_told(
    night: Night, shop: Shop, change: Change, address: str
) -> None:
    change(f"update audiences.exports set email = {address} where customer_id = 'c2'")
    with pytest.raises(KeyuanError) as caught:
        export_all(night, shop)
    told = str(caught.value)
    assert "audiences/win_back/email.csv is not written" in told
    assert "1 of 2 values for 'Email' are not an e-mail address" in told
    assert "customer c2" in told
    assert "not-one" not in told
    assert not (night.audiences / "win_back" / "email.csv").exists()


@pytest.mark.parametrize("phone", ["13800000002", "+0138000000", "0086138", ""])
def test_a_number_that_is_not_e164_stops_the_sms_file(
    night: Night, shop: Shop, change: Change, phone: str
) -> None:
    change(f"update audiences.exports set phone = '{phone}' where customer_id = 'c3'")
    with pytest.raises(KeyuanError, match=r"'Phone Number' are not a phone number"):
        export_all(night, shop)


@pytest.mark.parametrize("name", ["../x", "/etc", "a/b", "..", "", "Ünder", "x" * 61])
def test_a_campaign_name_that_is_no_folder_name_is_refused(
    night: Night, change: Change, name: str
) -> None:
    change(f"insert into settings.campaigns values ('{name}','a','','',1,0,0,0,true)")
    with pytest.raises(KeyuanError, match=r"campaigns\.csv: the campaign .* folder"):
        read_campaigns(night.warehouse)


def test_a_campaign_without_a_channel_is_refused(night: Night, change: Change) -> None:
    change("delete from settings.campaign_channels where campaign = 'birthday'")
    with pytest.raises(KeyuanError, match="'birthday' has no channel"):
        read_campaigns(night.warehouse)


def test_an_unknown_channel_is_refused(night: Night, change: Change) -> None:
    change("update settings.campaign_channels set channel = 'fax'")
    with pytest.raises(KeyuanError, match=r"'fax' .* is not one of email, sms"):
        read_campaigns(night.warehouse)


def test_nobody_is_exported_without_a_file(night: Night, change: Change) -> None:
    change("update audiences.exports set campaign = 'asleep' where customer_id = 'c3'")
    with pytest.raises(KeyuanError, match="people for campaign 'asleep' by 'sms'"):
        read_campaigns(night.warehouse)
