"""The feed of what has changed: in order, nothing twice, nothing missed, nothing of other places."""

from __future__ import annotations

import threading
from typing import Any

from service.events import EventKind
from service.jurisdiction import EVERYWHERE, Jurisdiction
from service.local_time import day_of
from service.principal import Permission
from service.routes.doing import now
from service.store import Database
from service.store.repositories.outbox import emit
from service.webhooks.feed import event_page
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.webhooks.receivers import NOW, VILLAGE


def report(office: Office, household: str) -> str:
    sent = {
        "household_id": household,
        "source": "trigger",
        "reference": f"feed-{household}",
        "reported_on": str(day_of(now())),
        "risk_type": "illness",
    }
    answer = office.program(Permission.REPORT_LEADS).post("/v1/leads", json=sent)
    assert answer.status_code == 201, answer.text
    return f"lead:{answer.json()['id']}"


def test_whoever_asks_on_misses_none_and_meets_none_twice(office: Office) -> None:
    reader = office.program(Permission.READ_EVENTS)
    start = reader.get("/v1/events").json()["newest"]
    subjects = [report(office, household) for household in office.households(TOWNSHIP)[:3]]
    page: dict[str, Any] = {"next": start}
    seen: list[dict[str, Any]] = []
    for _ in range(3):
        page = reader.get("/v1/events", params={"after": page["next"], "limit": 2}).json()
        seen += page["items"]
    assert [event["subject"] for event in seen] == subjects
    assert {event["kind"] for event in seen} == {"lead.received"}
    assert page["next"] == page["newest"] == seen[-1]["number"]
    assert page["items"] == []
    kept = reader.get("/v1/events", params={"limit": 500}).json()["items"]
    assert kept[-3:] == seen


def test_what_happens_elsewhere_is_not_told(office: Office) -> None:
    report(office, office.households(TOWNSHIP)[4])
    elsewhere = Jurisdiction.of(f"{COUNTY}999")
    answer = office.program(Permission.READ_EVENTS, where=elsewhere).get("/v1/events", params={"after": 0}).json()
    assert answer == {"items": [], "next": 0, "newest": 0}


def test_of_two_who_write_at_once_the_one_that_ends_later_is_read_later(database: Database) -> None:
    """Whatever the order in which they began: nobody who asked in between has a number beyond an event that was not there yet."""

    def page(after: int) -> list[str]:
        with database.reading(EVERYWHERE, NOW) as work:
            return [event.subject for event in event_page(work, after, 10).items]

    def write_the_second() -> None:
        with database.writing(EVERYWHERE, NOW) as work:
            emit(work, EventKind.LEAD_MOVED, "lead:second", VILLAGE)

    second = threading.Thread(target=write_the_second)
    with database.writing(EVERYWHERE, NOW) as work:
        first = emit(work, EventKind.LEAD_MOVED, "lead:first", VILLAGE)
        second.start()
        second.join(0.2)
        assert second.is_alive(), "it waits for the first"
        assert page(0) == []
    second.join()
    assert page(0) == ["lead:first", "lead:second"]
    assert page(first.number) == ["lead:second"]
    # One that comes to nothing leaves a gap in PostgreSQL, and no more than that.
    try:
        with database.writing(EVERYWHERE, NOW) as work:
            emit(work, EventKind.LEAD_MOVED, "lead:undone", VILLAGE)
            raise ZeroDivisionError
    except ZeroDivisionError:
        write_the_second()
    assert page(0) == ["lead:first", "lead:second", "lead:second"]


def test_of_two_open_at_once_the_number_is_that_of_the_order_in_which_they_end(database: Database) -> None:
    """On PostgreSQL both are open: who began first and tells of it last has the higher number. SQLite lets no second one begin."""
    if database.is_sqlite:
        return
    with database.writing(EVERYWHERE, NOW) as early, database.writing(EVERYWHERE, NOW) as late:
        begun = emit(late, EventKind.LEAD_MOVED, "lead:late", VILLAGE)
        late.session.commit()
        with database.reading(EVERYWHERE, NOW) as reading:
            assert event_page(reading, 0, 10).next == begun.number
        assert emit(early, EventKind.LEAD_MOVED, "lead:early", VILLAGE).number > begun.number
