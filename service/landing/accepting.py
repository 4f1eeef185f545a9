"""Facts that a case system sends, taken in: all of them or none, each once, known from the day of their receipt on.

Households are named by the source's own code, people by the pseudonym that the records give them
(docs/decisions/0002-household-codes-and-person-pseudonyms.md): the key that makes one is the store's alone, so that nobody new can
be sent, and neither a name nor an ID number has a place here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from features.deliveries.departments import DeliveringDepartment
from features.intake.landing.identities import IDENTITIES
from features.vocabulary import Listing
from service import problem_wording as kinds
from service.keyring import Keyring
from service.landing.examining import Errors, sound_rows
from service.landing.homes import Home
from service.landing.sent import MOST_FACTS, SET_AT_RECEIPT, Fact
from service.principal import Principal
from service.problems import FieldProblem, field_problems
from service.rows import frame_of_rows
from service.store import Work
from service.store.repositories import audit, records
from service.store.tables import RecordToLand
from service.store.types import new_id

Homes = Callable[[Collection[str]], Mapping[str, Home]]
"""The homes of households; of one that the records do not know there is none."""

OF_THE_FACT = ("household_id", "record_id", "event_date", *SET_AT_RECEIPT)
"""Columns of every table that no `columns` of a fact hold: the fact says them itself, or its receipt does."""


class FactsRefusedError(ValueError):
    """Nothing was taken in; `errors` are all that is wrong, as Pydantic lists it, `problems` the same in words."""

    def __init__(self, errors: Errors) -> None:
        super().__init__(f"{len(errors)} problems in the facts sent.")
        self.errors = errors

    @property
    def problems(self) -> list[FieldProblem]:
        return list(field_problems(self.errors)[:])


@dataclass(frozen=True)
class Taken:
    """A fact that was taken in.

    Attributes:
        id: its name for the outside; the record that it becomes leads back to it.
        is_known: it was taken in before, by the same reference.
    """

    reference: str
    id: str
    known_date: dt.date
    is_known: bool


def accept_facts(
    work: Work,
    keyring: Keyring,
    by: Principal,
    sent: Any,
    today: dt.date,
    *,
    homes: Homes,
    department: DeliveringDepartment,
    tables: Collection[str],
) -> tuple[Taken, ...]:
    """Take in facts of single households, in one piece with the audit's line; they become records with the next landing.

    The same reference of the same sender is the same fact, taken in once.

    Args:
        sent: a list of facts as they came (`service.landing.sent.Fact`).
        today: the day of receipt, from which on they are known.
        department: for which the sender sends.
        tables: those that the department delivers; facts of others are another's to send.

    Raises:
        FactsRefusedError: with everything that is wrong with any of them.
    """
    facts, errors = _facts(sent)
    described = homes({fact.household_id for fact in facts.values()})
    places = {code: home for code, home in described.items() if home.region_code in by.jurisdiction}
    rows = {position: _row(fact, today) for position, fact in facts.items()}
    order = list(rows)
    sound, wrong = sound_rows([(facts[position].table, rows[position]) for position in order])
    models = {table: {order[at]: model for at, model in kept.items()} for table, kept in sound.items()}
    errors += [_at(order[at], error) for at, of_row in wrong.items() for error in of_row]
    names = _record_ids(facts, models)
    words = {"department": department, "tables": ", ".join(sorted(tables))}
    for position, fact in facts.items():
        if fact.table not in tables:
            errors.append({"type": kinds.OTHER_DEPARTMENT, "loc": ("facts", position, "table"), "ctx": words})
        errors += [
            {"type": kind, "loc": ("facts", position, *place), "ctx": {}}
            for kind, *place in _not_possible(fact, places.get(fact.household_id), by)
        ]
        if position not in names and fact.record_id is None and fact.table not in IDENTITIES:
            errors.append({"type": kinds.NO_RECORD_ID, "loc": ("facts", position, "record_id"), "ctx": {}})
    known = records.sent_before(work, by.id, {fact.reference for fact in facts.values()})
    errors += [*_taken_by_others(facts, known, names), *_contradicted(facts, names)]
    if errors:
        raise FactsRefusedError(sorted(errors, key=lambda error: [str(step).zfill(6) for step in error["loc"]]))
    return _keep(work, keyring, by, department.zh, today, facts, names, known, places)


def _facts(sent: Any) -> tuple[dict[int, Fact], Errors]:
    """The facts whose form is right, by position, and what is wrong with the others."""
    if not isinstance(sent, list):
        return {}, [{"type": "list_type", "loc": ("facts",), "ctx": {}}]
    if not sent or len(sent) > MOST_FACTS:
        kind = kinds.TOO_MANY_FACTS if sent else kinds.NO_FACTS
        return {}, [{"type": kind, "loc": ("facts",), "ctx": {"most": MOST_FACTS}}]
    facts: dict[int, Fact] = {}
    errors: Errors = []
    for position, each in enumerate(sent):
        try:
            facts[position] = Fact.model_validate(each)
        except ValidationError as error:
            for problem in error.errors(include_url=False, include_input=False):
                context = dict(problem.get("ctx") or {})
                if problem["type"] == "extra_forbidden":
                    context["fields"] = tuple(Fact.model_fields)
                errors.append({"type": problem["type"], "loc": ("facts", position, *problem["loc"]), "ctx": context})
    return facts, errors


def _row(fact: Fact, today: dt.date) -> dict[str, Any]:
    said = {name: value for name, value in fact.columns.items() if name not in OF_THE_FACT}
    own = {"household_id": fact.household_id, "record_id": fact.record_id or "-", "event_date": fact.event_date}
    return {**said, **own, "known_date": today}


def _at(position: int, error: Mapping[str, Any]) -> dict[str, Any]:
    """A row's error at its place in what was sent."""
    place = error["loc"]
    within = () if place and place[0] in OF_THE_FACT else ("columns",)
    return {**error, "loc": ("facts", position, *within, *place)}


