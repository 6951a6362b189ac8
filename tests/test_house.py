"""The rules of the house that a reader relies on: who may import and do what."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOWS = sorted((ROOT / "flows").rglob("*.py"))
STAGES = {
    path.name for path in (ROOT / "flows").iterdir() if (path / "__init__.py").exists()
}
# The stages that a night runs through; the demo only writes an inbox.
ON_THE_WAY = STAGES - {"demo"}
MAY_KNOW_EVERY_STAGE = {"pipeline.py", "cli.py", "doctor.py"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def attributes(path: Path) -> set[str]:
    return {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }


@pytest.mark.parametrize("path", FLOWS, ids=name_of)
def test_prefect_is_imported_by_flows_and_the_pipeline_alone(path: Path) -> None:
    if path.name in {"flow.py", "pipeline.py", "serve.py"}:
        return
    assert not {name for name in imports(path) if name.split(".")[0] == "prefect"}


@pytest.mark.parametrize("path", FLOWS, ids=name_of)
def test_stages_never_import_each_other(path: Path) -> None:
    if path.name in MAY_KNOW_EVERY_STAGE:
        return
    own = path.relative_to(ROOT / "flows").parts[0]
    used = {name.split(".")[1] for name in imports(path) if name.startswith("flows.")}
    assert not (used & STAGES) - {own}


@pytest.mark.parametrize(
    "path", sorted((ROOT / "expectations").rglob("*.py")), ids=name_of
)
def test_expectations_import_nothing_from_flows(path: Path) -> None:
    assert not {name for name in imports(path) if name.split(".")[0] == "flows"}


@pytest.mark.parametrize("path", FLOWS, ids=name_of)
def test_the_environment_is_read_in_settings_alone(path: Path) -> None:
    if path.name == "settings.py":
        return
    assert not attributes(path) & {"os.environ", "os.getenv"}


@pytest.mark.parametrize("path", FLOWS, ids=name_of)
def test_no_stage_reads_shop_toml_anew(path: Path) -> None:
    if path.relative_to(ROOT / "flows").parts[0] in ON_THE_WAY:
        assert "load_shop" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FLOWS, ids=name_of)
def test_nothing_but_the_clock_asks_the_time(path: Path) -> None:
    if path.name == "clock.py":
        return
    clocks = {"date.today", "datetime.now", "datetime.today", "datetime.utcnow"}
    assert not attributes(path) & (clocks | {"time.time", "time.time_ns"})


def test_every_stage_of_the_night_is_called_in_the_pipeline() -> None:
    known = imports(ROOT / "flows" / "pipeline.py")
    assert {f"flows.{stage}.flow" for stage in ON_THE_WAY} <= known


def test_the_top_level_holds_what_it_may_hold() -> None:
    expected = {"flows", "dbt_project", "expectations", "tests", "pyproject.toml"}
    beside = {"README.md", "Makefile", "constraints.txt", "LICENSE", ".gitignore"}
    left_by_work = {".git", ".venv", "shop", "build", "dist"}
    found = {
        path.name
        for path in ROOT.iterdir()
        if not path.name.endswith(("_cache", ".egg-info"))
        and not path.name.startswith((".coverage", ".hypothesis"))
    }
    assert found - left_by_work == expected | beside | {".ci"}


def test_constraints_name_versions_and_no_addresses() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert lines
    assert all(line.count("==") == 1 and "/" not in line for line in lines)
