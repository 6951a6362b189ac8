"""The README says what is: its tree, its commands, its layouts and settings."""

import re
from pathlib import Path

from click.testing import CliRunner

from flows.cli import main
from flows.landing.layouts import LAYOUTS
from flows.settings import Source

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
HOUSE = README.split("## The house")[1].split("```")[1]


def section(title: str) -> str:
    return README.split(f"### {title}")[1].split("\n##")[0]


def test_every_module_at_the_top_of_flows_is_in_the_tree() -> None:
    modules = {path.name for path in (ROOT / "flows").glob("*.py")} - {"__init__.py"}
    assert modules <= set(re.findall(r"\w+\.py", HOUSE))


def test_every_folder_is_in_the_tree_and_every_named_folder_is_there() -> None:
    folders = {
        path.name
        for top in ("flows", "dbt_project", "expectations")
        for path in (ROOT / top).rglob("*")
        if path.is_dir()
        and not path.name.startswith((".", "__"))
        and "target" not in path.parts
        and "logs" not in path.parts
    }
    named = set(re.findall(r"(\w+)/", HOUSE))
    assert folders - {"models"} <= named
    for name in named:
        assert list(ROOT.rglob(f"**/{name}")), name


def test_every_command_is_in_the_readme_and_says_what_it_does() -> None:
    for name, command in main.commands.items():
        assert f"`keyuan {name}" in README
        assert command.help
    assert CliRunner().invoke(main, ["--help"]).exit_code == 0


def test_every_layout_and_every_setting_of_a_source_is_in_the_readme() -> None:
    told = section("Add a source")
    for layout in LAYOUTS:
        assert f"`{layout}`" in told
    shown = README.split("## Your own shop")[0] + told
    for setting in set(Source.model_fields) - {"name"}:
        assert re.search(rf"\b{setting}\b", shown), setting


def test_every_settings_table_that_the_readme_names_is_shipped() -> None:
    for name in re.findall(r"`(\w+\.csv)`", section("Add an audience")):
        assert (ROOT / "dbt_project" / "seeds" / name).is_file()
