"""Learning the model of likeness from a shop's own records."""

import logging
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
from splink import DuckDBAPI, block_on
from splink.internals.blocking_rule_creator import BlockingRuleCreator
from splink.internals.exceptions import EMTrainingException, SplinkException

from flows.identity.blocks import candidate_pairs, common_blocks
from flows.identity.comparisons import comparisons
from flows.identity.likeness import linker_of, weigh_pairs, with_frequencies
from flows.identity.model import Model, frequencies_of, shipped_model
from flows.warehouse import in_memory

__all__ = ["is_enough", "train"]

Settings = dict[str, Any]  # Splink's
Levels = dict[str, list[list[float]]]  # of each comparison, of each level, m and u
Keys = tuple[str, ...]
FEWEST_RECORDS = 500
FEWEST_PAIRS = 30  # records of one person that plain rules find, to learn from
RECALL = 0.7  # of those rules: a guess, which moves the prior by a factor of 1.4
MOST_RECORDS = 200_000
MOST_PAIRS = 500_000  # of strangers, to see what is rare among them
MOST_PAIRS_OF_A_LESSON = 200_000
SEED = 1
ROUNDS = 10
# What was never seen may happen all the same, so often.
RAREST = 0.00001
# Of the pairs that agree by chance no fewer than this share are taken for strangers.
LEAST_STRANGERS = 0.1
DIGITS = 6  # of what is learned: engines add in no fixed order
# Two records that agree in all of one of these are one person nearly always.
SURE = (
    ("given", "family", "birth_date"),
    ("email", "name"),
    ("phone", "name"),
    ("name", "address"),
    ("given", "birth_date", "postcode"),
    ("family", "birth_date", "postcode"),
)
# Pairs that agree in one of these are what the rest of the model is learned from.
LEARNED_FROM = (("birth_date",), ("name",), ("postcode",), ("email",), ("phone",))


def is_enough(evidence: pl.DataFrame) -> bool:
    """Whether these records are enough to learn from."""
    return evidence.height >= FEWEST_RECORDS and any(
        sure_pairs(evidence, keys) >= FEWEST_PAIRS for keys in SURE
    )


