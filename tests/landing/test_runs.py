"""What stands in many rows is understood once, and every row has it."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from flows.landing.runs import once_for_each_run

CELL = st.sampled_from(["a", "b", None])
ROWS = st.lists(st.tuples(CELL, CELL), max_size=12)


def table(rows: list[tuple[str | None, str | None]]) -> pl.DataFrame:
    schema = {"order_id": pl.String, "_zone": pl.String}
    return pl.DataFrame(rows, schema, orient="row").with_row_index("row_number")


def understand(rows: pl.DataFrame) -> pl.DataFrame:
    """Something of every kind: a value, an empty column, what was carried along."""
    return rows.select(
        pl.col("order_id").str.to_uppercase(),
        pl.lit(None, pl.Date).alias("updated_date"),
        pl.when(pl.col("order_id").is_null()).then(pl.lit("missing")).alias("reason"),
        "row_number",
        "_zone",
    )


@given(rows=ROWS)
def test_it_is_the_same_as_understanding_each_row(
    rows: list[tuple[str | None, str | None]],
) -> None:
    texts = table(rows)
    assert once_for_each_run(texts, understand).equals(understand(texts))


def test_what_the_row_above_says_is_not_understood_again() -> None:
    heights: list[int] = []

    def counted(rows: pl.DataFrame) -> pl.DataFrame:
        heights.append(rows.height)
        return understand(rows)

    lines = table([("a", None)] * 3 + [("b", None)] * 3 + [("a", None)] * 3)
    assert once_for_each_run(lines, counted)["order_id"].to_list() == list("AAABBBAAA")
    assert heights == [3]
