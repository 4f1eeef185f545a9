"""The lines of a notice: closed words, a name or a line to write it on, days."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace

import pytest

from features.policy.loading import Policy
from features.vocabulary import MonitoringCategory
from models.sheets.notice import BY_HAND, NoticeLine, sections_of, wrong_in
from service.procedure.states import LeadState
from service.store.tables import Lead, LeadStep
from service.views.notices import NoticeOf, Wanted, candidates, lines_of, sensible_days, wrong_with_notice
from tests.service.store.drawn import row_of

POLICY, FIRST = Policy.load(), dt.date(2026, 1, 5)
WANTED = Wanted(
    "石桥村", NoticeOf.REVIEW, "青石镇民政办", FIRST, FIRST + dt.timedelta(days=6), {"a": MonitoringCategory.EDGE}
)


@pytest.mark.parametrize(
    "name", ["张三 13800138000", "张三（肺癌）", "990101195001019871", "张三6222020200012345678", "", "张\u202e三"]
)
def test_a_name_that_may_not_hang_is_written_by_hand(name: str) -> None:
    lines, by_hand = lines_of(WANTED, {"a": name})
    assert [line.head_of_household for line in lines] == [BY_HAND]
    assert by_hand == ["a"]


def test_a_name_stands_in_full_and_who_has_none_is_counted() -> None:
    both = replace(WANTED, categories={"a": MonitoringCategory.EDGE, "b": MonitoringCategory.SUDDEN})
    lines, by_hand = lines_of(both, {"a": "欧阳·示例"})
    assert [line.head_of_household for line in lines] == ["欧阳·示例", BY_HAND]
    assert by_hand == ["b"]
    assert BY_HAND in sections_of(lines)


def test_there_is_room_for_nothing_else() -> None:
    assert {field.name for field in fields(NoticeLine)} == {
        "village",
        "head_of_household",
        "category",
        "result",
        "first_day",
        "last_day",
        "contact_office",
    }


def test_every_word_of_ours_may_hang() -> None:
    for of in NoticeOf:
        assert of.state in LeadState
        assert wrong_in(of.result, "result") is None
    assert all(wrong_in(each.zh, "category") is None for each in MonitoringCategory)
    assert wrong_in(BY_HAND, "head_of_household") is None
    assert wrong_in(BY_HAND[:3], "head_of_household") is not None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"village": "残疾村"}, "village"),
        ({"office": "13800138000转民政办"}, "office"),
        ({"last_day": FIRST}, "last_day"),
        ({"last_day": FIRST - dt.timedelta(days=1)}, "last_day"),
        ({}, None),
    ],
)
def test_what_is_wrong_is_told_by_its_field(changes: dict[str, str | dt.date], field: str | None) -> None:
    wrong = wrong_with_notice(replace(WANTED, **changes), POLICY)  # type: ignore[arg-type]
    assert list(wrong) == ([] if field is None else [field])


def test_the_days_that_stand_there_are_enough() -> None:
    first, last = sensible_days("990101001001", FIRST, POLICY)
    assert wrong_with_notice(replace(WANTED, first_day=first, last_day=last), POLICY) == {}
    short = replace(WANTED, first_day=first, last_day=last - dt.timedelta(days=1))
    assert list(wrong_with_notice(short, POLICY)) == ["last_day"]


def test_what_the_county_decided_stands_there_and_what_was_chosen_goes_before_it() -> None:
    row, step = row_of(Lead, 1), row_of(LeadStep, 1)
    step.move, step.details = "decide", {"category": "sudden"}
    (seen,) = candidates([row], {}, {row.id: step}, {}, None)
    assert (seen.category, seen.chosen) == ("sudden", True)
    (chosen,) = candidates([row], {}, {row.id: step}, {row.id: "edge"}, [])
    assert (chosen.category, chosen.chosen) == ("edge", False)
    step.move = "review"
    assert candidates([row], {}, {row.id: step}, {}, None)[0].category == ""
