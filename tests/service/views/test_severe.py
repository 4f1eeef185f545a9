"""Severe rules are why somebody must be visited, and only of the list's must-includes does the list say so."""

from __future__ import annotations

from models.lists import Slot
from service.views.severe import reason_on_list, severe_kept, severe_of
from tests.service.views.severe_rules import ASK, KEPT, RULE, answer, dropped_out


def test_only_severe_rules_are_told_with_what_to_ask() -> None:
    (told,) = severe_of(answer(dropped_out(0), dropped_out(1)))
    assert told.why.zh == f"必查：{RULE}"
    assert ASK in told.ask.zh
    assert severe_of({}) == ()


def test_a_list_says_what_it_kept_and_must_of_must_includes_alone() -> None:
    (told,) = severe_kept(KEPT)
    assert told.ask.zh == ASK
    assert reason_on_list(told, Slot.MUST_INCLUDE).zh == f"必查：{RULE}"
    assert reason_on_list(told, Slot.SCORE).zh == f"部门预警：{RULE}"
    assert severe_kept({"reasons": []}) == ()
