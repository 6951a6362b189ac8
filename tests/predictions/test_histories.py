"""A purchase history in four numbers."""

from datetime import date

import polars as pl

from flows.predictions.histories import histories_of

PURCHASES = pl.DataFrame(
    [
        ("again", date(2025, 1, 1), 100),
        ("again", date(2025, 1, 8), 10),
        ("again", date(2025, 1, 29), 20),
        ("again", date(2025, 3, 1), 1_000),
        ("once", date(2025, 1, 15), 50),
        ("later", date(2025, 2, 13), 50),
    ],
    schema={"customer_id": pl.String, "purchase_date": pl.Date, "net_amount": pl.Int64},
    orient="row",
)


def test_the_first_purchase_begins_the_history_and_is_none_of_its_repeats() -> None:
    told = histories_of(PURCHASES, date(2025, 2, 12)).rows()
    assert told == [
        ("again", 2, 4.0, 6.0, 15.0, 130 / 3),
        ("once", 0, 0.0, 4.0, None, 50.0),
    ]


def test_what_comes_after_the_day_is_not_seen() -> None:
    until = PURCHASES.filter(pl.col("purchase_date") <= date(2025, 2, 12))
    day = date(2025, 2, 12)
    assert histories_of(PURCHASES, day).equals(histories_of(until, day))
