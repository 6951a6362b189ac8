"""What comes next for a customer, sentence by sentence, or why nobody can say.

Every sentence ends with the columns that it came from: of ``marts.customer_360``, and
where another mart is named, of that one.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

__all__ = ["WEEKDAYS", "next_sentences", "run_out_to_offer"]

Row = Mapping[str, Any]
Sentence = tuple[str, tuple[str, ...]]

WEEKDAYS = (
    *("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays"),
    "Sundays",
)
NEAREST = 3
ON_OFFER = ("overdue", "due")


def next_sentences(
    row: Row, run_outs: Sequence[Row], next_best: Sequence[Row]
) -> Iterator[Sentence]:
    """What is expected of a customer, what they run out of, what they would like.

    Args:
        row: the customer's row of ``marts.customer_360``.
        run_outs: their rows of ``marts.replenishment``, the nearest first.
        next_best: their rows of ``marts.next_best_products``, the likeliest first.
    """
    if not row.get("purchase_count"):
        return
    yield from _purchases(row)
    yield from _leaving(row)
    yield from _order(row)
    yield from _moment(row)
    for run_out in run_outs[:NEAREST]:
        text = f"Runs out of {_thing(run_out)}: {_small(str(run_out['reason']))}."
        yield text, ("replenishment.reason",)
    for product in next_best[:NEAREST]:
        # What a product or a person is called keeps its capital.
        text = f"Would like {_thing(product)}: {product['reason']}."
        yield text, ("next_best_products.reason",)


def run_out_to_offer(run_outs: Sequence[Row]) -> Sentence | None:
    """What to offer to whoever has run out of something, or is about to."""
    for run_out in run_outs:
        if run_out["buy_window"] in ON_OFFER:
            text = (
                f"Offer them {_thing(run_out)}: by {run_out['run_out_date']} they have "
                "none left."
            )
            return text, ("replenishment.buy_window", "replenishment.run_out_date")
    return None


def _purchases(row: Row) -> Iterator[Sentence]:
    """Told only where nothing is expected: the rest stands with what they are worth."""
    why = row.get("prediction_reason")
    if row.get("expected_purchases_90d") is None and why:
        yield f"No purchases are predicted: {_small(why)}.", ("prediction_reason",)


def _leaving(row: Row) -> Iterator[Sentence]:
    """The churn watch tells it with what is at stake; here it is told of the rest."""
    if row.get("churn_reason"):
        return
    chance, why = row.get("no_purchase_90d_probability"), row.get("no_purchase_reason")
    columns = ("no_purchase_90d_probability", "no_purchase_reason")
    if not why:
        return
    if chance is not None:
        percent = min(max(round(100 * chance), 1), 99)
        text = f"{percent}% likely not to buy in the next 90 days: {_small(why)}."
        yield text, columns
    else:
        yield f"Whether they are leaving is not told: {_small(why)}.", columns[1:]


def _order(row: Row) -> Iterator[Sentence]:
    why = row.get("next_order_reason")
    if not why:
        return
    if row.get("next_order_date"):
        latest = row.get("next_order_latest_date")
        until = f"and {latest}" if latest else "and a year from now or later"
        yield (
            f"Next order about {row['next_order_date']}, four times in five between "
            f"{row['next_order_earliest_date']} {until}: {_small(why)}.",
            (
                *("next_order_date", "next_order_earliest_date"),
                *("next_order_latest_date", "next_order_reason"),
            ),
        )
    else:
        yield f"No day of a next order is told: {_small(why)}.", ("next_order_reason",)


def _moment(row: Row) -> Iterator[Sentence]:
    weekday, hour = row.get("next_order_weekday"), row.get("next_order_hour")
    channel = row.get("next_order_channel")
    told = [
        f"on {WEEKDAYS[weekday - 1]}" if weekday else "",
        f"at about {hour}:00" if hour is not None else "",
        f"by {channel}" if channel else "",
    ]
    if any(told):
        columns = ("next_order_weekday", "next_order_hour", "next_order_channel")
        yield f"Most likely {' '.join(filter(None, told))}.", columns


def _thing(run_out: Row) -> str:
    name = run_out.get("product_name") or run_out.get("category")
    return str(name or run_out["product_id"])


def _small(text: str) -> str:
    """``text`` as it goes on after a colon."""
    return f"{text[0].lower()}{text[1:]}"
