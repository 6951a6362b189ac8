"""How much is in a pack, as its name says."""

import polars as pl
import pytest

from flows.predictions.packs import contents_of


@pytest.mark.parametrize(
    ("text", "content", "measure"),
    [
        ("Coffee beans, 250 g", 250, "g"),
        ("COFFEE 1KG", 1000, "g"),
        ("奶粉 800克", 800, "g"),
        ("Cola 6 x 330 ml", 1980, "ml"),
        ("Milk 1.5L", 1500, "ml"),
        ("Oat drink, pack of 6", 6, "pieces"),
        ("Staples, box of 1,000", 1000, "pieces"),
        ("湿巾 80片", 80, "pieces"),
        ("12 rolls", 12, "pieces"),
        ("Tea bags, 20 bags, 40 g", 40, "g"),
        ("Gel pen 0.5 mm", None, None),
        ("A4", None, None),
        ("0 g", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_a_pack_holds_what_its_name_says(
    text: str | None, content: float | None, measure: str | None
) -> None:
    said = contents_of(pl.Series([text], dtype=pl.String))

    assert said.select("content", "measure").row(0) == (content, measure)


def test_of_no_texts_nothing_is_said() -> None:
    assert contents_of(pl.Series([], dtype=pl.String)).is_empty()
