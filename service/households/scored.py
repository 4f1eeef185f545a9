"""What is said of a household on a day, for its pages and papers: from the day's run where that holds what would be computed now, else computed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from features.texts.unrepeated import read_json
from models.answers import assessment_fields
from service.assess import assess_stored
from service.jurisdiction import Jurisdiction
from service.resources import Resources
from service.runs.serving import answer_of_run

DAYS = ("as_of", "expires_on")


def answer_about(
    household_id: str, day: dt.date, jurisdiction: Jurisdiction, held: Resources, now: dt.datetime
) -> dict[str, Any]:
    """The fields of an answer (`models.answers.assessment_fields`); days as days.

    Raises:
        ProblemError, FanpinError: there is none, as `service.assess.assess_stored`.
    """
    store, instruments = held.store(), held.instruments()
    kept = answer_of_run(held.door.database, jurisdiction, store, instruments, household_id, day, now)
    if kept is None:
        return assessment_fields(assess_stored(household_id, day, jurisdiction, store, instruments).assessed)
    answer: dict[str, Any] = read_json(kept.body)
    return {**answer, **{name: dt.date.fromisoformat(answer[name]) for name in DAYS}}
