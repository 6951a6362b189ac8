"""Which column of a file is which of an entity's.

Every header is weighed for every column by what it says and by what stands below it;
the best way to give each column at most one header, and each header at most one column,
is the guess.
"""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from flows.landing.columns import Column
from flows.landing.contracts import CONTRACTS
from flows.landing.guesses.headers import Meaning, meanings, plain
from flows.landing.guesses.profile import Profile
from flows.landing.guesses.surety import Guess

__all__ = ["assigned", "columns_of", "contracts_of"]

LEAST = 0.25  # a header that fits no better is left alone
KEYS = {"id", "no", "nr", "number", "code", "key", "uuid", "编号"}
BY_VALUES = 0.5  # what values alone can say at most


def contracts_of(entity: str) -> tuple[str, ...]:
    """The entities that the rows of a file make; lines make their orders too."""
    return ("order_lines", "orders") if entity == "order_lines" else (entity,)


def columns_of(entity: str) -> dict[str, Column]:
    """The columns that a file of ``entity`` may fill; lines have their order's too."""
    return {
        column.name: column
        for one in reversed(contracts_of(entity))
        for column in CONTRACTS[one].columns
    }


def assigned(entity: str, profiles: Sequence[Profile]) -> dict[str, Guess]:
    """The best header for each column of an entity that has one."""
    columns = list(columns_of(entity).values())
    said = [_meanings(profile) for profile in profiles]
    guesses: dict[tuple[int, int], Guess] = {}
    scores = np.zeros((len(columns), len(profiles)))
    for at, column in enumerate(columns):
        for place, profile in enumerate(profiles):
            if profile.lines and not _is_of_lines(entity, column.name):
                continue
            if profile.header.startswith("="):  # shop.toml would work it out
                continue
            guess = _weighed(column, profile, said[place], entity)
            if guess.score >= LEAST:
                guesses[at, place] = guess
                scores[at, place] = guess.score
    rows, places = linear_sum_assignment(scores, maximize=True)
    return {
        columns[at].name: guesses[at, place]
        for at, place in zip(rows.tolist(), places.tolist(), strict=True)
        if (at, place) in guesses
    }


def _meanings(profile: Profile) -> dict[str, Meaning]:
    """What a header may mean; of a member of a document also its last word."""
    last = profile.header.rpartition(".")[2] if profile.outer else profile.header
    found = [*meanings(profile.header), *meanings(last)]
    by_score = sorted(found, key=lambda meaning: meaning.score)
    return {meaning.column: meaning for meaning in by_score}


def _is_of_lines(entity: str, name: str) -> bool:
    """Whether a column may come from the lines within an order's document."""
    own = CONTRACTS["order_lines"].names
    return entity == "order_lines" and name in own and name != "order_id"


def _weighed(
    column: Column, profile: Profile, said: dict[str, Meaning], entity: str
) -> Guess:
    """How well a file's column is one of ours, and why."""
    fit = profile.fit(column.kind)
    meaning = said.get(column.name)
    if meaning is not None:
        score = meaning.score * (0.3 + 0.7 * fit)
        reason = f"the header {profile.header!r}"
        if fit < 0.9:
            reason += f", though only {fit:.0%} of its values look like it"
            score = meaning.score * fit if fit < 0.5 else score
        return Guess(profile.header, score, reason)
    by_values = _by_values(column, profile)
    is_key = column.name == CONTRACTS[entity].names[0]
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
