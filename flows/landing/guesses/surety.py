"""How sure a guess is, in a number for choosing and in a word for people."""

from dataclasses import dataclass

__all__ = ["Guess", "surety"]

SURE, LIKELY = 0.85, 0.6


@dataclass(frozen=True, slots=True)
class Guess:
    """A value that nobody stated.

    Attributes:
        value: what ``shop.toml`` will say.
        score: 0 to 1.
        reason: what speaks for it.
    """

    value: str
    score: float
    reason: str

    @property
    def said(self) -> str:
        """How sure it is and why, for a comment or a table."""
        return f"{surety(self.score)}: {self.reason}"


def surety(score: float) -> str:
    """``sure``, ``likely`` or ``guess``, with the score as a share of hundred."""
    word = "sure" if score >= SURE else "likely" if score >= LIKELY else "guess"
    return f"{word} ({score:.0%})"
