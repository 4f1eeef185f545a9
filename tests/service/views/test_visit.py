"""What is asked on a visit, and what was typed of it."""

from __future__ import annotations

import pytest

from features.bilingual import Bilingual
from service.procedure.moving import Problem, ProblemKind
from service.views.visit import Typed, field_of, in_plain_words, questions_of, wrong_of
from tests.service.views.severe_rules import ASK, RULE, dropped_out


def words(zh: str, **more: str) -> dict[str, str]:
    return {"zh": zh, "en": f"en {zh}", **more, **{f"{name[:-3]}_en": f"en {value}" for name, value in more.items()}}


def test_what_contradicts_is_asked_first_then_what_is_open_then_what_raises_the_risk() -> None:
    answer = {
        "as_of": "2026-01-31",
        "reasons": [words("医疗自付3万元", ask_zh="看单据")],
        "ask_first": [words(f"问{number}", why_zh=f"因为{number}") for number in range(5)],
        "verify_first": [words("银行流水与收入不符", ask_zh="核对收入")],
    }
    asked = questions_of(answer).asked
    assert [each.ask.zh for each in asked] == ["核对收入", "问0", "问1", "问2", "看单据"]
    assert [each.why.zh for each in asked] == ["银行流水与收入不符", "因为0", "因为1", "因为2", "医疗自付3万元"]
    assert asked[0].why.en == "en 银行流水与收入不符"


def test_a_severe_rule_is_asked_about_before_everything_else() -> None:
    against = [words("银行流水与收入不符", ask_zh="核对收入")]
    answer = {"as_of": "2026-01-31", "reasons": [], "verify_first": against, "screening": [dropped_out()]}
    first, second = questions_of(answer).asked
    assert ASK in first.ask.zh
    assert first.why.zh == f"必查：{RULE}"
    assert second.ask.zh == "核对收入"


def test_an_answer_without_what_is_beside_it_still_gives_its_reasons() -> None:
    """A run may keep the score alone; a reason may say nothing of what to ask."""
    (asked,) = questions_of({"as_of": "2026-01-31", "reasons": [words("务工中断", ask_zh="")]}).asked
    assert (asked.ask.zh, asked.why.zh) == ("核实是否属实", "务工中断")
    assert questions_of({"as_of": "2026-01-31", "reasons": [], "ask_first": None}).asked == ()


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
