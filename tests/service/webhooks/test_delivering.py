"""Events reach whoever asked for them: at least once, in order for one subject, until they are given up."""

from __future__ import annotations

import datetime as dt
import json
import threading
import time
from itertools import pairwise

import pytest

from service.events import EventKind
from service.jurisdiction import EVERYWHERE, Jurisdiction
from service.keyring import Keyring
from service.store import Database, DatabaseError
from service.store.repositories.webhooks import Outcome, claim, counted, end, open_endpoints
from service.store.tables.outbox import DeliveryState, SendingFault
from service.webhooks import delivering, sending, working
from service.webhooks.delivering import CLAIM, Round, deliver_due
from service.webhooks.endpoints import EndpointError, close_endpoint, renew_secret, send_again
from service.webhooks.working import deliver_until
from tests.service.webhooks.receivers import NOW, OTHER_TOWNSHIP, POLICY, Receiver, receiver


def subjects(received: Receiver) -> list[str]:
    return [json.loads(body)["subject"] for _, body in received.came]


def states(database: Database) -> dict[DeliveryState, int]:
    with database.reading(EVERYWHERE, NOW) as work:
        (endpoint,) = open_endpoints(work)
        return counted(work, endpoint.id)


def test_an_event_is_sent_as_it_is_read(opened, happens, deliver) -> None:
    with receiver() as case_system:
        opened(case_system.url)
        event = happens(to="dispatched")
        assert deliver() == Round(delivered=1)
        assert deliver() == Round()
    ((_, body),) = case_system.came
    assert json.loads(body) == {**event._asdict(), "at": NOW.isoformat()}


def test_only_kinds_and_places_that_were_asked_for_are_sent(opened, happens, deliver) -> None:
    with receiver() as case_system:
        opened(case_system.url, kinds=[EventKind.LEAD_MOVED], places=Jurisdiction.of("990101008"))
        happens(subject="lead:here")
        happens(subject="lead:there", region=OTHER_TOWNSHIP)
        happens(subject="list:of-the-county", region="990101")
        happens(subject="visit:1", kind=EventKind.VISIT_RECORDED)
        deliver()
    assert subjects(case_system) == ["lead:here"]


def test_what_happened_before_an_endpoint_was_opened_is_not_sent(opened, happens, deliver) -> None:
    happens()
    with receiver() as case_system:
        opened(case_system.url)
        assert deliver() == Round()


def test_what_is_not_accepted_is_tried_again_later_and_later_and_then_given_up(
    database: Database, opened, happens, deliver, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "JITTER", 0)
    attempts: list[float] = []
    with receiver(503) as case_system:
        opened(case_system.url)
        happens()
        for minute in range(3_000):
            if not attempts or minute - attempts[-1] >= min(2 ** (len(attempts) - 1), 360):
                did = deliver(minute)
                assert did.attempted == 1
                attempts.append(minute)
                if did.given_up:
                    break
        assert [later - sooner for sooner, later in pairwise(attempts)] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]  # fmt: skip
        assert len(case_system.came) == 12
        assert len({body for _, body in case_system.came}) == 1
        assert deliver(10_000) == Round()
        # Given up is not gone.
        case_system.answers = [200]
        with database.writing(EVERYWHERE, NOW) as work:
            assert send_again(work, keyring, "case-system", actor="user:user_01") == 1
        assert deliver() == Round(delivered=1)
    assert states(database) == {DeliveryState.DELIVERED: 1}


def test_waits_are_longer_or_shorter_by_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    waits = {delivering._due_at(5, POLICY, NOW) for _ in range(50)}
    assert len(waits) > 10
    assert all(dt.timedelta(minutes=8) <= at - NOW <= dt.timedelta(minutes=24) for at in waits if at)


def test_what_is_about_one_subject_waits_for_what_came_before(opened, happens, deliver) -> None:
    with receiver(500, 204) as case_system:
        opened(case_system.url)
        happens(step=1)
        happens(step=2)
        assert deliver() == Round(put_off=1)
        happens(subject="lead:other")
        assert deliver() == Round(delivered=1)
        assert deliver(2) == Round(delivered=1)
        assert deliver(2) == Round(delivered=1)
    assert [json.loads(body)["data"].get("step") for _, body in case_system.came] == [1, None, 1, 2]


