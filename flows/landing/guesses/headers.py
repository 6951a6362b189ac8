"""What a header means, by ``words.csv``: the words that shops use in five languages.

A word with a ``?`` behind it is used for other things too and counts for less.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["Meaning", "entity_word_score", "language_of", "meanings", "plain", "words"]

HERE = Path(__file__).parent
EXACT, VAGUE, WITHIN = 1.0, 0.6, 0.5
IN_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
NO_LETTER = re.compile(r"[\W_]+")
HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header may mean: a canonical column, how surely, in which language."""

    column: str
    score: float
    language: str


def words(file: str) -> list[dict[str, str]]:
    """The rows of one of this folder's tables of words."""
    with (HERE / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def plain(header: str) -> str:
    """A header as words are compared: lower case, no accents, no marks, no unit."""
    text = unicodedata.normalize("NFKC", header).replace("#", " no ")
    text = HUMP.sub(" ", IN_BRACKETS.sub(" ", text) or text)
    bare = unicodedata.normalize("NFD", text.casefold())
    without = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return " ".join(NO_LETTER.sub(" ", without).split())


def meanings(header: str) -> list[Meaning]:
    """Everything that a header may mean, the surest of each column."""
    name = plain(header)
    found: dict[str, Meaning] = {}
    for meaning, word in _vocabulary():
        score = meaning.score * _likeness(name, word)
        known = found.get(meaning.column)
        if score and (known is None or known.score < score):
            found[meaning.column] = Meaning(meaning.column, score, meaning.language)
    return sorted(found.values(), key=lambda meaning: (-meaning.score, meaning.column))


def language_of(headers: Iterable[str]) -> tuple[str | None, float]:
    """The language that most headers are words of, and how much it is ahead.

    Returns:
        The language, or None where no header says; the share of the known headers
        that are words of it.
    """
    votes: dict[str, float] = {}
    counted = 0
    for header in headers:
        if HAN.search(header):
            votes["zh"] = votes.get("zh", 0) + 1
            counted += 1
            continue
        exact = {
            meaning.language
            for meaning, word in _vocabulary()
            if word.replace(" ", "") == plain(header).replace(" ", "")
        }
        for language in sorted(exact):
            votes[language] = votes.get(language, 0) + 1 / len(exact)
        counted += bool(exact)
    if not votes:
        return None, 0.0
    best = max(sorted(votes), key=lambda language: votes[language])
    return best, votes[best] / counted


def entity_word_score(stem: str, entity: str) -> float:
    """How surely a file's name says that its rows are of ``entity``."""
    name = plain(stem)
    spellings = {row["entity"]: row["words"] for row in words("entities.csv")}
    return max(
        (_likeness(name, plain(word)) for word in spellings[entity].split("|")),
        default=0.0,
    )


def _likeness(name: str, word: str) -> float:
    """1 for the same word, less where a header only has it among others."""
    if name.replace(" ", "") == word.replace(" ", ""):
        return EXACT
    if HAN.search(word):
        if len(word) < 2 or word not in name:
            return 0.0
        return WITHIN + (1 - WITHIN) * 0.6 * len(word) / len(name)
    tokens, wanted = name.split(), word.split()
    if not wanted or len(word) < 3 or not set(wanted) <= set(tokens):
        return 0.0
    return WITHIN + (1 - WITHIN) * 0.6 * len(wanted) / len(tokens)


@cache
def _vocabulary() -> tuple[tuple[Meaning, str], ...]:
    """Every word: what it means, and the word as it is compared."""
    found = []
    for row in words("words.csv"):
        column = row["column"]
        found.append((Meaning(column, EXACT, "en"), plain(column)))
        for language in ("en", "zh", "de", "es", "fr"):
            for word in filter(None, row[language].split("|")):
                score = VAGUE if word.endswith("?") else EXACT
                found.append((Meaning(column, score, language), plain(word)))
    return tuple(found)
