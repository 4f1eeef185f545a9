"""What to ask a household first, and why."""

from __future__ import annotations

from service.views.questions import questions_of
from tests.service.views.severe_rules import ASK, RULE, answer, dropped_out


def words(zh: str, **more: str) -> dict[str, str]:
    return {"zh": zh, "en": f"en {zh}", **more, **{f"{name[:-3]}_en": f"en {value}" for name, value in more.items()}}


def test_a_severe_rule_is_asked_about_first_then_what_contradicts_then_reasons_then_what_is_open() -> None:
    asked = questions_of(
        answer(
            dropped_out(),
            verify_first=[words("银行流水与收入不符", ask_zh="核对收入")],
            reasons=[words("医疗自付3万元", ask_zh="看单据")],
            ask_first=[words(f"问{number}", why_zh=f"因为{number}") for number in range(5)],
        )
    )
    assert ASK in asked[0].ask.zh
    assert [each.ask.zh for each in asked[1:]] == ["核对收入", "看单据", "问0", "问1", "问2"]
    assert [each.why.zh for each in asked] == [
        f"必查：{RULE}",
        "银行流水与收入不符",
        "医疗自付3万元",
        "因为0",
        "因为1",
        "因为2",
    ]
    assert asked[1].why.en == "en 银行流水与收入不符"


def test_on_paper_fewer_of_what_is_open_are_asked() -> None:
    asked = questions_of(answer(ask_first=[words(f"问{number}", why_zh=f"因为{number}") for number in range(5)]), 2)
    assert [each.ask.zh for each in asked] == ["问0", "问1"]


def test_a_reason_that_says_nothing_of_what_to_ask_is_looked_into() -> None:
    (asked,) = questions_of({"reasons": [words("务工中断", ask_zh="")]})
    assert (asked.ask.zh, asked.why.zh) == ("核实是否属实", "务工中断")


def test_without_anything_to_ask_there_is_no_question() -> None:
    assert questions_of(answer(dropped_out(0))) == []
    assert questions_of({"reasons": [], "ask_first": None}) == []
