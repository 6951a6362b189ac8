"""Every column of the 360 says its group and the one table that defines it."""

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).parents[2] / "dbt_project"
GROUPS = {
    *("who", "reach", "value", "time", "behaviour", "loyalty", "voice", "segments"),
    *("flags", "predictions"),
}
MODELS: dict[str, Any] = {
    model["name"]: model
    for path in sorted((PROJECT / "models").rglob("_*__models.yml"))
    for model in yaml.safe_load(path.read_text("utf-8"))["models"]
}
COLUMNS = MODELS["customer_360"]["columns"]
ALIASES = {"value_potential", "value_tiers"}  # of models that are named otherwise
TABLES = {path.stem for path in (PROJECT / "models").rglob("*.sql")} | ALIASES


def test_every_column_is_in_a_group_and_the_groups_stand_together() -> None:
    groups = [column["config"]["meta"]["group"] for column in COLUMNS]
    assert set(groups) == GROUPS
    firsts = [
        group
        for place, group in enumerate(groups)
        if place == 0 or groups[place - 1] != group
    ]
    assert len(firsts) == len(GROUPS)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: str(column["name"]))
def test_a_column_is_defined_in_a_table_that_there_is(column: dict[str, Any]) -> None:
    assert column["config"]["meta"]["defined_in"] in TABLES
    assert column["description"].strip()


def test_every_public_table_and_each_of_its_columns_is_described() -> None:
    public = {
        path.stem
        for path in (PROJECT / "models").rglob("*.sql")
        if not path.stem.startswith("int_")
    }
    bare = [
        f"{name}.{column['name']}"
        for name in sorted(public)
        for column in [{"name": "", **MODELS[name]}, *MODELS[name]["columns"]]
        if not column.get("description", "").strip()
    ]
    assert bare == []


def test_every_threshold_says_which_mart_it_is_for() -> None:
    with (PROJECT / "seeds/segment_thresholds.csv").open(encoding="utf-8") as file:
        owners = {row["description"].split(":")[0] for row in csv.DictReader(file)}
    assert owners <= TABLES | {"flags"}
