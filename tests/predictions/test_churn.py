"""Who will not buy: how likely, how well that holds, and why."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from flows.errors import KeyuanError
from flows.predictions.churn import (
    CHURN,
    TOO_YOUNG,
    judge_churn,
    learn_churn,
    learn_leaving,
    leaving_chances,
    leaving_of,
)
from flows.predictions.customers import predict_leaving
from flows.predictions.figures import FIGURES, figures_of
from flows.predictions.judging import calibration_error, measured
from flows.predictions.kept import Kept, kept_frame, kept_from
from flows.predictions.known import PURCHASES, Facts, Known

AS_OF, LEARNED = date(2025, 6, 29), date(2025, 3, 31)


def test_it_is_judged_beside_recency_frequency_and_value(facts: Facts) -> None:
    judged = judge_churn(facts.known, LEARNED)
    areas = measured(judged.metrics, "does not buy", "area under the curve")
    assert set(areas) == {CHURN, "recency", "frequency", "value model"}
    assert areas[CHURN] > max(areas["recency"], areas["frequency"])
    errors = measured(judged.metrics, "does not buy", "calibration error")
    assert errors[CHURN] < 0.05
    assert judged.left.mean() == pytest.approx(judged.chance.mean(), abs=0.05)


def test_what_happens_later_changes_no_chance(facts: Facts) -> None:
    known = facts.known
    one = known.purchases.filter(pl.col("purchase_date") <= LEARNED).head(1)
    later = one.with_columns(purchase_date=pl.lit(LEARNED + timedelta(days=1)))
    refund = later.select("customer_id", return_date="purchase_date")
    planted = Known(
        pl.concat([known.purchases, later]), pl.concat([known.returns, refund])
    )
    before, after = (judge_churn(told, LEARNED).chance for told in (known, planted))
    assert np.array_equal(before, after)


def test_a_model_that_was_kept_says_the_same(facts: Facts) -> None:
    known = facts.known
    model = learn_leaving(known, AS_OF)
    kept = learn_churn(known, AS_OF)
    if not kept.is_used:  # the parameters of one that is
        kept = replace(kept, reason=None, parameters=_told(known))
    (read,) = kept_from(kept_frame([kept])).values()
    figures = figures_of(known, AS_OF, model.rates)
    chance, _ = leaving_chances(model, figures)
    again, _ = leaving_chances(leaving_of(read), figures_of(known, AS_OF, model.rates))
    assert again == pytest.approx(chance, abs=1e-6)


def test_who_has_long_been_away_is_likelier_to_leave_and_hears_why(
    facts: Facts,
) -> None:
    kept = Kept("churn", AS_OF, None, _told(facts.known))
    told = predict_leaving(facts.known, kept, AS_OF).join(
        facts.known.purchases.group_by("customer_id").agg(
            pl.col("purchase_date").max()
        ),
        on="customer_id",
    )
    chances = told["no_purchase_90d_probability"].cast(float)
    away = told["purchase_date"] < date(2025, 1, 1)
    assert chances.filter(away).mean() > chances.filter(~away).mean() + 0.2
    assert chances.is_between(0, 1).all()
    assert told.null_count().row(0) == (0,) * told.width
    reasons = told["no_purchase_reason"]
    assert reasons.str.contains("; ").all()
    assert reasons.str.contains(r"last bought \d+ days? ago|has bought only once").any()
    assert told["no_purchase_reason_zh"].str.contains("；").all()


def test_a_young_shop_is_told_so(facts: Facts) -> None:
    young = facts.known.until(date(2024, 9, 30))
    kept = learn_churn(young, date(2024, 9, 30))
    assert kept.reason == TOO_YOUNG
    told = predict_leaving(young, kept, date(2024, 9, 30))
    assert told["no_purchase_90d_probability"].null_count() == told.height > 0
    assert set(told["no_purchase_reason"]) == {TOO_YOUNG}
    with pytest.raises(KeyuanError, match="too short"):
        learn_leaving(young, date(2024, 9, 30))


def test_chances_that_come_true_have_no_calibration_error() -> None:
    happened = np.arange(1_000) % 10 == 0
    assert calibration_error(np.full(1_000, 0.1), happened) == pytest.approx(0)
    assert calibration_error(np.full(1_000, 0.5), happened) == pytest.approx(0.4)


def test_nothing_of_nobody_is_a_figure(facts: Facts) -> None:
    model = learn_leaving(facts.known, AS_OF)
    nobody = Known(PURCHASES.to_frame(), facts.known.returns.clear())
    assert figures_of(nobody, AS_OF, model.rates).select(FIGURES).is_empty()


def _told(known: Known) -> dict[str, object]:
    from flows.predictions.churn import _parameters

    return _parameters(learn_leaving(known, AS_OF))
