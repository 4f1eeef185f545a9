"""A main reason with nothing behind it is to be verified first; what is unknown contradicts nothing."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from features.frame import index_of
from features.records.gate import Records
from features.registry import features
from features.vocabulary import RiskType
from models.certainty.against import POLICY_READ, READ, RULES, RuleDeclarationError, against
from models.certainty.verifying import DECLARED_OTHERWISE, in_words, verify_first
from tests.drawn_tables import POLICY, drawn
from tests.models.certainty.drawn_county import DAY, county


def found(
    main: RiskType, household: str = "D05", records: Records | None = None, findings: tuple[str, ...] = ()
) -> list[str]:
    return of_many([[main]], [household], records, {(household, DAY): findings})[0]


def of_many(
    main: list[list[RiskType]],
    households: list[str],
    records: Records | None = None,
    findings: dict[tuple[str, dt.date], tuple[str, ...]] | None = None,
) -> list[list[str]]:
    told = records or Records(county())
    index = index_of(households, DAY)
    places = index.with_columns(pl.lit("990101001001").alias("region_code"))
    against_them = verify_first(main, places, index, findings or {}, told, POLICY)
    return [[one["rule"] for one in of_one] for of_one in against_them]


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
    # What was declared last counts, of each table.
    again = drawn(
        "monitoring",
        """household_id | event_date | step | risk_types
        D05 | 2023-02-01 | identified | education;labour_shortage
        D05 | 2024-02-01 | identified | illness""",
    )
    assert found(RiskType.ILLNESS, records=Records(county() | {"monitoring": again})) == []
    assert found(RiskType.EDUCATION, records=Records(county() | {"monitoring": again}))[-1] == DECLARED_OTHERWISE
    old = step.with_columns(event_date=pl.lit("2022-06-30").str.to_date())
    assert found(RiskType.ILLNESS, records=Records(county() | {"monitoring": old})) == []


def test_a_check_that_distorts_the_main_reason_is_told_with_it() -> None:
    assert found(RiskType.DISABILITY, findings=("disabled_on_roster_without_card",)) == [
        "disability_nobody_disabled",
        "disabled_on_roster_without_card",
    ]
    assert found(RiskType.WATER, findings=("disabled_on_roster_without_card",)) == []


def test_law_of_nobody_known_nothing_is_contradicted() -> None:
    unknown = index_of(["D05"], DAY).with_columns(pl.lit(None, dtype=pl.Float64).alias(name) for name in READ)
    places = unknown.select("household_id", "as_of", pl.lit("990101001001").alias("region_code"))
    for rule in RULES.values():
        assert verify_first([[rule.risk_type]], places, unknown, {}, Records({}), POLICY) == [[]]


def test_law_each_of_many_is_told_what_it_is_told_alone() -> None:
    step = drawn(
        "monitoring",
        """household_id | event_date | step | risk_types
        D05 | 2024-02-01 | identified | education
        D35 | 2024-02-01 | identified | illness""",
    )
    records = Records(county() | {"monitoring": step})
    everybody = county()["households"]["household_id"].unique().sort().to_list()
    findings: dict[tuple[str, dt.date], tuple[str, ...]] = {(everybody[3], DAY): ("disabled_on_roster_without_card",)}
    types: list[RiskType] = [kind for kind in RiskType if kind is not RiskType.OTHER]
    main = [[types[place % len(types)], types[(place * 3 + 1) % len(types)]] for place in range(len(everybody))]
    together = of_many(main, everybody, records, findings)
    alone = [of_many([one], [who], records, findings)[0] for one, who in zip(main, everybody, strict=True)]
    assert together == alone
    assert len({rule for rules in together for rule in rules}) > 3


def test_law_every_finding_has_words() -> None:
    for rule in RULES:
        assert in_words({"rule": rule, "risk_type": "illness", "declared": []}).title.zh
    declared = in_words({"rule": DECLARED_OTHERWISE, "risk_type": "illness", "declared": ["education"]})
    assert declared.title.zh == "此前识别或走访认定的是因学，模型的主要原因是因病"
    with pytest.raises(KeyError):
        in_words({"rule": "of another version", "risk_type": "illness", "declared": []})


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
