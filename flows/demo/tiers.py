"""The loyalty club's tiers: by what a card spends in a year, kept for the next one."""

import polars as pl

from flows.demo.window import DAYS, SECONDS, Window

__all__ = ["TIERS", "tier_events", "tier_settings", "with_levels"]

# What a year's spend must reach (fen), and how many points a yuan brings, in percent.
TIERS = {"member": (0, 100), "silver": (60_000, 120), "gold": (180_000, 150)}

NAMES = {
    "member": ("Member", "普通会员"),
    "silver": ("Silver", "银卡会员"),
    "gold": ("Gold", "金卡会员"),
}

CARD = "member_number"
MORNING = 8 * 3600


def tier_settings() -> pl.DataFrame:
    """The tiers as a settings table: what each asks for in yuan, what it is called."""
    rows = [
        (tier, f"{least // 100}.00", *NAMES[tier]) for tier, (least, _) in TIERS.items()
    ]
    columns = ["tier", "least_spend_amount", "name_en", "name_zh"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def with_levels(receipts: pl.DataFrame) -> pl.DataFrame:
    """The receipts with the card's ``tier`` before each, and ``next_tier`` after it."""
    spent = pl.col("net").cum_sum().over(CARD, "year")
    return (
        receipts.with_columns(pl.col("date").dt.year().alias("year"))
        .sort(CARD, "moment", "order")
        .with_columns(spent.alias("spent"))
        .join(
            _yearly(receipts).select(
                CARD, pl.col("year") + 1, pl.col("net").alias("earlier")
            ),
            on=[CARD, "year"],
            how="left",
            validate="m:1",
            maintain_order="left",
        )
        .with_columns(pl.col("earlier").fill_null(0))
        .with_columns(
            _tier(pl.max_horizontal("earlier", pl.col("spent") - pl.col("net"))).alias(
                "tier"
            ),
            _tier(pl.max_horizontal("earlier", "spent")).alias("next_tier"),
        )
    )


def tier_events(
    cards: pl.DataFrame, receipts: pl.DataFrame, window: Window
) -> pl.DataFrame:
    """Every change of a tier: member_number, moment, tier.

    Args:
        cards: the cards of the directory.
        receipts: as ``with_levels`` gives them.
        window: the history.
    """
    joined = cards.filter(pl.col("joined_day").is_between(0, DAYS - 1)).select(
        CARD,
        (pl.col("joined_day").cast(pl.Int64) * SECONDS + MORNING).alias("moment"),
        pl.lit(next(iter(TIERS))).alias("tier"),
    )
    risen = receipts.filter(pl.col("tier") != pl.col("next_tier")).select(
        CARD, pl.col("moment") + 60, pl.col("next_tier").alias("tier")
    )
    return pl.concat([joined, risen, _fallen(receipts, window)])


def _fallen(receipts: pl.DataFrame, window: Window) -> pl.DataFrame:
    """On 1 January a tier counts that the year before did not reach again."""
    years = pl.DataFrame(
        {"year": range(window.first.year, window.last.year)},
        schema={"year": pl.Int32},
    )
    spent = (
        receipts.select(CARD)
        .unique(maintain_order=True)
        .join(years, how="cross", maintain_order="left")
        .join(_yearly(receipts), on=[CARD, "year"], how="left", validate="1:1")
        .sort(CARD, "year")
        .with_columns(pl.col("net").fill_null(0))
        .with_columns(pl.col("net").shift(1, fill_value=0).over(CARD).alias("earlier"))
    )
    new_year = pl.date(pl.col("year") + 1, 1, 1)
    return spent.filter(
        _tier(pl.col("net")) != _tier(pl.max_horizontal("net", "earlier"))
    ).select(
        CARD,
        ((new_year - pl.lit(window.first)).dt.total_days() * SECONDS + MORNING).alias(
            "moment"
        ),
        _tier(pl.col("net")).alias("tier"),
    )


def _yearly(receipts: pl.DataFrame) -> pl.DataFrame:
    year = pl.col("date").dt.year().alias("year")
    return receipts.group_by(CARD, year).agg(pl.col("net").sum()).sort(CARD, "year")


def _tier(spent: pl.Expr) -> pl.Expr:
    """The highest tier whose sum ``spent`` reaches; zero reaches the first."""
    names = list(TIERS)
    level = pl.lit(names[0])
    for name in names[1:]:
        level = pl.when(spent >= TIERS[name][0]).then(pl.lit(name)).otherwise(level)
    return level
