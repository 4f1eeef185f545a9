"""That a household is monitored, or was earlier, in words and days."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from features.vocabulary import HouseholdType
from service.households.answers import HouseholdAnswer, KnownRowAnswer, KnownTableAnswer
from service.views.monitored import monitored_of, type_of

IDENTIFIED = {
    "step": "identified",
    "category": "edge",
    "risk_types": "illness;disability",
    "no_labour_household": False,
}
REMOVED = {"step": "removed", "removal_mode": "support"}


def known(table: str, *rows: tuple[str, dict[str, Any]]) -> HouseholdAnswer:
    told = [
        KnownRowAnswer(
            record_id=f"r{place}",
            event_date=dt.date.fromisoformat(day),
            known_date=dt.date.fromisoformat(day),
            delivery_id="d",
            source_row=None,
            department=None,
            corrects=0,
            values=values,
        )
        for place, (day, values) in enumerate(rows)
    ]
    return HouseholdAnswer(
        household_id="H1",
        as_of=dt.date(2026, 1, 5),
        region_code=None,
        county=None,
        township=None,
        village=None,
        tables=[KnownTableAnswer(table=table, zh=table, en=table, rows=told)],
        sources=[],
    )


def test_who_was_monitored_earlier_is_told_with_each_step_and_its_day() -> None:
    told = monitored_of(known("monitoring", ("2022-03-14", IDENTIFIED), ("2023-06-10", REMOVED)))
    assert told
    assert told.words.zh == "曾是监测对象，2023-06-10 风险消除"
    assert [step.zh for step in told.steps] == [
        "2022-03-14 识别；边缘易致贫户；风险类型 因病、因残",
        "2023-06-10 风险消除；风险消除方式 帮扶消除",
    ]
    assert told.steps[0].en.startswith("2022-03-14: identified as monitored; on the edge of poverty")


@pytest.mark.parametrize(
    ("steps", "is_now"),
    [
        ([("2022-03-14", "identified")], True),
        ([("2022-03-14", "identified"), ("2023-06-10", "removed")], False),
        ([("2022-03-14", "identified"), ("2023-06-10", "removed"), ("2023-09-01", "rolled_back")], True),
        # On one day the later step of the procedure holds, in whichever order the rows came.
        ([("2022-03-14", "removed"), ("2022-03-14", "identified")], False),
    ],
)
def test_it_is_monitored_as_its_last_step_says(steps: list[tuple[str, str]], is_now: bool) -> None:
    told = monitored_of(known("monitoring", *((day, {"step": step}) for day, step in steps)))
    assert told
    assert told.is_now is is_now


def test_who_never_was_monitored_has_nothing_to_tell() -> None:
    assert monitored_of(known("monitoring")) is None


def test_the_type_is_that_of_the_last_description_that_tells_one() -> None:
    described = known("households", ("2021-01-01", {"household_type": "lifted_out"}), ("2022-01-01", {}))
    assert type_of(described) is HouseholdType.LIFTED_OUT
    assert type_of(known("households")) is None
