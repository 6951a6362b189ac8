"""What the audiences gate looks at: the night's audiences, and the settings' words."""

from collections.abc import Iterator
from contextlib import contextmanager

from flows.checks.runner import Prepared
from flows.checks.tables import attach_gate, lay, read_parquet
from flows.night import Night
from flows.settings import Shop
from flows.warehouse import connect

__all__ = ["prepare_audiences"]

CAMPAIGNS = """
    select campaign, audience, cast(holdout_share as double)
    from settings.campaigns
    where is_active
    order by campaign
"""


@contextmanager
def prepare_audiences(night: Night, _: Shop) -> Iterator[Prepared]:
    """The night's warehouse and contact points, and the audience suites."""
    from expectations.audiences import Campaign, audience_suites

    contact_points = read_parquet([night.state / "contact_points.parquet"])
    with connect(night.warehouse) as connection:
        attach_gate(connection)
        broken = lay(
            connection,
            "contact_points",
            f"select * from {contact_points}",
        )
        campaigns = [Campaign(*row) for row in connection.execute(CAMPAIGNS).fetchall()]
        yield Prepared(connection, audience_suites(campaigns), broken)
