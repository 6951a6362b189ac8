"""What ``keyuan init`` shows is what a night does with the file."""

import csv
import io
import re
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from flows.errors import HomeError
from tests.landing.guesses.conftest import run_start

HEADERS = (
    ("Order no", "Date", "Item", "Qty", "Price", "Email"),
    ("订单编号", "下单时间", "商品名称", "数量", "单价", "手机号"),
    ("Bestellnr", "Datum", "Artikel", "Menge", "Einzelpreis", "E-Mail"),
    ("N° commande", "Date de commande", "Désignation", "Qté", "PU", "Téléphone"),
)
FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%y %H:%M", "%d.%m.%Y", "%Y年%m月%d日")
WRONG = st.sampled_from(["", "-", "n/a", "x", "31/31/2025"])
COUNTED = re.compile(r"Of ([0-9,]+) rows ([0-9,]+) would land and ([0-9,]+) be set")


def cells(good: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Mostly what belongs there, now and then something else."""
    return st.integers(0, 9).flatmap(lambda chance: good if chance else WRONG)


@st.composite
def exports(draw: st.DrawFn) -> str:
    header = draw(st.sampled_from(HEADERS))
    form, mark = draw(st.sampled_from(FORMS)), draw(st.sampled_from(".,"))
    days = st.datetimes().map(
        lambda moment: moment.replace(year=2020 + moment.year % 6).strftime(form)
    )
    prices = st.integers(0, 999_999).map(lambda p: f"{p // 100}{mark}{p % 100:02}")
    rows = draw(
        st.lists(
            st.tuples(
                cells(st.integers(1, 30).map(str)),
                cells(days),
                cells(st.sampled_from(["Pen", "Ink, blue", 'Ruler 12"', "绿茶"])),
                cells(st.integers(-3, 9).map(str)),
                cells(prices),
                cells(st.sampled_from(["ann@example.org", "+4915123456789"])),
            ),
            min_size=1,
            max_size=25,
        )
    )
    written = io.StringIO(newline="")
    separator = draw(st.sampled_from(",;\t"))
    first = draw(st.sampled_from([0, 1]))  # with order numbers, or without
    csv.writer(written, delimiter=separator, lineterminator="\n").writerows(
        row[first:] for row in [header, *rows]
    )
    return written.getvalue()


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(exports())
def test_a_night_sets_aside_the_rows_that_were_shown(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sales.csv"
        path.write_text(text, encoding="utf-8")
        try:
            done = run_start([path], Path(folder) / "shop")
        except HomeError:
            assume(False)
        counted = COUNTED.search(done.shown)
        assert counted is not None
        rows, landed, aside = (
            int(count.replace(",", "")) for count in counted.groups()
        )
        (entry,) = done.land()

        assert rows == landed + aside
        if entry.state == "refused":
            assert "a night would refuse it" in done.shown
        else:
            assert (entry.row_count, entry.set_aside_count) == (rows, aside)
