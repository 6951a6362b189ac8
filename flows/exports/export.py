"""From the night's warehouse to the audiences folder: campaign by campaign."""

from collections.abc import Iterable, Sequence

import polars as pl

from flows.exports.campaigns import Campaign, read_left_out, read_people
from flows.exports.channels import CHANNELS
from flows.exports.channels.people import PEOPLE, SHEETS
from flows.exports.files import csv_bytes, make_private_folder, sha256_of, write_private
from flows.exports.manifest import ExportedFile, manifest_bytes
from flows.exports.privacy import count_emptied, leave_by
from flows.exports.workbook import Cover, workbook_bytes
from flows.night import Night
from flows.settings import Shop

__all__ = ["export_campaign", "summarize", "write_manifest"]


def export_campaign(night: Night, shop: Shop, campaign: Campaign) -> list[ExportedFile]:
    """Write one campaign's files: a CSV per channel and the workbook for people.

    A campaign with nobody in it gets the same files, with their headers only.
    """
    folder = night.audiences / campaign.name
    make_private_folder(folder)
    people_by_channel = {
        channel: read_people(night.warehouse, campaign.name, channel)
        for channel in campaign.channels
    }
    files = [
        _write_machine_file(night, campaign, channel, people)
        for channel, people in people_by_channel.items()
    ]
    return [*files, _write_workbook(night, shop, campaign, people_by_channel)]


def write_manifest(night: Night, files: Sequence[ExportedFile]) -> dict[str, int]:
    """Write ``manifest.json`` and say in counts what it lists."""
    content = manifest_bytes(night.as_of, files)
    write_private(night.audiences / "manifest.json", content)
    return summarize(files)


def summarize(files: Sequence[ExportedFile]) -> dict[str, int]:
    """How many campaigns, files, and people in them (one count per campaign)."""
    return {
        "campaigns": len({file.campaign for file in files}),
        "files": len(files),
        "people": sum(file.rows for file in files if file.channel != PEOPLE),
    }


def _write_machine_file(
    night: Night, campaign: Campaign, channel: str, people: pl.DataFrame
) -> ExportedFile:
    path = f"{campaign.name}/{channel}.csv"
    rows = leave_by(CHANNELS[channel], people, f"audiences/{path}")
    content = csv_bytes(rows)
    write_private(night.audiences / path, content)
    return ExportedFile(
        path=path,
        campaign=campaign.name,
        audience=campaign.audience,
        channel=channel,
        rows=rows.height,
        sha256=sha256_of(content),
        columns=rows.columns,
        emptied=count_emptied(CHANNELS[channel], people),
    )


def _write_workbook(
    night: Night,
    shop: Shop,
    campaign: Campaign,
    people_by_channel: dict[str, pl.DataFrame],
) -> ExportedFile:
    path = f"{campaign.name}/{PEOPLE}.xlsx"
    sheets = {
        channel: leave_by(SHEETS[channel], people, f"audiences/{path}")
        for channel, people in people_by_channel.items()
    }
    cover = Cover(
        shop=shop.name,
        language=shop.language,
        campaign=campaign.name,
        title=campaign.title(shop.language),
        audience=campaign.audience,
        as_of=night.as_of,
        left_out=read_left_out(night.warehouse, campaign.name),
    )
    content = workbook_bytes(cover, sheets)
    write_private(night.audiences / path, content)
    return ExportedFile(
        path=path,
        campaign=campaign.name,
        audience=campaign.audience,
        channel=PEOPLE,
        rows=sum(rows.height for rows in sheets.values()),
        sha256=sha256_of(content),
        columns=_headers(sheets.values()),
    )


def _headers(sheets: Iterable[pl.DataFrame]) -> list[str]:
    """Every header of the sheets, once, in the order they first come."""
    headers = (header for sheet in sheets for header in sheet.columns)
    return list(dict.fromkeys(headers))
