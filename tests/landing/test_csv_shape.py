import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from flows.landing.csv_shape import survey, without_blank_lines


def test_records_have_the_line_they_begin_on() -> None:
    shape = survey(b'a,b\n1,"x\ny"\n\n2,z\n')

    assert shape.lines.tolist() == [1, 2, 5]
    assert shape.field_counts.tolist() == [2, 2, 2]


def test_commas_inside_quotes_separate_nothing() -> None:
    assert survey(b'a\n"1,2,3"\n').field_counts.tolist() == [1, 1]


def test_a_text_without_a_last_line_break_has_its_last_record() -> None:
    assert survey(b"a,b\n1,2").ends.tolist() == [3, 7]


def test_lines_of_nothing_are_no_records() -> None:
    text = b"\n\r\na,b\r\n\r\n1,2\n\n"
    shape = survey(text)

    assert shape.lines.tolist() == [3, 5]
    assert without_blank_lines(text, shape) == b"a,b\r\n1,2\n"


def test_an_empty_text_has_no_records() -> None:
    assert survey(b"").starts.size == 0


def test_a_quote_that_is_never_closed_is_seen() -> None:
    assert survey(b'a,b\n1,"x\n2,y\n').is_open
    assert not survey(b'a,b\n1,"x"\n').is_open


def test_quotes_inside_a_cell_are_irregular() -> None:
    assert survey(b'a,b\n1,"x ""y"" z"\n"",2\n').is_regular
    assert not survey(b'a,b\n1,12" ruler\n').is_regular
    assert not survey(b'a,b\n1,"x"y\n').is_regular


cells = st.text(st.sampled_from('ab,"\n \r1'), max_size=6)


@given(st.lists(st.lists(cells, min_size=2, max_size=2), min_size=1, max_size=8))
def test_it_finds_the_records_that_the_csv_module_wrote(rows: list[list[str]]) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    shape = survey(written.getvalue().encode())

    breaks = [sum(cell.count("\n") for cell in row) + 1 for row in rows]
    starts = [1 + sum(breaks[:place]) for place in range(len(rows))]
    assert shape.lines.tolist() == starts
    assert shape.field_counts.tolist() == [2] * len(rows)
    assert shape.is_regular
    assert not shape.is_open
