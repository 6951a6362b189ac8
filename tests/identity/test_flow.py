"""What identity leaves for dbt in the night's folder, and for the next night."""

from datetime import date
from pathlib import Path

import polars as pl

from flows.identity.changes import CHANGES
from flows.identity.flow import keep_identities, keep_memory
from flows.identity.memory import Memory, remembered
from flows.identity.resolve import Identities, resolve
from flows.identity.settings import IdentitySettings
from flows.identity.stable_ids import KNOWN
from flows.night import begin_night
from tests.identity.conftest import evidence

AS_OF = date(2025, 6, 30)


def resolved(settings: IdentitySettings) -> Identities:
    found = evidence(
        {"record_id": "c:1", "member_number": "7"},
        {"record_id": "t:1", "member_number": "7"},
    )
    known = pl.DataFrame(
        [("c:1", "c1", "alone", 1, AS_OF), ("t:1", "c2", "alone", 1, AS_OF)],
        schema=KNOWN,
        orient="row",
    )
    first_seen = found.select("record_id", first_seen_date=pl.lit(AS_OF))
    nothing = pl.DataFrame(schema=CHANGES)
    return resolve(found, first_seen, settings, known, nothing, Memory.nothing(), AS_OF)


def test_dbt_is_told_who_took_over_and_by_which_link(
    tmp_path: Path, settings: IdentitySettings
) -> None:
    night = begin_night(tmp_path, AS_OF)
    forms = pl.DataFrame({"record_id": [], "given_key": [], "family_key": []})
    forms = forms.with_columns(address_key=pl.lit(None, pl.String))
    points = pl.DataFrame({"kind": [], "value": []})
    keep_identities.fn(night, resolved(settings), points, forms)

    def state(table: str) -> pl.DataFrame:
        return pl.read_parquet(night.state / f"{table}.parquet")

    assert state("heirs").rows() == [("c2", "c1")]
    assert state("identity_links").select("record_1", "record_2").rows() == [
        ("c:1", "t:1")
    ]
    assert state("identity_changes")["link"].to_list() == [
        "c:1 and t:1: member_number (1.000000)"
    ]


def test_what_is_remembered_is_written_and_read_alike(tmp_path: Path) -> None:
    night = begin_night(tmp_path, AS_OF)
    memory = remembered(evidence({"record_id": "a"}), Memory.nothing(), AS_OF)
    keep_memory(night, memory)
    left = {path.name.split(".")[-2] for path in night.lake.glob("*/*.parquet")}
    assert left == {
        *("scored_pairs", "fingerprints", "identity_settled"),
        *("links", "links_refused", "crowded_values"),
        "identity_model",
        "identity_frequencies",
        "identity_common_blocks",
    }
