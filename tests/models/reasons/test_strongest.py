"""What is told as a reason: what raises the risk most and is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from models.reasons import REASON, in_words, strongest
from tests.models.small_model import NAMES, frame, model


def reasons_of(contributions: list[float], most: int = 4) -> list[str]:
    """The features that are reasons when the columns of `NAMES` contribute so much."""
    made, rows = model(), frame(1)
    (reasons,) = strongest(made, rows, made.matrix(rows), np.array([contributions]), most).to_list()
    return [reason["feature"] for reason in reasons]


def test_reasons_raise_the_risk_strongest_first_with_the_value_that_was_known() -> None:
    made, rows = model(), frame()
    matrix = made.matrix(rows)
    contributions = made.scorer.contributions(matrix)
    told = strongest(made, rows, matrix, contributions, 3).to_list()
    for position, reasons in enumerate(told):
        amounts = [reason["contribution"] for reason in reasons]
        assert amounts == sorted(amounts, reverse=True)
        assert all(amount > 0 for amount in amounts)
        known = rows.select(pl.col(made.features).is_not_null()).row(position)
        assert len(reasons) == min(((contributions[position] > 0) & known).sum(), 3)
        for reason in reasons:
            assert reason["value"] == rows[reason["feature"]][position]
    assert {len(reasons) for reasons in told} >= {0, 1, 2}


def test_what_lowers_the_risk_or_does_nothing_is_no_reason() -> None:
    assert reasons_of([0.5, -2.0, 0.0, 0.7]) == [NAMES[3], NAMES[0]]
    assert reasons_of([0.0, 0.0, -0.1, 0.0]) == []


def test_no_more_reasons_than_asked_for() -> None:
    assert reasons_of([0.1, 0.2, 0.3, 0.4], most=2) == [NAMES[3], NAMES[2]]


def test_equal_contributions_are_told_by_name_whatever_the_order_of_columns() -> None:
    made = replace(model(), scorer=replace(model().scorer, features=tuple(reversed(NAMES))))  # type: ignore[type-var]
    rows = frame(1)
    (reasons,) = strongest(made, rows, made.matrix(rows), np.full((1, 4), 0.25), 3).to_list()
    assert [reason["feature"] for reason in reasons] == list(NAMES[:3])


def test_what_nobody_recorded_is_no_reason() -> None:
    made = model()
    # Unknown income in a household with heavy bills.
    rows = pl.DataFrame(
        {"admissions_12m": [3.0], "net_income_year": [None], "persons": [None], "self_paid_12m": [60000.0]},
        schema_overrides={"net_income_year": pl.Float64, "persons": pl.Float64},
    )
    (reasons,) = strongest(made, rows, made.matrix(rows), np.full((1, 4), 0.25)).to_list()
    assert {reason["feature"]: reason["value"] for reason in reasons} == {"admissions_12m": 3, "self_paid_12m": 60000}


def test_of_nobody_there_are_no_reasons_and_no_words() -> None:
    made, nobody = model(), frame(1).clear()
    reasons = strongest(made, nobody, made.matrix(nobody), np.empty((0, 4)))
    assert reasons.dtype == pl.List(pl.Struct(REASON))
    assert in_words(pl.DataFrame([reasons]))["reasons"].len() == 0


def test_words_are_added_to_each_reason_and_change_nothing_else() -> None:
    made, rows = model(), frame(60)
    matrix = made.matrix(rows)
    reasons = strongest(made, rows, matrix, made.scorer.contributions(matrix), 2)
    households = pl.DataFrame({"household_id": [f"H{n}" for n in range(60)]}).with_columns(reasons)
    worded = in_words(households)
    without = [[{name: reason[name] for name in REASON} for reason in told] for told in worded["reasons"].to_list()]
    assert without == reasons.to_list()
    bills = next(r for told in worded["reasons"].to_list() for r in told if r["feature"] == "self_paid_12m")
    assert bills["zh"] == f"近12个月医疗自付：{bills['value']:,.0f}元"
    assert bills["en"].startswith("Medical bills paid by the household in the last 12 months: ")
