"""A main reason with nothing behind it is to be verified first; what is unknown contradicts nothing."""

from __future__ import annotations

import polars as pl
import pytest

from features.frame import feature_frame, index_of
from features.records.gate import Records
from features.registry import features
from features.vocabulary import RiskType
from models.certainty.verifying import (
    DECLARED_OTHERWISE,
    POLICY_READ,
    READ,
    RULES,
    RuleDeclarationError,
    against,
    contradictions,
)
from tests.drawn_tables import POLICY, drawn
from tests.models.certainty.drawn_county import DAY, county


def frame(household: str = "D05", records: Records | None = None) -> pl.DataFrame:
    rows = feature_frame(records or Records(county()), index_of([household], DAY), POLICY, READ)
    return POLICY.add_columns(rows.drop(POLICY_READ, strict=False), set(POLICY_READ))


def found(
    main: RiskType, household: str = "D05", records: Records | None = None, findings: tuple[str, ...] = ()
) -> list[str]:
    told = records or Records(county())
    return [one.rule for one in contradictions([main], frame(household, told), findings, told)]


def test_illness_is_contradicted_where_nobody_is_ill_and_no_bill_is_known() -> None:
    healthy = county()["members"].with_columns(chronic=pl.lit(value=False), major_illness=pl.lit(value=False))
    records = Records(county() | {"members": healthy})
    assert found(RiskType.ILLNESS, "D35", records) == ["illness_nobody_ill"]
    assert found(RiskType.ILLNESS, "D05", records) == []
    # Of another main reason it says nothing.
    assert found(RiskType.WATER, "D35", records) == []


def test_disability_is_contradicted_until_a_card_is_known() -> None:
    assert found(RiskType.DISABILITY) == ["disability_nobody_disabled"]
    card = drawn(
        "disability", "household_id | event_date | person_id | category | grade\nD05 | 2024-05-01 | D05-P | 4 | 2"
    )
    assert found(RiskType.DISABILITY, records=Records(county() | {"disability": card})) == []


def test_housing_is_contradicted_by_a_safe_grade_and_not_by_no_grade() -> None:
    assert found(RiskType.HOUSING) == []
    for grade, expected in (("A", ["housing_safe"]), ("C", [])):
        graded = drawn("housing", f"household_id | event_date | grade\nD05 | 2024-02-01 | {grade}")
        assert found(RiskType.HOUSING, records=Records(county() | {"housing": graded})) == expected


def test_what_was_declared_earlier_for_another_risk_is_told() -> None:
    step = drawn(
        "monitoring",
        """household_id | event_date | step | risk_types
        D05 | 2023-02-01 | identified | education;labour_shortage
        D05 | 2024-02-01 | removed |""",
    )
    records = Records(county() | {"monitoring": step})
    assert found(RiskType.ILLNESS, records=records) == [DECLARED_OTHERWISE]
    assert found(RiskType.LABOUR_SHORTAGE, records=records) == []
    old = step.with_columns(event_date=pl.lit("2022-06-30").str.to_date())
    assert found(RiskType.ILLNESS, records=Records(county() | {"monitoring": old})) == []


def test_a_check_that_distorts_the_main_reason_is_told_with_it() -> None:
    assert found(RiskType.DISABILITY, findings=("disabled_on_roster_without_card",)) == [
        "disability_nobody_disabled",
        "disabled_on_roster_without_card",
    ]
    assert found(RiskType.WATER, findings=("disabled_on_roster_without_card",)) == []


def test_law_of_nobody_known_nothing_is_contradicted() -> None:
    unknown = frame("D05").with_columns(pl.lit(None, dtype=pl.Float64).alias(name) for name in READ)
    for rule in RULES.values():
        assert contradictions([rule.risk_type], unknown, (), Records({})) == ()


def test_law_every_risk_type_but_other_has_a_rule_over_features_and_policy_that_exist() -> None:
    assert {rule.risk_type for rule in RULES.values()} == set(RiskType) - {RiskType.OTHER}
    assert set(features()) >= READ
    assert set(POLICY.values) >= {name.removeprefix("policy.") for name in POLICY_READ}


def test_a_rule_without_its_words_does_not_import() -> None:
    def wordless() -> pl.Expr:
        return pl.lit(value=True)

    with pytest.raises(RuleDeclarationError, match="wordless"):
        against(RiskType.WATER, "问 | Ask.")(wordless)
    assert "wordless" not in RULES
