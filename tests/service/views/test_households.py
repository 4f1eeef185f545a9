"""A household of a run as a search shows it: nothing that is not known is told as if it were."""

from __future__ import annotations

import datetime as dt

import polars as pl

from service.households.countywide import Countywide
from service.store.repositories.lists_in_force import Listing
from service.store.tables import Assessment
from service.views.households import Known, rows_of
from service.views.places import Places

RAISED = [{"risk_type": "illness", "contribution": 1.0}, {"risk_type": "education", "contribution": 0.4}]
REASON = {
    "risk_types": RAISED,
    "reasons": [{"zh": "户主大病", "en": "the head is ill"}, {"zh": "无人务工", "en": "nobody works"}],
}
NOTHING = Known(Places({}), {}, None, {}, {})


def score(code: str, risk: str | None = "illness") -> Assessment:
    return Assessment(
        run_id="run",
        household_id=code,
        region_code="990101001002",
        household_type="general",
        rank=1,
        probability=0.3,
        probability_low=0.2,
        probability_high=0.4,
        raw_score=0.0,
        band="high",
        main_risk_type=risk,
        risk_types=[],
        hits=0,
        listed=True,
    )


def test_the_first_reason_its_people_and_its_list_stand_beside_a_score() -> None:
    listing = Listing("list_1", dt.date(2026, 1, 5), 7)
    around = Countywide(
        pl.DataFrame({"household_id": ["a"], "household_size": [3.0]}),
        pl.DataFrame({"household_id": ["a"], "settlement": ["东苑"], "region_code": ["990101001002"]}),
    )
    known = Known(Places({}), {"a": "张*"}, around, {"a": REASON}, {"a": listing})
    (row,) = rows_of([score("a")], known)
    assert (row.head, row.people, row.settlement, row.listing) == ("张*", 3, "东苑", listing)
    assert row.reason is not None
    assert row.reason.zh == "户主大病"
    assert [each.zh for each in row.main_risks] == ["因病", "因学"]


def test_that_the_run_s_own_list_would_name_it_is_no_place_on_a_list() -> None:
    (row,) = rows_of([score("a")], NOTHING)
    assert row.listing is None


def test_no_reason_and_no_answer_are_told_from_each_other() -> None:
    none, unknown = rows_of(
        [score("a", None), score("b")], Known(Places({}), {}, None, {"a": {"reasons": [], "risk_types": []}}, {})
    )
    assert (none.reason, none.is_explained, none.main_risks, none.people) == (None, True, [], None)
    assert [each.zh for each in unknown.main_risks] == ["因病"], "the first alone, of whom no whole answer is kept"
    assert (unknown.reason, unknown.is_explained) == (None, False)
