"""The reasons of a household: the event with its day, sender and member, the same alone as among all others."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import polars as pl
import pytest

from features.frame import feature_frame, index_of
from features.records.gate import Records
from features.vocabulary import Relation, Sex
from models.reasons import REASON, Explained, compose, in_words, reason_in_words, sums_by_risk_type
from models.reasons.evidence import Evidence
from models.reasons.topics.relatives import members_in_words
from models.reasons.wording import points_in_words
from tests.drawn_tables import POLICY, drawn
from tests.models.small_model import model

DAY = dt.date(2024, 6, 30)
RECORDS = Records(
    {
        "households": drawn(
            "households",
            """household_id | event_date | region_code | household_type | household_size
            H1 | 2023-10-01 | 990101001001 | general | 2
            H2 | 2023-10-01 | 990101001001 | general | 2""",
        ),
        "members": drawn(
            "members",
            """household_id | event_date | person_id | listing | relation | sex | birth_month
            H1 | 2023-10-01 | P1 | full | head | male | 1970-05-01
            H1 | 2023-10-01 | P2 | full | spouse | female | 1972-05-01
            H2 | 2023-10-01 | P3 | full | head | female | 1950-05-01""",
        ),
        "income": drawn(
            "income",
            """household_id | event_date | category | amount_yuan | period_months | caliber
            H1 | 2023-12-31 | wage | 40000 | 12 | national
            H2 | 2023-12-31 | wage | 40000 | 12 | national""",
        ),
        "illness": drawn(
            "illness",
            """household_id | event_date | known_date | delivery_id | person_id | setting | disease_class | total_yuan | self_paid_yuan
            H1 | 2024-03-05 | 2024-04-05 | health | P2 | diagnosis | major | |
            H1 | 2024-03-20 | 2024-04-05 | bills | P2 | inpatient | major | 60000 | 20000
            H2 | 2024-02-01 | 2024-03-05 | bills | P3 | outpatient | ordinary | 60 | 20""",
        ),
    }
)
SENDERS = {"health": "卫健", "bills": "医保"}


def composed(*households: str, rows: list[int] | None = None, most: int = 5) -> tuple[pl.Series, pl.Series]:
    made = model()
    frame = feature_frame(RECORDS, index_of(households, DAY), POLICY, made.features)
    matrix = made.matrix(frame)
    contributions = np.tile([0.4, 0.3, -0.2, 0.9], (len(households), 1))
    explained = Explained(made, RECORDS, POLICY, frame, matrix, contributions, SENDERS)
    return compose(explained, list(range(len(households))) if rows is None else rows, most)


def test_bills_are_told_against_the_income_and_the_line() -> None:
    reasons, _ = composed("H1")
    (first,) = [one for one in reasons[0].to_list() if one["topic"] == "medical_bills"]
    assert set(first) == set(REASON)
    assert reason_in_words(first).zh == "近12个月医疗自付20,000元，相当于全家年收入的50%（灾难性支出线40%）"
    assert json.loads(first["facts"])["self_paid_12m"] == 20_000


def test_small_bills_are_no_reason_however_much_they_add() -> None:
    reasons, _ = composed("H2")
    assert "medical_bills" not in [one["topic"] for one in reasons[0].to_list()]


def test_alone_a_household_has_the_reasons_that_it_has_among_others() -> None:
    together, protects = composed("H2", "H1")
    alone, alone_protects = composed("H1")
    assert together[1].to_list() == alone[0].to_list()
    assert protects[1].to_list() == alone_protects[0].to_list()


def test_nothing_is_told_of_those_who_are_not_asked_about() -> None:
    reasons, protects = composed("H1", "H2", rows=[])
    assert reasons.to_list() == protects.to_list() == [[], []]
    reasons, _ = composed("H2", "H1", rows=[1])
    assert reasons[0].to_list() == []
    assert reasons[1].to_list()


def test_points_and_contributions_go_the_same_way() -> None:
    reasons, protects = composed("H1")
    for told, sign in ((reasons, 1), (protects, -1)):
        assert all(sign * one["contribution"] > 0 and sign * one["points"] > 0 for one in told[0].to_list())
    assert points_in_words(7.94).zh == "使可能性上升7.9个百分点"
    assert points_in_words(-0.2).en == "lowers the chance by 0.2 points"
    assert points_in_words(0.01).zh == "对可能性几乎没有影响"


def test_a_dropped_contribution_changes_the_one_sum() -> None:
    made, contributions = model(), np.array([[0.4, 0.3, -0.2, 0.9]])
    whole = sums_by_risk_type(made.features, contributions)
    for column in range(4):
        without = contributions.copy()
        without[:, column] = 0
        assert not np.array_equal(sums_by_risk_type(made.features, without), whole)


def test_the_rows_behind_a_fact_tell_day_sender_and_member() -> None:
    index = index_of(["H2", "H1"], DAY)
    evidence = Evidence(RECORDS, index, SENDERS, frozenset(["new_major_disease_12m", "self_paid_12m"]))
    behind = evidence.of({"new_major_disease_12m": {0, 1}, "self_paid_12m": {1}})
    assert set(behind) == {("new_major_disease_12m", 1), ("self_paid_12m", 1)}
    seen = evidence.seen("new_major_disease_12m", behind["new_major_disease_12m", 1], 1, ["disease_class"])
    assert (seen["on"], seen["known"]) == ("2024-03-05", "2024-04-05")
    assert seen["department"] == {"zh": "卫健", "en": "the health office"}
    assert seen["members"] == [{"relation": "spouse", "sex": "female", "age": 52}]
    assert seen["columns"] == {"disease_class": {"zh": "大病", "en": "specially treated major disease"}}
    assert members_in_words(seen["members"], 0) == "户主之妻"
    # Nothing that names anybody is in it.
    assert "P2" not in json.dumps(seen)


def test_two_sons_are_told_apart_by_age_and_many_are_counted() -> None:
    sons = [{"relation": "child", "sex": "male", "age": age} for age in (21, 17)]
    assert members_in_words(sons, 0) == "儿子（21岁）、儿子（17岁）"
    assert members_in_words(sons, 1) == "a son (aged 21) and a son (aged 17)"
    assert members_in_words(sons * 2, 0) == "4名成员"
    nobody = {"relation": None, "sex": None, "age": None}
    assert members_in_words([nobody], 0) == "另一名成员"


@pytest.mark.parametrize(
    ("relation", "sex", "zh", "en"),
    [
        ("parent", "female", "户主的母亲", "the head's mother"),
        ("parent", None, "户主的父亲或母亲", "a parent of the head"),
        ("grandparent", "male", "户主的祖父", "the head's grandfather"),
        ("grandchild", "female", "孙女", "a granddaughter"),
    ],
)
def test_relatives_are_called_as_people_call_them(relation: str, sex: str | None, zh: str, en: str) -> None:
    member = {"relation": relation, "sex": sex, "age": 70}
    assert (members_in_words([member], 0), members_in_words([member], 1)) == (zh, en)


def test_no_word_for_a_relative_is_one_that_only_forms_use() -> None:
    for relation in Relation:
        for sex in (*Sex, None):
            assert "辈" not in members_in_words([{"relation": relation, "sex": sex, "age": None}], 0)


def test_words_are_added_to_each_reason_and_change_nothing_else() -> None:
    reasons, protects = composed("H1", "H2")
    households = pl.DataFrame({"household_id": ["H1", "H2"]}).with_columns(reasons, protects)
    worded = in_words(households)
    without = [[{name: reason[name] for name in REASON} for reason in told] for told in worded["reasons"].to_list()]
    assert without == reasons.to_list()
    assert all(reason["zh"] and reason["en"] and reason["ask_zh"] for reason in worded["reasons"][0].to_list())


def test_which_row_is_the_last_is_asked_of_each_household_alone() -> None:
    index = index_of(["H1", "H2"], DAY)
    name = "largest_self_paid_12m"
    behind = Evidence(RECORDS, index, SENDERS, frozenset([name])).of({name: {0, 1}})
    assert {row: [line["self_paid_yuan"] for line in lines] for (_, row), lines in behind.items()} == {
        0: [20_000],
        1: [20],
    }


def test_a_topic_of_a_risk_type_that_lowers_the_risk_is_no_reason() -> None:
    made = model()
    frame = feature_frame(RECORDS, index_of(["H1"], DAY), POLICY, made.features)
    # Bills raise it, stays in hospital lower it by more: illness as a whole is no reason.
    contributions = np.array([[-2.0, 0.3, 0.0, 0.9]])
    explained = Explained(made, RECORDS, POLICY, frame, made.matrix(frame), contributions, SENDERS)
    reasons, _ = compose(explained, [0])
    assert "illness" not in [one["risk_type"] for one in reasons[0].to_list()]
