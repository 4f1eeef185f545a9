"""Every kind of finding as the API tells it: where it stands, whose it is to put right, in words; and nobody's number."""

from __future__ import annotations

import dataclasses
import datetime as dt
from types import SimpleNamespace
from typing import Any, cast

import polars as pl
import pytest

from features.checks.registry import checks
from features.deliveries.departments import DeliveringDepartment
from features.findings.from_checks import check_problems
from features.findings.from_flags import flag_problems
from features.findings.gathering import Findings, in_order
from features.policy.loading import Policy
from features.records.store import RecordStore
from service.findings import listing
from service.findings.answers import RecordFindingAnswer, record_finding
from service.findings.asking import seen
from service.findings.listing import PLACE, ListedDay, Listing, RecordFindingKind, list_everything
from service.jurisdiction import EVERYWHERE, NOWHERE, Jurisdiction
from service.principal import Reach
from tests.features.findings.drawn import AS_OF, HOMES, findings, found

CHECK, FLAG = next(iter(checks())), next(iter(flag_problems()))
BILL, ROSTER = "2024-01-05/医保结算明细.csv", "2024-01-05/户.xlsx"
NUMBER = "99010119801231123X"
DOUBT = ("990101001001", "城关镇", "东村", "H1", "医保结算明细", BILL, None, 9, 40.0)
AGAIN = ("990101002001", "河口乡", "河口村", "H3", "个人自付", BILL, None, 3, ROSTER, "二月", 2)
ASIDE = ("医保", "医保结算明细", dt.date(2024, 1, 5), BILL, None, 7, f"证件{NUMBER}", "bad_id", "核对号码")


def gathered() -> Findings:
    problems = check_problems() | flag_problems()
    rows = found((CHECK, "H2", 7950.0, 8500.0), (FLAG, "H3", float("inf"), None))
    drawn = findings(rows.clear(), doubtful=[DOUBT], contradicted=[AGAIN], set_aside=[ASIDE])
    return dataclasses.replace(drawn, problems=problems, reported=in_order(rows, HOMES, problems))


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch, policy: Policy) -> ListedDay:
    deliveries = pl.DataFrame({"file": [BILL, ROSTER], "department": ["医保+卫健", "乡镇"]})
    monkeypatch.setattr(listing, "gather", lambda *_: gathered())
    monkeypatch.setattr(listing, "Counties", SimpleNamespace(of=lambda _: SimpleNamespace(together="990101")))
    store = cast("RecordStore", SimpleNamespace(deliveries=lambda: deliveries))
    return list_everything(Listing.FINDINGS, store, AS_OF, policy)


def answers(rows: pl.DataFrame) -> dict[RecordFindingKind, RecordFindingAnswer]:
    called = [record_finding(row, lambda text: text and text.replace(NUMBER, "…")) for row in rows.to_dicts()]
    return {each.kind: each for each in called}


def test_every_kind_is_told_with_its_place_and_who_has_to_act(day: ListedDay) -> None:
    told = answers(day.rows)
    assert set(told) == set(RecordFindingKind)
    assert {kind: [each.name for each in answer.departments] for kind, answer in told.items()} == {
        RecordFindingKind.CHECK: ["township"],
        RecordFindingKind.VALUE: ["township"],
        RecordFindingKind.PERSON: ["medical_insurance", "health"],
        RecordFindingKind.SAME_DAY: ["medical_insurance", "health"],
        RecordFindingKind.NOT_KEPT: ["medical_insurance"],
    }
    for answer in told.values():
        assert all((answer.zh, answer.en, answer.why.zh, answer.why.en, answer.to_do.zh, answer.to_do.en))
        assert answer.source is not None
        assert answer.source.row is not None


def test_what_each_kind_says(day: ListedDay) -> None:
    told = answers(day.rows)
    check = told[RecordFindingKind.CHECK]
    assert (check.check, check.value, check.threshold, check.village) == (CHECK, 7950.0, 8500.0, "西村")
    assert told[RecordFindingKind.VALUE].value is None, "what is no number is none"
    assert told[RecordFindingKind.PERSON].en.endswith("may be a listed person's")
    again = told[RecordFindingKind.SAME_DAY]
    assert again.zh.endswith("：个人自付")
    assert again.other_source is not None
    assert (again.other_source.file, again.other_source.row) == (ROSTER, 2)
    aside = told[RecordFindingKind.NOT_KEPT]
    assert (aside.household_id, aside.region_code, aside.village) == (None, "990101", None)
    assert aside.source is not None
    assert NUMBER not in str(aside.source.column)


def test_rows_of_nobody_are_seen_by_whose_places_are_all(day: ListedDay) -> None:
    assert "not_kept" in kinds(day, Reach(EVERYWHERE)) & kinds(day, Reach(Jurisdiction.of("990101")))
    assert kinds(day, Reach(Jurisdiction.of("990101001"))) == {"check", "person"}
    assert kinds(day, Reach()) == set()


def test_for_a_department_what_it_has_to_act_on_is_seen(day: ListedDay) -> None:
    township, health = Jurisdiction.of("990101001"), DeliveringDepartment.HEALTH
    assert kinds(day, Reach(NOWHERE, EVERYWHERE, health)) == {"person", "same_day"}
    assert kinds(day, Reach(NOWHERE, township, health)) == {"person"}
    # Who is an officer there besides sees all of that place, and beyond it what is the department's.
    assert kinds(day, Reach(township, EVERYWHERE, health)) == {"check", "person", "same_day"}
    assert kinds(day, Reach(NOWHERE, township, DeliveringDepartment.AGRICULTURE)) == {"check", "person"}


def kinds(day: ListedDay, reach: Reach) -> set[str]:
    return set(seen(day, reach.places, reach, {}, None)["kind"])


def test_no_two_rows_have_one_place(day: ListedDay) -> None:
    places: list[Any] = list(day.rows.select(PLACE).iter_rows())
    assert places == sorted(set(places))
