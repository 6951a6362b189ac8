"""The card of a model: what it is for, what it saw, and how well it did, for people."""

from collections.abc import Mapping

from flows.predictions.judging import Metric
from flows.predictions.kept import Kept

__all__ = ["model_card"]

PURPOSES = {
    "value": (
        "What buyers will buy and spend",
        "BG/NBD for how often and Gamma-Gamma for how much, by maximum likelihood "
        "(Fader, Hardie and Lee 2005; Fader and Hardie 2013). For ranking customers "
        "and for what a group of them will bring; one customer's figure is an average "
        "of many like them.",
    ),
    "churn": (
        "Who will not buy in the next 90 days",
        "Logistic regression on recency, frequency, rhythm, amount, basket, returns; "
        "its level is the value model's, set right on earlier evenings. For choosing "
        "whom to call; it says who is likely to stay away and not why.",
    ),
    "next_order": (
        "When buyers come back",
        "Kaplan and Meier's estimate by how far along their rhythm customers are and "
        "how often they bought. A range holds for four in five.",
    ),
    "moment": (
        "On which weekday, at what hour and by which channel buyers buy",
        "Their own orders, and five more in everybody's shares.",
    ),
    "forecast": (
        "What stores sell of each category in the next 28 days",
        "ETS(A,N,A) with a week's season, fitted anew each night (statsforecast). "
        "Holidays and promotions are not known to it.",
    ),
}


def model_card(kept: Kept, before: Kept | None) -> str:
    """The card of one model, as Markdown.

    Args:
        kept: the model.
        before: the one that it took the place of, if any: what changed since is drift.
    """
    title, purpose = PURPOSES[kept.model]
    state = "Used" if kept.is_used else f"Not used. {kept.reason}"
    parts = [
        f"# {title}",
        f"Model `{kept.model}`, learned on {kept.trained_on}. {state}.",
        purpose,
        "## What it saw",
        _lines(kept.data),
        "## How it did on a later period",
        _metrics(list(kept.metrics)),
        "## Drift",
        _drift(kept, before),
        "## What it learned",
        _lines(_flat(kept.parameters)),
    ]
    return "\n\n".join(parts) + "\n"


def _lines(facts: Mapping[str, object]) -> str:
    return (
        "\n".join(f"- {name}: {value}" for name, value in facts.items()) or "Nothing."
    )


def _metrics(metrics: list[Metric]) -> str:
    if not metrics:
        return "It could not be judged."
    rows = [
        f"| {one.question} | {one.measure} | {one.by} | {one.value:,.4g} "
        f"| {'more' if one.is_better_high else 'less'} |"
        for one in metrics
    ]
    head = "| prediction | measure | by | figure | better is |\n|---|---|---|---:|---|"
    return "\n".join([head, *rows])


def _drift(kept: Kept, before: Kept | None) -> str:
    if before is None:
        return "It is the first."
    was = {(one.question, one.measure, one.by): one.value for one in before.metrics}
    moved = [
        f"- {', '.join(key)}: {was[key]:,.4g} to {one.value:,.4g}"
        for one in kept.metrics
        if (key := (one.question, one.measure, one.by)) in was
    ]
    since = f"Since the model of {before.trained_on}:"
    return "\n".join([since, "", *moved]) if moved else f"{since} nothing to compare."


def _flat(facts: Mapping[str, object], under: str = "") -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in facts.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{under}{name}.")
        else:
            flat[f"{under}{name}"] = value
    return flat
