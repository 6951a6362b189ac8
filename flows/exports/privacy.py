"""The one door by which personal data leaves the house.

A channel is an allow-list of columns, as data. Rows leave only through
:func:`leave_by`, which builds exactly the listed columns: what is not in the list
cannot leave, whatever the warehouse holds. It also refuses a value that its column
does not allow, so that no vendor skips a row in silence.

A file for a machine is raw: ``+8613…`` keeps its plus sign, and no value gets the
apostrophe that spreadsheets take for "this is text", because the vendor would send
it. What protects whoever opens such a file in a spreadsheet all the same is that
addresses, numbers and ids have patterns without a formula in them, and that a name
which begins like a formula is left empty (and counted). The workbook, which is for
people, holds every value as an explicit text cell and shows such a name as it is.
"""

from dataclasses import dataclass

import polars as pl

from flows.errors import KeyuanError

__all__ = [
    "CALENDAR_DAY",
    "EMAIL_ADDRESS",
    "GREETING",
    "IDENTIFIER",
    "PHONE_NUMBER",
    "SOURCE_FIELDS",
    "Channel",
    "Column",
    "ValueRule",
    "count_emptied",
    "leave_by",
    "with_greeting",
]

SOURCE_FIELDS = (
    "customer_id",
    "campaign",
    "name",
    "given_name",
    "family_name",
    "email",
    "phone",
    "entered_on",
    "reason",
)
"""All that is read of ``audiences.exports``; the channels choose from these."""

BEGINS_LIKE_A_FORMULA = r"^['=+\-@＝＋－＠]"
SPACES_AND_CONTROLS = r"[\s\p{C}]+"


@dataclass(frozen=True, slots=True)
class ValueRule:
    """What a value must look like; without a pattern any one-line text will do."""

    expected: str
    pattern: str | None = None
    is_required: bool = False
    is_emptied_when_formula: bool = False


EMAIL_ADDRESS = ValueRule(
    "an e-mail address",
    r"^[A-Za-z0-9.!#$%&*/?^_`{|}~][A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]*"
    r"@([\p{L}\p{N}-]+\.)+[\p{L}\p{N}-]{2,}$",
    is_required=True,
)
PHONE_NUMBER = ValueRule(
    "a phone number in E.164", r"^\+[1-9]\d{6,14}$", is_required=True
)
IDENTIFIER = ValueRule("an id", r"^[\p{L}\p{N}_][^\s,;\"|]*$", is_required=True)
CALENDAR_DAY = ValueRule("a date", r"^\d{4}-\d{2}-\d{2}$")
GREETING = ValueRule("a name", is_emptied_when_formula=True)


@dataclass(frozen=True, slots=True)
class Column:
    """One column that may leave: its header, where it comes from, its rule."""

    header: str
    field: str
    rule: ValueRule


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to reach people and the columns that leave by it, in their order."""

    name: str
    columns: tuple[Column, ...]

    @property
    def headers(self) -> list[str]:
        """The first line of this channel's file."""
        return [column.header for column in self.columns]


def with_greeting(people: pl.DataFrame) -> pl.DataFrame:
    """Add ``first_name`` and ``last_name``, one clean line of text each.

    Someone of whom only the whole name is known is greeted by that.
    """
    clean = [
        pl.col(field)
        .cast(pl.String)
        .str.replace_all(SPACES_AND_CONTROLS, " ")
        .str.strip_chars()
        .replace("", None)
        for field in ("name", "given_name", "family_name")
    ]
    whole = pl.when(pl.col("family_name").is_null()).then(pl.col("name"))
    return people.with_columns(clean).with_columns(
        first_name=pl.coalesce("given_name", whole), last_name=pl.col("family_name")
    )


def leave_by(channel: Channel, people: pl.DataFrame, path: str) -> pl.DataFrame:
    """The rows as they leave: the channel's columns, as text, nothing else.

    Args:
        channel: the allow-list.
        people: rows of ``audiences.exports`` with their greeting.
        path: the file these rows are for, named when one is refused.

    Raises:
        KeyuanError: a value is not what its column allows; the sentence gives the
            column and a customer id, never the value.
    """
    for column in channel.columns:
        _refuse_bad_values(column, people, path)
    return people.sort("customer_id").select(
        _as_it_leaves(column).alias(column.header) for column in channel.columns
    )


def count_emptied(channel: Channel, people: pl.DataFrame) -> int:
    """How many names leave empty because they begin like a formula."""
    guarded = [
        pl.col(column.field).str.contains(BEGINS_LIKE_A_FORMULA).sum()
        for column in channel.columns
        if column.rule.is_emptied_when_formula
    ]
    return int(people.select(pl.sum_horizontal(guarded)).item()) if guarded else 0


def _as_it_leaves(column: Column) -> pl.Expr:
    text = pl.col(column.field).cast(pl.String)
    if column.rule.is_emptied_when_formula:
        is_formula = text.str.contains(BEGINS_LIKE_A_FORMULA)
        return pl.when(is_formula).then(None).otherwise(text)
    return text


def _refuse_bad_values(column: Column, people: pl.DataFrame, path: str) -> None:
    value, rule = pl.col(column.field).cast(pl.String), column.rule
    is_bad = pl.lit(value=False)
    if rule.pattern is not None:
        is_bad = ~value.str.contains(rule.pattern).fill_null(value=True)
    if rule.is_required:
        is_bad = is_bad | value.is_null()
    bad = people.filter(is_bad)
    if bad.is_empty():
        return
    message = (
        f"{path} is not written: {bad.height} of {people.height} values for "
        f"'{column.header}' are not {rule.expected}, the first that of customer "
        f"{bad['customer_id'].sort()[0]}. Mend it where it comes from, or put that "
        "customer into settings/suppressions.csv, and run the night again"
    )
    raise KeyuanError(message)
