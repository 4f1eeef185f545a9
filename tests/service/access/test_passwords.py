"""Which passwords are taken, and what hashing one may cost."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.access.passwords import AT_ONCE, COSTS, SHORTEST, Passwords, draw_password, weakness
from tests.service.people import CHEAP, PASSWORD


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "elevensigns",
        "x" * 129,
        "aaaaaaaaaaaa",
        "abababababab",
        "123456789012",
        "098765432109",
        "Password1234",
        "Fanpin2024!!",
        "我的名字是li.ming呀呀呀",
        "LI.MING-is-my-name",
        "qwertyuiop12",
    ],
)
def test_a_weak_password_is_refused_in_words(password: str) -> None:
    why = weakness(password, "li.ming")
    assert why is not None
    assert why.zh
    assert why.en
    assert not password or password not in why.en


@pytest.mark.parametrize(
    "password", [PASSWORD, "春眠不觉晓处处闻啼鸟夜来风雨声", "correct horse battery", "kx7-29fw-q1zz-04ab"]
)
def test_a_long_one_of_no_pattern_is_taken(password: str) -> None:
    assert weakness(password, "li.ming") is None


def test_a_drawn_password_is_one_that_is_taken() -> None:
    drawn = {draw_password() for _ in range(50)}
    assert len(drawn) == 50
    assert all(weakness(each, "li.ming") is None and len(each) >= SHORTEST for each in drawn)


def test_the_same_signs_from_another_keyboard_are_the_same_password() -> None:
    assert CHEAP.is_right(CHEAP.hash("ＡＢＣ three words"), "ABC three words")
    assert not CHEAP.is_right(CHEAP.hash("abc three words"), "ABC three words")


def test_of_one_password_each_hash_is_another_and_tells_its_cost() -> None:
    assert CHEAP.hash(PASSWORD) != CHEAP.hash(PASSWORD)
    assert "$m=8,t=1,p=1$" in CHEAP.hash(PASSWORD)
    assert COSTS[-1].memory >= 65_536


@pytest.mark.parametrize("kept", [None, "", "no hash", "$argon2id$v=19$broken"])
def test_where_nothing_sound_was_kept_nothing_is_right(kept: str | None) -> None:
    assert not CHEAP.is_right(kept, PASSWORD)


def test_few_are_hashed_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    passwords = Passwords(CHEAP.cost)
    now, most, counting = 0, 0, threading.Lock()

    def slow(_: str, __: str) -> bool:
        nonlocal now, most
        with counting:
            now += 1
            most = max(most, now)
        time.sleep(0.002)
        with counting:
            now -= 1
        return True

    monkeypatch.setattr(passwords._hasher.__class__, "verify", lambda _, kept, offered: slow(kept, offered))
    with ThreadPoolExecutor(8) as many:
        list(many.map(lambda _: passwords.is_right("kept", PASSWORD), range(24)))
    assert most == AT_ONCE
