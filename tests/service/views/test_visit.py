"""What is asked on a visit, and what was typed of it."""

from __future__ import annotations

import pytest

from features.bilingual import Bilingual
from service.procedure.moving import Problem, ProblemKind
from service.views.visit import Typed, field_of, in_plain_words, wrong_of


@pytest.mark.parametrize(
    ("ticked", "main", "sent"),
    [
        (("illness",), "", ["illness"]),
        (("illness", "water"), "water", ["water", "illness"]),
        # Named as the main one and not ticked: it is meant.
        (("illness",), "water", ["water", "illness"]),
        ((), "water", ["water"]),
    ],
)
def test_the_main_risk_comes_first(ticked: tuple[str, ...], main: str, sent: list[str]) -> None:
    typed = Typed(verdict="confirmed", risk_types=ticked, main_risk=main)
    assert typed.details["risk_types"] == sent
    assert typed.problems == ()


def test_of_several_risks_the_main_one_is_named() -> None:
    (problem,) = Typed(risk_types=("illness", "water")).problems
    assert field_of(problem) == "main_risk"


def test_what_was_left_empty_is_not_said() -> None:
    assert Typed(verdict="nobody_home", visited_on="2026-01-07").details == {
        "verdict": "nobody_home",
        "visited_on": "2026-01-07",
    }


def test_a_problem_stands_beside_its_field_in_plain_words() -> None:
    missing = Problem(ProblemKind.FIELD, Bilingual("缺“风险类型”（risk_types）：请填写", "it is missing"), "risk_types")
    early = Problem(ProblemKind.CONDITION, Bilingual("入户日期还没有到", "it is to come"), "visit_in_its_time")
    state = Problem(ProblemKind.STATE, Bilingual("线索已办结", "it is closed"))
    wrong = wrong_of([missing, early, state])
    assert wrong.fields["risk_types"] == (Bilingual("缺“风险类型”：请填写", "It is missing"),)
    assert set(wrong.fields) == {"risk_types", "visited_on"}
    assert wrong.whole == (in_plain_words(state),)
