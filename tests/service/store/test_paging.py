"""Pages go on where the last one ended, whoever comes or goes meanwhile."""

from __future__ import annotations

import base64
import datetime as dt
from itertools import chain
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from service.jurisdiction import EVERYWHERE, Jurisdiction
from service.keyring import Keyring, load_or_create_keyring
from service.store import Database
from service.store.paging import CursorError, Key, Page, page, page_of_sorted
from service.store.tables import Lead
from tests.service.store.drawn import NOW, row_of

HERE, BESIDE = "990101001001", "990101002001"
BY_ID = (Key(Lead.id, "id"),)
BY_DAY_DOWN = (Key(Lead.opened_on, "opened_on", descending=True), Key(Lead.id, "id", descending=True))
BY_STATE_UP_VERSION_DOWN = (Key(Lead.state, "state"), Key(Lead.version, "version", descending=True), Key(Lead.id, "id"))


BY_MOMENT_DOWN = (Key(Lead.opened_at, "opened_at", descending=True), Key(Lead.id, "id", descending=True))


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return load_or_create_keyring(tmp_path / "keys")


@pytest.fixture
def leads(database: Database) -> Database:
    """23 leads; every third in the next township, with few different states and versions."""
    with database.writing(EVERYWHERE, NOW) as work:
        for number in range(23):
            lead = row_of(Lead, number, BESIDE if number % 3 == 0 else HERE)
            lead.id, lead.state, lead.version = f"lead_{number:02}", f"s{number % 2}", number % 4
            lead.opened_at = NOW + dt.timedelta(hours=number % 5)
            work.session.add(lead)
    return database


def asked(
    database: Database, keyring: Keyring, order: tuple[Key, ...], cursor: str | None, **changes: object
) -> Page[Lead]:
    where = changes.pop("where", EVERYWHERE)
    assert isinstance(where, Jurisdiction)
    with database.reading(where, NOW) as work:
        asks = {"question": "leads", "limit": 5, **changes}
        return page(work, keyring, select(Lead), order, cursor=cursor, **asks)  # type: ignore[arg-type]


def all_pages(
    database: Database, keyring: Keyring, order: tuple[Key, ...], where: Jurisdiction = EVERYWHERE
) -> list[list[str]]:
    pages, cursor = [], None
    while True:
        got = asked(database, keyring, order, cursor, where=where)
        pages.append([lead.id for lead in got.rows])
        if got.next is None:
            return pages
        cursor = got.next


@pytest.mark.parametrize(
    "order", [BY_ID, BY_DAY_DOWN, BY_MOMENT_DOWN, BY_STATE_UP_VERSION_DOWN], ids=["up", "down", "moments", "mixed"]
)
def test_all_pages_together_are_everybody_once_in_order(
    leads: Database, keyring: Keyring, order: tuple[Key, ...]
) -> None:
    pages = all_pages(leads, keyring, order)
    with leads.reading(EVERYWHERE, NOW) as work:
        by = [key.column.desc() if key.descending else key.column for key in order]
        assert list(chain(*pages)) == list(work.session.scalars(select(Lead.id).order_by(*by)))
    assert [len(each) for each in pages] == [5, 5, 5, 5, 3]


def test_pages_of_a_jurisdiction_hold_its_rows_alone(leads: Database, keyring: Keyring) -> None:
    pages = all_pages(leads, keyring, BY_ID, Jurisdiction.of("990101002"))
    assert list(chain(*pages)) == [f"lead_{number:02}" for number in range(0, 23, 3)]


def test_nobody_is_missed_or_met_twice_when_others_come_and_go(leads: Database, keyring: Keyring) -> None:
    first = asked(leads, keyring, BY_ID, None)
    with leads.writing(EVERYWHERE, NOW) as work:
        work.session.execute(delete(Lead).where(Lead.id.in_(["lead_01", "lead_04", "lead_06"])))
        early = row_of(Lead, 90, HERE)
        early.id = "lead_00a"
        work.session.add(early)
    second = asked(leads, keyring, BY_ID, first.next)
    assert [lead.id for lead in first.rows] == [f"lead_{number:02}" for number in range(5)]
    assert [lead.id for lead in second.rows] == ["lead_05", "lead_07", "lead_08", "lead_09", "lead_10"]


def test_the_last_page_says_so_even_when_it_is_full(leads: Database, keyring: Keyring) -> None:
    assert asked(leads, keyring, BY_ID, None, limit=23).next is None
    assert asked(leads, keyring, BY_ID, None, limit=22).next is not None


def test_a_cursor_holds_for_its_question_alone(leads: Database, keyring: Keyring, tmp_path: Path) -> None:
    cursor = asked(leads, keyring, BY_ID, None).next
    assert cursor is not None
    with pytest.raises(CursorError):
        asked(leads, keyring, BY_ID, cursor, question="leads of another state")
    with pytest.raises(CursorError):
        asked(leads, load_or_create_keyring(tmp_path / "others"), BY_ID, cursor)


@pytest.mark.parametrize(
    "cursor", ["", "x", "囍", "====", base64.urlsafe_b64encode(b"0" * 64 + b'["lead_07"]').decode(), "A" * 9_000]
)
def test_what_is_no_cursor_is_refused(leads: Database, keyring: Keyring, cursor: str) -> None:
    with pytest.raises(CursorError):
        asked(leads, keyring, BY_ID, cursor)


def test_a_cursor_that_was_touched_is_refused(leads: Database, keyring: Keyring) -> None:
    cursor = asked(leads, keyring, BY_ID, None).next
    assert cursor is not None
    for place in range(0, len(cursor), 7):
        changed = cursor[:place] + ("B" if cursor[place] == "A" else "A") + cursor[place + 1 :]
        with pytest.raises(CursorError):
            asked(leads, keyring, BY_ID, changed)


def test_rows_at_hand_go_on_where_the_last_page_ended_too(keyring: Keyring) -> None:
    rows = [(day, name) for day in (3, 2, 1) for name in "abc"]

    def place(row: tuple[int, str]) -> list[object]:
        return [-row[0], row[1]]

    first = page_of_sorted(keyring, rows, place, question="q", limit=4)
    # What came meanwhile stands before it, what went is gone.
    changed = [(4, "z"), *rows[:3], *rows[4:]]
    second = page_of_sorted(keyring, changed, place, question="q", limit=4, cursor=first.next)
    last = page_of_sorted(keyring, changed, place, question="q", limit=4, cursor=second.next)
    assert [*first.rows, *second.rows, *last.rows] == rows
    assert last.next is None
    assert page_of_sorted(keyring, rows[:0], place, question="q", limit=4) == Page([], None)
    with pytest.raises(CursorError):
        page_of_sorted(keyring, rows, place, question="another", limit=4, cursor=first.next)
