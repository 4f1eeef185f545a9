"""What to ask a family first, and why."""

from __future__ import annotations

from service.views.family import questions_of
from tests.service.views.severe_rules import ASK, RULE, answer, dropped_out
from tests.service.views.test_visit import words


def test_a_severe_rule_is_asked_about_first_then_reasons_then_what_is_open() -> None:
    asked = questions_of(
        answer(
            dropped_out(),
            reasons=[words("医疗自付3万元", ask_zh="看单据"), words("务工中断", ask_zh="")],
            ask_first=[words(f"问{number}", why_zh=f"因为{number}") for number in range(5)],
        ),
        2,
    )
    assert ASK in asked[0].ask.zh
    assert [each.ask.zh for each in asked[1:]] == ["看单据", "问0", "问1"]
    assert [each.why.zh for each in asked] == [f"必查：{RULE}", "医疗自付3万元", "因为0", "因为1"]


def test_without_anything_to_ask_there_is_no_question() -> None:
    assert questions_of(answer(dropped_out(0))) == []
