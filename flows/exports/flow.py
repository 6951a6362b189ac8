"""The exports stage: a task run per campaign, then the manifest."""

from datetime import date
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.exports.campaigns import Campaign, read_campaigns
from flows.exports.export import export_campaign, write_manifest
from flows.exports.files import make_private_folder
from flows.exports.manifest import ExportedFile
from flows.night import Night
from flows.retries import is_worth_retrying
from flows.settings import Shop, kept_shop

__all__ = ["export_audiences"]


@task(
    task_run_name="export-{campaign.name}",
    retries=2,
    retry_delay_seconds=2,
    retry_condition_fn=is_worth_retrying,
    cache_policy=NO_CACHE,
)
def export(night: Night, shop: Shop, campaign: Campaign) -> list[ExportedFile]:
    """Write the files of one campaign."""
    return export_campaign(night, shop, campaign)


@flow(name="export-audiences")
def export_audiences(home: str, as_of: str, attempt: int) -> dict[str, int]:
    """Write every active campaign's files and the manifest; return counts."""
    night = Night(Path(home), date.fromisoformat(as_of), attempt)
    shop = kept_shop(night.folder)
    campaigns = read_campaigns(night.warehouse)
    make_private_folder(night.audiences)
    files = [file for one in campaigns for file in export(night, shop, one)]
    return write_manifest(night, files)