def _record_ids(facts: Mapping[int, Fact], models: Mapping[str, Mapping[int, BaseModel]]) -> dict[int, str]:
    """Which fact each is: as it says, else as the intake of a delivered sheet would have it."""
    names = {position: fact.record_id for position, fact in facts.items() if fact.record_id is not None}
    for table, rows in models.items():
        unnamed = {position: row for position, row in rows.items() if position not in names}
        if unnamed and table in IDENTITIES:
            worked_out = frame_of_rows(table, unnamed, "").select(IDENTITIES[table].alias("record_id"))
            names |= dict(zip(unnamed, worked_out.to_series(), strict=True))
    return names


def _not_possible(fact: Fact, home: Home | None, by: Principal) -> Iterator[tuple[str, ...]]:
    """What a fact by itself can't say, each as its kind and where it stands."""
    yield from ((kinds.SET_AT_RECEIPT, "columns", name) for name in fact.columns if name in SET_AT_RECEIPT)
    yield from (("extra_forbidden", "columns", name) for name in fact.columns if name in OF_THE_FACT[:3])
    if home is None:
        yield kinds.UNKNOWN_HOUSEHOLD, "household_id"
        return
    person, region = fact.columns.get("person_id"), fact.columns.get("region_code")
    if isinstance(person, str) and person not in home.people:
        yield kinds.UNKNOWN_PERSON, "columns", "person_id"
    if isinstance(region, str) and region not in by.jurisdiction:
        yield kinds.ELSEWHERE, "columns", "region_code"
    if fact.columns.get("listing") == Listing.FULL.value:
        yield kinds.WHOLE_ROSTER, "columns", "listing"


def _taken_by_others(
    facts: Mapping[int, Fact], known: Mapping[str, RecordToLand], names: Mapping[int, str]
) -> Iterator[dict[str, Any]]:
    """References that stand for another fact, taken in before or sent beside it."""
    first: dict[str, Fact] = {}
    for position, fact in facts.items():
        before = known.get(fact.reference)
        beside = first.setdefault(fact.reference, fact)
        if beside != fact or (before is not None and _kept_content(before) != _sent_content(fact, names.get(position))):
            yield {"type": kinds.REFERENCE_TAKEN, "loc": ("facts", position, "reference"), "ctx": {}}


def _contradicted(facts: Mapping[int, Fact], names: Mapping[int, str]) -> Iterator[dict[str, Any]]:
    """Facts of which two different things are sent at once: nobody could say which holds."""
    first: dict[tuple[str, str, str], Fact] = {}
    for position, record_id in sorted(names.items()):
        fact = facts[position]
        other = first.setdefault((fact.household_id, fact.table, record_id), fact)
        if (other.event_date, other.columns) != (fact.event_date, fact.columns):
            yield {"type": kinds.CONTRADICTED, "loc": ("facts", position), "ctx": {}}


def _kept_content(row: RecordToLand) -> tuple[object, ...]:
    return row.household_id, row.table, row.record_id, row.event_date, row.columns


def _sent_content(fact: Fact, record_id: str | None) -> tuple[object, ...]:
    return fact.household_id, fact.table, record_id, fact.event_date, fact.columns


def _keep(
    work: Work,
    keyring: Keyring,
    by: Principal,
    department: str,
    today: dt.date,
    facts: Mapping[int, Fact],
    names: Mapping[int, str],
    known: Mapping[str, RecordToLand],
    places: Mapping[str, Home],
) -> tuple[Taken, ...]:
    kept = dict(known)
    errors: Errors = []
    for position, fact in facts.items():
        if fact.reference in kept:
            continue
        row = records.add_once(
            work,
            id=new_id("record", work.now),
            region_code=places[fact.household_id].region_code,
            household_id=fact.household_id,
            table=fact.table,
            record_id=names[position],
            event_date=fact.event_date,
            known_date=today,
            columns=fact.columns,
            sent_by=by.id,
            department=department,
            reference=fact.reference,
            received_at=work.now,
        )
        if row is None:
            errors.append({"type": kinds.REFERENCE_TAKEN, "loc": ("facts", position, "reference"), "ctx": {}})
        else:
            kept[fact.reference] = row
    if errors:
        raise FactsRefusedError(errors)
    new = [row.id for reference, row in kept.items() if reference not in known]
    if new:
        audit.append(work, keyring, actor=by.actor, action="facts.accept", detail={"facts": new})
    return tuple(
        Taken(fact.reference, row.id, row.known_date, fact.reference in known)
        for fact in facts.values()
        for row in (kept[fact.reference],)
    )
