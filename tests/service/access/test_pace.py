"""How much may be asked in a minute: by all workers together, each asker for themselves, and again in the next minute."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from service.access.pace import Limits, Pace, TooFastError
from service.jurisdiction import NOWHERE
from service.principal import SYSTEM, Kind, Principal
from service.store import Database
from service.store.repositories.audit import lines
from tests.service.office import Office

BEGIN = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
PROGRAM = replace(SYSTEM, kind=Kind.CLIENT, id="client_a")
PERSON = replace(SYSTEM, kind=Kind.USER, id="user_a")
LIMITS = Limits(programs=20, people=5)


def asked(pace: Pace, by: Principal, times: int, begin: dt.datetime = BEGIN, apart: float = 0.3) -> int:
    """How many of so many requests were let in."""
    let_in = 0
    for number in range(times):
        try:
            pace.count(by, begin + dt.timedelta(seconds=number * apart))
        except TooFastError:
            continue
        let_in += 1
    return let_in


def test_a_program_and_a_person_have_limits_of_their_own(database: Database) -> None:
    pace = Pace(database, LIMITS)
    assert asked(pace, PROGRAM, 30) == 20
    assert asked(pace, PERSON, 30) == 5
    assert asked(pace, replace(PROGRAM, id="client_b"), 10) == 10


def test_two_workers_count_together(database: Database) -> None:
    one, other = Pace(database, LIMITS), Pace(database, LIMITS)
    assert asked(one, PROGRAM, 15) == 15
    # What was counted since the last look of the first is not known yet: at most what a second brings.
    assert 5 <= asked(other, PROGRAM, 30) <= 9


def test_a_worker_that_begins_anew_knows_what_was_asked_before(database: Database) -> None:
    assert asked(Pace(database, LIMITS), PROGRAM, 20, apart=1.1) == 20
    assert asked(Pace(database, LIMITS), PROGRAM, 5, BEGIN + dt.timedelta(seconds=30)) == 0


def test_the_next_minute_begins_at_nothing_and_says_when_it_comes(database: Database) -> None:
    pace = Pace(database, LIMITS)
    then = BEGIN + dt.timedelta(seconds=42)
    asked(pace, PERSON, 5, then, apart=0)
    with pytest.raises(TooFastError) as refused:
        pace.count(PERSON, then)
    assert refused.value.seconds == 18
    pace.count(PERSON, then + dt.timedelta(seconds=refused.value.seconds))


def test_a_clock_that_was_set_back_gives_no_second_minute(database: Database) -> None:
    pace = Pace(database, LIMITS)
    asked(pace, PERSON, 10, apart=0)
    assert asked(pace, PERSON, 10, BEGIN - dt.timedelta(hours=1), apart=0) == 0


def test_over_http_it_is_said_when_to_come_again_and_nothing_is_done(
    own_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = own_office.app.state.resources.door
    monkeypatch.setattr(door, "pace", Pace(door.database, Limits(programs=2)))
    program = own_office.program()
    answers = [program.get("/v1/leads") for _ in range(4)]
    # The minute may end between two of them.
    assert [answer.status_code for answer in answers].count(429) >= 1
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.json()["type"] == "urn:fanpin:problem:too-many-requests"
    with door.database.reading(NOWHERE, BEGIN) as work:
        assert [line.action for line in lines(work)].count("access.too-fast") == 1
