"""What was expected beside what came, as a picture."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import altair as alt
import polars as pl
import vl_convert

from flows.files import write_whole

__all__ = ["draw", "keep_picture"]

CAME, EXPECTED = "#c9d6cf", "#1f6f5c"
TENTHS = "customers by what was expected of them, in tenths"
# By question: what is counted, and along what.
AXES = {
    "purchases": ("purchases of a customer", TENTHS),
    "does not buy": ("share who did not buy", TENTHS),
    "sales": ("sales of a day", "day"),
}


def draw(pictured: Mapping[str, pl.DataFrame]) -> str:
    """Bars of what came, and points of what was expected, as SVG.

    Args:
        pictured: by question, as :data:`~flows.predictions.judging.BESIDE`; each has a
            panel.
    """
    panels = [_panel(rows, *AXES[question]) for question, rows in pictured.items()]
    title = "Bars came, points were expected"
    chart = alt.vconcat(*panels, title=title, spacing=24)
    return vl_convert.vegalite_to_svg(chart.to_json())


def _panel(
    rows: pl.DataFrame, counted: str, along: str
) -> alt.LayerChart | alt.FacetChart:
    base = alt.Chart(rows).encode(x=alt.X("place:O", title=along, sort=None))
    bars = base.mark_bar(color=CAME).encode(y=alt.Y("actual:Q", title=counted))
    points = base.mark_point(color=EXPECTED, filled=True, size=60).encode(
        y="expected:Q"
    )
    return alt.layer(bars, points).properties(width=520, height=220)


def keep_picture(
    home: Path, pictured: Mapping[str, pl.DataFrame], learned_to: date, judged_to: date
) -> Path:
    """Draw it into the home's ``backtests/``, and say where."""
    path = home / "backtests" / f"{learned_to}_{judged_to}.svg"
    drawn = draw(pictured)
    write_whole(path, lambda draft: draft.write_text(drawn, encoding="utf-8"))
    return path
