"""A large export is asked for by one, approved by another, used once; what leaves bears its mark."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace

import pytest

from features.bilingual import Bilingual
from service.jurisdiction import EVERYWHERE, Jurisdiction
from service.keyring import Keyring
from service.principal import Permission
from service.store import Database
from service.store.repositories.exports import move_request, request_of, waiting_requests
from service.store.tables.exports import ExportState
from service.vault.exports import Against, ExportError, ask, decide, needs_second_person, use, words_of
from service.vault.watermark import watermark
from tests.service.audit.chain import newest_lines
from tests.service.vault.people import CHIEF, NOW, OFFICER, OTHER_TOWNSHIP, POLICY, VILLAGE

WHAT = "lists/list_01?format=xlsx"
LATER = NOW + dt.timedelta(days=1)


def asked(database: Database, keyring: Keyring, region: str = VILLAGE) -> str:
    with database.writing(EVERYWHERE, NOW) as work:
        request = ask(work, keyring, POLICY, OFFICER, what=WHAT, rows=900, region_code=region, words="县里比对医保数据")
        return request.id


def decided(
    database: Database, keyring: Keyring, request: str, *, by=CHIEF, approve: bool = True, now=NOW, within=EVERYWHERE
) -> str:
    with database.writing(within, now) as work:
        return decide(work, keyring, by, request, approve=approve).state


def used(database: Database, keyring: Keyring, request: str, *, by=OFFICER, what=WHAT, rows=900, now=NOW) -> str:
    with database.writing(EVERYWHERE, now) as work:
        return use(work, keyring, by, request, what=what, rows=rows).state


def test_above_a_number_of_rows_a_second_person_has_to_want_it() -> None:
    assert [needs_second_person(rows, POLICY, NOW.date()) for rows in (0, 500, 501)] == [False, False, True]


def test_one_asks_another_approves_and_it_is_used_once(database: Database, keyring: Keyring) -> None:
    request = asked(database, keyring)
    with database.reading(EVERYWHERE, NOW) as work:
        (waiting,) = waiting_requests(work, 10)
        assert (waiting.id, words_of(keyring, waiting)) == (request, "县里比对医保数据")
    assert decided(database, keyring, request, now=LATER) == "approved"
    assert used(database, keyring, request, now=LATER) == "used"
    with pytest.raises(ExportError) as error:
        used(database, keyring, request, now=LATER)
    assert error.value.against is Against.STATE
    with database.reading(EVERYWHERE, NOW) as work:
        lines = newest_lines(work, target=f"export:{request}")
        assert [(line.actor, line.action) for line in reversed(lines)] == [
            ("user:user_01", "exports.asked"),
            ("user:user_02", "exports.approved"),
            ("user:user_01", "exports.used"),
        ]
        assert "医保" not in str(lines)


def test_nobody_approves_their_own_or_without_permission_or_too_late(database: Database, keyring: Keyring) -> None:
    request = asked(database, keyring)
    both = replace(OFFICER, permissions=frozenset({Permission.APPROVE_EXPORTS}))
    for by, now, expected in (
        (both, NOW, Against.OWN),
        (replace(CHIEF, permissions=frozenset()), NOW, Against.PERMISSION),
        (CHIEF, NOW + dt.timedelta(days=3), Against.EXPIRED),
    ):
        with pytest.raises(ExportError) as error:
            decided(database, keyring, request, by=by, now=now)
        assert error.value.against is expected


def test_what_was_not_approved_or_is_something_else_or_another_s_is_not_used(
    database: Database, keyring: Keyring
) -> None:
    refused = asked(database, keyring)
    assert decided(database, keyring, refused, approve=False) == "refused"
    request = asked(database, keyring)
    for case, expected in (
        ((refused, {}), Against.STATE),
        ((request, {}), Against.STATE),
        ((request, {"by": CHIEF}), Against.ASKER),
        ((request, {"what": "lists/list_02?format=xlsx"}), Against.OTHER),
        ((request, {"rows": 901}), Against.OTHER),
    ):
        with pytest.raises(ExportError) as error:
            used(database, keyring, case[0], **case[1])
        assert error.value.against is expected
    decided(database, keyring, request)
    with pytest.raises(ExportError) as error:
        used(database, keyring, request, now=NOW + dt.timedelta(days=3))
    assert error.value.against is Against.EXPIRED


def test_a_request_outside_the_jurisdiction_is_not_there(database: Database, keyring: Keyring) -> None:
    request = asked(database, keyring, OTHER_TOWNSHIP)
    with pytest.raises(LookupError):
        decided(database, keyring, request, within=Jurisdiction.of("990101008"))


def test_used_at_once_it_is_used_once(database: Database, keyring: Keyring) -> None:
    request = asked(database, keyring)
    decided(database, keyring, request)
    results: list[str] = []

    def take() -> None:
        try:
            results.append(used(database, keyring, request))
        except ExportError as error:
            results.append(error.against.value)

    takers = [threading.Thread(target=take) for _ in range(6)]
    for each in takers:
        each.start()
    for each in takers:
        each.join()
    assert sorted(results) == ["state"] * 5 + ["used"]


def test_a_request_that_somebody_moved_meanwhile_is_not_moved_from_where_it_was_read(
    database: Database, keyring: Keyring
) -> None:
    request = asked(database, keyring)
    with database.writing(EVERYWHERE, NOW) as work:
        read_before = request_of(work, request)
        assert read_before is not None
    assert decided(database, keyring, request, approve=False) == "refused"
    with database.writing(EVERYWHERE, NOW) as work:
        assert not move_request(work, read_before, ExportState.APPROVED)


def test_a_mark_names_unit_user_time_and_request() -> None:
    unit = Bilingual("某县\n监测中心", "the county, county officer")
    mark = watermark(unit, "wang.li", NOW, "req_01k2")
    assert mark.zh == "某县 监测中心 · wang.li · 2026-01-31 17:30 · req_01k2 · 内部资料，不得外传"
    assert mark.en == (
        "the county, county officer · wang.li · 2026-01-31 17:30 · req_01k2 · internal, not to be passed on"
    )
    no_unit = Bilingual("", "")
    for wrong in ((no_unit, "u", NOW, "r"), (unit, " ", NOW, "r"), (unit, "u", NOW.replace(tzinfo=None), "r")):
        with pytest.raises(ValueError, match="watermark"):
            watermark(*wrong)
