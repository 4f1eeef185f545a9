"""A topic is told once, by what is known of it, the strongest first, and never twice under two names."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from features.vocabulary import RiskType
from models.reasons.selecting import LEAST, Chosen, candidates, in_order, strong_enough, topic_sums, without_repeats
from models.reasons.topics import Phrase, Topic, Topics
from models.reasons.topics.conditions import at_least, at_most, below, between, known, no, yes
from models.reasons.topics.declaring import TopicDeclarationError, phrase
from models.reasons.topics.template import Template

BILLS = Topic("bills", ("self_paid_12m", "self_paid_to_income"), (), (), None)
WORK = Topic("work", ("people_working",), (), (), None)
TOPICS = Topics({topic.name: topic for topic in (BILLS, WORK)})
NAMES = ("people_working", "self_paid_12m", "self_paid_to_income")


def sums(values: list[float], contributions: list[float]) -> dict[str, float]:
    matrix = np.array([values], dtype=np.float32)
    return {name: total[0] for name, total in topic_sums(TOPICS, NAMES, matrix, np.array([contributions])).items()}


def plain(name: str, *unless: str, of: tuple[str, ...] = ()) -> Phrase:
    return Phrase(name, Template.of("话", "words"), (), of, None, "", unless)


def test_the_features_of_a_topic_are_added_and_it_is_told_once() -> None:
    assert sums([1, 9_000, 0.4], [0.5, 0.75, -0.25]) == {"bills": 0.5, "work": 0.5}


def test_what_nobody_recorded_is_no_reason_whatever_it_adds() -> None:
    assert sums([np.nan, 9_000, np.nan], [2.0, 0.7, 1.0]) == {"bills": 0.7, "work": 0.0}


def test_a_topic_of_which_the_model_reads_nothing_is_not_told() -> None:
    matrix = np.ones((1, 1), dtype=np.float32)
    assert list(topic_sums(TOPICS, ("people_working",), matrix, np.ones((1, 1)))) == ["work"]


def test_weak_topics_are_not_told_beside_strong_ones_and_the_weakest_never() -> None:
    added = {"a": np.array([2.0]), "b": np.array([0.19]), "c": np.array([-0.4]), "d": np.array([0.2])}
    assert strong_enough(added, 0, 1) == ["a", "d"]
    assert strong_enough(added, 0, -1) == ["c"]
    assert strong_enough({"a": np.array([LEAST * 0.99])}, 0, 1) == []
    assert strong_enough({"b": np.array([1.0]), "a": np.array([1.0])}, 0, 1) == ["a", "b"]


def test_of_what_is_unknown_no_condition_holds() -> None:
    unknown, ten = {"x": None, "y": None}, {"x": 10.0, "y": 10.0}
    for condition in (at_least("x", 1), below("x", 11), at_most("x", 10), between("x", 1, 11), yes("x"), known("x")):
        assert condition.holds(ten)
        assert not condition.holds(unknown)
    assert not no("x").holds(unknown)
    assert not at_least("x", "y").holds({"x": 10.0, "y": None})


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (at_least("x", "y"), True),
        (below("x", "y"), False),
        (at_most("x", "y"), True),
        (between("x", 10, 10), False),
        (no("x"), False),
    ],
)
def test_a_bound_itself_is_reached_and_not_below(condition, holds: bool) -> None:
    assert condition.holds({"x": 10.0, "y": 10.0}) is holds


def test_a_phrase_is_told_where_its_own_features_push_its_way() -> None:
    phrases = [plain("share", of=("self_paid_to_income",)), plain("any")]
    assert [one.name for one in candidates(phrases, {}, {"self_paid_to_income": -0.1}, 1)] == ["any"]
    assert [one.name for one in candidates(phrases, {}, {"self_paid_to_income": -0.1}, -1)] == ["share", "any"]


def test_the_same_burden_is_not_told_twice() -> None:
    both: list[Any] = [
        (BILLS, [(plain("sum"), {})], 1.0),
        (WORK, [(plain("all_burdens", "bills"), {}), (plain("left_after", "nothing"), {})], 0.9),
    ]
    assert [one.phrase.name for one in without_repeats(both)] == ["sum", "left_after"]
    assert [one.phrase.name for one in without_repeats([(WORK, [(plain("all_burdens", "bills"), {})], 0.9)])] == [
        "all_burdens"
    ]
    assert [
        one.topic.name for one in without_repeats([both[0], (WORK, [(plain("all_burdens", "bills"), {})], 0.9)])
    ] == ["bills"]


def test_reasons_go_by_risk_type_and_only_the_strongest_are_told() -> None:
    told = [Chosen(BILLS, plain("a"), {}, 0.4), Chosen(WORK, plain("b"), {}, 0.6)]
    types = {RiskType.ILLNESS: 3.0, RiskType.JOB_INSTABILITY: 0.6}
    assert [one.topic.name for one in in_order(told, types, 5)] == ["bills", "work"]
    assert [one.topic.name for one in in_order(told, types, 1)] == ["work"]


def test_a_declaration_that_does_not_fit_together_does_not_import() -> None:
    with pytest.raises(TopicDeclarationError, match="different facts"):
        phrase("x", "自付{self_paid_12m}", "bills")
    with pytest.raises(TopicDeclarationError, match="needs a form"):
        phrase("x", "{self_paid_to_income}", "{self_paid_to_income}")
    with pytest.raises(TopicDeclarationError, match="no such form"):
        phrase("x", "{self_paid_12m:furlongs}", "{self_paid_12m:furlongs}")
    topics = Topics()
    topics.add(BILLS)
    with pytest.raises(TopicDeclarationError, match="tells of bills already"):
        topics.add(Topic("other", ("self_paid_12m",), (), (), None))
    with pytest.raises(TopicDeclarationError, match="declared twice"):
        topics.leave_untold("none", "self_paid_12m")
