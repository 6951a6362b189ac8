"""Addresses in a form in which they can be compared.

``Flat 3, 12 High St.`` and ``12 High Street, Flat 3`` are one address, and so are
``南京西路１２０弄8號`` and ``南京西路 120弄8号``. No address is looked up anywhere.
"""

import polars as pl

from flows.identity.scripts import folded, latin, simplified

__all__ = ["address_forms"]

PARTS = ("address", "city", "postcode")
# Words that are written short or whole, as the postal services of the US (Publication
# 28), the UK and Germany list them.
SHORT_WORDS = {
    **{"street": "st", "road": "rd", "avenue": "av", "ave": "av", "lane": "ln"},
    **{"drive": "dr", "place": "pl", "court": "ct", "crescent": "cres", "cr": "cres"},
    **{"square": "sq", "terrace": "ter", "close": "cl", "boulevard": "blvd"},
    **{"highway": "hwy", "parade": "pde", "circuit": "cct", "apartment": "apt"},
    **{"strasse": "str", "platz": "pl", "unit": "apt", "flat": "apt", "room": "rm"},
    **{"north": "n", "south": "s", "east": "e", "west": "w", "saint": "st"},
}
# The city is in pinyin by then: 市, and the word "city".
CITY_ENDINGS = r"(?:shi| city)$"
# A postcode that stands by itself between commas: figures, or as in the UK, Canada or
# the Netherlands letters among them.
POSTCODE = (
    r"^(?:\d{4,7}(?:-\d{3,4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d"
    r"|\d{4} ?[A-Z]{2})$"
)
NOTHING = ("", "a n", "na", "none", "null", "无", "unknown", "nil", "test")


def address_forms(persons: pl.DataFrame) -> pl.DataFrame:
    """The comparable forms of every record's address.

    Args:
        persons: ``record_id`` and the texts ``address``, ``city`` and ``postcode``, any
            of which may be null.

    Returns:
        One row per record, sorted: ``record_id``, ``address_key`` (the words of street
        and place, and the numbers, each in order of their letters), ``house_number``
        (the numbers alone), ``postcode_key`` and
        ``city_key``; null where the address does not say.
    """
    in_parts = _parted(persons.select("record_id", *PARTS))
    written = in_parts.select(PARTS).unique()
    plain = pl.DataFrame(
        [simplified(written.select(folded(pl.col(part))).to_series()) for part in PARTS]
    )
    plain = plain.with_columns(_told(pl.col("city")))
    plain = plain.with_columns(latin(plain["city"]))
    street = plain.select(_spaced(pl.col("address"))).to_series()
    keyed = _in_order(street).hstack(
        plain.select(
            postcode_key=_told(pl.col("postcode").str.replace_all(r"[^\p{L}\d]", "")),
            city_key=_told(
                pl.col("city")
                .str.replace(CITY_ENDINGS, "")
                .str.replace_all(r"\P{L}", "")
            ),
        )
    )
    return (
        in_parts.join(
            written.hstack(keyed),
            on=PARTS,
            how="left",
            nulls_equal=True,
            validate="m:1",
        )
        .select("record_id", *keyed.columns)
        .sort("record_id")
    )


def _parted(persons: pl.DataFrame) -> pl.DataFrame:
    """The persons with city and postcode by themselves, if the address holds them.

    ``12 High Street, Flat 3, London, N1 9GU, GB``: the first part after the street that
    is a postcode, and the part before it.
    """
    part, place = pl.col("part"), pl.col("place")
    is_whole = pl.all_horizontal(pl.col("city", "postcode").is_null())
    whole = persons.filter(is_whole & pl.col("address").str.contains("[,，]"))
    parts = (
        whole.select(
            "record_id",
            part=pl.col("address").str.replace_all("，", ",").str.split(","),
        )
        .explode("part", empty_as_null=True)
        .with_columns(part.str.strip_chars())
        .with_columns(place=pl.int_range(pl.len()).over("record_id"))
    )
    found = (
        parts.filter((place > 1) & part.str.contains(POSTCODE))
        .group_by("record_id")
        .agg(postcode=part.sort_by("place").first(), end=place.min() - 1)
    )
    named = (
        parts.join(found, on="record_id")
        .group_by("record_id", "postcode")
        .agg(
            address=part.filter(place < pl.col("end")).str.join(", "),
            city=part.filter(place == pl.col("end")).first(),
        )
    )
    return persons.update(named, on="record_id")


def _in_order(streets: pl.Series) -> pl.DataFrame:
    """The words of each street in order of their letters, and its numbers alone."""
    words = (
        streets.str.split(" ")
        .alias("word")
        .to_frame()
        .with_row_index("row")
        .explode("word", empty_as_null=True)
        .sort("row", "word", nulls_last=True)
    )
    number = pl.col("word").str.contains(r"^\d")
    return (
        words.group_by("row", maintain_order=True)
        .agg(
            address_key=pl.col("word").str.join(" "),
            house_number=pl.col("word").filter(number).str.join("-"),
        )
        .select(_told(pl.col("address_key")), _told(pl.col("house_number")))
    )


def _spaced(text: pl.Expr) -> pl.Expr:
    """Words and numbers with one blank between them, in their short form."""
    apart = (
        text.str.replace_all(r"[^\p{L}\d]+", " ")
        .str.replace_all(r"(\d)(\p{Han})", "${1} ${2}")
        .str.replace_all(r"(\p{Han})(\d)", "${1} ${2}")
    )
    padded = pl.concat_str(pl.lit(" "), apart.str.replace_all(" ", "  "), pl.lit(" "))
    short = padded.str.replace_many(
        {f" {word} ": f" {short} " for word, short in SHORT_WORDS.items()}
    )
    return short.str.strip_chars().str.replace_all("  ", " ", literal=True)


def _told(text: pl.Expr) -> pl.Expr:
    return pl.when(~text.is_in(NOTHING)).then(text)