def test_a_slow_endpoint_does_not_hold_up_another(opened, happens, deliver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "SECONDS_IN_ALL", 0.4)

    def drip(handler) -> None:
        """A header that never ends, each byte in time."""
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        for _ in range(20):
            time.sleep(0.05)
            handler.wfile.write(b"x")

    with receiver(drip) as slow, receiver() as quick:
        opened(slow.url, "slow")
        opened(quick.url, "quick")
        happens()
        began = time.perf_counter()
        assert deliver() == Round(delivered=1, put_off=1)
        assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (301, SendingFault.REDIRECT),
        (307, SendingFault.REDIRECT),
        (401, SendingFault.STATUS),
        (500, SendingFault.STATUS),
    ],
)
def test_the_answer_tells_and_nobody_is_followed(
    database: Database, opened, happens, answer: int, expected: SendingFault, keyring: Keyring
) -> None:
    with receiver(answer) as case_system:
        opened(case_system.url)
        happens()
        deliver_due(database, keyring, POLICY, NOW)
        assert len(case_system.came) == 1
    with database.writing(EVERYWHERE, NOW + dt.timedelta(days=1)) as work:
        (again,) = claim(work, NOW + dt.timedelta(days=2), of_each=5)
        end(work, again, Outcome(expected, answer))
    assert states(database) == {DeliveryState.DEAD: 1}


def test_a_worker_that_was_killed_leaves_its_work_to_the_next(database: Database, opened, happens, deliver) -> None:
    with receiver() as case_system:
        opened(case_system.url)
        happens()
        with database.writing(EVERYWHERE, NOW) as work:
            (taken,) = claim(work, NOW + CLAIM, of_each=5)
        # Killed here. Nobody takes it before its claim has run out.
        assert deliver(0.9) == Round()
        assert deliver(1) == Round(delivered=1)
        # It was only slow: what it notes now counts no more.
        with database.writing(EVERYWHERE, NOW) as work:
            assert not end(work, taken, Outcome(SendingFault.TIMEOUT))
    assert states(database) == {DeliveryState.DELIVERED: 1}


def test_what_a_slow_worker_notes_does_not_end_the_attempt_of_the_next(database: Database, opened, happens) -> None:
    opened("https://cases.example.org/")
    happens()
    with database.writing(EVERYWHERE, NOW) as work:
        (slow,) = claim(work, NOW + CLAIM, of_each=5)
    later = NOW + CLAIM
    with database.writing(EVERYWHERE, later) as work:
        (second,) = claim(work, later + CLAIM, of_each=5)
        assert not end(work, slow, Outcome(None, 204))
        assert end(work, second, Outcome(SendingFault.TIMEOUT, due_at=later))
    assert states(database) == {DeliveryState.PENDING: 1}


def test_many_workers_send_each_event_once(database: Database, keyring: Keyring, opened, happens) -> None:
    with receiver() as case_system:
        opened(case_system.url)
        for number in range(15):
            happens(subject=f"lead:{number % 5}", step=number)

        def work_off() -> None:
            # A round may find nothing that the others do not hold.
            until = time.perf_counter() + 20
            while DeliveryState.PENDING in states(database) and time.perf_counter() < until:
                deliver_due(database, keyring, POLICY, NOW)

        workers = [threading.Thread(target=work_off) for _ in range(4)]
        for each in workers:
            each.start()
        for each in workers:
            each.join()
    steps = [json.loads(body)["data"]["step"] for _, body in case_system.came]
    assert sorted(steps) == list(range(15))
    for lead in range(5):
        assert [step for step in steps if step % 5 == lead] == [lead, lead + 5, lead + 10]


def test_a_closed_endpoint_gets_nothing_more(database: Database, keyring: Keyring, opened, happens, deliver) -> None:
    with receiver() as case_system:
        opened(case_system.url)
        happens()
        with database.writing(EVERYWHERE, NOW) as work:
            assert close_endpoint(work, keyring, "case-system", actor="user:user_01") == 1
        happens()
        assert deliver() == Round()
        assert case_system.came == []
    with database.writing(EVERYWHERE, NOW) as work, pytest.raises(EndpointError, match="没有名为“case-system”"):
        renew_secret(work, keyring, "case-system", actor="user:user_01")


def test_the_worker_goes_on_after_a_failure_and_stops_when_it_is_told(
    database: Database,
    keyring: Keyring,
    opened,
    happens,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    faults = [DatabaseError("数据库现在不能用 | the database can't be used now.")]

    def failing_once(*arguments):
        if faults:
            raise faults.pop()
        return deliver_due(*arguments)

    monkeypatch.setattr(working, "deliver_due", failing_once)
    stopped = threading.Event()
    with receiver() as case_system:
        opened(case_system.url)
        happens()
        thread = threading.Thread(
            target=deliver_until, args=(stopped, database, keyring, POLICY, lambda: NOW), kwargs={"every": 0.01}
        )
        thread.start()
        until = time.perf_counter() + 20
        while not case_system.came and time.perf_counter() < until:
            time.sleep(0.01)
        stopped.set()
        thread.join(10)
    assert not thread.is_alive()
    assert len(case_system.came) == 1
    assert "webhooks are waiting" in caplog.text
