from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli import main
from flows.doctor import examine
from flows.errors import HomeError
from flows.transform import spark
from flows.transform.spark import lack_of_spark, require_engine

SHOP = """
name = "Corner"
timezone = "Europe/London"
country = "GB"
currency = "GBP"
"""


def java_that_says(folder: Path, version: str) -> Path:
    """The folder of a Java that says its version and no more."""
    java = folder / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\n")
    java.chmod(0o700)
    return folder


@pytest.fixture
def java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Java that is new enough."""
    folder = java_that_says(tmp_path / "java", "17.0.15")
    monkeypatch.setenv("JAVA_HOME", str(folder))


@pytest.mark.usefixtures("java")
def test_with_the_extra_and_java_spark_lacks_nothing(tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    assert lack_of_spark(tmp_path) is None


@pytest.mark.usefixtures("java")
def test_packages_that_are_missing_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark, "find_spec", lambda _: None)
    lack = lack_of_spark(tmp_path)
    assert lack is not None
    assert lack.startswith("--target spark needs pyspark and dbt-spark, not installed")
    assert "'keyuan[spark]'" in lack


@pytest.mark.parametrize(
    ("version", "told"), [("1.8.0_402", "is 8."), ("11.0.2", "is 11.")]
)
def test_a_java_that_is_too_old_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, told: str
) -> None:
    pytest.importorskip("pyspark")
    monkeypatch.setenv("JAVA_HOME", str(java_that_says(tmp_path / "old", version)))
    lack = lack_of_spark(tmp_path)
    assert lack is not None
    assert "needs Java 17 or newer; the version of" in lack
    assert told in lack


@pytest.mark.usefixtures("java")
def test_a_path_that_spark_would_take_for_a_pattern_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    with pytest.raises(HomeError, match=r"Spark takes \[ \] in a path for a pattern"):
        require_engine("spark", tmp_path / "old [shop]")
    require_engine("duckdb", tmp_path / "old [shop]")


def test_an_engine_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HomeError, match="'sparc'; it must be duckdb or spark"):
        require_engine("sparc", tmp_path)


def test_without_java_a_night_on_spark_ends_with_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyspark")
    (tmp_path / "shop.toml").write_text(SHOP)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "nowhere"))
    words = ["nightly", "--home", str(tmp_path), "--target", "spark"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 1
    (line,) = done.stderr.splitlines()
    assert "needs Java 17 or newer; there is no" in line
    assert "JAVA_HOME" in line
    assert not (tmp_path / "nights").exists()


def test_the_doctor_minds_java_only_for_a_night_on_spark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shop.toml").write_text(SHOP)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "nowhere"))
    said = [examine(tmp_path, target)[-1] for target in ("duckdb", "spark")]
    assert [finding.is_good for finding in said] == [True, False]
    assert all("--target spark needs" in finding.text for finding in said)
