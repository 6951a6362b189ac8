"""What a file does not say in a column of its own, worked out from its others.

A stationer's list has a date, an item and an amount, and no order numbers: what one
customer bought on one day is taken for one order.
"""

from collections.abc import Mapping, Sequence

from flows.landing.guesses.profile import Profile
from flows.landing.guesses.surety import Guess

__all__ = ["FILLED", "expression", "fill_missing", "quoted"]

# What landing fills in when a file has no column for it.
FILLED = {"changed_at", "purpose"}
TIME_OF_DAY = r"^[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\s*[AaPp][Mm])?$"
PEOPLE = ("customer_id", "member_number", "phone", "email", "customer_name")
MONEY = ("line_amount", "total_amount", "unit_price")
MOSTLY = 0.9  # so many different values make a column one of ids
Found = Mapping[str, Guess]


def quoted(header: str) -> str:
    """A header as an expression names it."""
    return '"' + header.replace('"', '""') + '"'


def expression(text: str) -> str:
    """A column's value in ``shop.toml`` that is worked out and no header."""
    return f"= {text}"


def fill_missing(
    entity: str, found: Found, profiles: Sequence[Profile]
) -> tuple[dict[str, Guess], tuple[str, ...]]:
    """What was found, and what of the rest can be worked out; notes for people."""
    filled, notes = dict(found), []
    by_header = {profile.header: profile for profile in profiles}
    if entity == "order_lines":
        if not any(by_header[guess.value].lines for guess in found.values()):
            _move_total(filled, by_header)
        notes += _fill_lines(filled)
    if entity in ("orders", "order_lines"):
        _join_time(filled, by_header)
        notes += _fill_order_id(filled, entity)
    if entity == "customers":
        notes += _fill_customer_id(filled, by_header)
    if entity == "products" and "product_id" not in filled and "product_name" in filled:
        _copy(
            filled, "product_name", "product_id", "the product's name, for want of one"
        )
    return filled, tuple(notes)


def _move_total(filled: dict[str, Guess], profiles: Mapping[str, Profile]) -> None:
    """An amount is the line's where it differs within an order.

    So is one that stands alone in a list of which every row is an order of its own.
    """
    total = filled.get("total_amount")
    if total is None or "line_amount" in filled:
        return
    order_id = filled.get("order_id")
    if order_id is None or profiles[order_id.value].is_unique:
        is_of_lines = "unit_price" not in filled
    else:
        pairs = (
            profiles[order_id.value]
            .texts.to_frame("order")
            .with_columns(total=profiles[total.value].texts)
        )
        is_of_lines = pairs.n_unique() > pairs["order"].n_unique()
    if is_of_lines:
        filled["line_amount"] = filled.pop("total_amount")


def _fill_lines(filled: dict[str, Guess]) -> list[str]:
    notes = []
    if "product_id" not in filled and "product_name" in filled:
        _copy(
            filled, "product_name", "product_id", "the product's name, for want of one"
        )
    has_money = set(MONEY) & set(filled)
    if "quantity" not in filled and has_money and "product_id" in filled:
        filled["quantity"] = Guess(
            expression("'1'"), 0.6, "no column says how many, so every row is one"
        )
    if not {"line_amount", "unit_price"} & set(filled):
        notes.append("no column says what a line cost: revenue will be zero")
    return notes


def _join_time(filled: dict[str, Guess], profiles: Mapping[str, Profile]) -> None:
    """A date and a time of day in two columns are one moment."""
    day = filled.get("ordered_at")
    if day is None or day.value not in profiles:
        return
    used = {guess.value for guess in filled.values()}
    has_time = profiles[day.value].share(r"[0-9]:[0-9]") > 0.5
    times = [
        header
        for header, profile in profiles.items()
        if header not in used and profile.share(TIME_OF_DAY) > 0.9
    ]
    if has_time or len(times) != 1:
        return
    joined = f"concat_ws(' ', {quoted(day.value)}, {quoted(times[0])})"
    reason = f"{day.reason}, and {times[0]!r} has the time of day"
    filled["ordered_at"] = Guess(expression(joined), day.score, reason)


def _fill_order_id(filled: dict[str, Guess], entity: str) -> list[str]:
    """Without order numbers, what one customer bought on one day is one order."""
    day = filled.get("ordered_at")
    if "order_id" in filled or day is None:
        return []
    what = filled.get("product_name" if entity == "order_lines" else "total_amount")
    if what is None:
        return []
    people = [filled[name].value for name in PEOPLE if name in filled]
    if not people:
        return []
    who = ", ".join(quoted(header) for header in (*people, what.value))
    moment = (
        day.value.removeprefix("= ")
        if day.value.startswith("= ")
        else quoted(day.value)
    )
    joined = f"concat_ws('|', {moment}, coalesce({who}))"
    reason = "no column has order numbers: one customer's purchases at one time are one"
    filled["order_id"] = Guess(expression(joined), 0.5, reason)
    return [
        "there are no order numbers; what one customer bought at one time is taken for "
        "one order"
    ]


def _fill_customer_id(
    filled: dict[str, Guess], profiles: Mapping[str, Profile]
) -> list[str]:
    if "customer_id" in filled:
        return []
    usable = [
        name
        for name in ("member_number", "phone", "email", "wechat_id", "name")
        if name in filled and profiles[filled[name].value].distinct > MOSTLY
    ]
    if not usable:
        return []
    first = usable[0]
    if profiles[filled[first].value].texts.null_count() and len(usable) > 1:
        either = ", ".join(quoted(filled[name].value) for name in usable)
        reason = "no column has a number of its own: the first of these that is filled"
        filled["customer_id"] = Guess(expression(f"coalesce({either})"), 0.6, reason)
    else:
        said = first.replace("_", " ")
        _copy(filled, first, "customer_id", f"the {said}, for want of a number")
    if usable[0] == "name" or "coalesce" in filled["customer_id"].value:
        return [
            "where only the name is known, two people of one name are taken for one"
        ]
    return []


def _copy(filled: dict[str, Guess], known: str, wanted: str, reason: str) -> None:
    guess = filled[known]
    filled[wanted] = Guess(guess.value, min(guess.score, 0.8), reason)
