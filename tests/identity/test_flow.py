"""What identity leaves for dbt in the night's folder."""

from datetime import date
from pathlib import Path

import polars as pl

from flows.identity.flow import keep_identities
from flows.identity.resolve import Identities
from flows.identity.stable_ids import CHANGES, KNOWN
from flows.night import begin_night

AS_OF = date(2025, 6, 30)


def test_dbt_is_told_who_took_over_from_a_merged_id(tmp_path: Path) -> None:
    night = begin_night(tmp_path, AS_OF)
    nobody = pl.DataFrame(schema=KNOWN)
    heirs = pl.DataFrame({"customer_id": ["c2"], "heir": ["c1"]})
    identities = Identities(nobody, nobody, pl.DataFrame(schema=CHANGES), heirs)
    keep_identities.fn(night, identities, pl.DataFrame({"kind": [], "value": []}))
    assert pl.read_parquet(night.state / "heirs.parquet").equals(heirs)
