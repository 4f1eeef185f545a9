"""Steps, reports and what an API sends, as plain documents and back."""

from __future__ import annotations

import json

from features.vocabulary import LeadSource
from service.procedure import (
    MoveError,
    Report,
    details_from_document,
    report_as_document,
    report_from_document,
    step_as_document,
    step_from_document,
)
from tests.service.procedure import drawn_leads as drawn
from tests.service.procedure.drawn_leads import ALERT, OF_VILLAGE, on


def test_a_history_comes_back_as_it_was() -> None:
    for step in drawn.removed().steps:
        assert step_from_document(json.loads(json.dumps(step_as_document(step)))) == step
    for report in (ALERT, Report("7", LeadSource.MODEL, on(0))):
        assert report_from_document(json.loads(json.dumps(report_as_document(report)))) == report


def test_what_an_api_is_sent_is_read_by_its_fields_and_what_can_t_be_is_refused_in_words() -> None:
    sent = {"visited_on": "2026-03-04", "verdict": "confirmed", "risk_types": ["illness"]}
    details = details_from_document(sent)
    assert details == {"visited_on": on(2), "verdict": "confirmed", "risk_types": ("illness",)}
    assert drawn.problems(drawn.dispatched(), "visit", OF_VILLAGE, 2, **details) == []
    wrong = details_from_document({"visited_on": "4.3.2026", "verdict": 7, "risk_types": {"illness": 1}, "mood": "?"})
    refused = drawn.tried(drawn.dispatched(), "visit", OF_VILLAGE, on(2), wrong)
    assert isinstance(refused, MoveError)
    assert [problem.about for problem in refused.problems] == ["mood", "visited_on", "verdict", "risk_types"]
