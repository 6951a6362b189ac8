"""The SQL of every model runs on both engines and gives the same rows every night.

Two readings: what is written (functions outside macros) and what is compiled (order,
aggregates, types). Each rule is shown a snippet that breaks it, and finds it.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp
from sqlglot.tokens import Token, TokenType

PROJECT = Path(__file__).parents[2] / "dbt_project"
WRITTEN = sorted(
    path
    for folder in ("models", "data_tests")
    for path in (PROJECT / folder).rglob("*.sql")
)

# Alike on both engines. Everything else goes through a macro of dbt_project/macros.
FUNCTIONS = re.compile(
    r"abs|cast|coalesce|count|dense_rank|greatest|lag|lead|least|length|lower|max|md5"
    r"|min|mod|nullif|rank|row_number|substr|sum|upper"
)
SYNTAX = re.compile(
    r"and|as|between|by|case|decimal|distinct|else|exists|filter|from|having|in|join"
    r"|not|on|or|over|partition|select|then|using|values|when|where|with"
)
CLOCKS = re.compile(
    r"\b(current_(date|time|timestamp)|localtime(stamp)?|now|today|getdate)\b"
)
UNORDERED = (
    exp.AnyValue,
    exp.ApproxDistinct,
    exp.ApproxQuantile,
    exp.ArgMax,
    exp.ArgMin,
    exp.First,
    exp.Last,
    exp.Mode,
)
INEXACT = (
    exp.Avg,
    exp.Corr,
    exp.Median,
    exp.PercentileCont,
    exp.Stddev,
    exp.StddevPop,
    exp.StddevSamp,
    exp.Variance,
    exp.VariancePop,
)
LISTS = (exp.ArrayAgg, exp.ArrayConcatAgg, exp.ArrayUniqueAgg, exp.GroupConcat)
DOUBLES = (exp.DataType.Type.DOUBLE, exp.DataType.Type.FLOAT)


def _without_jinja_and_texts(sql: str) -> str:
    bare = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", " ", sql, flags=re.DOTALL)
    bare = re.sub(r"--[^\n]*|/\*.*?\*/", " ", bare, flags=re.DOTALL)
    return re.sub(r"'[^']*'", "''", bare).lower()


def foreign_functions(sql: str) -> list[str]:
    """Functions that are called by name and are not on the list."""
    called = re.findall(r"\b([a-z_]\w*)\s*\(", _without_jinja_and_texts(sql))
    return [
        name
        for name in called
        if not (FUNCTIONS.fullmatch(name) or SYNTAX.fullmatch(name))
    ]


def clocks(sql: str) -> list[str]:
    """Words that ask the clock."""
    return [found[0] for found in CLOCKS.findall(_without_jinja_and_texts(sql))]


def unsaid_null_orders(sql: str) -> list[str]:
    """Items of an ORDER BY that do not say where nulls stand."""
    tokens = sqlglot.tokenize(sql, dialect="duckdb")
    starts = [
        place + 1
        for place, token in enumerate(tokens)
        if token.token_type is TokenType.ORDER_BY
    ]
    return [
        " ".join(token.text for token in item)
        for start in starts
        for item in _items(tokens[start:])
        if [token.text.lower() for token in item[-2:]]
        not in (["nulls", "first"], ["nulls", "last"])
    ]


def _items(tokens: list[Token]) -> Iterator[list[Token]]:
    """The items of the ORDER BY whose list the tokens begin with."""
    depth, item = 0, list[Token]()
    for token in tokens:
        if token.token_type is TokenType.R_PAREN:
            depth -= 1
        at_end = depth < 0 or (
            depth == 0 and token.text.lower() in {"rows", "range", "limit", ";"}
        )
        if at_end:
            break
        if depth == 0 and token.token_type is TokenType.COMMA:
            yield item
            item = []
            continue
        if token.token_type is TokenType.L_PAREN:
            depth += 1
        item.append(token)
    yield item


def unordered_aggregates(sql: str) -> list[str]:
    """Aggregates whose answer hangs on the order of the rows, or is a double."""
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    bad = [node.sql() for node in tree.find_all(*UNORDERED, *INEXACT)]
    bad += [node.sql() for node in tree.find_all(*LISTS) if not node.find(exp.Order)]
    windows = [window.this for window in tree.find_all(exp.Window)]
    bad += [node.sql() for node in tree.find_all(exp.FirstValue) if node not in windows]
    return bad


def doubles(sql: str) -> list[str]:
    """Casts to floating point, numbers written as such, and plain divisions."""
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    casts = [node.sql() for node in tree.find_all(exp.DataType) if node.this in DOUBLES]
    divisions = [node.sql() for node in tree.find_all(exp.Div)]
    written = [
        node.sql()
        for node in tree.find_all(exp.Literal)
        if node.is_number and "e" in node.this.lower()
    ]
    return casts + divisions + written


def inner_stars(sql: str) -> list[str]:
    """``table.*``, and a star with other columns beside it."""
    bare = _without_jinja_and_texts(sql)
    return re.findall(r"\b\w+\.\*|select\s+\*\s*,", bare)


WRITTEN_RULES = (foreign_functions, clocks, inner_stars)
COMPILED_RULES = (unsaid_null_orders, unordered_aggregates, doubles)
PLANTED = [
    (foreign_functions, "select date_trunc('day', x) from t"),
    (foreign_functions, "select concat(a, b) from {{ ref('t') }}"),
    (foreign_functions, "select avg (x) from t"),
    (clocks, "select * from t where x < current_date"),
    (clocks, "select now() as x"),
    (inner_stars, "select orders.*, 1 as x from orders"),
    (inner_stars, "select *, 1 as x from orders"),
    (unsaid_null_orders, "select * from t order by a"),
    (unsaid_null_orders, "select * from t order by a asc nulls last, b desc"),
    (
        unsaid_null_orders,
        "select sum(x) over (order by f(a, b) rows 1 preceding) from t",
    ),
    (
        unsaid_null_orders,
        "select * from t order by case when a then 1 end, b nulls last",
    ),
    (unordered_aggregates, "select any_value(x) from t"),
    (unordered_aggregates, "select mode(x) from t"),
    (unordered_aggregates, "select first(x) from t"),
    (unordered_aggregates, "select arg_max(x, y) from t"),
    (unordered_aggregates, "select max_by(x, y) from t"),
    (unordered_aggregates, "select median(x), stddev(x) from t"),
    (unordered_aggregates, "select avg(x) over (partition by y) from t"),
    (unordered_aggregates, "select list(x) from t"),
    (unordered_aggregates, "select string_agg(x, ',') from t"),
    (doubles, "select cast(x as double) from t"),
    (doubles, "select x::float from t"),
    (doubles, "select x::real from t"),
    (doubles, "select try_cast(x as double) from t"),
    (doubles, "select a / b from t"),
    (doubles, "select 1e-3 * x from t"),
]
SOUND = """
    select
        cast(sum(x) as decimal(18,2)) as amount,
        string_agg(x, ',' order by x asc nulls last) as texts,
        row_number() over (order by f(b, c) desc nulls last, d nulls first)
    from t where a in (select b from u) order by 1 asc nulls last limit 3
"""


@pytest.mark.parametrize(("rule", "snippet"), PLANTED)
def test_each_rule_finds_what_breaks_it(
    rule: Callable[[str], list[str]], snippet: str
) -> None:
    assert rule(snippet)


@pytest.mark.parametrize("rule", COMPILED_RULES)
def test_sound_sql_breaks_no_rule(rule: Callable[[str], list[str]]) -> None:
    assert rule(SOUND) == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_written_sql_keeps_the_rules(path: Path) -> None:
    found = {rule.__name__: rule(path.read_text("utf-8")) for rule in WRITTEN_RULES}
    assert not any(found.values()), found


@pytest.mark.slow
def test_compiled_sql_keeps_the_rules(compiled: dict[str, str]) -> None:
    found = {
        f"{name}: {rule.__name__}": broken
        for name, sql in compiled.items()
        for rule in COMPILED_RULES
        if (broken := rule(sql))
    }
    # A generic test is compiled under the names of what it tests.
    written = {path.stem for path in WRITTEN if path.parent.name != "generic"}
    assert set(compiled) == written
    assert found == {}
