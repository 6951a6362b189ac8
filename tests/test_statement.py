from decimal import Decimal
from pathlib import Path

from flows.statement import statement_lines
from flows.warehouse import connect


def warehouse(tmp_path: Path, *rows: tuple[str, str, int, Decimal]) -> Path:
    path = tmp_path / "warehouse.duckdb"
    with connect(path, read_only=False) as connection:
        connection.execute("create schema core")
        connection.execute(
            """
            create table core.reconciliation (
                source_name text, class text, row_count bigint, amount decimal(18, 2)
            )
            """
        )
        for row in rows:
            connection.execute(
                "insert into core.reconciliation values (?, ?, ?, ?)", row
            )
    return path


def test_every_class_has_its_line_and_the_total_is_all_of_them(tmp_path: Path) -> None:
    path = warehouse(
        tmp_path,
        ("web", "counted", 1200, Decimal("1000.50")),
        ("web", "fee", 2, Decimal("-0.50")),
    )
    lines = statement_lines(path, "GBP")
    assert [" ".join(line.split()) for line in lines] == [
        "Order lines, by what became of them rows GBP",
        "web: set aside 0 0.00",
        "web: fees 2 -0.50",
        "web: net revenue 1,200 1,000.50",
        "all that the files hold 1,202 1,000.00",
    ]


def test_a_shop_without_orders_has_no_statement(tmp_path: Path) -> None:
    assert statement_lines(warehouse(tmp_path), "GBP") == []
