"""How two records are compared, column by column, in levels from equal to different.

The levels are Splink's way to say it: SQL over a pair, ``_l`` and ``_r``. Every level
is the same for either order of the pair.
"""

from typing import Any

__all__ = ["COLUMNS", "FREQUENT", "comparisons"]

# Of these the share of records with a value says how telling a common value is.
FREQUENT = ("given", "family", "city")
# A value counts as no rarer than this: the rarest are often typing errors.
RAREST = 0.0001

MAILBOX = "split_part(email_{side}, '@', 1)"
DAY_AND_MONTH_SWAPPED = (
    "(left(birth_date_l, 4) = left(birth_date_r, 4)"
    " and substr(birth_date_l, 6, 2) = substr(birth_date_r, 9, 2)"
    " and substr(birth_date_l, 9, 2) = substr(birth_date_r, 6, 2))"
)
SWAPPED = "(given_l = family_r and family_l = given_r)"

Level = dict[str, Any]


def _alike(column: str, least: float) -> str:
    return f"jaro_winkler_similarity({column}_l, {column}_r) >= {least}"


def _typed(column: str, errors: int) -> str:
    return f"damerau_levenshtein({column}_l, {column}_r) <= {errors}"


def _mailboxes(comparison: str) -> str:
    return comparison.format(
        left=MAILBOX.format(side="l"), right=MAILBOX.format(side="r")
    )


# What makes each column nearly equal, nearest first; before all stands "equal".
LEVELS: dict[str, tuple[tuple[str, str], ...]] = {
    "given": (
        (SWAPPED, "the names swapped"),
        (_alike("given", 0.9), "close"),
        (
            "starts_with(given_l, given_r) or starts_with(given_r, given_l)",
            "one begins like the other",
        ),
        (_alike("given", 0.8), "near"),
    ),
    "family": (
        (SWAPPED, "the names swapped"),
        (_alike("family", 0.9), "close"),
        (_alike("family", 0.8), "near"),
    ),
    "birth_date": (
        (f"{_typed('birth_date', 1)} or {DAY_AND_MONTH_SWAPPED}", "one slip"),
        (
            f"{_typed('birth_date', 2)}"
            " or substr(birth_date_l, 6) = substr(birth_date_r, 6)",
            "two slips, or another year",
        ),
        ("left(birth_date_l, 4) = left(birth_date_r, 4)", "the year"),
    ),
    "email": (
        (_mailboxes("{left} = {right}"), "the mailbox, elsewhere"),
        (
            # No looser: a mailbox holds its owner's name, which is compared by
            # itself, and often a number that tells namesakes apart.
            _mailboxes(
                "damerau_levenshtein({left}, {right}) <= 1"
                " and regexp_replace({left}, '[^0-9]', '', 'g')"
                " = regexp_replace({right}, '[^0-9]', '', 'g')"
            ),
            "one slip in the letters of the mailbox",
        ),
    ),
    "phone": ((_typed("phone", 1), "one slip"),),
    # One comparison for all of it: whoever has the street has the postcode, too.
    "address": (
        (
            # A street has many houses: the numbers must be near, too.
            f"({_alike('address', 0.92)} or jaccard(address_l, address_r) >= 0.9)"
            f" and coalesce({_typed('house_number', 1)}, true)",
            "close",
        ),
        ("house_number_l = house_number_r and postcode_l = postcode_r", "the house"),
        (_alike("address", 0.8), "near"),
        ("postcode_l = postcode_r", "the postcode"),
    ),
    "city": ((_alike("city", 0.9), "close"),),
}
COLUMNS = (*LEVELS, "house_number", "postcode")


def comparisons() -> list[Level]:
    """The comparisons in the words of Splink's settings."""
    return [
        {
            "output_column_name": column,
            "comparison_levels": [
                {
                    "sql_condition": f"{column}_l is null or {column}_r is null",
                    "label_for_charts": "not told",
                    "is_null_level": True,
                },
                _equal(column),
                *(
                    {"sql_condition": condition, "label_for_charts": label}
                    for condition, label in levels
                ),
                {"sql_condition": "ELSE", "label_for_charts": "different"},
            ],
        }
        for column, levels in LEVELS.items()
    ]


def _equal(column: str) -> Level:
    level: Level = {
        "sql_condition": f"{column}_l = {column}_r",
        "label_for_charts": "equal",
    }
    if column in FREQUENT:
        level["tf_adjustment_column"] = column
        level["tf_adjustment_weight"] = 1.0
        level["tf_minimum_u_value"] = RAREST
    return level
