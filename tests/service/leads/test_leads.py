"""Leads at work: one for each family however many report it, moved by people, and kept whole."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from features.policy.loading import Policy
from features.vocabulary import LeadSource, RiskType
from service.jurisdiction import EVERYWHERE, Jurisdiction
from service.keyring import Keyring, load_or_create_keyring
from service.leads.moving import ChangedMeanwhileError, Moved, choices, move_lead
from service.leads.receiving import OtherHouseholdError, Received, Reported, receive_report
from service.leads.storing import lead_of
from service.principal import Kind, Permission, Principal, Role
from service.procedure.merging import Merge
from service.procedure.moving import MoveError
from service.procedure.states import LeadState
from service.store import Database
from service.store.repositories import leads
from service.store.tables import AuditLine, Lead, LeadReport, LeadStep, RecordToLand, Visit

VILLAGE = "990101001001"
TODAY = dt.date(2026, 1, 5)
ALL = frozenset(Permission)
CASE_SYSTEM = Principal(Kind.CLIENT, "client_1", "case system", ALL, EVERYWHERE)


def person(name: str, role: Role) -> Principal:
    return Principal(Kind.USER, f"user_{name}", name, ALL, Jurisdiction.of(VILLAGE[:6]), frozenset({role}))


COUNTY, TOWNSHIP, CADRE = person("li", Role.COUNTY_OFFICER), person("wang", Role.TOWNSHIP), person("zhao", Role.VILLAGE)


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return load_or_create_keyring(tmp_path / "keys")


def at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(9), dt.UTC)


class Office:
    """What stories do with leads, day by day."""

    def __init__(self, database: Database, keyring: Keyring, policy: Policy) -> None:
        self.database, self.keyring, self.policy = database, keyring, policy

    def report(
        self, reference: str = "1", by: Principal = CASE_SYSTEM, today: dt.date = TODAY, **changes: Any
    ) -> Received:
        facts: dict[str, Any] = {
            "household_id": "H1",
            "region_code": VILLAGE,
            "source": LeadSource.TRIGGER,
            "reference": reference,
            "reported_on": today,
            "risk_type": RiskType.ILLNESS,
        }
        with self.database.writing(EVERYWHERE, at(today)) as work:
            return receive_report(work, self.keyring, self.policy, by, Reported(**{**facts, **changes}), today)

    def move(
        self, lead_id: str, by: Principal, move: str, today: dt.date = TODAY, seen: int | None = None, **details: Any
    ) -> Moved:
        with self.database.writing(by.jurisdiction, at(today)) as work:
            row = leads.find(work, lead_id, hold=True)
            assert row is not None
            return move_lead(work, self.keyring, self.policy, by, row, move, details, today, seen=seen)

    def rows(self, table: Any) -> list[Any]:
        with self.database.reading(EVERYWHERE, at(TODAY)) as work:
            return list(work.session.scalars(select(table)))

    def confirmed(self) -> str:
        lead_id = self.report().row.id
        self.move(lead_id, COUNTY, "dispatch", place=VILLAGE)
        self.move(
            lead_id, CADRE, "visit", TODAY + dt.timedelta(days=3), visited_on=TODAY + dt.timedelta(days=2),
            verdict="confirmed", risk_types=["illness", "labour_shortage"],
        )  # fmt: skip
        return lead_id


@pytest.fixture
def office(database: Database, keyring: Keyring, policy: Policy) -> Office:
    return Office(database, keyring, policy)


def test_several_reports_of_one_family_are_one_lead(office: Office) -> None:
    opened = office.report("alert-7")
    joined = office.report("hotline-3", source=LeadSource.SELF_REPORT)
    again = office.report("alert-7")
    assert [each.receipt.merge for each in (opened, joined, again)] == [Merge.OPENED, Merge.JOINED, Merge.KNOWN]
    assert {each.row.id for each in (opened, joined, again)} == {opened.row.id}
    assert sorted(row.reference for row in office.rows(LeadReport)) == ["alert-7", "hotline-3"]
    assert [row.version for row in office.rows(Lead)] == [2]


def test_a_reference_of_another_household_is_not_taken_for_its_own(office: Office) -> None:
    office.report("alert-7")
    with pytest.raises(OtherHouseholdError):
        office.report("alert-7", household_id="H2")
    # Another source may call its report the same.
    assert office.report("alert-7", household_id="H2", source=LeadSource.MODEL).receipt.merge is Merge.OPENED


def test_fifty_reports_at_once_are_one_lead_and_one_report(office: Office) -> None:
    with ThreadPoolExecutor(16) as many:
        received = list(many.map(lambda _: office.report("alert-7"), range(50)))
    assert {each.row.id for each in received} == {received[0].row.id}
    assert [len(office.rows(table)) for table in (Lead, LeadReport, AuditLine)] == [1, 1, 1]


def test_fifty_different_reports_at_once_are_one_lead_with_all_of_them(office: Office) -> None:
    with ThreadPoolExecutor(16) as many:
        list(many.map(lambda number: office.report(f"alert-{number}"), range(50)))
    (lead,) = office.rows(Lead)
    assert lead.version == 50
    assert sorted(row.number for row in office.rows(LeadReport)) == list(range(1, 51))


def test_a_visit_is_a_step_a_visit_and_a_record(office: Office) -> None:
    lead_id = office.confirmed()
    assert [step.move for step in office.rows(LeadStep)] == ["dispatch", "visit"]
    (visit,) = office.rows(Visit)
    assert (visit.lead_id, visit.verdict, visit.risk_types, visit.source) == (
        lead_id, "confirmed", ["illness", "labour_shortage"], "trigger",
    )  # fmt: skip
    (record,) = office.rows(RecordToLand)
    assert (record.table, record.event_date, record.known_date, record.landed_as) == (
        "visits", dt.date(2026, 1, 7), dt.date(2026, 1, 8), None,
    )  # fmt: skip
    assert record.columns == {"outcome": "confirmed", "lead_source": "trigger", "risk_type": "illness"}


def test_what_is_read_back_is_what_was_done(office: Office) -> None:
    lead_id = office.confirmed()
    moved = office.move(
        lead_id, COUNTY, "send_back", TODAY + dt.timedelta(days=4), sent_back_reason="other", note="问问邻居张三"
    )
    with office.database.reading(EVERYWHERE, at(TODAY)) as work:
        row = leads.find(work, lead_id)
        assert row is not None
        assert lead_of(work, office.keyring, row) == moved.lead
    # Free words may name people: they are not readable in the database.
    (*_, last) = office.rows(LeadStep)
    assert "note" not in last.details
    assert "张三".encode() not in last.words


def test_the_days_of_a_lead_are_kept_with_it(office: Office) -> None:
    row = office.report().row
    assert (row.started_on, row.due_on) == (TODAY, TODAY + dt.timedelta(days=15))
    later = TODAY + dt.timedelta(days=5)
    closed = office.move(row.id, COUNTY, "close", later, close_reason="duplicate", note="另案办理").row
    assert (closed.due_on, closed.amber_on, closed.ended_on) == (None, None, later)
    # Whoever is reported afterwards has a new lead.
    assert office.report("2", today=later).row.id != row.id


def test_a_refused_move_changes_nothing(office: Office) -> None:
    lead_id = office.report().row.id
    before = [(row.version, row.state) for row in office.rows(Lead)]
    for by, move in ((CADRE, "dispatch"), (CASE_SYSTEM, "dispatch"), (COUNTY, "decide"), (COUNTY, "no-such-move")):
        with pytest.raises(MoveError):
            office.move(lead_id, by, move, place=VILLAGE)
    assert [(row.version, row.state) for row in office.rows(Lead)] == before
    assert office.rows(LeadStep) == office.rows(RecordToLand) == []
    assert len(office.rows(AuditLine)) == 1


def test_a_program_moves_nothing(office: Office) -> None:
    """Every step is a person's, whatever the program's permissions are."""
    lead_id = office.report().row.id
    with office.database.reading(EVERYWHERE, at(TODAY)) as work:
        row = leads.find(work, lead_id)
        assert row is not None
        assert not any(choice.open for choice in choices(work, office.keyring, office.policy, CASE_SYSTEM, row, TODAY))
        assert any(choice.open for choice in choices(work, office.keyring, office.policy, COUNTY, row, TODAY))


def test_of_two_who_move_a_lead_at_once_one_is_told(office: Office) -> None:
    lead_id = office.report().row.id

    def dispatch(_: int) -> Any:
        try:
            return office.move(lead_id, COUNTY, "dispatch", seen=1, place=VILLAGE)
        except ChangedMeanwhileError as error:
            return error.version

    with ThreadPoolExecutor(8) as many:
        outcomes = list(many.map(dispatch, range(8)))
    assert sorted(str(type(each).__name__) for each in outcomes) == ["Moved", *["int"] * 7]
    assert [row.version for row in office.rows(Lead)] == [2]
    assert len(office.rows(LeadStep)) == 1


def test_whoever_has_no_business_there_finds_no_lead(office: Office) -> None:
    lead_id = office.report().row.id
    with office.database.writing(Jurisdiction.of("990101002"), at(TODAY)) as work:
        assert leads.find(work, lead_id) is None
        assert leads.of_household(work, "H1") is None


def test_a_household_never_has_two_open_leads(office: Office) -> None:
    """A removal can't be taken back while a later lead of the household is open."""
    lead_id = office.report().row.id
    office.move(lead_id, COUNTY, "dispatch", place=VILLAGE)
    office.move(lead_id, CADRE, "visit", visited_on=TODAY, verdict="unfounded", unfounded_reason="no_risk")
    later = TODAY + dt.timedelta(days=400)
    second = office.report("2", today=later).row.id
    assert second != lead_id
    with pytest.raises(MoveError, match=second):
        office.move(lead_id, COUNTY, "reopen", later, reopen_reason="changed", note="又病了")
    assert [row.id for row in office.rows(Lead) if row.ended_on is None] == [second]


