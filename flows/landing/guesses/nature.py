"""What sort of source an export is of, and whose word counts there."""

from flows.landing.guesses.figures import true_share
from flows.landing.guesses.places import currency_of
from flows.landing.guesses.recognise import Outline
from flows.landing.guesses.settings import evidence_of
from flows.landing.guesses.surety import Guess
from flows.settings import Shop

__all__ = ["kind_of", "own_currency", "trust_of"]

OF_WEB_SHOPS = ("email", "shipping_amount", "recipient_name", "payment_status")


def own_currency(outline: Outline, shop: Shop) -> dict[str, Guess]:
    """A source's own money, where its amounts have another sign than the shop's."""
    if any("currency" in rows.columns for rows in outline.texts.values()):
        return {}
    found = currency_of(evidence_of([outline]), shop.country)
    is_other = found.score > 0.8 and found.value != shop.currency
    return {"currency": found} if is_other else {}


def kind_of(outline: Outline) -> Guess:
    """Whether it is a till's, a web shop's, a list of members, or something else."""
    frames = outline.texts
    orders = frames.get("orders")
    if orders is None:
        if "customers" in frames:
            return Guess("members", 0.9, "a list of people")
        return Guess("other", 0.8, "no sales")
    told = {
        name for name in orders.columns if 2 * orders[name].null_count() < orders.height
    }
    if outline.found is None and "channel" in told:
        if true_share(orders["channel"] == "store") >= 0.5:
            return Guess("pos", 0.95, "a till's export")
        return Guess("ecommerce", 0.95, "a web shop's export")
    marks = [name for name in OF_WEB_SHOPS if name in told]
    if marks:
        return Guess("ecommerce", 0.7, f"it has {', '.join(marks)} as web shops do")
    if outline.found is None:
        return Guess("ecommerce", 0.7, "the layout's export is of a web shop")
    return Guess("pos", 0.6, "nothing in it is of a web shop")


def trust_of(outline: Outline) -> dict[str, Guess]:
    """Phones and e-mails count as verified where a person has nothing else."""
    if outline.found is None:
        return {}
    columns = outline.found.columns
    own = columns.get("customer_id")
    points = [name for name in ("phone", "email") if name in columns]
    is_derived = own is not None and any(
        columns[name].value in own.value for name in points
    )
    if (own is not None and not is_derived) or "member_number" in columns:
        return {}
    if outline.found.entity not in ("orders", "order_lines", "customers"):
        return {}
    reason = "customers have no number here, so this is what they are known by"
    return {f"trust_{name}": Guess("true", 0.6, reason) for name in points}
