"""What the tests of identity need: evidence from few words, and settings as shipped."""

from pathlib import Path

import polars as pl
import pytest

from flows.identity.evidence import EVIDENCE
from flows.identity.settings import IdentitySettings, settings_of
from flows.transform.tables import PROJECT

NO_RULINGS = pl.DataFrame(
    schema={"record_1": pl.String, "record_2": pl.String, "ruling": pl.String}
)
Record = dict[str, object]


def evidence(*records: Record) -> pl.DataFrame:
    """Records of which only what matters is told; a name is ``given family``."""
    rows = [_record(record) for record in records]
    return pl.DataFrame(rows, schema=EVIDENCE).sort("record_id")


def _record(told: Record) -> Record:
    record = dict.fromkeys(EVIDENCE) | {
        "same_id": told["record_id"],
        "email_verified": False,
        "phone_verified": False,
    }
    if isinstance(name := told.get("name"), str):
        given, family = name.split()
        told = told | {
            "given": given,
            "family": family,
            "name": " ".join(sorted((given, family))),
        }
    return record | told


def shipped(name: str, **types: pl.DataType) -> pl.DataFrame:
    """A settings table as shipped."""
    path = Path(PROJECT) / "seeds" / f"{name}.csv"
    return pl.read_csv(path, infer_schema=False).cast(types)


def shipped_settings(rulings: pl.DataFrame = NO_RULINGS) -> IdentitySettings:
    """The settings as shipped, with a person's rulings."""
    rules = shipped(
        "identity_rules",
        trust_order=pl.Int64(),
        most_names=pl.Int64(),
        weight=pl.Decimal(9, 6),
    ).with_columns(is_active=pl.col("is_active") == "true")
    limits = shipped("identity_limits", value=pl.Decimal(18, 6))
    return settings_of(rules, shipped("blocked_values"), rulings, limits)


def ruling(*words: tuple[str, str, str]) -> pl.DataFrame:
    """``("till:1", "web:1", "same")``, and so on."""
    return pl.DataFrame(list(words), schema=NO_RULINGS.schema, orient="row")


@pytest.fixture(scope="session")
def settings() -> IdentitySettings:
    return shipped_settings()
