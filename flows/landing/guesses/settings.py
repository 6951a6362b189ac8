"""What a source's settings must say, besides its columns, for its files to be read."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from flows.landing.codes import CODES
from flows.landing.columns import Column
from flows.landing.contracts import CONTRACTS
from flows.landing.guesses.dates import DateForm, date_form
from flows.landing.guesses.day_or_month import chosen_form
from flows.landing.guesses.figures import SIGNS, decimal_comma, signs_in
from flows.landing.guesses.headers import language_of, plain
from flows.landing.guesses.places import Evidence, counted
from flows.landing.guesses.profile import PHONE_SIGNS, spellings
from flows.landing.guesses.recognise import Outline
from flows.landing.guesses.surety import Guess
from flows.landing.layouts.layout import Frames

__all__ = ["SourceSettings", "evidence_of", "settings_of"]

NUMBERS = ("amount", "price", "rate", "count")
MONEY = ("amount", "price")
MOST_PHONES = 400
MOST_WORDS = 50  # a closed list has few words
Told = list[tuple[Column, pl.Series]]


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """What is set for a source, each with what speaks for it.

    Attributes:
        plain: setting -> its value as TOML text and why.
        values: canonical column -> {the file's word: ours}.
        date_formats: canonical column -> its own form of dates.
        notes: what a person should look at.
    """

    plain: Mapping[str, Guess] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    date_formats: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def told_columns(frames: Frames) -> Told:
    """Every column of a contract that has texts, with them."""
    found: dict[str, tuple[Column, pl.Series]] = {}
    for entity, rows in frames.items():
        for column in CONTRACTS[entity].columns:
            if column.name not in rows.columns or column.name in found:
                continue
            texts = rows[column.name]
            if texts.dtype == pl.String and texts.null_count() < texts.len():
                found[column.name] = (column, texts)
    return list(found.values())


def evidence_of(outlines: Sequence[Outline]) -> Evidence:
    """What the exports hold that says where the shop is."""
    told = [column for outline in outlines for column in told_columns(outline.texts)]
    headers = [
        header for outline in outlines for header in outline.export.table.headers
    ]
    signs: Counter[str] = Counter()
    for column, texts in told:
        if column.kind in MONEY:
            signs.update(signs_in(texts))
    currencies = Counter(
        {
            code: count
            for code, count in counted(_texts_of(told, ("currency",))).items()
            if len(code) == 3
        }
    )
    for sign, code in SIGNS.items():
        currencies[code] += signs[sign] + sum(
            sign in header or f"({code})" in header.upper() for header in headers
        )
    return Evidence(
        phones=_phones(told),
        currencies=+currencies,
        dollars=signs["$"] > 0,
        yen_signs=signs["¥"] + signs["￥"] > 0,
        countries=counted(_named(told, "country")),
        language=language_of(headers),
        month_first=_month_first(told),
    )


def _phones(told: Told) -> list[str]:
    """Some phone numbers that are written out, each once."""
    phones = _texts_of(told, ("phone",))
    phones = phones.filter(phones.str.contains(PHONE_SIGNS))
    return phones.unique(maintain_order=True).head(MOST_PHONES).to_list()


def settings_of(outline: Outline, country: str) -> SourceSettings:
    """The settings that make an export readable."""
    told = told_columns(outline.texts)
    settings: dict[str, Guess] = {}
    notes: list[str] = []
    forms = _forms(told, country)
    main = _main_form(told, forms)
    if main is not None and main.date_format is not None:
        settings["date_format"] = Guess(main.date_format, main.score, main.reason)
        if main.other:
            notes.append(
                f"dates are read as {main.date_format}; if that is wrong, write "
                f"{main.other} ({main.reason})"
            )
    numbers = [texts for column, texts in told if column.kind in NUMBERS]
    if numbers:
        comma = decimal_comma(numbers)
        if comma.value == "true":
            settings["decimal_comma"] = comma
    own = {
        name: form.date_format
        for name, form in forms.items()
        if form.date_format and main and form.date_format != main.date_format
    }
    values = {} if outline.found is None else _value_maps(told)
    return SourceSettings(settings, values, own, tuple(notes))


def _forms(told: Told, country: str) -> dict[str, DateForm]:
    """How each column of dates writes them, where landing does not know by itself."""
    found = {
        column.name: (form, texts)
        for column, texts in told
        if column.kind in ("date", "instant")
        for form in [date_form(texts)]
        if form is not None
    }
    beside = [form for form, _ in found.values()]
    return {
        name: chosen_form(form, texts, country, beside)
        for name, (form, texts) in found.items()
    }


def _main_form(told: Told, forms: Mapping[str, DateForm]) -> DateForm | None:
    """The form that landing is to be told: of dates that every row needs, or of others.

    What begins with the year is read beside any other form.
    """
    odd = [
        column
        for column, _ in told
        if column.name in forms and forms[column.name].date_format
    ]
    for column in sorted(odd, key=lambda column: not column.required):
        return forms[column.name]
    return None


def _month_first(told: Told) -> bool | None:
    """Whether a column's texts themselves say that the month stands first."""
    columns = [texts for column, texts in told if column.kind in ("date", "instant")]
    clear = [
        form.date_format
        for form in map(date_form, columns)
        if form and form.other is None and form.date_format
    ]
    return next(
        (form[1] == "m" for form in clear if re.match(r"%[dm]/%[dm]", form)), None
    )


def _value_maps(told: Told) -> dict[str, dict[str, str]]:
    """The file's words for the codes of closed lists that landing does not know."""
    maps: dict[str, dict[str, str]] = {}
    for column, texts in told:
        if column.kind not in CODES or column.kind == "code":
            continue
        spelled = texts.drop_nulls().unique().sort()
        if spelled.len() > MOST_WORDS:
            continue
        known, ours = CODES[column.kind][0], spellings(column.kind)
        found = {
            word: ours[plain(word)]
            for word in spelled
            if word.lower() not in known and plain(word) in ours
        }
        if found:
            maps[column.name] = found
    return maps


def _texts_of(told: Told, kinds: Iterable[str]) -> pl.Series:
    found = [texts.alias("texts") for column, texts in told if column.kind in kinds]
    empty = pl.Series("texts", [], pl.String)
    return pl.concat([empty, *found]).drop_nulls()


def _named(told: Told, name: str) -> pl.Series:
    return next(
        (texts for column, texts in told if column.name == name),
        pl.Series([], dtype=pl.String),
    )
