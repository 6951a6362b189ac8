"""What makes it hard to tell who is who: a kind of difficulty for some of the people.

Families get one phone and one address, namesakes one name and one road; what else a
difficulty does shows between a person's records and is made in ``faces``.
"""

import numpy as np
import polars as pl

from flows.demo.addresses import PLACE, with_streets
from flows.demo.names import CHINESE_GIVEN
from flows.demo.people import with_emails

__all__ = ["KINDS", "NEEDS_EMAIL", "with_difficulties"]

# Kinds in the order in which people are found for them, and how many go together.
KINDS = {
    "family_phone": 3,
    "namesakes": 2,
    "pinyin": 1,
    "shop_phone": 1,
    "typo": 1,
    "moved": 1,
    "changed_phone": 1,
    "married_name": 1,
}
SHARE_OF_EACH = 0.03
TWO_SYSTEMS = ("card_and_account", "card_and_guest")
WRITTEN_IN_CHARACTERS = ("family_phone", "namesakes", "pinyin")
IN_TWO_SYSTEMS = (*WRITTEN_IN_CHARACTERS, "shop_phone")

# What cashiers type for those who give no phone: the shop's own two numbers, and junk.
SHOP_PHONES = ("19900008888", "17700006666", "13800000000", "1234567890")
GIVEN_STEP = 17  # between the given names of a family: never the same in Latin letters

KIND, HEAD, MEMBER = pl.col("kind"), pl.col("head"), pl.col("member")
# Half of those who moved left a phone in neither place: the e-mail must tie them.
NEEDS_EMAIL = KIND.eq_missing("moved") & (pl.col("row") % 2 == 0)
IS_FAMILY = KIND.eq_missing("family_phone")
IS_NAMESAKE = KIND.eq_missing("namesakes") & (MEMBER > 0)

Rng = np.random.Generator


def with_difficulties(people: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """The people with ``kind`` (null for most) and ``card_phone``, ``card_email``.

    ``head`` is the row of the first of those who go together, ``member`` the place
    among them.
    """
    placed = people.hstack(_chosen(people, rng))
    together = _with_families(placed, rng).with_columns(
        *_as_head(IS_NAMESAKE, "family", "given", "family_latin", "given_latin"),
        *_as_head(IS_NAMESAKE, "gender", "road", "city", "province", "postcode"),
        pl.when(IS_NAMESAKE)
        .then(pl.col("house").gather(HEAD) + 7)
        .otherwise("house")
        .alias("house"),
    )
    addressed = with_emails(with_streets(together))
    typed = pl.Series(SHOP_PHONES).gather(
        rng.choice(len(SHOP_PHONES), people.height, p=(0.45, 0.2, 0.2, 0.15))
    )
    shares_email = IS_FAMILY & (HEAD % 3 == 1)
    return addressed.with_columns(
        pl.when(KIND.eq_missing("shop_phone"))
        .then(typed)
        .otherwise("phone")
        .alias("card_phone"),
        *_as_head(shares_email, "email", alias="card_email"),
    )


def _chosen(people: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """Who has which difficulty: people with records enough, drawn by chance."""
    each = round(people.height * SHARE_OF_EACH)
    order = rng.permutation(people.height)
    in_two = people["holding"].is_in(TWO_SYSTEMS).to_numpy()
    orders_online = in_two | (people["holding"] == "account").to_numpy()
    is_western = people["is_western"].to_numpy()
    kind = np.full(people.height, "", dtype="U16")
    head, member = np.arange(people.height), np.zeros(people.height, dtype=np.int64)
    for name, size in KINDS.items():
        fits = (in_two if name in IN_TWO_SYSTEMS else orders_online) & (kind == "")
        if name in WRITTEN_IN_CHARACTERS:
            fits = fits & ~is_western
        rows = order[fits[order]][:each]
        rows = rows[: len(rows) // size * size]
        kind[rows] = name
        head[rows] = np.repeat(rows[::size], size)
        member[rows] = np.arange(len(rows)) % size
    return pl.DataFrame(
        {"kind": pl.Series(kind).replace("", None), "head": head, "member": member}
    )


def _with_families(people: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """Families have one phone, one address and, but for some mothers, one surname."""
    names = pl.DataFrame(
        CHINESE_GIVEN, schema=["given", "given_latin", "gender"], orient="row"
    )
    first = rng.integers(0, len(CHINESE_GIVEN), people.height)[people["head"]]
    row = (first + GIVEN_STEP * people["member"].to_numpy()) % len(CHINESE_GIVEN)
    keeps_surname = (MEMBER == 2) & (HEAD % 3 == 0)
    return people.with_columns(
        *(
            pl.when(IS_FAMILY).then(names[name].gather(row)).otherwise(name).alias(name)
            for name in names.columns
        ),
        *_as_head(IS_FAMILY & ~keeps_surname, "family", "family_latin"),
        *_as_head(IS_FAMILY, "phone", *PLACE),
    )


def _as_head(chosen: pl.Expr, *names: str, alias: str | None = None) -> list[pl.Expr]:
    return [
        pl.when(chosen)
        .then(pl.col(name).gather(HEAD))
        .otherwise(name)
        .alias(alias or name)
        for name in names
    ]
