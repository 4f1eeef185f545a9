"""What a declaration of a rule may not lack: it does not import, and the message says all that there is to write."""

from __future__ import annotations

import pytest

from features.gaps.declaring import Direction, gap
from features.language import policy, value_of
from features.rules import Comparison, Condition, RuleDeclarationError, any_such, compared
from features.triggers.declaring import latest_of, trigger
from features.vocabulary import Department, RiskType

SOURCE = "Notice of the county of this test, 2024"
CHECK = "核对 | look"


def a_trigger(unit="yes/no", source=SOURCE, question="", since="dropped_out"):
    since = latest_of(*([since] if since else []))
    return trigger(
        Department.EDUCATION, unit=unit, risk_type=RiskType.EDUCATION, source=source, since=since, question=question
    )


def a_gap(unit="persons", source=SOURCE, sheet="一张新表", value="人数 | people", check=CHECK):
    return gap(Direction.MISSING, sheet=sheet, value=value, unit=unit, source=source, check=check)


def silent() -> Condition:
    return any_such("dropped_out")


def only_chinese() -> Condition:
    """疑似辍学"""
    return any_such("dropped_out")


def whole() -> Condition:
    """疑似辍学 | Dropped out"""
    return any_such("dropped_out")


def of_no_policy() -> Condition:
    """自付超过某线 | Bills over some line"""
    return compared(value_of("self_paid_12m"), Comparison.MORE_THAN, policy("line_that_nobody_drew"))


@pytest.mark.parametrize("declare", [a_trigger, a_gap])
@pytest.mark.parametrize(
    ("function", "wrong", "needs"),
    [
        (silent, {}, r'a meaning: a docstring """中文 \| English"""\.$'),
        (only_chinese, {}, "a meaning"),
        (whole, {"unit": "yuans"}, "a unit: one of yuan, "),
        (whole, {"source": ""}, r"a source: whose rule it is\.$"),
        (of_no_policy, {}, "a policy value that a file of features/policy holds: line_that_nobody_drew is none"),
        (silent, {"unit": "yuans", "source": ""}, "a meaning: .*; a unit: .*; a source: "),
    ],
)
def test_both_kinds_refuse_the_same_and_say_what_to_write(declare, function, wrong, needs) -> None:
    with pytest.raises(RuleDeclarationError, match=rf"^(trigger|gap) {function.__name__} needs {needs}"):
        declare(**wrong)(function)


@pytest.mark.parametrize(
    ("declare", "needs"),
    [
        (a_trigger(unit="persons"), "a question: 'whether there is one'"),
        (a_trigger(question="只有中文"), "question: 中文"),
        (a_trigger(since=""), "the features on whose rows a hit rests"),
        (a_gap(value="人数"), "value: 中文"),
        (a_gap(check=""), "check: 中文"),
        (a_gap(sheet=""), "a sheet: a name of at most 31 characters"),
        (a_gap(sheet="表" * 32), "a sheet: a name of at most 31 characters"),
        (a_gap(sheet="渐退期满"), "another sheet: this one is another gap's"),
    ],
)
def test_each_kind_has_needs_of_its_own(declare, needs) -> None:
    with pytest.raises(RuleDeclarationError, match=needs):
        declare(whole)


def test_a_name_is_given_once() -> None:
    def dropped_out() -> Condition:
        """疑似辍学 | Dropped out"""
        return any_such("dropped_out")

    with pytest.raises(RuleDeclarationError, match="another name: this one is taken"):
        a_trigger()(dropped_out)
