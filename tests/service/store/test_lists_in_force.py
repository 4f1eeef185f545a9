"""Which list a household is on now: the last one that was issued for where it lives."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from service.jurisdiction import EVERYWHERE, Jurisdiction
from service.store import Database, Work
from service.store.repositories import lists, runs
from service.store.repositories.lists_in_force import in_force, listings, on_lists
from service.store.tables import Assessment, ListItem, ListState
from tests.service.store.drawn import NOW

MAY, JUNE, JULY = (dt.date(2026, month, 5) for month in (5, 6, 7))
COUNTY, TOWN, OTHER = "990101", "990101001", "990101002"
A, B, C = "a", "b", "c"
LIVES = {A: f"{TOWN}001", B: f"{OTHER}001", C: f"{TOWN}001"}


@pytest.fixture
def scored(database: Database) -> Database:
    """Three households of a run: two in a township, one in the next."""
    with database.writing(EVERYWHERE, NOW) as work:
        facts = {"model_version": "1", "target": "entry", "as_of": MAY, "expires_on": JULY, "made_from": {}}
        run = runs.begin(work, model="fanpin-entry", kept_as="one", asked_by="x", scored=3, **facts)
        rows: list[dict[str, Any]] = [
            {
                "household_id": code,
                "region_code": village,
                "household_type": "general",
                "rank": rank,
                "probability": 0.1,
                "probability_low": None,
                "probability_high": None,
                "raw_score": 0.0,
                "band": "low",
                "main_risk_type": None,
                "risk_types": [],
                "hits": 0,
                "listed": False,
            }
            for rank, (code, village) in enumerate(LIVES.items(), start=1)
        ]
        runs.add(work, run, rows, [])
        runs.complete(work, run, [])
    return database


def listed(work: Work, day: dt.date, region: str, *codes: str, issued: bool = True) -> str:
    """A list of a day and region that names these households."""
    run = runs.last(work, "fanpin-entry")
    assert run is not None
    facts: dict[str, Any] = {
        "run_id": run.id,
        "model": "fanpin-entry",
        "target": "entry",
        "as_of": day,
        "expires_on": day,
    }
    rest: dict[str, Any] = {
        "capacity": None,
        "made_by": "x",
        "previous_id": None,
        "made_from": {},
        "facts": {},
        "digest": "x",
    }
    row = lists.add(work, [], region_code=region, **facts, **rest)
    if issued:
        row.state, row.issued_at = ListState.ISSUED.value, work.now
    score = {"household_type": "general", "probability": 0.1, "raw_score": 0.0, "band": "low", "risk_types": []}
    for number, code in enumerate(codes, start=1):
        place = {"list_id": row.id, "household_id": code, "region_code": LIVES[code], "number": number}
        work.session.add(ListItem(**place, **score, slot="score", score_id="s", words={}))
    work.session.flush()
    return row.id


def named(work: Work, *, on: bool = True) -> list[str]:
    run = runs.last(work, "fanpin-entry")
    assert run is not None
    asked = on_lists(runs.assessments(run.id, runs.Wanted()), in_force(work), listed=on)
    return list(work.session.scalars(asked.with_only_columns(Assessment.household_id).order_by(Assessment.rank)))


def test_before_any_list_is_issued_nobody_is_on_one(scored: Database) -> None:
    with scored.writing(EVERYWHERE, NOW) as work:
        listed(work, MAY, COUNTY, A, issued=False)
        assert in_force(work) == []
        assert (named(work), named(work, on=False)) == ([], [A, B, C])
        assert listings(work, [A], in_force(work)) == {}


def test_the_later_list_of_the_same_places_replaces_the_one_before(scored: Database) -> None:
    with scored.writing(EVERYWHERE, NOW) as work:
        listed(work, MAY, COUNTY, A, B)
        june = listed(work, JUNE, COUNTY, C, B)
        assert [each.id for each in in_force(work)] == [june]
        assert (named(work), named(work, on=False)) == ([B, C], [A])
        assert {code: (at.as_of, at.number) for code, at in listings(work, [A, B, C], in_force(work)).items()} == {
            C: (JUNE, 1),
            B: (JUNE, 2),
        }


def test_a_later_list_of_a_township_holds_there_and_the_county_s_everywhere_else(scored: Database) -> None:
    with scored.writing(EVERYWHERE, NOW) as work:
        june = listed(work, JUNE, COUNTY, A, B)
        july = listed(work, JULY, TOWN, C)
        assert [each.id for each in in_force(work)] == [july, june]
        assert (named(work), named(work, on=False)) == ([B, C], [A])
        assert {code: at.list_id for code, at in listings(work, [A, B, C], in_force(work)).items()} == {
            B: june,
            C: july,
        }


def test_a_later_list_of_the_county_replaces_a_township_s(scored: Database) -> None:
    with scored.writing(EVERYWHERE, NOW) as work:
        listed(work, JUNE, TOWN, A)
        july = listed(work, JULY, COUNTY, B)
        assert [each.id for each in in_force(work)] == [july]
        assert named(work) == [B]


def test_of_two_lists_of_a_day_both_hold_and_the_township_s_own_is_told(scored: Database) -> None:
    with scored.writing(EVERYWHERE, NOW) as work:
        listed(work, JUNE, COUNTY, A)
        listed(work, JUNE, TOWN, C)
        assert len(in_force(work)) == 2
        assert named(work) == [A, C]


def test_of_other_places_nothing_is_in_force(scored: Database) -> None:
    with scored.writing(EVERYWHERE, NOW) as work:
        listed(work, JUNE, OTHER, B)
        county = listed(work, MAY, COUNTY, A, B)
    with scored.reading(Jurisdiction.of(TOWN), NOW) as work:
        assert [each.id for each in in_force(work)] == [county]
        assert named(work) == [A]
        assert listings(work, [A, B], in_force(work)).keys() == {A}
