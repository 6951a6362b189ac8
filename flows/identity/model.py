"""The model of likeness: trained now and then, kept with the lake, used every night.

It is Splink's: for every level of every comparison how often it holds between records
of one person (m) and of two (u), and how often two records are one person at all.
"""

import json
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

import polars as pl

from flows.identity.blocks import COMMON
from flows.identity.comparisons import FREQUENT, comparisons

__all__ = ["FREQUENCIES", "MODEL", "Model", "frequencies_of", "shipped_model"]

MODEL = pl.Schema(
    {"trained_on": pl.Date, "record_count": pl.Int64, "parameters": pl.String}
)
FREQUENCIES = pl.Schema({"column": pl.String, "value": pl.String, "share": pl.Float64})
Parameters = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Model:
    """What is needed to say how alike two records are.

    Attributes:
        parameters: what was learned: ``prior`` (how often two records are one person)
            and, for each comparison and level in turn, ``m`` and ``u``.
        frequencies: how frequent values are, as :data:`FREQUENCIES`.
        common: blocks that are left out, as :data:`~flows.identity.blocks.COMMON`.
        trained_on: the night it was trained for; null for the one that is shipped.
        record_count: of how many records it was learned.
    """

    parameters: Parameters
    frequencies: pl.DataFrame
    common: pl.DataFrame
    trained_on: date | None
    record_count: int

    @classmethod
    def from_frames(
        cls, model: pl.DataFrame, frequencies: pl.DataFrame, common: pl.DataFrame
    ) -> "Model":
        """The model that :meth:`frame` and its tables were written from."""
        trained_on, record_count, text = model.select(MODEL.names()).row(0)
        return cls(json.loads(text), frequencies, common, trained_on, record_count)

    def frame(self) -> pl.DataFrame:
        """One row, as :data:`MODEL`."""
        text = json.dumps(self.parameters, sort_keys=True)
        row = (self.trained_on, self.record_count, text)
        return pl.DataFrame([row], schema=MODEL, orient="row")

    def settings(self) -> Parameters:
        """The model in the words of Splink's settings."""
        found = comparisons()
        for comparison in found:
            learned = iter(self.parameters["levels"][comparison["output_column_name"]])
            for level in comparison["comparison_levels"]:
                if not level.get("is_null_level"):
                    level["m_probability"], level["u_probability"] = next(learned)
        return {
            "link_type": "dedupe_only",
            "unique_id_column_name": "record_id",
            "probability_two_random_records_match": self.parameters["prior"],
            "comparisons": found,
            "blocking_rules_to_generate_predictions": [],
            "retain_matching_columns": False,
            "retain_intermediate_calculation_columns": True,
        }


def shipped_model() -> Model:
    """The model for a shop with too few records to learn from."""
    text = files("flows.identity").joinpath("model.json").read_text(encoding="utf-8")
    return Model(
        json.loads(text),
        pl.DataFrame(schema=FREQUENCIES),
        pl.DataFrame(schema=COMMON),
        None,
        0,
    )


def frequencies_of(evidence: pl.DataFrame) -> pl.DataFrame:
    """The share of the records with a value that have this one, as :data:`FREQUENCIES`.

    Values that one record alone has are left out: an unknown value is as rare.
    """
    return pl.concat(
        evidence.select(pl.col(column).alias("value"))
        .drop_nulls()
        .group_by("value")
        .agg(count=pl.len())
        .with_columns(share=pl.col("count") / pl.col("count").sum())
        .filter(pl.col("count") > 1)
        .select(pl.lit(column).alias("column"), "value", "share")
        for column in FREQUENT
    ).sort("column", "value")
