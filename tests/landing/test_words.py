from decimal import Decimal

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from flows.landing.columns import PRICE
from flows.landing.figures import read_decimal, read_figures
from flows.landing.words import SAMPLE, once_for_each_word


def read(texts: pl.Series) -> pl.Series:
    return read_figures(texts, 4)


def test_a_text_that_comes_again_is_read_once() -> None:
    seen: list[str | None] = []

    def note(words: pl.Series) -> pl.Series:
        seen.extend(words)
        return read(words)

    texts = pl.Series(["1", "2", None, "x"] * SAMPLE)
    assert once_for_each_word(texts, note).to_list() == [
        *[Decimal(1), Decimal(2), None, None] * SAMPLE
    ]
    assert len(seen) == 4


def test_texts_that_are_nearly_all_different_are_read_as_they_stand() -> None:
    texts = pl.Series([*map(str, range(SAMPLE)), "0"])
    seen: list[pl.Series] = []
    once_for_each_word(texts, lambda words: seen.append(words) or read(words))
    assert seen[0].equals(texts)


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.decimals(-(10**11), 10**11, places=5).map(str),
            st.text("0123456789.,-+()e$ ", max_size=8),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_figures_are_the_same_whichever_way_they_are_read(
    words: list[str | None],
) -> None:
    texts = pl.Series("text", words * SAMPLE, pl.String)
    singly = (
        texts.head(len(words)).to_frame().select(read_decimal(pl.col("text"), PRICE))
    )
    expected = singly.to_series()
    assert read(texts.head(len(words))).equals(expected, null_equal=True)
    again = once_for_each_word(texts, read)
    assert again.head(len(words)).equals(expected, null_equal=True)
    assert again.tail(len(words)).equals(expected, null_equal=True)
