"""Many households answered in one request, one after the other, in the order in which they were sent.

    stored codes    →  the day's run, where it holds what would be answered now; the others computed some at a time
    documents       →  computed, those of one day together

A household that has no answer has its problem instead, and costs nobody else.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from features.bilingual import Bilingual
from features.frame import index_of
from features.records.gate import Records
from features.records.store.states import StoreInState
from models.answers import answer_many
from models.assess import standing_for
from models.scope import OutOfScopeError, Standing
from service.answers import body_of
from service.assess import assess_documents, context_on, homes_on, unknown_household
from service.documents import HouseholdDocument
from service.failures import problem_of
from service.jurisdiction import Jurisdiction
from service.place_names import Names, names_at_hand, names_of
from service.problems import Problem, ProblemError
from service.resources import Instruments, Resources
from service.runs.serving import answers_of_run, run_to_serve
from service.score_names import score_name
from service.sending import SentDocument
from service.slow import BusyError, OneAtATime
from service.store import Database

Asked = TypeVar("Asked")

READ_AT_ONCE = 250
"""Answers of a run in memory together; some 1 MB."""

COMPUTED_AT_ONCE = 100
"""Households worked on together, after which the next request has its turn."""

DOCUMENTS_AT_ONCE = 100

REQUESTS_AT_ONCE = 4
"""More wait for nothing: their computing would take turns anyway."""

SECONDS_FOR_A_TURN = 120.0

_BUSY = Bilingual("正在批量评估其他户", "Other batches are being answered")


@dataclass(frozen=True)
class Line:
    """What is answered about one household: an object of JSON."""

    text: bytes
    is_answer: bool

    @classmethod
    def of_answer(cls, household_id: str, body: bytes, score_id: str, run_id: str | None = None) -> Line:
        """An answer as it is sent alone, with its name and the run that holds it."""
        beside = {"household_id": household_id, "run_id": run_id, "score_id": score_id, "problem": None}
        text = json.dumps(beside, ensure_ascii=False).encode()
        return cls(text[:-1] + b', "assessment": ' + body + b"}", is_answer=True)

    @classmethod
    def of_fields(cls, fields: dict[str, Any], names: Names) -> Line:
        """An answer as `models.answers` gives it."""
        household_id, body = str(fields["household_id"]), body_of(fields, names)
        return cls.of_answer(household_id, body, score_name(household_id, fields["made_from"]))

    @classmethod
    def of_problem(cls, household_id: str | None, problem: Problem) -> Line:
        """Why there is no answer, and no number."""
        line = {
            "household_id": household_id,
            "run_id": None,
            "score_id": None,
            "problem": problem.model_dump(exclude_none=True),
            "assessment": None,
        }
        # What was sent as a code may hold what no text encoding can carry.
        return cls(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace"), is_answer=False)


_TURNS = OneAtATime[list[Line]](
    _BUSY, most_waiting=REQUESTS_AT_ONCE, most_queued=REQUESTS_AT_ONCE, seconds=SECONDS_FOR_A_TURN
)
_PLACES = threading.BoundedSemaphore(REQUESTS_AT_ONCE)


@dataclass(frozen=True)
class Standpoint:
    """What all answers of a request stand on."""

    day: dt.date
    jurisdiction: Jurisdiction
    store: StoreInState
    instruments: Instruments


def lines_of_stored(
    household_ids: Sequence[str], on: Standpoint, database: Database, now: dt.datetime
) -> Iterator[list[Line]]:
    """A line for each of the codes, some at a time.

    Raises:
        BusyError: with the first of them, too many ask for batches, or the villages of the month are being counted.
        ContextError: likewise, they can't be kept.
    """
    with _a_place():
        run = run_to_serve(database, on.jurisdiction, on.store, on.instruments, on.day, now)
        for some in _parts(household_ids, READ_AT_ONCE):
            kept = {} if run is None else answers_of_run(database, on.jurisdiction, run, some, now)
            lines = {code: Line.of_answer(code, each.body, each.score_id, each.run_id) for code, each in kept.items()}
            others = [code for code in dict.fromkeys(some) if code not in lines]
            for few in _parts(others, COMPUTED_AT_ONCE):
                lines |= zip(few, _in_turn(few, _computing(few, on)), strict=True)
            yield [lines[code] for code in some]


def lines_of_documents(
    documents: Sequence[SentDocument], jurisdiction: Jurisdiction, instruments: Instruments, held: Resources
) -> Iterator[list[Line]]:
    """A line for each of the documents, some at a time. Nothing of them is kept.

    Raises:
        BusyError: with the first of them, too many ask for batches.
    """
    with _a_place():
        for some in _parts(documents, DOCUMENTS_AT_ONCE):
            assess = _assessing(some, jurisdiction, instruments, held)
            yield _in_turn([each.household_id for each in some], assess)


def _parts(asked: Sequence[Asked], size: int) -> Iterator[Sequence[Asked]]:
    return (asked[first : first + size] for first in range(0, len(asked), size))


@contextmanager
def _a_place() -> Iterator[None]:
    if not _PLACES.acquire(blocking=False):
        raise BusyError(_BUSY)
    try:
        yield
    finally:
        _PLACES.release()


def _in_turn(codes: Sequence[str | None], work: Callable[[], list[Line]]) -> list[Line]:
    """What the work gives; where it fails as a whole, that is what is to be said of each of these."""
    try:
        return _TURNS.result(object(), work)
    except Exception as error:  # noqa: BLE001 - whatever it is, the others of the request go on
        problem = problem_of(error).problem
        return [Line.of_problem(code, problem) for code in codes]


def _computing(codes: Sequence[str], on: Standpoint) -> Callable[[], list[Line]]:
    # Counted before the turn: who waits for villages keeps nobody else waiting.
    context_on(on.day, on.store, on.instruments)

    def work() -> list[Line]:
        model, day = on.instruments.model, on.day
        records = Records(on.store.records(households=codes))
        there = _there(codes, records, on)
        # Whom the model does not speak of is told apart first: it takes a fiftieth of the time, and on a run's day they are all that is left.
        stands = dict(standing_for(model, records, index_of(there, day)).select("household_id", "standing").iter_rows())
        inside = [code for code in there if stands[code] == Standing.IN_SCOPE.value]
        refused: dict[str, Exception] = {
            code: OutOfScopeError(code, Standing(stands[code])) for code in there if code not in inside
        }
        lines: dict[str, Line] = {}
        if inside:
            answers = answer_many(model, on.instruments.policy, on.store, inside, day)
            names = names_of(on.store, day)
            lines = {code: Line.of_fields(fields, names) for code, fields in answers.given.items()}
            refused |= answers.unanswered
        nobody = unknown_household()
        return [
            lines.get(code) or Line.of_problem(code, problem_of(refused.get(code, nobody)).problem) for code in codes
        ]

    return work


def _there(codes: Sequence[str], records: Records, on: Standpoint) -> list[str]:
    """Those of whom the store knows anything, as far as they lived within the jurisdiction on the day."""
    if on.jurisdiction.is_everywhere:
        known = {code for rows in records.tables.values() for code in rows.get_column("household_id").unique()}
        return [code for code in codes if code in known]
    homes = homes_on(on.day, codes, records)
    return [code for code in codes if homes.get(code) in on.jurisdiction]


def _assessing(
    documents: Sequence[SentDocument], jurisdiction: Jurisdiction, instruments: Instruments, held: Resources
) -> Callable[[], list[Line]]:
    def work() -> list[Line]:
        checked = [_checked(each) for each in documents]
        lines: dict[int, Line] = {}
        for places in _of_one_day(checked):
            some = [each for place in places if isinstance(each := checked[place], HouseholdDocument)]
            answers = _answers(some, jurisdiction, instruments, held)
            names = names_at_hand(held.store, some[0].as_of)
            for place, each in zip(places, some, strict=True):
                answer = answers[each.household_id]
                if isinstance(answer, Exception):
                    lines[place] = Line.of_problem(each.household_id, problem_of(answer).problem)
                else:
                    lines[place] = Line.of_fields(answer, names)
        for place, each in enumerate(checked):
            if isinstance(each, ProblemError):
                lines[place] = Line.of_problem(documents[place].household_id, each.problem)
        return [lines[place] for place in range(len(documents))]

    return work


def _answers(
    documents: Sequence[HouseholdDocument], jurisdiction: Jurisdiction, instruments: Instruments, held: Resources
) -> Mapping[str, dict[str, Any] | Exception]:
    try:
        return assess_documents(documents, jurisdiction, instruments, held.store)
    except Exception as error:  # noqa: BLE001 - whatever it is, those of other days go on
        return {each.household_id: error for each in documents}


def _checked(document: SentDocument) -> HouseholdDocument | ProblemError:
    try:
        return document.checked()
    except ProblemError as error:
        return error


def _of_one_day(documents: Sequence[HouseholdDocument | ProblemError]) -> list[list[int]]:
    """The places of documents that can be answered together: of one day, each of another household."""
    groups: dict[tuple[dt.date, int], list[int]] = {}
    met: dict[tuple[dt.date, str], int] = {}
    for place, document in enumerate(documents):
        if isinstance(document, HouseholdDocument):
            before = met.get((document.as_of, document.household_id), 0)
            met[document.as_of, document.household_id] = before + 1
            groups.setdefault((document.as_of, before), []).append(place)
    return list(groups.values())
