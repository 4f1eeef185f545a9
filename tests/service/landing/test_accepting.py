"""Facts that a case system sends: all of them or none, each once, known from the day of their receipt on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from features.deliveries.departments import DeliveringDepartment
from features.intake.landing import LANDINGS
from features.records.store import RecordStore
from features.records.tables import TABLES
from service.jurisdiction import EVERYWHERE, Jurisdiction
from service.keyring import Keyring
from service.landing.accepting import FactsRefusedError, Taken, accept_facts
from service.landing.homes import Home, homes
from service.principal import Kind, Permission, Principal
from service.store import Database
from service.store.tables import AuditLine, RecordToLand
from tests.service.landing.at_work import CASE_SYSTEM, ELSEWHERE, VILLAGE, at, land

TODAY = dt.date(2026, 1, 9)
OTHER = Principal(Kind.CLIENT, "client_2", "another", frozenset(Permission), EVERYWHERE)
DIBAO = {
    "reference": "民政-1", "household_id": "H1", "table": "support", "event_date": "2026-01-05",
    "columns": {"kind": "dibao", "started_on": "2026-01-05", "amount_yuan": 500},
}  # fmt: skip
CARD = {
    "reference": "残联-7", "household_id": "H2", "table": "disability", "event_date": "2026-01-04",
    "columns": {"person_id": "P-H2", "category": 4, "grade": 2.0},
}  # fmt: skip
ID_NUMBER = "99010119800501001X"

Accept = Callable[..., tuple[Taken, ...]]


@pytest.fixture
def accept(database: Database, keyring: Keyring, store: RecordStore) -> Accept:
    def taken(
        *facts: Any, by: Principal = CASE_SYSTEM, today: dt.date = TODAY, sent: Any = None, tables: Any = TABLES
    ) -> tuple[Taken, ...]:
        known: Callable[[Collection[str]], Mapping[str, Home]] = partial(homes, store, on=today)
        with database.writing(by.jurisdiction, at(today)) as work:
            all_of_them = list(facts) if sent is None else sent
            return accept_facts(
                work, keyring, by, all_of_them, today, homes=known,
                department=DeliveringDepartment.CIVIL_AFFAIRS, tables=set(tables),
            )  # fmt: skip

    return taken


@pytest.fixture
def problems(accept: Accept, database: Database) -> Callable[..., list[tuple[str, str]]]:
    """What is wrong with facts, by place and kind; the database must not notice the attempt."""

    def of(*facts: Any, **changes: Any) -> list[tuple[str, str]]:
        before = len(rows(database))
        with pytest.raises(FactsRefusedError) as refused:
            accept(*facts, **changes)
        assert len(rows(database)) == before
        told = refused.value.problems
        assert all(" | " in problem.message and " | " in problem.what_to_do for problem in told)
        assert not any("张三" in str(problem) or ID_NUMBER in str(problem) for problem in told)
        return [(problem.path, error["type"]) for problem, error in zip(told, refused.value.errors, strict=True)]

    return of


def rows(database: Database, table: Any = RecordToLand) -> list[Any]:
    with database.reading(EVERYWHERE, at(TODAY)) as work:
        return list(work.session.scalars(select(table)))


def changed(fact: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """A fact with other columns or another envelope."""
    return {**fact, **changes, "columns": {**fact["columns"], **changes.get("columns", {})}}


def test_facts_become_records_known_from_the_day_of_their_receipt(
    accept: Accept, database: Database, store: RecordStore
) -> None:
    taken = accept(DIBAO, CARD)
    assert [(each.reference, each.known_date, each.is_known) for each in taken] == [
        ("民政-1", TODAY, False), ("残联-7", TODAY, False),
    ]  # fmt: skip
    land(database, store, dt.date(2026, 1, 12))
    records = store.records()
    (support,) = records["support"].iter_rows(named=True)
    assert (support["household_id"], support["event_date"], support["known_date"], support["amount_yuan"]) == (
        "H1", dt.date(2026, 1, 5), TODAY, 500.0,
    )  # fmt: skip
    assert support["source_sheet"] == taken[0].id
    assert records["disability"].select("person_id", "category", "grade").rows() == [("P-H2", 4.0, 2.0)]
    assert {row.region_code for row in rows(database)} == {VILLAGE}


def test_a_department_sends_what_it_delivers(problems: Callable[..., list[tuple[str, str]]]) -> None:
    assert problems(DIBAO, CARD, tables={"support"}) == [("facts[1].table", "other_department")]


def test_the_same_fact_from_a_delivered_sheet_is_the_same_record(accept: Accept, database: Database) -> None:
    from tests.features.intake.test_identities import row_of

    accept(DIBAO)
    (row,) = rows(database)
    sheet = row_of("support_measure").with_columns(started_on=dt.date(2026, 1, 5))
    assert LANDINGS["support_measure"](sheet, TODAY)["support"]["record_id"].to_list() == [row.record_id]


def test_a_reference_sent_again_is_taken_in_once(accept: Accept, database: Database) -> None:
    (first,) = accept(DIBAO)
    again, new = accept(DIBAO, CARD, today=TODAY + dt.timedelta(days=3))
    assert (again.id, again.known_date, again.is_known, new.is_known) == (first.id, TODAY, True, False)
    assert len(rows(database)) == 2
    assert len(rows(database, AuditLine)) == 2
    # Another sender may call its fact the same.
    assert not accept(DIBAO, by=OTHER)[0].is_known


def test_fifty_times_at_once_is_one_fact(accept: Accept, database: Database) -> None:
    with ThreadPoolExecutor(16) as many:
        taken = list(many.map(lambda _: accept(DIBAO), range(50)))
    assert {each.id for (each,) in taken} == {rows(database)[0].id}
    assert [len(rows(database, table)) for table in (RecordToLand, AuditLine)] == [1, 1]


def test_a_reference_stands_for_one_fact(accept: Accept, problems: Callable[..., list[tuple[str, str]]]) -> None:
    accept(DIBAO)
    assert problems(changed(DIBAO, columns={"amount_yuan": 600})) == [("facts[0].reference", "reference_taken")]
    # A correction is a fact of its own: the same record, said again.
    corrected = changed(DIBAO, reference="民政-2", columns={"amount_yuan": 600})
    assert not accept(corrected)[0].is_known
    twice = changed(CARD, reference="残联-8", columns={"grade": 1})
    assert problems(CARD, twice) == [("facts[1]", "contradicted")]


def test_a_reference_used_where_the_sender_has_no_business_any_more_is_taken(
    accept: Accept, problems: Callable[..., list[tuple[str, str]]]
) -> None:
    accept(changed(DIBAO, household_id="H9"), by=OTHER)
    narrowed = Principal(OTHER.kind, OTHER.id, OTHER.shown, OTHER.permissions, Jurisdiction.of(VILLAGE))
    assert problems(DIBAO, by=narrowed) == [("facts[0].reference", "reference_taken")]


def test_a_household_elsewhere_is_as_one_that_does_not_exist(problems: Callable[..., list[tuple[str, str]]]) -> None:
    told = [problems(changed(DIBAO, household_id=code)) for code in ("H9", "nobody")]
    assert told == [[("facts[0].household_id", "unknown_household")]] * 2


@pytest.mark.parametrize(
    ("fact", "path", "kind"),
    [
        (changed(DIBAO, columns={"known_date": "2025-06-01"}), "columns.known_date", "set_at_receipt"),
        (changed(DIBAO, columns={"delivery_id": "d1"}), "columns.delivery_id", "set_at_receipt"),
        (changed(DIBAO, columns={"household_id": "H2"}), "columns.household_id", "extra_forbidden"),
        (changed(DIBAO, columns={"name": "张三"}), "columns.name", "extra_forbidden"),
        (changed(DIBAO, columns={"kind": "张三"}), "columns.kind", "literal_error"),
        (changed(DIBAO, columns={"amount_yuan": "500"}), "columns.amount_yuan", "float_type"),
        (changed(DIBAO, columns={"ended_on": "2026-01-01"}), "columns.ended_on", "rule_broken"),
        (changed(DIBAO, event_date="2027-02-01"), "event_date", "rule_broken"),
        (changed(DIBAO, event_date="20260105"), "event_date", "iso_date"),
        (changed(DIBAO, table="supports"), "table", "literal_error"),
        (changed(DIBAO, reference=""), "reference", "string_too_short"),
        (changed(DIBAO, record_id=" r"), "record_id", "rule_broken"),
        # People are known by the pseudonym that the records give them, and nobody new can be sent.
        (changed(CARD, columns={"person_id": ID_NUMBER}), "columns.person_id", "unknown_person"),
        (changed(CARD, columns={"person_id": "P-H1"}), "columns.person_id", "unknown_person"),
        (changed(CARD, columns={"person_id": None}), "columns.person_id", "string_type"),
        # What tells of a roster says which fact it is, and is no roster.
        ({**DIBAO, "table": "income", "columns": {"category": "wage", "amount_yuan": 1.0, "period_months": 1.0, "caliber": "survey"}},
         "record_id", "no_record_id"),
        ({**CARD, "table": "members", "record_id": "r", "columns": {"person_id": "P-H2", "listing": "full"}},
         "columns.listing", "whole_roster"),
        ({**DIBAO, "table": "households", "record_id": "r", "columns": {"region_code": ELSEWHERE, "household_type": "general"}},
         "columns.region_code", "elsewhere"),
    ],
)  # fmt: skip
def test_what_a_single_fact_can_t_say_is_refused_in_words(
    problems: Callable[..., list[tuple[str, str]]], fact: Any, path: str, kind: str
) -> None:
    assert problems(fact) == [(f"facts[0].{path}", kind)]


@pytest.mark.parametrize(
    ("sent", "kind"), [({}, "list_type"), ([], "no_facts"), ([DIBAO] * 501, "too_many_facts"), ("x", "list_type")]
)
def test_what_is_no_list_of_facts_is_told(problems: Callable[..., list[tuple[str, str]]], sent: Any, kind: str) -> None:
    assert problems(sent=sent) == [("facts", kind)]


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_taken_in(
    problems: Callable[..., list[tuple[str, str]]],
) -> None:
    told = problems(
        DIBAO,
        "no fact",
        changed(DIBAO, household_id="H9", reference="2", columns={"kind": "cash"}),
        changed(CARD, columns={"person_id": "P-H9", "category": 4.5, "known_date": "2020-01-01"}),
    )
    assert sorted(told) == [
        ("facts[1]", "model_type"),
        ("facts[2].columns.kind", "literal_error"),
        ("facts[2].household_id", "unknown_household"),
        ("facts[3].columns.grade", "rule_broken"),
        ("facts[3].columns.known_date", "set_at_receipt"),
        ("facts[3].columns.person_id", "unknown_person"),
    ]


def test_a_fact_is_taken_back_by_its_record(accept: Accept, database: Database, store: RecordStore) -> None:
    accept(DIBAO)
    accept(changed(DIBAO, reference="民政-2", columns={"withdrawn": True}), today=TODAY + dt.timedelta(days=5))
    land(database, store, dt.date(2026, 1, 20))
    assert store.records()["support"].sort("known_date")["withdrawn"].to_list() == [None, True]
