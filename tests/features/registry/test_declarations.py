"""A declaration that lacks something does not import, and says what to write."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import polars as pl
import pytest

from features.language import (
    EVERY_ROW,
    Measure,
    count,
    in_last,
    largest,
    months_of_spells,
    policy,
    total,
    value_of,
)
from features.language.views import COMBINED, EMPLOYMENT, ILLNESS, MEMBERS, View
from features.records.tables import LABEL_TABLES
from features.registry import declarations, feature, features
from features.registry.mistakes import FeatureDeclarationError, unknown_names
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


PAID = pl.col("self_paid_yuan")


@pytest.mark.parametrize(
    ("view", "definition", "told"),
    [
        (ILLNESS, lambda: total("self_payed_yuan"), "columns of the table illness: self_payed_yuan is none of"),
        (ILLNESS, lambda: count(of=pl.col("age") > 60), "age is none of"),  # MEMBERS makes it, no other view
        (MEMBERS, lambda: count(of=pl.col("agee") > 60), r"members \(the view makes age\): agee is none of"),
        (ILLNESS, lambda: Measure(PAID, EVERY_ROW), "a verb around event_date, self_paid_yuan"),
        (ILLNESS, lambda: count(over=in_last(months=5)), "no window of 5 months"),
        (
            EMPLOYMENT,
            lambda: months_of_spells(start="started_on", end="ended_on", months=5),
            "a window of 1, 3, 6, 12, 24, 36 months, which the index carries",
        ),
        (ILLNESS, lambda: count(of=PAID == PAID.max()), "conditions and amounts over one row"),
        (ILLNESS, lambda: count(of=in_last(months=3) & (PAID > PAID.mean())), "conditions and amounts over one row"),
        (ILLNESS, lambda: total(PAID.filter(PAID > 0)), "conditions and amounts over one row"),
        (ILLNESS, lambda: total("total_yuan", over=PAID.sum().over("person_id") > 0), "over one row"),
        (ILLNESS, lambda: largest(PAID.shift()), "over one row"),
        (ILLNESS, lambda: largest(PAID.map_batches(lambda column: column)), "over one row"),
        (COMBINED, lambda: value_of("persons") / value_of("persons").max(), "other features of the same row"),
        (COMBINED, lambda: value_of("persons").rank(), "other features of the same row"),
    ],
)
def test_a_definition_that_cannot_mean_what_it_says_does_not_import(
    view: View | None, definition: Callable[[], Measure | pl.Expr], told: str
) -> None:
    def never_registered() -> Measure | pl.Expr:
        """从不登记 | Never registered."""
        return definition()

    with pytest.raises(FeatureDeclarationError, match=told):
        feature(view, **WHOLE)(never_registered)  # type: ignore[arg-type]
    assert "never_registered" not in features()


def test_a_plan_is_a_day_of_the_table() -> None:
    def never_registered() -> Measure:
        """从不登记 | Never registered."""
        return count()

    with pytest.raises(FeatureDeclarationError, match="columns of the table illness: ended_on is none of"):
        feature(ILLNESS, **WHOLE, plans=("ended_on",))(never_registered)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("made_of", "told"),
    [
        (value_of("personnes"), "a module of features/domains declares: personnes is none"),
        (policy("monitoring_lime"), "a file of features/policy holds: policy.monitoring_lime is none"),
        (
            pl.col("context.village.illness.hit"),
            "features.language.marks declares: context.village.illness.hit is none",
        ),
    ],
)
def test_a_combination_of_what_nobody_declares_is_told_by_name(made_of: pl.Expr, told: str) -> None:
    reads = {"spelled_wrong": frozenset((value_of("persons") / made_of).meta.root_names())}
    (message,) = unknown_names(reads, ["persons", "spelled_wrong"])
    assert message.startswith("spelled_wrong needs ")
    assert told in message


def test_what_combinations_read_is_looked_up_when_all_domains_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    made = dataclasses.replace(features()["income_to_line"], definition=value_of("personnes"))
    monkeypatch.setitem(declarations._FEATURES, "income_to_line", made)
    declarations.features.cache_clear()
    try:
        with pytest.raises(FeatureDeclarationError, match=r"income_to_line needs .* personnes is none"):
            features()
    finally:
        monkeypatch.undo()
        declarations.features.cache_clear()
