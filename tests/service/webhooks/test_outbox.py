"""An event is written with what it tells of, and read in order by whoever may see its place."""

from __future__ import annotations

import threading

import pytest

from service.events import EventKind
from service.jurisdiction import EVERYWHERE, NOWHERE, Jurisdiction
from service.store import Database
from service.store.filtering import OutsideJurisdictionError
from service.store.repositories.outbox import emit, events_after, newest_event
from tests.service.webhooks.receivers import NOW, OTHER_TOWNSHIP, VILLAGE


def numbers(database: Database, within: Jurisdiction, cursor: int = 0, limit: int = 100) -> list[int]:
    with database.reading(within, NOW) as work:
        return [event.number for event in events_after(work, cursor, limit)]


def test_what_is_not_done_is_no_event(database: Database) -> None:
    def fail() -> None:
        with database.writing(EVERYWHERE, NOW) as work:
            emit(work, EventKind.LEAD_MOVED, "lead:1", VILLAGE)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert numbers(database, EVERYWHERE) == []


def test_events_are_read_in_order_from_a_cursor_on(database: Database, happens) -> None:
    first = happens(step="dispatched", 备注=3)
    for _ in range(4):
        happens()
    assert (first.kind, first.subject, first.data) == ("lead.moved", "lead:lead_01", {"step": "dispatched", "备注": 3})
    everything = numbers(database, EVERYWHERE)
    assert everything == sorted(everything)
    assert numbers(database, EVERYWHERE, everything[1], 2) == everything[2:4]
    with database.reading(EVERYWHERE, NOW) as work:
        assert newest_event(work) == everything[-1]


def test_nobody_reads_or_writes_an_event_outside_their_places(database: Database, happens) -> None:
    here, there, county = happens().number, happens(region=OTHER_TOWNSHIP).number, happens(region="990101").number
    assert numbers(database, Jurisdiction.of("990101008")) == [here]
    assert numbers(database, Jurisdiction.of("990101")) == [here, there, county]
    assert numbers(database, NOWHERE) == []
    with database.reading(Jurisdiction.of("990101008"), NOW) as work:
        assert newest_event(work) == here
    with pytest.raises(OutsideJurisdictionError):
        happens(region=OTHER_TOWNSHIP, within=Jurisdiction.of("990101008"))


def test_a_reader_who_knows_a_number_has_missed_none_before_it(database: Database, happens) -> None:
    """Numbers are given out in the order in which events become visible, however many write at once."""

    def write(writer: int) -> None:
        for number in range(10):
            happens(subject=f"lead:{writer}-{number}")

    writers = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for each in writers:
        each.start()
    seen: list[int] = []
    while any(each.is_alive() for each in writers) or numbers(database, EVERYWHERE, seen[-1] if seen else 0, 1):
        seen += numbers(database, EVERYWHERE, seen[-1] if seen else 0, 7)
    assert len(seen) == 40
    assert seen == numbers(database, EVERYWHERE)
