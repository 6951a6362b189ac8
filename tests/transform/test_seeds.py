from pathlib import Path

import polars as pl
import pytest

from flows.errors import HomeError
from flows.settings import Shop, Source
from flows.transform.seeds import PROJECT, lay_seeds
from flows.transform.tables import column_types

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


def test_whose_ids_a_source_names_is_a_settings_table_too(
    tmp_path: Path, seeds: Path
) -> None:
    till, web = SHOP.sources
    named = {"customers_of": ("web", "web"), "orders_of": ("web",)}
    desk = till.model_copy(update={"name": "desk", **named})
    lay_seeds(SHOP.model_copy(update={"sources": (till, web, desk)}), tmp_path, seeds)
    assert table(seeds / "named_sources.csv").rows() == [
        ("desk", "customers", "web"),
        ("desk", "orders", "web"),
    ]


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


def test_a_table_of_another_encoding_is_refused(tmp_path: Path, seeds: Path) -> None:
    text = "kind,value,reason\nphone,13800000000,客户要求\n"
    (tmp_path / "settings" / "suppressions.csv").write_bytes(text.encode("gb18030"))
    with pytest.raises(
        HomeError, match=r"not readable as CSV.*Save it as CSV in UTF-8"
    ):
        lay_seeds(SHOP, tmp_path, seeds)


def test_what_each_night_writes_is_no_table_of_the_shops(
    tmp_path: Path, seeds: Path
) -> None:
    (tmp_path / "settings" / "fee_products.csv").write_text("source_name,product_id\n")
    with pytest.raises(HomeError, match=r"fee_products\.csv is written by each night"):
        lay_seeds(SHOP, tmp_path, seeds)


def test_a_column_that_stands_twice_is_refused(tmp_path: Path, seeds: Path) -> None:
    (tmp_path / "settings" / "suppressions.csv").write_text("kind,value,reason,kind\n")
    with pytest.raises(HomeError, match="has the column kind twice"):
        lay_seeds(SHOP, tmp_path, seeds)


def test_a_text_with_a_comma_outside_quotes_is_refused_with_its_line(
    tmp_path: Path, seeds: Path
) -> None:
    own = 'kind,value,reason\nemail,a@b.c,"asked,\ntwice"\n\nemail,b@c.d,no,more\n'
    (tmp_path / "settings" / "suppressions.csv").write_text(own)
    with pytest.raises(HomeError, match=r"line 5 has 4 values and the header 3"):
        lay_seeds(SHOP, tmp_path, seeds)


def test_blank_lines_blanks_and_columns_for_notes_do_not_count(
    tmp_path: Path, seeds: Path
) -> None:
    own = "\ufeffkind, value ,reason,note\r\nemail, a@example.com ,,hm\r\n\r\n,,,\r\n"
    (tmp_path / "settings" / "suppressions.csv").write_bytes(own.encode())
    lay_seeds(SHOP, tmp_path, seeds)
    laid = (seeds / "suppressions.csv").read_text()
    assert laid == "kind,value,reason\nemail,a@example.com,\n"


def test_a_fee_that_shop_toml_names_twice_is_one(tmp_path: Path, seeds: Path) -> None:
    till = SHOP.sources[0].model_copy(update={"fee_products": ("BAG", "BAG")})
    lay_seeds(SHOP.model_copy(update={"sources": (till,)}), tmp_path, seeds)
    assert table(seeds / "fee_products.csv").rows() == [("till", "BAG")]


def test_the_shipped_tables_have_the_columns_that_dbt_types() -> None:
    for name, types in column_types().items():
        shipped = PROJECT / "seeds" / f"{name}.csv"
        assert table(shipped).columns == list(types)


def test_a_value_of_another_type_is_refused_with_its_line(
    tmp_path: Path, seeds: Path
) -> None:
    default = (PROJECT / "seeds" / "campaigns.csv").read_text()
    first = default.splitlines()[1]
    wrong = default.replace(first, first.replace("0.10", "a tenth"))
    (tmp_path / "settings" / "campaigns.csv").write_text(wrong)
    told = (
        r"campaigns\.csv, line 2: holdout_share is 'a tenth', but it must be a number"
    )
    with pytest.raises(HomeError, match=told):
        lay_seeds(SHOP, tmp_path, seeds)


def test_a_preferred_source_that_the_shop_lacks_is_refused(
    tmp_path: Path, seeds: Path
) -> None:
    own = tmp_path / "settings" / "golden_priorities.csv"
    header = "attribute_group,source_name,priority\n"
    own.write_text(f"{header}email,web,1\nemail,wbe,2\n")
    told = (
        r"golden_priorities\.csv, line 3: source_name is 'wbe', but shop\.toml has no "
        r"such source; there are: till, web\. Mend it there"
    )
    with pytest.raises(HomeError, match=told):
        lay_seeds(SHOP, tmp_path, seeds)
    own.write_text(f"{header}email,web,1\n")
    assert lay_seeds(SHOP, tmp_path, seeds) == ["golden_priorities.csv"]
