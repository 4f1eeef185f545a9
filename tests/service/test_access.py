"""Who gets in: the key and its file, sessions, login links."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service.access import Access, AccessError, load_or_create_key
from service.settings import Settings

KEY = "k" * 43
HOUR = 3600.0


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_first_start_makes_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    file = tmp_path / "var" / "api.key"
    key = load_or_create_key(file)
    assert len(key) >= 43
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [found.name for found in file.parent.iterdir()] == ["api.key"]
    assert load_or_create_key(file) == key


def test_every_installation_has_its_own_key(tmp_path: Path) -> None:
    assert load_or_create_key(tmp_path / "one") != load_or_create_key(tmp_path / "two")


@pytest.mark.parametrize(("text", "mode", "said"), [(KEY, 0o644, "chmod 600"), ("secret", 0o600, "at least 32")])
def test_a_key_that_is_open_or_short_is_refused(tmp_path: Path, text: str, mode: int, said: str) -> None:
    file = tmp_path / "api.key"
    file.write_text(text)
    file.chmod(mode)
    with pytest.raises(AccessError, match=said) as refused:
        load_or_create_key(file)
    assert text not in str(refused.value)


@pytest.mark.parametrize("offered", [None, "", KEY[:-1], KEY + "k", KEY.upper(), "密钥"])
def test_only_the_whole_key_is_the_key(offered: str | None) -> None:
    assert not Access(KEY).is_key(offered)
    assert Access(KEY).is_key(KEY)


def test_a_session_ends_after_an_hour_without_use() -> None:
    clock = Clock()
    access = Access(KEY, clock)
    token = access.open_session()
    for _ in range(3):
        clock.now += HOUR
        assert access.is_session(token)
    clock.now += HOUR + 1
    assert not access.is_session(token)
    clock.now -= HOUR
    assert not access.is_session(token)


def test_a_session_in_constant_use_ends_after_half_a_day() -> None:
    clock = Clock()
    access = Access(KEY, clock)
    token = access.open_session()
    hours = 0
    while access.is_session(token):
        clock.now += HOUR
        hours += 1
    assert hours == 13


def test_a_login_code_opens_one_session_within_a_quarter_of_an_hour() -> None:
    clock = Clock()
    access = Access(KEY, clock)
    code, late = access.new_login_code(), access.new_login_code()
    clock.now = 899
    assert not access.use_login_code(code + "x")
    assert access.use_login_code(code)
    assert not access.use_login_code(code)
    clock.now = 900
    assert not access.use_login_code(late)


def test_neither_code_nor_key_opens_what_is_not_its_door() -> None:
    access = Access(KEY)
    code, token = access.new_login_code(), access.open_session()
    assert not access.is_session(code)
    assert not access.is_session(KEY)
    assert not access.use_login_code(KEY)
    assert not access.is_key(token)
    assert KEY not in repr(access)


def test_sessions_do_not_pile_up() -> None:
    access = Access(KEY)
    first = access.open_session()
    others = [access.open_session() for _ in range(1_000)]
    assert not access.is_session(first)
    assert access.is_session(others[0])


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("POST", "/v1/assessments"),
        ("GET", "/v1/households/1/assessment"),
        ("GET", "/v1/risk-lists"),
        ("GET", "/v1/risk-lists?format=xlsx"),
        ("GET", "/v1/model"),
    ],
)
@pytest.mark.parametrize("key", [None, "wrong"])
def test_programs_need_the_key(stranger: TestClient, method: str, address: str, key: str | None) -> None:
    answer = stranger.request(method, address, headers={"X-API-Key": key} if key else {}, content=b"{")
    assert answer.status_code == 401
    assert answer.json()["type"] == "urn:fanpin:problem:unauthorised"


def test_every_route_of_the_api_asks_for_the_key(app: FastAPI, stranger: TestClient) -> None:
    """A route added later can't forget it."""
    described = app.openapi()["paths"]
    for path, methods in described.items():
        for method, said in methods.items():
            address = re.sub(r"\{\w+\}", "1", path)
            if path in ("/healthz", "/readyz"):
                assert stranger.request(method, address).status_code == 200
            else:
                assert said["security"] == [{"APIKeyHeader": []}]
                assert stranger.request(method, address).status_code == 401


def test_a_session_does_not_open_the_api(browser: TestClient) -> None:
    assert browser.get("/v1/model").status_code == 401


@pytest.mark.parametrize("page", ["/lists", "/lists.xlsx", "/households/1?as_of=2024-06-30"])
def test_pages_send_a_stranger_to_the_login(stranger: TestClient, page: str) -> None:
    answer = stranger.get(page)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login?next=%2F")


def test_the_key_opens_a_session_that_ends_with_the_logout(app: FastAPI, settings: Settings) -> None:
    person = TestClient(app, follow_redirects=False)
    key = settings.api_key_file.read_text().strip()
    assert person.post("/login", data={"key": "wrong"}).status_code == 401
    assert person.get("/lists").status_code == 303

    opened = person.post("/login", data={"key": key, "next": "/households/1"})
    assert opened.headers["location"] == "/households/1"
    cookie = opened.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert key not in opened.headers["set-cookie"]
    assert person.get("/lists").status_code == 200

    token = person.cookies["fanpin_session"]
    person.post("/logout")
    person.cookies.set("fanpin_session", token)
    assert person.get("/lists").status_code == 303


@pytest.mark.parametrize("elsewhere", ["https://example.org", "//example.org", "/\\example.org", "/lists\r\nX: 1", ""])
def test_a_login_link_leads_nowhere_else(app: FastAPI, stranger: TestClient, elsewhere: str) -> None:
    code = app.state.resources.access.new_login_code()
    answer = TestClient(app, follow_redirects=False).get("/login", params={"code": code, "next": elsewhere})
    assert answer.headers["location"] == "/lists"


def test_an_expired_link_asks_for_the_key_and_leaves_the_address_bar(stranger: TestClient) -> None:
    answer = stranger.get("/login", params={"code": "old", "next": "/households/1"})
    assert answer.headers["location"] == "/login?link=used&next=%2Fhouseholds%2F1"
    assert "set-cookie" not in answer.headers
    form = stranger.get(answer.headers["location"])
    assert "登录链接已用过或已过期" in form.text
    assert 'value="/households/1"' in form.text
