"""What was expected beside what came, as a picture."""

from datetime import date
from pathlib import Path

import altair as alt
import polars as pl
import vl_convert

from flows.files import write_whole

__all__ = ["draw_groups", "keep_picture"]

CAME, EXPECTED = "#c9d6cf", "#1f6f5c"


def draw_groups(groups: pl.DataFrame) -> str:
    """Bars of what came, and points of what was expected, as SVG.

    Args:
        groups: ``group``, ``expected`` and ``actual``, a row per tenth of them.
    """
    base = alt.Chart(groups).encode(
        x=alt.X("group:O", title="customers by what was expected of them, in tenths")
    )
    title = "purchases: bars came, points were expected"
    bars = base.mark_bar(color=CAME).encode(y=alt.Y("actual:Q", title=title))
    points = base.mark_point(color=EXPECTED, filled=True, size=60).encode(
        y="expected:Q"
    )
    chart = alt.layer(bars, points).properties(width=520, height=260)
    return vl_convert.vegalite_to_svg(chart.to_json())


def keep_picture(
    home: Path, groups: pl.DataFrame, learned_to: date, judged_to: date
) -> Path:
    """Draw the groups into the home's ``backtests/``, and say where."""
    path = home / "backtests" / f"{learned_to}_{judged_to}.svg"
    drawn = draw_groups(groups)
    write_whole(path, lambda draft: draft.write_text(drawn, encoding="utf-8"))
    return path
