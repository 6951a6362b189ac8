from pathlib import Path

import polars as pl
import pytest

from flows.errors import HomeError
from flows.settings import Shop, Source
from flows.transform.seeds import PROJECT, lay_seeds

SHOP = Shop(
    name="Corner",
    timezone="UTC",
    country="GB",
    currency="GBP",
    sources=(
        Source(name="till", kind="pos", layout="square_items", files="inbox/t/*.csv"),
        Source(
            name="web",
            kind="ecommerce",
            layout="generic",
            files="inbox/w/*.csv",
            credit_note_prefix="C",
            fee_products=("POST", "M"),
        ),
    ),
)


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "night" / "seeds"
    folder.mkdir(parents=True)
    (tmp_path / "settings").mkdir()
    return folder


def table(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def test_every_shipped_default_is_laid(tmp_path: Path, seeds: Path) -> None:
    assert lay_seeds(SHOP, tmp_path, seeds) == []
    shipped = {path.name for path in (PROJECT / "seeds").glob("*")}
    assert {path.name for path in seeds.iterdir()} == shipped


def test_the_shops_own_table_takes_the_defaults_place(
    tmp_path: Path, seeds: Path
) -> None:
    own = "kind,value,reason\nemail,a@example.com,asked\n"
    (tmp_path / "settings" / "suppressions.csv").write_text(own)
    assert lay_seeds(SHOP, tmp_path, seeds) == ["suppressions.csv"]
    assert (seeds / "suppressions.csv").read_text() == own


def test_the_sources_are_a_settings_table_too(tmp_path: Path, seeds: Path) -> None:
    lay_seeds(SHOP, tmp_path, seeds)
    sources = table(seeds / "shop_sources.csv")
    assert sources.select("source_name", "count_repeated_lines").rows() == [
        ("till", "true"),
        ("web", "false"),
    ]
    assert sources["credit_note_prefix"].to_list() == [None, "C"]
    assert table(seeds / "fee_products.csv").rows() == [("web", "POST"), ("web", "M")]


def test_a_table_without_a_default_is_refused(tmp_path: Path, seeds: Path) -> None:
    (tmp_path / "settings" / "campains.csv").write_text("a,b\n")
    with pytest.raises(
        HomeError, match=r"campains\.csv is not a settings table; .*campaigns\.csv"
    ):
        lay_seeds(SHOP, tmp_path, seeds)


def test_a_table_without_a_column_is_refused(tmp_path: Path, seeds: Path) -> None:
    (tmp_path / "settings" / "suppressions.csv").write_text("kind,value\n")
    with pytest.raises(HomeError, match="lacks the column reason"):
        lay_seeds(SHOP, tmp_path, seeds)


def test_a_table_that_is_not_csv_is_refused(tmp_path: Path, seeds: Path) -> None:
    (tmp_path / "settings" / "suppressions.csv").write_bytes(b"")
    with pytest.raises(HomeError, match="not readable as CSV"):
        lay_seeds(SHOP, tmp_path, seeds)


def test_a_value_of_another_type_is_refused_with_its_line(
    tmp_path: Path, seeds: Path
) -> None:
    default = (PROJECT / "seeds" / "campaigns.csv").read_text()
    first = default.splitlines()[1]
    wrong = default.replace(first, first.replace("0.10", "a tenth"))
    (tmp_path / "settings" / "campaigns.csv").write_text(wrong)
    told = r"campaigns\.csv, line 2: holdout_share is 'a tenth', which is no decimal"
    with pytest.raises(HomeError, match=told):
        lay_seeds(SHOP, tmp_path, seeds)