def sure_pairs(evidence: pl.DataFrame, keys: Keys) -> int:
    """How many pairs of records agree in all of these."""
    size = pl.col("len").cast(pl.Int64)
    sizes = evidence.drop_nulls(keys).group_by(keys).len()
    return int(sizes.select((size * (size - 1) // 2).sum()).item())


def train(evidence: pl.DataFrame, as_of: date) -> Model:
    """Learn the model from these records.

    What their pairs do not show, such as how often e-mails agree in a shop without
    e-mails, is taken from the model that is shipped.

    Args:
        evidence: one row per record, as
            :func:`~flows.identity.evidence.evidence_of` gives it.
        as_of: the night it is trained for.
    """
    frequencies = frequencies_of(evidence)
    sample = _sample(evidence)
    with _silence():
        records = with_frequencies(sample, frequencies)
        strangers = _strangers(records)
        lessons = [_lesson(records, strangers, keys) for keys in LEARNED_FROM]
    parameters = {
        "prior": _rounded(strangers["probability_two_random_records_match"]),
        "levels": _levels(strangers, [lesson for lesson in lessons if lesson]),
    }
    common = common_blocks(evidence)
    model = Model(parameters, frequencies, common, as_of, evidence.height)
    prior = _prior(sample, model)
    return replace(model, parameters=parameters | {"prior": prior})


def _prior(sample: pl.DataFrame, model: Model) -> float:
    """How often two records are one person, so that the model's own scores say so too.

    The plain rules found a share of those pairs that nobody knows. The sum of all
    probabilities is a better count, and gives better probabilities in turn.
    """
    pairs = candidate_pairs(sample, model.common)
    prior = float(model.parameters["prior"])
    weights = weigh_pairs(sample, pairs, model, prior / 100)["weight"]
    evidence_alone = weights - math.log2(prior / (1 - prior))
    total = sample.height * (sample.height - 1) / 2
    for _ in range(ROUNDS):
        odds = 2.0 ** (evidence_alone + math.log2(prior / (1 - prior)))
        expected = float((odds / (1 + odds)).sum())
        prior = min(max(expected, 1.0) / total, 0.5)
    return _rounded(prior)


def _strangers(records: pl.DataFrame) -> Settings:
    """Splink's settings with how often strangers agree, and a first prior."""
    sure: list[str | BlockingRuleCreator] = [
        block_on(*keys) for keys in SURE if _are_told(records, keys)
    ]
    with in_memory() as connection:
        api = DuckDBAPI(connection)
        linker = linker_of(api, records, _untrained(1 / records.height))
        training = linker.training
        training.estimate_probability_two_random_records_match(sure, recall=RECALL)
        # In one piece: Splink's ten, each with a look if it is enough, take longer.
        training.estimate_u_using_random_sampling(
            max_pairs=MOST_PAIRS, seed=SEED, min_count_per_level=None, num_chunks=1
        )
        return linker.misc.save_model_to_json()


def _lesson(records: pl.DataFrame, strangers: Settings, keys: Keys) -> Levels:
    """How often records of one person agree, learned from pairs that agree in ``keys``.

    Nothing is learned where no records agree in these, where a level was never seen
    among those that do, or where all that do are one person: Splink 5.0 ends with an
    error then, and leaves its linker unusable, so that each lesson has one of its own.
    """
    if not _are_told(records, keys):
        return {}
    with in_memory() as connection:
        linker = linker_of(DuckDBAPI(connection), records, strangers)
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(
                block_on(*keys), max_pairs=MOST_PAIRS_OF_A_LESSON
            )
        except (EMTrainingException, SplinkException, ValueError) as error:
            kind = type(error).__name__  # its text may be a page of SQL
            logging.getLogger(__name__).info("Nothing learned from %s: %s", keys, kind)
            return {}
        learned = _levels_of(linker.misc.save_model_to_json())
    spelled = {"name": {"given", "family"}}
    taught = {column for key in keys for column in spelled.get(key, {key})}
    return {name: levels for name, levels in learned.items() if name not in taught}


def _are_told(records: pl.DataFrame, keys: Keys) -> bool:
    return all(records[key].null_count() < records.height for key in keys)


def _levels(strangers: Settings, lessons: Sequence[Levels]) -> Levels:
    """``m`` and ``u`` of each level: what was learned, else what is shipped."""
    shipped = shipped_model().parameters["levels"]
    unknown = _levels_of(strangers)
    prior = strangers["probability_two_random_records_match"]
    learned: Levels = {name: [] for name in shipped}
    for name, levels in shipped.items():
        for place, known in enumerate(levels):
            taught = [lesson[name][place][0] for lesson in lessons if name in lesson]
            m = _mean(taught) or known[0]
            u = _of_strangers(unknown[name][place][1], m, prior) or known[1]
            learned[name].append([m, u])
    return learned


def _of_strangers(seen: float, m: float, prior: float) -> float:
    """How often strangers agree, of how often two records drawn by chance do.

    Some of these are one person: few in a large shop, but enough in a small one to
    make a rare agreement look common.
    """
    if not seen:
        return 0.0
    return _rounded(max((seen - prior * m) / (1 - prior), LEAST_STRANGERS * seen))


def _levels_of(settings: Settings) -> Levels:
    """``m`` and ``u`` of each level in Splink's settings; 0 where it has none."""
    return {
        comparison["output_column_name"]: [
            [_rounded(level.get(f"{which}_probability", 0.0)) for which in "mu"]
            for level in comparison["comparison_levels"]
            if not level.get("is_null_level")
        ]
        for comparison in settings["comparisons"]
    }


def _mean(values: list[float]) -> float:
    """The mean of what was learned, 0 where nothing was."""
    learned = [max(value, RAREST) for value in values if value]
    return _rounded(sum(learned) / len(learned)) if learned else 0.0


def _untrained(prior: float) -> Settings:
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "record_id",
        "probability_two_random_records_match": prior,
        "comparisons": comparisons(),
        "blocking_rules_to_generate_predictions": [],
        "retain_matching_columns": False,
    }


def _sample(evidence: pl.DataFrame) -> pl.DataFrame:
    """Not more records than are needed to learn, the same ones every time."""
    ranked = evidence.sort(pl.col("record_id").hash(), "record_id")
    return ranked.head(MOST_RECORDS).sort("record_id")


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


@contextmanager
def _silence() -> Iterator[None]:
    """Splink tells at length what the model card says in short."""
    logger = logging.getLogger("splink")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
