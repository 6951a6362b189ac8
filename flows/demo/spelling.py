"""How one phone, e-mail or name is written by different hands; and made-up codes."""

import numpy as np
import polars as pl

__all__ = ["codes", "full_name", "spell_emails", "spell_phones"]

LETTERS = np.frombuffer(b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789", dtype="S1")
PHONE_HANDS = (0.26, 0.22, 0.30, 0.14, 0.06, 0.02)
EMAIL_HANDS = (0.82, 0.10, 0.05, 0.03)


def codes(count: int, length: int, rng: np.random.Generator) -> pl.Series:
    """Codes of capital letters and figures, as vendors give to what they store."""
    drawn = LETTERS[rng.integers(0, len(LETTERS), (count, length), dtype=np.uint8)]
    return pl.Series(drawn.view(f"S{length}").reshape(count).astype(str))


def spell_phones(phones: pl.Series, rng: np.random.Generator) -> pl.Series:
    """Eleven figures in one of six hands, such as ``138-0000-0000``."""
    figures = pl.col("figures")
    parts = [figures.str.slice(0, 3), figures.str.slice(3, 4), figures.str.slice(7, 4)]
    wide = figures.str.replace_many(list("0123456789"), list("０１２３４５６７８９"))
    hands = [
        pl.concat_str(pl.lit("+86"), *parts, separator=" "),
        pl.concat_str(*parts, separator="-"),
        figures,
        pl.concat_str(*parts, separator=" "),
        pl.lit("0086") + figures,
        wide,
    ]
    return _spell(phones.alias("figures"), hands, PHONE_HANDS, rng)


def spell_emails(emails: pl.Series, rng: np.random.Generator) -> pl.Series:
    """An address as it is, ``With.Capitals@Example.Com``, in capitals, or padded."""
    email = pl.col("email")
    hands = [
        email,
        email.str.to_titlecase(),
        email.str.to_uppercase(),
        pl.lit(" ") + email + pl.lit(" "),
    ]
    return _spell(emails.alias("email"), hands, EMAIL_HANDS, rng)


def full_name(given: str, family: str) -> pl.Expr:
    """Family name first and without a space when it is in Chinese characters."""
    is_chinese = pl.col(family).str.contains(r"^\p{Han}")
    return (
        pl.when(is_chinese)
        .then(pl.col(family) + pl.col(given))
        .otherwise(pl.col(given) + " " + pl.col(family))
    )


def _spell(
    values: pl.Series,
    hands: list[pl.Expr],
    shares: tuple[float, ...],
    rng: np.random.Generator,
) -> pl.Series:
    hand = pl.Series("hand", rng.choice(len(hands), len(values), p=shares))
    return (
        pl.DataFrame([values, hand])
        .select(
            pl.coalesce(
                pl.when(pl.col("hand") == number).then(spelled)
                for number, spelled in enumerate(hands)
            ).alias("spelled")
        )
        .to_series()
    )
