"""Which column of a file is which of ours, and of which entity its rows are.

Every header is weighed for every column by what it says and by what stands below it;
the best way to give each column at most one header, and each header at most one column,
is the guess.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from flows.landing.contracts import CONTRACTS, Column
from flows.landing.guesses.headers import entity_word_score, meanings, plain
from flows.landing.guesses.missing import FILLED, fill_missing, quoted
from flows.landing.guesses.profile import Profile
from flows.landing.guesses.surety import Guess

__all__ = ["EntityGuess", "columns_of", "guess_entity"]

WORTH = 0.7  # what an entity must weigh beside one that fits better and lacks something
FEWEST = 2  # columns that a file must have for us
LEAST = 0.25  # a header that fits no better is left alone
ONE_ROW_EACH = ("customers", "products", "stores")
DISTINCT = 0.5  # a list of these has few rows of one number
KEYS = {"id", "no", "nr", "number", "code", "key", "uuid", "编号"}
BY_VALUES = 0.5  # what values alone can say at most
FILE_NAME = 1.2  # what the file's name counts for, in columns
MISSED = 0.25  # what a required column that had to be worked out costs


@dataclass(frozen=True, slots=True)
class EntityGuess:
    """A file's rows as rows of an entity.

    Attributes:
        entity: which.
        columns: canonical column -> the header, or an expression, with its surety.
        missing: what every row needs and the file has nothing for.
        unused: headers that no column was found for.
        notes: what a person should know or look at.
        weight: by which entities are compared.
    """

    entity: str
    columns: Mapping[str, Guess]
    missing: tuple[str, ...]
    unused: tuple[str, ...]
    notes: tuple[str, ...]
    weight: float

    @property
    def score(self) -> float:
        """As sure as the least sure of what every row needs."""
        required = {
            name for one in _contracts(self.entity) for name in CONTRACTS[one].required
        }
        return min(
            (guess.score for name, guess in self.columns.items() if name in required),
            default=0.0,
        )


def guess_entity(profiles: Sequence[Profile], stem: str) -> EntityGuess:
    """The entity whose columns are best filled by a file's.

    Args:
        profiles: the file's columns.
        stem: the file's name without its suffix, which often says what is in it.
    """
    guesses = [_as_entity(entity, profiles, stem) for entity in CONTRACTS]
    likeliest = max(guesses, key=lambda guess: guess.weight)
    whole = [guess for guess in guesses if not guess.missing]
    found = max(whole, key=lambda guess: guess.weight, default=likeliest)
    return found if found.weight >= WORTH * likeliest.weight else likeliest


def columns_of(entity: str) -> dict[str, Column]:
    """The columns that a file of ``entity`` may fill; lines have their order's too."""
    return {
        column.name: column
        for one in reversed(_contracts(entity))
        for column in CONTRACTS[one].columns
    }


def _contracts(entity: str) -> tuple[str, ...]:
    return ("order_lines", "orders") if entity == "order_lines" else (entity,)


def _as_entity(entity: str, profiles: Sequence[Profile], stem: str) -> EntityGuess:
    columns = columns_of(entity)
    found = _assigned(columns, profiles, key=CONTRACTS[entity].names[0])
    weight = sum(guess.score for guess in found.values())
    weight += FILE_NAME * entity_word_score(stem, entity)
    filled, notes = fill_missing(entity, found, profiles)
    required = [
        name
        for one in _contracts(entity)
        for name in CONTRACTS[one].required
        if name not in FILLED
    ]
    used = {guess.value for guess in filled.values()}
    missing = [name for name in dict.fromkeys(required) if name not in filled]
    missing += [
        " or ".join(group)
        for group in CONTRACTS[entity].one_of
        if not set(group) & set(filled)
    ]
    known = {*found, "product_id"} if "product_name" in found else set(found)
    weight -= MISSED * sum(name not in known for name in required)
    key = filled.get(CONTRACTS[entity].names[0])
    repeats = {p.header for p in profiles if p.distinct < DISTINCT}
    if entity in ONE_ROW_EACH and key is not None and key.value in repeats:
        weight /= 2
    if not missing and len(used) < FEWEST:
        missing = ["any other column"]
    unused = tuple(
        profile.header
        for profile in profiles
        if profile.header not in used
        and not any(quoted(profile.header) in value for value in used)
    )
    ordered = {name: filled[name] for name in columns if name in filled}
    return EntityGuess(entity, ordered, tuple(missing), unused, notes, weight)


def _assigned(
    columns: Mapping[str, Column], profiles: Sequence[Profile], key: str
) -> dict[str, Guess]:
    """The best header of each column; ``key`` is the one that tells rows apart."""
    names = list(columns)
    by_header = [{m.column: m for m in meanings(p.header)} for p in profiles]
    guesses: dict[tuple[int, int], Guess] = {}
    scores = np.zeros((len(names), len(profiles)))
    for at, name in enumerate(names):
        for place, profile in enumerate(profiles):
            meaning = by_header[place].get(name)
            said = meaning.score if meaning else 0.0
            guess = _weighed(columns[name], profile, said, is_key=name == key)
            if guess.score >= LEAST:
                guesses[at, place] = guess
                scores[at, place] = guess.score
    rows, places = linear_sum_assignment(scores, maximize=True)
    return {
        names[at]: guesses[at, place]
        for at, place in zip(rows.tolist(), places.tolist(), strict=True)
        if (at, place) in guesses
    }


def _weighed(column: Column, profile: Profile, said: float, *, is_key: bool) -> Guess:
    """How well a file's column is one of ours, and why."""
    fit = profile.fit(column.kind)
    if said:
        score = said * (0.3 + 0.7 * fit)
        reason = f"the header {profile.header!r}"
        if fit < 0.9:
            reason += f", though only {fit:.0%} of its values look like it"
            score = said * fit if fit < 0.5 else score
        return Guess(profile.header, score, reason)
    by_values = _by_values(column, profile)
    if is_key and profile.is_unique and set(plain(profile.header).split()) & KEYS:
        by_values = BY_VALUES
    return Guess(profile.header, by_values, "what stands in it, not its header")


def _by_values(column: Column, profile: Profile) -> float:
    """What values alone can say: e-mails, phones, dates, numbers that repeat."""
    match column.name:
        case "email":
            return 0.9 * profile.emails
        case "phone":
            return 0.7 * profile.phones if profile.phones > 0.8 else 0.0
        case "ordered_at":
            return BY_VALUES * profile.dates.share if profile.dates else 0.0
        case "line_amount":
            return 0.3 if profile.decimals > 0.5 and not profile.dates else 0.0
    return 0.0
