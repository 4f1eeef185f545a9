"""A declaration that lacks something does not import, and says what to write."""

from __future__ import annotations

import polars as pl
import pytest

from features.language import Measure, count, in_last, value_of
from features.records.tables import LABEL_TABLES
from features.registry import FeatureDeclarationError, feature, features
from features.views import COMBINED, ILLNESS, View
from features.vocabulary import RiskType

WHOLE = {"unit": "count", "when_no_rows": 0, "risk_type": RiskType.ILLNESS, "risk_rises_when": "rises"}


@pytest.mark.parametrize(
    ("left_out", "told"),
    [
        ({"unit": "furlongs"}, "a unit: one of"),
        ({"when_no_rows": -1}, "when_no_rows inside the unit's range"),
        ({"risk_type": None}, "the official risk"),
        ({"risk_rises_when": "sideways"}, "risk_rises_when"),
    ],
)
def test_a_wrong_declaration_says_what_to_write(left_out: dict[str, object], told: str) -> None:
    def never_registered() -> Measure:
        """从不登记 | Never registered."""
        return count()

    with pytest.raises(FeatureDeclarationError, match=told):
        feature(ILLNESS, **{**WHOLE, **left_out})(never_registered)  # type: ignore[arg-type]
    assert "never_registered" not in features()


def test_absence_must_be_declared() -> None:
    def never_registered() -> Measure:
        """从不登记 | Never registered."""
        return count()

    declared = {name: given for name, given in WHOLE.items() if name != "when_no_rows"}
    with pytest.raises(FeatureDeclarationError, match="when_no_rows: the value without any row"):
        feature(ILLNESS, **declared)(never_registered)  # type: ignore[arg-type]


def test_a_meaning_in_both_languages_is_needed() -> None:
    def never_registered() -> Measure:
        """Only English."""
        return count()

    with pytest.raises(FeatureDeclarationError, match="中文"):
        feature(ILLNESS, **WHOLE)(never_registered)  # type: ignore[arg-type]


@pytest.mark.parametrize("table", sorted(LABEL_TABLES))
def test_no_feature_may_read_labels(table: str) -> None:
    def never_registered() -> Measure:
        """从不登记 | Never registered."""
        return count()

    with pytest.raises(FeatureDeclarationError, match="labels"):
        feature(View("labels", table), **WHOLE)(never_registered)  # type: ignore[arg-type]


def test_a_combination_is_an_expression_and_a_view_takes_a_measure() -> None:
    def never_registered() -> pl.Expr:
        """从不登记 | Never registered."""
        return value_of("persons")

    with pytest.raises(FeatureDeclarationError, match="COMBINED"):
        feature(ILLNESS, **WHOLE)(never_registered)  # type: ignore[arg-type]

    def never_registered_either() -> Measure:
        """从不登记 | Never registered."""
        return count()

    with pytest.raises(FeatureDeclarationError, match="COMBINED"):
        feature(COMBINED, **WHOLE)(never_registered_either)  # type: ignore[arg-type]


def test_a_window_that_the_index_does_not_carry_is_refused() -> None:
    with pytest.raises(ValueError, match="no window of 5 months"):
        in_last(months=5)
