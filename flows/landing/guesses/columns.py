"""Of which entity a file's rows are, and which of its columns are ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.landing.contracts import CONTRACTS
from flows.landing.guesses.headers import entity_word_score
from flows.landing.guesses.missing import FILLED, fill_missing, quoted
from flows.landing.guesses.profile import Profile
from flows.landing.guesses.surety import Guess
from flows.landing.guesses.weighing import assigned, columns_of, contracts_of

__all__ = ["EntityGuess", "guess_entity"]

WORTH = 0.7  # what an entity must weigh beside one that fits better and lacks something
FEWEST = 2  # columns that a file must have for us
ONE_ROW_EACH = ("customers", "products", "stores")
DISTINCT = 0.5  # a list of these has few rows of one number
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
        lines: the column of JSON documents that holds an order's lines, if one does.
    """

    entity: str
    columns: Mapping[str, Guess]
    missing: tuple[str, ...]
    unused: tuple[str, ...]
    notes: tuple[str, ...]
    weight: float
    lines: str | None = None

    @property
    def score(self) -> float:
        """As sure as the least sure of what every row needs."""
        required = {
            name
            for one in contracts_of(self.entity)
            for name in CONTRACTS[one].required
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


def _as_entity(entity: str, profiles: Sequence[Profile], stem: str) -> EntityGuess:
    found = assigned(entity, profiles)
    weight = sum(guess.score for guess in found.values())
    weight += FILE_NAME * entity_word_score(stem, entity)
    filled, notes = fill_missing(entity, found, profiles)
    required = [
        name
        for one in contracts_of(entity)
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
    ordered = {name: filled[name] for name in columns_of(entity) if name in filled}
    lines = {p.lines for p in profiles if p.lines and p.header in used}
    return EntityGuess(
        entity,
        ordered,
        tuple(missing),
        _unused(profiles, used),
        notes,
        weight,
        lines.pop() if lines else None,
    )


def _unused(profiles: Sequence[Profile], used: set[str]) -> tuple[str, ...]:
    """The file's own columns of which nothing was taken."""
    headers = [profile.header for profile in profiles if not profile.outer]
    return tuple(
        header
        for header in headers
        if header not in used
        and not any(value.startswith(f"{header}.") for value in used)
        and not any(quoted(header) in value for value in used)
    )