def test_a_lead_from_its_report_to_its_registration(office: Office) -> None:
    day = TODAY
    lead_id = office.confirmed()
    others = {
        name: person(name, role)
        for name, role in (("sun", Role.VILLAGE), ("qian", Role.TOWNSHIP), ("zhou", Role.COUNTY_OFFICER))
    }
    walk: list[tuple[int, Principal, str, dict[str, Any]]] = [
        (4, COUNTY, "compare", {"comparison": "consistent"}),
        (
            5,
            others["sun"],
            "review",
            {"met_on": day + dt.timedelta(days=5), "participants": 12, "review_result": "passed"},
        ),
        (5, others["sun"], "post_notice", {"first_day": day + dt.timedelta(days=5), "notice_days": 5}),
        (11, others["qian"], "check", {"objections": "none"}),
        (12, others["zhou"], "decide", {"decision": "approved", "category": "sudden", "risk_types": ["illness"]}),
        (12, COUNTY, "register", {}),
    ]
    for days, by, move, details in walk:
        office.move(lead_id, by, move, day + dt.timedelta(days=days), **details)
    (lead,) = office.rows(Lead)
    assert (lead.state, lead.due_on) == (LeadState.REGISTERED.value, None)
    assert [row.columns.get("step") or row.columns["outcome"] for row in office.rows(RecordToLand)] == [
        "confirmed",
        "identified",
    ]
    with office.database.reading(EVERYWHERE, at(TODAY)) as work:
        assert work.session.scalar(select(func.count()).select_from(AuditLine)) == 9
