"""Stories of leads: what each office may do, on which day, and what it is told where it may not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from service.procedure import (
    Actor,
    Lead,
    LeadState,
    MoveError,
    Office,
    ProblemKind,
    can_move,
    check_move,
    moves_open_to,
)
from tests.drawn_tables import POLICY
from tests.service.procedure import drawn_leads as drawn
from tests.service.procedure.drawn_leads import OF_COUNTY, OF_DEPARTMENT, OF_TOWNSHIP, OF_VILLAGE, on, person, problems


def test_a_family_goes_from_an_alert_to_the_registration_in_twelve_days_and_every_step_says_who_and_when() -> None:
    lead = drawn.registered()
    assert lead.state is LeadState.REGISTERED
    assert [(step.move, step.office, (step.on - drawn.DAY_0).days) for step in lead.steps] == [
        ("dispatch", Office.COUNTY, 0),
        ("visit", Office.VILLAGE, 2),
        ("compare", Office.COUNTY, 3),
        ("review", Office.VILLAGE, 4),
        ("post_notice", Office.VILLAGE, 4),
        ("check", Office.TOWNSHIP, 9),
        ("decide", Office.COUNTY, 11),
        ("register", Office.COUNTY, 12),
    ]
    assert lead.steps[1].details == {"visited_on": on(2), "verdict": "confirmed", "risk_types": ("illness", "job_instability")}  # fmt: skip


@pytest.mark.parametrize(
    ("verdict", "details", "state"),
    [
        ("confirmed", {"risk_types": ["illness"]}, LeadState.CONFIRMED),
        ("unfounded", {"unfounded_reason": "already_supported"}, LeadState.UNFOUNDED),
        ("to_be_clarified", {"note": "医院的单据还没有开出"}, LeadState.TO_BE_CLARIFIED),
        ("nobody_home", {}, LeadState.DISPATCHED),
        ("moved_away", {"note": "两年前迁往县城，邻居说明"}, LeadState.CLOSED),
    ],
)
def test_the_verdict_of_a_visit_decides_where_the_lead_goes(verdict: str, details: Any, state: LeadState) -> None:
    assert drawn.visited(verdict, **details).state is state


def test_nobody_home_at_a_second_visit_leaves_it_to_be_clarified() -> None:
    lead = drawn.visited("to_be_clarified", note="待查")
    assert drawn.moved(lead, "visit", OF_VILLAGE, 3, visited_on=on(3), verdict="nobody_home").state is lead.state


@pytest.mark.parametrize(
    ("details", "wrong"),
    [
        ({}, ["visited_on", "verdict"]),
        ({"visited_on": on(2), "verdict": "maybe"}, ["verdict"]),
        ({"visited_on": "2026-03-04", "verdict": "nobody_home"}, ["visited_on"]),
        ({"visited_on": dt.datetime(2026, 3, 4), "verdict": "nobody_home"}, ["visited_on"]),
        ({"visited_on": on(2), "verdict": "confirmed"}, ["risk_types"]),
        ({"visited_on": on(2), "verdict": "confirmed", "risk_types": []}, ["risk_types"]),
        ({"visited_on": on(2), "verdict": "confirmed", "risk_types": "illness"}, ["risk_types"]),
        ({"visited_on": on(2), "verdict": "confirmed", "risk_types": ["illness", "illness"]}, ["risk_types"]),
        ({"visited_on": on(2), "verdict": "confirmed", "risk_types": ["illness", "debt"]}, ["risk_types"]),
        ({"visited_on": on(2), "verdict": "unfounded", "risk_types": ["illness"]}, ["risk_types", "unfounded_reason"]),
        ({"visited_on": on(2), "verdict": "to_be_clarified"}, ["note"]),
        ({"visited_on": on(2), "verdict": "to_be_clarified", "note": " \u200b "}, ["note"]),
        ({"visited_on": on(2), "verdict": "nobody_home", "note": "长" * 501}, ["note"]),
        ({"visited_on": on(2), "verdict": "nobody_home", "note": "写\u202e反"}, ["note"]),
        ({"visited_on": on(2), "verdict": "nobody_home", "mood": "好"}, ["mood"]),
        ({"visited_on": on(3), "verdict": "nobody_home"}, ["visit_in_its_time"]),  # tomorrow
        ({"visited_on": on(-1), "verdict": "nobody_home"}, ["visit_in_its_time"]),  # before the lead came
        ({"visited_on": on(0), "verdict": "nobody_home"}, []),
        ({"visited_on": on(3), "verdict": "confirmed", "risk_types": ["other"]}, ["visit_in_its_time", "other_is_explained"]),
        ({"visited_on": on(2), "verdict": "confirmed", "risk_types": ["other"], "note": "民间借贷"}, []),
    ],
)  # fmt: skip
def test_a_visit_says_all_that_it_has_to_and_nothing_else(details: dict[str, Any], wrong: list[str]) -> None:
    assert problems(drawn.dispatched(), "visit", OF_VILLAGE, 2, **details) == wrong


def test_five_risk_types_and_no_more() -> None:
    five = ["illness", "disability", "education", "accident", "housing"]
    said = {"visited_on": on(2), "verdict": "confirmed"}
    assert problems(drawn.dispatched(), "visit", OF_VILLAGE, 2, **said, risk_types=five) == []
    assert problems(drawn.dispatched(), "visit", OF_VILLAGE, 2, **said, risk_types=[*five, "water"]) == ["risk_types"]


def test_a_second_visit_is_not_before_the_first() -> None:
    lead = drawn.visited("to_be_clarified", note="待查")
    assert problems(lead, "visit", OF_VILLAGE, 3, visited_on=on(1), verdict="nobody_home") == ["visit_in_its_time"]
    assert problems(lead, "visit", OF_VILLAGE, 3, visited_on=on(2), verdict="nobody_home") == []


def test_all_problems_are_told_at_once_chinese_first_with_what_to_do() -> None:
    with pytest.raises(MoveError) as refused:
        check_move(drawn.compared(), "visit", OF_COUNTY, {"mood": "好"}, on(2), POLICY)
    kinds = [problem.kind for problem in refused.value.problems]
    assert kinds == [ProblemKind.STATE, ProblemKind.OFFICE, ProblemKind.TIME, *[ProblemKind.FIELD] * 3]
    assert str(refused.value).startswith(
        "线索处在“数据比对”，“入户核查”只在“已派发”“补充核实”时办理；现在该办“村级评议”（村）；“入户核查”由村、乡镇办理，您的身份是县：请交由村办理；"
    )
    assert "“入户核查”不填“mood”：请去掉；缺“入户日期”（visited_on）：请填写；缺“核查结论”（verdict）：请填写。 | The lead is" in str(refused.value)  # fmt: skip


def test_a_move_that_is_not_in_the_table_is_told_with_the_one_that_may_be_meant() -> None:
    with pytest.raises(
        MoveError, match=r"没有“visti”这一步，是不是 visit：.* \| There is no move visti\. Is visit meant\?"
    ):
        check_move(drawn.dispatched(), "visti", OF_VILLAGE, {}, on(2), POLICY)
    assert not can_move(drawn.dispatched(), "visti", OF_VILLAGE, on(2), POLICY)


@pytest.mark.parametrize(
    ("place", "open_to"), [("990101001001", True), ("990101001", True), ("990101001002", False), ("990101002", False)]
)
def test_a_lead_is_dispatched_to_where_the_household_lives(place: str, open_to: bool) -> None:
    wrong = problems(drawn.received(), "dispatch", OF_COUNTY, 0, place=place)
    assert wrong == ([] if open_to else ["place_of_the_household"])
    assert problems(drawn.received(), "dispatch", OF_COUNTY, 0, place="990101") == ["place"]


def test_a_township_sends_it_on_to_the_village() -> None:
    lead = drawn.moved(drawn.received(), "dispatch", OF_COUNTY, 0, place=drawn.TOWNSHIP)
    assert drawn.moved(lead, "dispatch", OF_TOWNSHIP, 1, place=drawn.VILLAGE).dispatched_to == drawn.VILLAGE


def test_data_that_contradict_the_visit_send_it_back_with_a_note() -> None:
    lead = drawn.confirmed()
    assert problems(lead, "compare", OF_DEPARTMENT, 3, comparison="contradicted") == ["note"]
    back = drawn.moved(lead, "compare", OF_DEPARTMENT, 3, comparison="contradicted", note="名下有小型汽车")
    assert back.state is LeadState.TO_BE_CLARIFIED


@pytest.mark.parametrize(
    ("people", "wrong"), [(2, ["enough_participants"]), (3, []), (0, ["participants"]), (True, ["participants"])]
)
def test_a_review_is_a_meeting(people: int, wrong: list[str]) -> None:
    review = {"met_on": on(4), "participants": people, "review_result": "passed"}
    assert problems(drawn.compared(), "review", OF_VILLAGE, 4, **review) == wrong


def test_a_review_is_not_before_the_comparison() -> None:
    review = {"participants": 5, "review_result": "passed"}
    assert problems(drawn.compared(), "review", OF_VILLAGE, 4, **review, met_on=on(2)) == ["meeting_in_its_time"]
    assert problems(drawn.compared(), "review", OF_VILLAGE, 4, **review, met_on=on(3)) == []


def test_a_review_that_does_not_pass_says_why() -> None:
    review = {"met_on": on(4), "participants": 5, "review_result": "not_passed"}
    assert problems(drawn.compared(), "review", OF_VILLAGE, 4, **review) == ["against_reason"]
    assert problems(drawn.compared(), "review", OF_VILLAGE, 4, **review, against_reason="other") == ["note"]
    lead = drawn.moved(drawn.compared(), "review", OF_VILLAGE, 4, **review, against_reason="eased")
    assert lead.state is LeadState.NOT_REGISTERED


@pytest.mark.parametrize(("days", "wrong"), [(4, ["notice_long_enough"]), (5, []), (60, []), (61, ["notice_days"])])
def test_a_notice_hangs_for_the_days_of_the_policy(days: int, wrong: list[str]) -> None:
    assert problems(drawn.reviewed(), "post_notice", OF_VILLAGE, 4, first_day=on(4), notice_days=days) == wrong


@pytest.mark.parametrize(
    ("days", "day", "wrong"),
    [
        (5, 8, ["notice_has_hung"]),  # the fifth day of the notice
        (5, 9, []),  # the day after it
        (7, 10, ["notice_has_hung"]),  # it was announced for seven
        (7, 11, []),
    ],
)
def test_the_township_checks_when_the_notice_has_hung_to_its_end(days: int, day: int, wrong: list[str]) -> None:
    assert problems(drawn.on_notice(days), "check", OF_TOWNSHIP, day, objections="none") == wrong
    (choice,) = [choice for choice in moves_open_to(drawn.on_notice(days), OF_TOWNSHIP, on(day), POLICY) if choice.move.name == "check"]  # fmt: skip
    assert choice.open is (wrong == [])
    assert can_move(drawn.on_notice(days), "check", OF_TOWNSHIP, on(day), POLICY) is choice.open


def test_an_objection_that_stands_goes_back_and_the_notice_hangs_anew() -> None:
    lead = drawn.moved(
        drawn.on_notice(), "send_back", OF_TOWNSHIP, 6, sent_back_reason="objection", note="村民反映有房"
    )
    lead = drawn.moved(lead, "visit", OF_VILLAGE, 7, visited_on=on(7), verdict="confirmed", risk_types=["illness"])
    lead = drawn.moved(lead, "compare", OF_COUNTY, 7, comparison="consistent")
    review = {"participants": 9, "review_result": "passed"}
    assert problems(lead, "review", OF_VILLAGE, 8, met_on=on(4), **review) == ["meeting_in_its_time"]  # the first one
    lead = drawn.moved(lead, "review", OF_VILLAGE, 8, met_on=on(8), **review)
    assert problems(lead, "check", OF_TOWNSHIP, 13, objections="settled", note="已核实") == ["state"]
    lead = drawn.moved(lead, "post_notice", OF_VILLAGE, 8, first_day=on(8), notice_days=5)
    assert problems(lead, "check", OF_TOWNSHIP, 12, objections="settled", note="已核实") == ["notice_has_hung"]
    assert problems(lead, "check", OF_TOWNSHIP, 13, objections="settled") == ["note"]
    assert problems(lead, "check", OF_TOWNSHIP, 13, objections="settled", note="已核实") == []


def test_nobody_checks_decides_or_removes_what_they_handled_themselves() -> None:
    wang = Actor("wang", frozenset({Office.TOWNSHIP, Office.COUNTY}))
    posted = drawn.moved(drawn.reviewed(), "post_notice", wang, 4, first_day=on(4), notice_days=5)
    assert problems(posted, "check", wang, 9, objections="none") == ["not_by_who_did_review_or_post_notice"]
    lead = drawn.moved(drawn.on_notice(), "check", wang, 9, objections="none")
    against = {"decision": "not_approved", "against_reason": "assets"}
    assert problems(lead, "decide", wang, 10, **against) == ["not_by_who_did_check"]
    assert problems(lead, "decide", OF_COUNTY, 10, **against) == []
    suggested = drawn.moved(drawn.supported(), "propose_removal", wang, 215, held_since=on(30), **drawn.REMOVAL)
    assert problems(suggested, "remove", wang, 220) == ["not_by_who_did_propose_removal"]
    assert problems(suggested, "remove", OF_COUNTY, 220) == []


def test_the_county_decides_a_category_and_its_risks_or_says_why_not() -> None:
    assert problems(drawn.checked(), "decide", OF_COUNTY, 11, decision="approved") == ["category", "risk_types"]
    assert problems(drawn.checked(), "decide", OF_COUNTY, 11, decision="not_approved") == ["against_reason"]
    both = {"decision": "not_approved", "against_reason": "assets", "category": "edge"}
    assert problems(drawn.checked(), "decide", OF_COUNTY, 11, **both) == ["category"]


def test_a_step_is_not_before_the_one_before_it() -> None:
    review = {"met_on": on(2), "participants": 5, "review_result": "passed"}
    assert problems(drawn.compared(), "review", OF_VILLAGE, 2, **review) == ["time", "meeting_in_its_time"]
    assert problems(drawn.received(), "dispatch", OF_COUNTY, -1, place=drawn.VILLAGE) == ["time"]


def test_of_several_offices_a_step_keeps_the_one_that_the_table_names_first() -> None:
    both = Actor("li", frozenset({Office.LIAISON, Office.TOWNSHIP, Office.COUNTY}))
    assert drawn.moved(drawn.confirmed(), "compare", both, 3, comparison="consistent").steps[-1].office is Office.COUNTY
    assert drawn.moved(drawn.registered(), "support", both, 20, measures=["dibao"]).steps[-1].office is Office.TOWNSHIP


def test_somebody_who_holds_no_office_of_the_procedure_moves_nothing() -> None:
    auditor = Actor("auditor-1", frozenset())
    choices = moves_open_to(drawn.dispatched(), auditor, on(2), POLICY)
    assert not any(choice.open for choice in choices)
    (visit,) = [choice for choice in choices if choice.move.name == "visit"]
    assert visit.here
    assert "您的身份是其他" in visit.why_not[0].words.zh


def test_an_office_sees_what_is_open_to_it_before_it_says_anything() -> None:
    def open_to(lead: Lead, office: Office, day: int) -> list[str]:
        return [choice.move.name for choice in moves_open_to(lead, person(office), on(day), POLICY) if choice.open]

    assert open_to(drawn.dispatched(), Office.VILLAGE, 2) == ["visit"]
    assert open_to(drawn.dispatched(), Office.TOWNSHIP, 2) == ["dispatch", "visit", "close"]
    assert open_to(drawn.checked(), Office.COUNTY, 10) == ["decide", "send_back_by_county", "close_by_county"]
    assert open_to(drawn.confirmed(), Office.LIAISON, 10) == ["compare"]
    assert open_to(drawn.removed(), Office.COUNTY, 230) == ["roll_back"]


def test_a_county_s_own_policy_counts_from_its_day() -> None:
    from dataclasses import replace

    from features.policy.loading import Policy, Step
    from features.policy.steps import Status

    known = POLICY.values["notice_days"]
    longer = Step(on(4), 7, "990101", "a county's own notice", Status.EXAMPLE)
    policy = Policy({**POLICY.values, "notice_days": replace(known, steps=(*known.steps, longer))}, "longer")
    hang = {"first_day": on(4), "notice_days": 5}
    with pytest.raises(MoveError, match="公示5天，少于规定的7天"):
        check_move(drawn.reviewed(), "post_notice", OF_VILLAGE, hang, on(4), policy)
    elsewhere = replace(drawn.reviewed(), region_code="990202001001")
    assert check_move(elsewhere, "post_notice", OF_VILLAGE, hang, on(4), policy).to_state is LeadState.PUBLIC_NOTICE
