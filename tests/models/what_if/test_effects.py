"""What each measure does to a score: by records, with the neighbours as they are, and told as what it is."""

from __future__ import annotations

import datetime as dt
import math

import polars as pl
import pytest

from features.frame import feature_frame, index_of
from features.frame.context.counting import with_own_context
from features.records.gate import Records
from models.assess import assess_household
from models.bands import RiskBand
from models.scope import OutOfScopeError
from models.what_if import (
    MEASURES,
    Effect,
    Measure,
    UnknownHouseholdError,
    WhatIf,
    what_if,
    what_if_in_words,
    with_rows,
)
from models.what_if.effects import apart
from models.what_if.wording import NEVER_WITHHELD, NO_PROMISE, NONE_FEASIBLE
from tests.drawn_tables import POLICY, drawn
from tests.models.what_if.drawn_home import DAY, home_of, home_tables, named
from tests.models.what_if.drawn_model import INTERCEPT, WEIGHTS, summed_model


def records(day: dt.date = DAY, **instead: str) -> Records:
    """The drawn home among its neighbours, who are the whole county."""
    return with_own_context(home_tables(**instead), [day])


def answer(
    household: str = "H1", day: dt.date = DAY, weights: dict[str, float] | None = None, **instead: str
) -> WhatIf:
    return what_if(summed_model(weights), records(day, **instead), household, day, POLICY)


def effect_of(answered: WhatIf, name: str) -> Effect:
    return next(effect for effect in answered.effects.every if effect.measure.name == name)


def chance(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))


def test_a_score_with_a_measure_is_that_of_the_changed_records() -> None:
    answered = answer()
    now = answered.assessed.household
    work = effect_of(answered, "work_placement").probability
    # One more works, and one more measure is underway: nothing else moves.
    moved = WEIGHTS["people_working"] + WEIGHTS["measures_underway"]
    assert work == pytest.approx(chance(now["raw_score"] + moved), abs=1e-12)
    aid = effect_of(answered, "medical_aid").probability
    changed = -8_000 * WEIGHTS["self_paid_12m"] + WEIGHTS["measures_underway"]
    assert aid == pytest.approx(chance(now["raw_score"] + changed), abs=1e-12)
    assert now["raw_score"] > INTERCEPT


def test_the_household_as_it_is_is_assessed_as_anybody_else_does() -> None:
    household = records()
    alone = assess_household(summed_model(), household, index_of(["H1"], DAY), POLICY)
    assert answer().assessed.households.equals(alone.households)


@pytest.mark.parametrize("day", [DAY, dt.date(2024, 7, 10)])
@pytest.mark.parametrize("measure", MEASURES, ids=lambda one: one.name)
def test_the_neighbours_stay_as_they_are(measure: Measure, day: dt.date) -> None:
    """Also on the last day of a month, of which the village's figures are themselves: nobody is his own neighbour."""
    rates = ["village_zero_employment_rate", "village_illness_rate", "village_shock_rate"]
    index = index_of(["H1"], day)
    household = records(day)
    supposed = named(measure.name).taken(home_of(home_tables(), day=day)).rows
    before = feature_frame(household, index, POLICY, rates)
    assert feature_frame(with_rows(apart(household, "H1"), supposed), index, POLICY, rates).equals(before)


def test_of_a_village_s_rates_the_answer_knows_those_of_the_others() -> None:
    """At the end of a month a placed member would otherwise be taken out of a count in which nobody without work is left."""
    only_the_village = {"village_zero_employment_rate": 3.0}
    answered = answer(weights=only_the_village)
    before = answered.assessed.household["probability"]
    assert {effect.probability for effect in answered.effects.feasible} == {before}


