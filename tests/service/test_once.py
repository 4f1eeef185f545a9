"""The same request under the same key is done once, and answered with the first answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest

from service.jurisdiction import EVERYWHERE
from service.keyring import Keyring, load_or_create_keyring
from service.once import GIVEN_AGAIN, KEPT_FOR, Reply, once
from service.principal import Kind, Permission, Principal
from service.problems import ProblemError
from service.store import Database, Work
from service.store.tables import KeptAnswer, Lead
from tests.service.store.drawn import row_of

NOW = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
A, B = (Principal(Kind.CLIENT, name, name, frozenset(Permission), EVERYWHERE) for name in ("client_a", "client_b"))

Ask = Callable[..., Reply]


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return load_or_create_keyring(tmp_path / "keys")


@pytest.fixture
def ask(database: Database, keyring: Keyring) -> Ask:
    """Makes a lead, and says which."""
    numbers = count(1)

    def make(work: Work) -> Reply:
        lead = row_of(Lead, next(numbers))
        work.session.add(lead)
        return Reply(201, f'{{"id": "{lead.id}", "name": "张三"}}', {"Location": f"/v1/leads/{lead.id}"})

    def asked(
        by: Principal = A,
        key: str | None = "k1",
        request: str = "digest",
        now: dt.datetime = NOW,
        do: Callable[[Work], Reply] = make,
    ) -> Reply:
        return once(database, keyring, by, key, request, now, do)

    return asked


def rows(database: Database) -> int:
    with database.reading(EVERYWHERE, NOW) as work:
        return work.session.query(Lead).count()


def test_the_second_gets_the_first_answer(ask: Ask, database: Database) -> None:
    first, second = ask(), ask()
    assert (first.status, first.body) == (second.status, second.body) == (201, '{"id": "leads-1", "name": "张三"}')
    assert dict(second.headers) == {**first.headers, GIVEN_AGAIN: "true"}
    assert rows(database) == 1


def test_another_body_under_the_same_key_is_refused_and_does_nothing(ask: Ask, database: Database) -> None:
    ask()
    with pytest.raises(ProblemError) as refused:
        ask(request="another digest")
    assert (refused.value.problem.status, refused.value.problem.type) == (
        409,
        "urn:fanpin:problem:idempotency-key-used",
    )
    assert rows(database) == 1


def test_another_key_another_asker_or_none_is_another_request(ask: Ask, database: Database) -> None:
    bodies = {ask().body, ask(key="k2").body, ask(by=B).body, ask(key=None).body, ask(key=None).body}
    assert len(bodies) == rows(database) == 5


def test_fifty_at_once_do_it_once(ask: Ask, database: Database) -> None:
    with ThreadPoolExecutor(16) as many:
        replies = list(many.map(lambda _: ask(), range(50)))
    assert {reply.body for reply in replies} == {replies[0].body}
    assert sum(GIVEN_AGAIN not in reply.headers for reply in replies) == 1
    assert rows(database) == 1


def test_what_fails_is_not_kept_and_may_be_tried_again(ask: Ask, database: Database) -> None:
    def fail(work: Work) -> Reply:
        work.session.add(row_of(Lead, 99))
        work.session.flush()
        raise ProblemError(409, "not-now", *["x"] * 2)  # type: ignore[arg-type]

    with pytest.raises(ProblemError):
        ask(do=fail)
    assert rows(database) == 0
    assert ask().status == 201


def test_after_a_day_the_key_is_free_again(ask: Ask, database: Database) -> None:
    ask()
    assert GIVEN_AGAIN in ask(now=NOW + KEPT_FOR - dt.timedelta(seconds=1)).headers
    later = ask(now=NOW + KEPT_FOR, request="another digest")
    assert GIVEN_AGAIN not in later.headers
    assert rows(database) == 2


@pytest.mark.parametrize("key", ["", " ", "a b", "囍", "x" * 101, "a\nb"])
def test_a_key_that_is_none_is_told(ask: Ask, database: Database, key: str) -> None:
    with pytest.raises(ProblemError, match="no-idempotency-key"):
        ask(key=key)
    assert rows(database) == 0


def test_the_answer_lies_sealed(ask: Ask, database: Database) -> None:
    """It says what the answer said, and that was about somebody."""
    ask()
    with database.reading(EVERYWHERE, NOW) as work:
        kept = work.session.query(KeptAnswer).one()
    assert "张三".encode() not in kept.answer
    assert b"leads-1" not in kept.answer
