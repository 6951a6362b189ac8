"""What a source says of how it writes dates, checked before any file is read."""

from flows.landing.contracts import CONTRACTS
from flows.landing.times import is_date_format
from flows.settings import Source

__all__ = ["date_problem_of"]


def date_problem_of(source: Source) -> str | None:
    """What is wrong with how a source says that it writes dates."""
    where = f"sources.{source.name}.date_format"
    told = {where: source.date_format}
    told |= {f"{where}s.{name}": form for name, form in source.date_formats.items()}
    for name, forms in told.items():
        for form in (forms,) if isinstance(forms, str) else forms or ():
            if not is_date_format(form):
                return (
                    f"{name} is {form!r}, which names no year, month and day; write "
                    "one such as '%d/%m/%Y %H:%M'"
                )
    dated = {
        column.name
        for contract in CONTRACTS.values()
        for column in contract.columns
        if column.kind in ("date", "instant")
    }
    unknown = sorted(set(source.date_formats) - dated)
    if unknown:
        return (
            f"{where}s names {', '.join(unknown)}, which is no column of dates; there "
            f"are {', '.join(sorted(dated))}"
        )
    return None
