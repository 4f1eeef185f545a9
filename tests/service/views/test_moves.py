"""Every move of the table as a form, and what is typed in it as the move is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from features.bilingual import Bilingual
from features.policy.loading import Policy
from service.procedure.fields import Kind
from service.procedure.move import Move
from service.procedure.moving import Problem, ProblemKind
from service.procedure.transitions import BY_NAME, MOVES
from service.views.moves import (
    MAIN,
    About,
    Typed,
    controls_of,
    details_typed,
    in_plain_words,
    in_words,
    typed_of,
    without_main,
    wrong_with,
)
from service.views.places import Places

TODAY = dt.date(2026, 1, 5)
PLACES = Places({"990101001001": {"township": "青石镇", "village": "石桥村"}})
ABOUT = About("990101001001", PLACES, Policy.load(), TODAY)


def typed(**fields: str | tuple[str, ...]) -> Typed:
    return typed_of(
        {name: value for name, value in fields.items() if isinstance(value, str)},
        {name: value for name, value in fields.items() if isinstance(value, tuple)},
    )


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)
def test_a_form_says_whatever_a_move_asks(move: Move) -> None:
    """The first answer of each list, the day and number that stand there: what the form sends is read by the field that it is of."""
    fields: dict[str, Any] = {}
    for control in controls_of(move, ABOUT):
        first = control.options[0][0] if control.options else ""
        filled = {"boxes": (first,), "day": "2026-01-05", "number": "7", "text": "写明情况"}
        fields[control.name] = filled.get(control.kind, first)
    details = details_typed(move, typed(**fields))
    assert list(details) == [ask.field.name for ask in move.asks]
    for ask in move.asks:
        assert not isinstance(ask.field.read(details[ask.field.name]), Bilingual), ask.field.name


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)
def test_a_form_as_it_stands_holds_no_answer_that_people_have_to_give(move: Move) -> None:
    for control in controls_of(move, ABOUT):
        assert control.label.zh
        assert control.label.en
        if control.kind in ("radios", "boxes", "text"):
            assert (control.value, control.ticked) == ("", ())


def test_sensible_values_are_the_household_s_own_village_today_and_the_policy_s_days() -> None:
    values = {(move.name, control.name): control.value for move in MOVES for control in controls_of(move, ABOUT)}
    assert values["dispatch", "place"] == "990101001001"
    assert values["review", "met_on"] == values["post_notice", "first_day"] == "2026-01-05"
    assert values["post_notice", "notice_days"] == "5"
    assert values["watch", "watch_until"] > "2026-01-05"
    assert values["propose_removal", "held_since"] == ""


def test_a_place_is_chosen_by_its_name() -> None:
    (place, _) = controls_of(BY_NAME["dispatch"], ABOUT)
    assert [(code, words.zh) for code, words in place.options] == [("990101001001", "石桥村"), ("990101001", "青石镇")]


def test_what_depends_on_another_answer_says_when_and_can_be_left_out() -> None:
    controls = {each.name: each for each in controls_of(BY_NAME["decide"], ABOUT)}
    assert (controls["decision"].kind, controls["decision"].required) == ("radios", True)
    for name in ("category", "against_reason"):
        assert (controls[name].kind, controls[name].required) == ("select", False)
    assert controls["category"].when == Bilingual(
        "“审定结果”为“同意纳入”时必填，其他情形不填", "needed where “Decision” is approved; else left out"
    )


@pytest.mark.parametrize(
    ("main", "ticked", "risks"),
    [
        ("education", ("illness", "education"), ("education", "illness")),
        ("education", (), ("education",)),
        ("", ("illness",), ("illness",)),
        ("", (), None),
        ("nonsense", ("illness",), ("nonsense", "illness")),
    ],
)
def test_the_main_risk_comes_first(main: str, ticked: tuple[str, ...], risks: tuple[str, ...] | None) -> None:
    details = details_typed(BY_NAME["decide"], typed_of({"risk_types" + MAIN: main}, {"risk_types": ticked}))
    assert details.get("risk_types") == risks


def test_of_several_risks_one_has_to_be_the_main_one() -> None:
    decide, two = BY_NAME["decide"], ("illness", "education")
    assert list(without_main(decide, typed(risk_types=two)).of) == ["risk_types"]
    for sound in (typed(risk_types=two, risk_types_main="illness"), typed(risk_types=two[:1]), typed()):
        assert without_main(decide, sound).of == {}
    assert without_main(BY_NAME["support"], typed(measures=("dibao", "housing"))).of == {}


@pytest.mark.parametrize("wrong", ["many", "-1", "1.5", "９", "1" * 9, "²"])
def test_what_is_no_number_stays_as_it_was_typed_and_is_refused(wrong: str) -> None:
    value = details_typed(BY_NAME["review"], typed(participants=wrong))["participants"]
    assert value == wrong
    (field,) = [ask.field for ask in BY_NAME["review"].asks if ask.field.kind is Kind.NUMBER]
    assert isinstance(field.read(value), Bilingual)


def test_yes_and_no_are_no_words() -> None:
    move = BY_NAME["propose_removal"]
    for sent, value in (("true", True), ("false", False), ("是", "是")):
        assert details_typed(move, typed(has_labour=sent))["has_labour"] == value


def test_a_problem_stands_beside_its_field_and_what_is_about_none_above() -> None:
    problems = [
        Problem(ProblemKind.FIELD, Bilingual("缺“评议日期”（met_on）：请填写", "Day (met_on) is missing"), "met_on"),
        Problem(ProblemKind.CONDITION, Bilingual("少于规定的人数", "too few"), "enough_participants"),
        Problem(ProblemKind.STATE, Bilingual("环节不符", "it does not stand there")),
    ]
    wrong = wrong_with(BY_NAME["review"], problems)
    assert [words.zh for words in wrong.whole] == ["环节不符"]
    assert wrong.of["met_on"] == [Bilingual("缺“评议日期”：请填写", "Day is missing")]
    assert list(wrong.of) == ["met_on", "participants"]
    assert len(wrong.everything) == len(wrong_with(None, problems).whole) == 3


def test_plain_words_keep_what_people_wrote_in_brackets() -> None:
    words = Bilingual("公示天数（首尾两天都算）（notice_days）", "days (both counted) (notice_days)")
    assert in_plain_words(words) == Bilingual("公示天数（首尾两天都算）", "days (both counted)")


@pytest.mark.parametrize(
    ("name", "value", "zh"),
    [
        ("verdict", "confirmed", "存在风险"),
        ("risk_types", ["illness", "other"], "因病、其他"),
        ("has_labour", False, "否"),
        ("participants", 30, "30"),
        ("place", "990101001", "青石镇"),
        ("note", "<b>", "<b>"),
        ("of_an_older_table", "x", "x"),
        ("verdict", "of an older table", "of an older table"),
    ],
)
def test_what_was_said_is_told_in_the_field_s_own_words(name: str, value: Any, zh: str) -> None:
    assert in_words(name, value, PLACES).zh == zh
