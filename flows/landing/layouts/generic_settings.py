"""What a source of any table may say, and what is wrong with it if something is."""

from flows.landing.contracts import CONTRACTS
from flows.landing.expressions import is_expression, problem_of
from flows.settings import Source

__all__ = ["FILLED", "check_generic", "map_of", "of_orders"]

# What landing fills in when a file has no column for it.
FILLED = {"changed_at", "purpose"}


def map_of(source: Source) -> dict[str, str]:
    """Canonical name -> header; a source without a map uses the names themselves."""
    return source.columns or {name: name for name in _names(source.entity or "")}


def of_orders() -> tuple[str, ...]:
    """The columns that an order has and its lines do not."""
    lines = CONTRACTS["order_lines"].names
    return tuple(name for name in CONTRACTS["orders"].names if name not in lines)


def check_generic(source: Source) -> str | None:
    """What is wrong with the settings of a generic source, None if nothing is."""
    where = f"sources.{source.name}"
    if source.entity not in CONTRACTS:
        found = f"it is {source.entity!r}" if source.entity else "it is missing"
        return (
            f"{where}.entity must say what the rows are ({found}); "
            f"write one of {', '.join(CONTRACTS)}"
        )
    return (
        _names_problem(source) or _expression_problem(source) or _lines_problem(source)
    )


def _names_problem(source: Source) -> str | None:
    where = f"sources.{source.name}"
    names = _names(source.entity or "")
    for setting, told in (("columns", source.columns), ("values", source.values)):
        unknown = sorted(set(told) - set(names))
        if unknown:
            return (
                f"{where}.{setting} maps {', '.join(unknown)}, which {source.entity} "
                f"do not have; there are {', '.join(names)}"
            )
    missing = _unmapped(source) if source.columns else []
    if missing:
        return (
            f"{where}.columns does not map {', '.join(missing)}, which every row of "
            f"{source.entity} needs; map it to a header of the file"
        )
    return None


def _expression_problem(source: Source) -> str | None:
    for name, header in source.columns.items():
        problem = problem_of(header) if is_expression(header) else None
        if problem:
            return f"sources.{source.name}.columns.{name} = {header!r} {problem}"
    return None


def _lines_problem(source: Source) -> str | None:
    where = f"sources.{source.name}.lines"
    if source.lines is None:
        return None
    if source.entity != "order_lines":
        return f"{where} is set, but only a source of order_lines has any; take it out"
    inner = [
        name
        for name, header in source.columns.items()
        if header.startswith(f"{source.lines}.")
    ]
    if not inner:
        return (
            f"{where} is {source.lines!r}, but no column is mapped to a key of its "
            f"elements; write one such as 'product_id = \"{source.lines}.sku\"'"
        )
    wrong = sorted(set(inner) & {"order_id", *of_orders()})
    if wrong:
        return (
            f"sources.{source.name}.columns takes {', '.join(wrong)} from the lines, "
            "but an order has that once; map it to a key of the order"
        )
    return None


def _names(entity: str) -> tuple[str, ...]:
    """The canonical names that a source of ``entity`` may map."""
    names = CONTRACTS[entity].names
    if entity != "order_lines":
        return names
    return tuple(dict.fromkeys((*names, *CONTRACTS["orders"].names)))


def _unmapped(source: Source) -> list[str]:
    """What a source's column map leaves out, though a row cannot land without it."""
    entity = source.entity or ""
    contracts = [CONTRACTS[entity]]
    if entity == "order_lines":
        contracts.append(CONTRACTS["orders"])
    names = [
        name
        for contract in contracts
        for name in contract.required
        if name not in FILLED and name not in source.columns
    ]
    groups = [
        " or ".join(group)
        for group in CONTRACTS[entity].one_of
        if not set(group) & set(source.columns)
    ]
    return list(dict.fromkeys(names)) + groups