def test_the_largest_fall_comes_first_and_what_is_not_feasible_has_no_number() -> None:
    answered = answer(illness="", housing="")
    chances = [effect.probability for effect in answered.effects.feasible]
    assert chances == sorted(chances, key=lambda one: one or 0.0)
    assert len(chances) == 8
    assert [effect.probability for effect in answered.effects.every] == [*chances, None, None]
    others = list(answered.effects.not_feasible)
    assert {effect.measure.name for effect in others} == {"medical_aid", "dwelling_repair"}
    assert all(effect.probability is None and effect.band is None and effect.sentence.zh for effect in others)
    assert {effect.measure.name for effect in answered.effects.every} == {measure.name for measure in MEASURES}


def test_every_policy_value_behind_the_answer_that_is_an_example_is_named() -> None:
    examples = answer().policy_examples
    assert {"measure_medical_aid_line", "measure_placement_wage", "band_high_probability"} <= set(examples)
    # That nobody under sixteen may work is law.
    assert "contract_working_age" not in examples


def test_an_unknown_household_is_told_what_to_do() -> None:
    with pytest.raises(UnknownHouseholdError, match=r"没有户 H9：请核对户编号.*no household H9.*--as-of"):
        answer("H9")
    with pytest.raises(UnknownHouseholdError):
        answer("H1", day=dt.date(2023, 6, 30))


def test_of_who_is_monitored_the_model_does_not_speak() -> None:
    step = drawn(
        "monitoring",
        """
        record_id  | event_date | step
        identified | 2024-02-01 | identified
        """,
    )
    monitored = with_own_context(home_tables() | {"monitoring": step}, [DAY])
    with pytest.raises(OutOfScopeError, match="已是监测对象"):
        what_if(summed_model(), monitored, "H1", DAY, POLICY)


def test_words_promise_nothing_and_withhold_nothing() -> None:
    lines = what_if_in_words(answer())
    text = "\n".join(lines)
    assert "不是措施的承诺效果" in text
    assert lines.index(str(NO_PROMISE)) < next(at for at, line in enumerate(lines) if line.startswith("1. "))
    # A subsidy is one more measure underway, with which the drawn model's score rises.
    assert "办理重度残疾人护理补贴（民政）：1人，每月共80元" in text
    assert "上升" in text
    assert str(NEVER_WITHHELD) in text
    assert "得分只是线索" in text
    # No promise, no cause.
    assert not any(word in text for word in ("将降低", "可降低", "能降低", "will lower", "reduces the risk"))


def test_where_nothing_rises_the_sentence_about_it_is_left_out() -> None:
    lines = what_if_in_words(answer(weights={"people_working": -1.0}))
    assert str(NEVER_WITHHELD) not in lines
    assert any("基本不变" in line for line in lines)


def test_bands_are_told_where_they_change() -> None:
    answered = answer(weights={"people_working": -3.0})
    assert answered.assessed.household["band"] == RiskBand.MEDIUM.value
    assert effect_of(answered, "public_post").band is RiskBand.LOW
    assert "可能性 4.7% → 0.2%，下降4.5个百分点；中 → 低风险档" in "\n".join(what_if_in_words(answered))


def test_reasons_stand_beside_what_is_not_feasible_and_no_percentage() -> None:
    lines = what_if_in_words(answer(illness="", housing=""))
    start = lines.index("条件不具备的（不计算） | Not feasible, and not computed:")
    below = lines[start:-4]
    assert "- 申请医疗救助（医保）：近12个月没有医疗费用" in below
    assert not any("%" in line for line in below)


def test_a_household_of_nobody_known_has_no_feasible_measure_and_says_so() -> None:
    answered = answer(
        members="", employment="", illness="", disability="", education="", housing="", shocks="", income=""
    )
    assert list(answered.effects.feasible) == []
    assert str(NONE_FEASIBLE) in what_if_in_words(answered)


def test_asking_changes_nothing_of_the_records() -> None:
    household = records()
    stored = {table: rows.clone() for table, rows in household.tables.items()}
    what_if(summed_model(), household, "H1", DAY, POLICY)
    assert all(household.tables[table].equals(rows) for table, rows in stored.items())
    assert isinstance(stored["members"], pl.DataFrame)
