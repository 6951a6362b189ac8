"""A whole shop guessed from its exports: its sources, its country, its settings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil

from pydantic import ValidationError

from flows.errors import ContractError, HomeError
from flows.landing.guesses.nature import kind_of, own_currency, trust_of
from flows.landing.guesses.places import Evidence, country_of, currency_of, timezone_of
from flows.landing.guesses.preview import Preview, preview
from flows.landing.guesses.recognise import Outline
from flows.landing.guesses.settings import SourceSettings, evidence_of, settings_of
from flows.landing.guesses.surety import Guess
from flows.landing.lake import SCHEMA_SOURCE
from flows.settings import Shop, Source

__all__ = [
    "ShopGuess",
    "SourceGuess",
    "guess_shop",
    "guess_source",
    "shop_as_it_is",
    "source_names",
]

STATED = Guess("", 1.0, "as you said")
LONGEST_NAME = 40
BAD_SHARE, WORST_SHARE = 0.05, 0.5


@dataclass(frozen=True, slots=True)
class ShopGuess:
    """The shop's own settings, by name."""

    settings: dict[str, Guess]

    def shop(self, *sources: Source) -> Shop:
        """The shop as its file will state it.

        Raises:
            HomeError: a setting that the user stated cannot be.
        """
        values = {name: guess.value for name, guess in self.settings.items()}
        try:
            return Shop.model_validate(values | {"sources": sources})
        except ValidationError as error:
            wrong = "; ".join(
                f"--{problem['loc'][0]} {problem['input']!r}: {problem['msg']}"
                for problem in error.errors()
            )
            message = f"nothing was written: {wrong}. State it right, or leave it out"
            raise HomeError(message) from None


@dataclass(frozen=True, slots=True)
class SourceGuess:
    """One source: what ``shop.toml`` says of it, and what comes of that.

    Attributes:
        name: as the file names it.
        outline: its layout and columns.
        settings: the rest of its settings.
        source: all of it as landing reads it.
        shown: what landing makes of its files.
        notes: what a person should look at.
    """

    name: str
    outline: Outline
    settings: SourceSettings
    source: Source
    shown: Preview
    notes: tuple[str, ...] = field(default=())


def guess_shop(
    outlines: Sequence[Outline], stated: Mapping[str, str], name: str
) -> ShopGuess:
    """The shop's settings: what was stated, and else what the files say.

    Args:
        outlines: its exports.
        stated: settings that the user gave.
        name: the shop's name unless it was stated.
    """
    evidence = evidence_of(outlines)
    country = _stated(stated, "country") or country_of(evidence)
    settings = {
        "name": _stated(stated, "name") or Guess(name, 0.5, "the name of its folder"),
        "timezone": _stated(stated, "timezone") or timezone_of(evidence, country.value),
        "country": country,
        "currency": _stated(stated, "currency") or currency_of(evidence, country.value),
        "language": _language(evidence),
    }
    return ShopGuess(settings)


def shop_as_it_is(shop: Shop) -> ShopGuess:
    """The settings of a shop that has a ``shop.toml``."""
    names = ("name", "timezone", "country", "currency", "language")
    return ShopGuess(
        {name: Guess(str(getattr(shop, name)), 1.0, "as it is") for name in names}
    )


def guess_source(name: str, outline: Outline, shop: Shop, files: str) -> SourceGuess:
    """A source, and what landing makes of its files.

    Raises:
        ContractError: landing would refuse a file of it whole, or land none of it.
    """
    settings = settings_of(outline, shop.country)
    plain = {"kind": kind_of(outline), **settings.plain, **trust_of(outline)}
    plain |= own_currency(outline, shop)
    source = _source(name, outline, replace(settings, plain=plain), files)
    shown = preview(outline.export, source, shop)
    if shown.bad_count == shown.row_count:
        raise ContractError(_none_lands(outline, shown))
    notes = [note for looked in outline.export.files for note in looked.notes]
    notes += [*(outline.found.notes if outline.found else ()), *settings.notes]
    if BAD_SHARE < shown.bad_share <= WORST_SHARE:
        share = min(1.0, ceil(20 * shown.bad_share + 0.5) / 20)
        reason = f"{shown.bad_share:.0%} of a file's rows cannot land"
        plain["max_bad_share"] = Guess(f"{share:.2f}", 0.5, reason)
        source = _source(name, outline, replace(settings, plain=plain), files)
    elif shown.bad_share > WORST_SHARE:
        notes.append(
            f"{shown.bad_share:.0%} of a file's rows cannot land, so a night would "
            "refuse it: mend the columns or the file first"
        )
    notes += [
        f"{column}: {count:,} of {shown.told[column]:,} values are hidden or cannot be "
        "read"
        for column, count in shown.emptied.items()
        if 2 * count > shown.told.get(column, 0)
    ]
    made = replace(settings, plain=plain)
    return SourceGuess(name, outline, made, source, shown, tuple(notes))


def source_names(outlines: Sequence[Outline], taken: Sequence[str]) -> list[str]:
    """A name for each source: its layout's, or its files', that is not taken yet."""
    names: list[str] = []
    for outline in outlines:
        base = _slug(outline.layout.value) if outline.found is None else ""
        base = base or _slug(outline.export.stem)
        base = base or (outline.found.entity if outline.found else "source")
        name, copy = base, 1
        while name in (*taken, *names, SCHEMA_SOURCE):
            copy += 1
            name = f"{base[: LONGEST_NAME - 4]}_{copy}"
        names.append(name)
    return names


def _stated(stated: Mapping[str, str], name: str) -> Guess | None:
    value = stated.get(name)
    return replace(STATED, value=value) if value else None


def _language(evidence: Evidence) -> Guess:
    language, share = evidence.language
    if language == "zh":
        return Guess("zh", max(0.6, share), "Chinese headers")
    return Guess("en", 0.6, "the report exists in en and zh")


def _source(
    name: str, outline: Outline, settings: SourceSettings, files: str
) -> Source:
    values: dict[str, object] = {
        setting: _value(guess.value) for setting, guess in settings.plain.items()
    }
    values |= {"name": name, "files": files} | outline.settings
    if settings.values:
        values["values"] = settings.values
    if settings.date_formats:
        values["date_formats"] = settings.date_formats
    return Source.model_validate(values)


def _value(text: str) -> object:
    """A setting's value: yes and no and numbers are no texts in TOML."""
    if text in ("true", "false"):
        return text == "true"
    return float(text) if re.fullmatch(r"[0-9]\.[0-9]+", text) else text


def _none_lands(outline: Outline, shown: Preview) -> str:
    reasons = ", ".join(list(shown.set_aside)[:3])
    what = outline.found.entity if outline.found else outline.layout.value
    return (
        f"{outline.export.files[0].packed.file_name} was taken for {what}, and none of "
        f"its {shown.row_count:,} rows could land: {reasons}. Mend the file, or write "
        "the source by hand"
    )


def _slug(text: str) -> str:
    """A text as a source's name, empty where it has no letters of ours."""
    slug = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    slug = re.sub(r"^[0-9_]+", "", slug)
    return slug[:LONGEST_NAME].strip("_")
