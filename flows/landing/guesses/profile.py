"""What stands in a column of a file, whatever its header says."""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from flows.landing.codes import CODES, FLAGS
from flows.landing.columns import Kind
from flows.landing.guesses.dates import DateForm, date_form
from flows.landing.guesses.figures import WHOLE, figure_share, true_share
from flows.landing.guesses.headers import plain, words
from flows.landing.json_text import members
from flows.landing.layouts.documents import items_of
from flows.landing.table import Table

__all__ = ["Profile", "profiles_of", "spellings"]

MOST = 2_000  # values looked at
AN_EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]{2,}$"
PHONE_SIGNS = r"^'?[+(]?[0-9][0-9 ()./-]{5,22}$"
MOBILE = (
    r"^(?:\+|00)[0-9]|^1[3-9][0-9]{9}$|^0[0-9 ()/-]{8,}$"
    r"|^\(?[2-9][0-9]{2}\)?[ .-]?[0-9]{3}[.-][0-9]{4}$"
)
CURRENCY = r"^[A-Za-z]{3}$|^人民币$"
A_DOCUMENT = r"^[{\[]"


@dataclass(frozen=True)
class Profile:
    """A column's values.

    Attributes:
        header: what the file calls it.
        texts: its texts, in the order of the file.
        outer: the column of JSON documents that it is a member of, if it is one.
        lines: the same, where those are lists, so that it says several things a row.
    """

    header: str
    texts: pl.Series
    outer: str | None = None
    lines: str | None = None

    @cached_property
    def told(self) -> pl.Series:
        """The first texts that say something."""
        return self.texts.drop_nulls().head(MOST)

    @cached_property
    def dates(self) -> DateForm | None:
        """The form of its dates, if it holds any."""
        return date_form(self.told)

    @cached_property
    def figures(self) -> float:
        """How many of its texts are numbers."""
        return figure_share(self.told) if self.told.len() else 0.0

    @cached_property
    def decimals(self) -> float:
        """How many of its texts are numbers that are not whole."""
        if self.figures < 0.5:
            return 0.0
        return 1 - self.share(WHOLE)

    @cached_property
    def emails(self) -> float:
        """How many of its texts are e-mail addresses."""
        return self.share(AN_EMAIL)

    @cached_property
    def phones(self) -> float:
        """How many of its texts are surely phone numbers."""
        if self.dates is not None:
            return 0.0
        return self.share(MOBILE)

    @cached_property
    def distinct(self) -> float:
        """The share of different texts among those that say something."""
        return self.told.n_unique() / self.told.len() if self.told.len() else 0.0

    @cached_property
    def is_unique(self) -> bool:
        """Whether every row says something, and no two the same."""
        return bool(self.texts.null_count() == 0 and self.texts.is_unique().all())

    def share(self, pattern: str) -> float:
        """How many of its texts a pattern fits."""
        return true_share(self.told.str.contains(pattern))

    def fit(self, kind: Kind) -> float:
        """How well the values are of a contract's kind, 0 to 1; 0.5 where empty."""
        if not self.told.len():
            return 0.5
        if self.share(A_DOCUMENT) > 0.5:
            return 0.0
        if kind in CODES and kind != "code":
            return 0.4 + 0.6 * self._spelled(kind)
        match kind:
            case "amount" | "price" | "rate":
                return 0.0 if self.dates else self.figures
            case "count":
                return self.share(WHOLE)
            case "date" | "instant":
                return self.dates.share if self.dates else 0.0
            case "email":
                return self.emails
            case "phone":
                return 0.0 if self.dates else max(self.share(PHONE_SIGNS), self.phones)
            case "currency":
                return self.share(CURRENCY)
            case "flag":
                return true_share(self.told.str.to_lowercase().is_in(list(FLAGS)))
            case "id":
                return 0.2 if self.dates or self.decimals > 0.5 else 1.0
        is_other = self.dates or max(self.figures, self.emails, self.phones) > 0.9
        return 0.3 if is_other else 1.0

    def _spelled(self, kind: str) -> float:
        """How many of its different words are known for a closed list."""
        distinct = self.told.unique()
        folded = pl.Series([plain(text) for text in distinct], dtype=pl.String)
        is_known = distinct.str.to_lowercase().is_in(list(CODES[kind][0]))
        return true_share(is_known | folded.is_in(list(spellings(kind))))


def profiles_of(table: Table) -> list[Profile]:
    """The columns of a file, and what stands in the JSON documents within them."""
    found = []
    for header in table.headers:
        profile = Profile(header, table.cells[header])
        found.append(profile)
        if profile.share(r"^\{") > 0.5:
            inner = members(profile.texts)
            found += [
                Profile(f"{header}.{key}", inner[key], outer=header)
                for key in inner.columns
            ]
        elif profile.share(r"^\[\s*\{") > 0.5:
            cells = items_of(table, header).table.cells
            found += [
                Profile(f"{header}.{key}", cells[key], outer=header, lines=header)
                for key in cells.columns
            ]
    return found


def spellings(kind: str) -> dict[str, str]:
    """The words of ``values.csv`` for a kind of closed list, each with its code."""
    return {
        plain(word): row["code"]
        for row in words("values.csv")
        if row["kind"] == kind
        for word in row["words"].split("|")
    }
