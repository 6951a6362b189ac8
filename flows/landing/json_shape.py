"""How a file holds its JSON documents: line by line, in a row, in a list, wrapped."""

import json
from dataclasses import dataclass

import numpy as np

from flows.errors import ContractError
from flows.landing.json_text import BLANKS, IS_OPENING, Marks

__all__ = ["BLANK_BYTES", "LONGEST", "Form", "form_of", "is_end_of_answer"]

LONGEST = 16 * 2**20  # of a document, in bytes
SHORT = 2**18  # most documents are
SOME_LINES = 100
MOST_WRAPS = 4
LIST = ord("[")
BLANK_BYTES = BLANKS.encode()

# What an answer says about itself beside the rows that it brings.
ABOUT_PAGES = """
_links _meta _shards code count cursor error error_code error_msg errors extensions from
has_more has_next has_previous hasmore info last_page limit links message meta metadata
msg next next_cursor next_page next_url object offset page page_count page_info page_no
page_number page_size pageinfo pageno pages pagesize pagination paging per_page prev
previous request_id requestid size status success time timed_out timestamp to took
total total_count total_pages total_results totalcount totalpages trace_id traceid type
version
"""
PAGE_WORDS = frozenset(ABOUT_PAGES.split())


@dataclass(frozen=True, slots=True)
class Form:
    """Where the documents of a file are.

    Attributes:
        start: the byte from which on they follow each other.
        by_lines: whether each stands on a line of its own.
        in_list: whether commas part them, and a bracket ends them.
        answer_depth: how many braces are open around that list.
        path: the keys that lead from a document to its rows; it is itself one if there
            are none.
    """

    start: int
    by_lines: bool = False
    in_list: bool = False
    answer_depth: int = 0
    path: tuple[str, ...] = ()


def form_of(head: bytes, name: str) -> Form:
    """How the documents of a file are laid out, by its beginning.

    Args:
        head: all of a short file, of a long one more than one document can have.
        name: the file's, for messages.

    Raises:
        ContractError: it is empty, or no JSON.
    """
    start = len(head) - len(head.lstrip(BLANK_BYTES))
    opening = head[start : start + 1]
    if not opening:
        message = f"{name} is empty. Export it again"
        raise ContractError(message)
    if opening == b"[":
        start += 1
        path = _path_to_rows(_parsed(_first(head, start)))
        return Form(start, in_list=True, path=path)
    if opening != b"{":
        message = (
            f"{name} is not JSON: it begins neither with {{ nor with [. Export it as "
            "JSON again, or name it by what it is"
        )
        raise ContractError(message)
    if _is_by_lines(head):
        line = head[start:].partition(b"\n")[0]
        return Form(start, by_lines=True, path=_path_to_rows(_parsed(line)))
    first = _first(head, start)
    if first is None and len(head) > LONGEST:
        form = _form_of_answer(head, start)
        if form is None:
            message = (
                f"{name} has a document of more than {LONGEST // 2**20} MB, and no "
                "list of documents. Export them as a list, or one to a line"
            )
            raise ContractError(message)
        return form
    is_only = first is not None and not head[start + len(first) :].strip(BLANK_BYTES)
    if first is not None and is_only and len(first) > SHORT:
        form = _form_of_answer(head[: start + SHORT], start)
    else:
        form = None
    return form or Form(start, path=_path_to_rows(_parsed(first)))


def _is_by_lines(head: bytes) -> bool:
    """Whether most lines of a text are objects, from brace to brace."""
    lines = head.split(b"\n", SOME_LINES)[:SOME_LINES]
    told = [line for text in lines if (line := text.strip(BLANK_BYTES))]
    whole = [line for line in told if line[:1] == b"{" and line[-1:] == b"}"]
    return len(told) > 1 and 2 * len(whole) >= len(told)


def _first(head: bytes, start: int) -> bytes | None:
    """The first document, None where its end is not in sight."""
    for size in (SHORT, len(head)):
        text = head[start : start + size]
        marks = Marks.of(text)
        ends = np.flatnonzero(marks.depths <= 0)
        if ends.size:
            return text[: int(marks.places[ends[0]]) + 1]
    return None


def _parsed(text: bytes | None) -> object:
    """What a document says; nothing where it cannot be read, which others tell."""
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None


def _path_to_rows(document: object) -> tuple[str, ...]:
    """The keys that lead from an answer to its rows; none where it is a row itself.

    An answer brings one thing: what it says besides is about its pages.
    """
    path: list[str] = []
    while isinstance(document, dict) and len(path) < MOST_WRAPS:
        brought = [key for key in document if key.casefold() not in PAGE_WORDS]
        if len(brought) != 1:
            break
        document = document[brought[0]]
        rows = document if isinstance(document, list) else [document]
        if all(isinstance(row, dict) for row in rows):
            path.append(brought[0])
    return tuple(path)


def _form_of_answer(head: bytes, start: int) -> Form | None:
    """Where the rows begin in an answer whose end is not in sight."""
    marks = Marks.of(head)
    lowest = np.minimum.accumulate(marks.depths[::-1])[::-1]
    is_open = IS_OPENING[marks.signs] & (lowest >= marks.depths)
    lists = np.flatnonzero(is_open & (marks.signs == LIST))
    if not lists.size:
        return None
    place, depth = int(marks.places[lists[0]]), int(marks.depths[lists[0]]) - 1
    before = _parsed(head[start:place] + b"[]" + b"}" * depth)
    if len(_path_to_rows(before)) != depth:
        return None
    return Form(place + 1, in_list=True, answer_depth=depth)


def is_end_of_answer(text: bytes, depth: int) -> bool:
    """Whether ``text`` is all that was left of an answer behind its list."""
    answer = _parsed(b'{"rows":' * depth + b"[]" + text)
    return answer is not None and len(_path_to_rows(answer)) == depth
