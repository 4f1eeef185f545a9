"""The way in as a browser goes it: name and password, code, password of one's own, sessions, out."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service.access.links import new_link
from service.jurisdiction import NOWHERE
from service.principal import Role
from service.routes.login import clock
from service.store.repositories.audit import lines
from service.store.repositories.users import roles_of, user_named, user_of
from tests.service.forms import post
from tests.service.people import PASSWORD, Somebody, somebody

COOKIE = "fanpin_session"


@pytest.fixture
def person(app: FastAPI, stranger: TestClient) -> TestClient:
    assert stranger is not None
    return TestClient(app, headers={"accept": "text/html"}, follow_redirects=False)


def come_in(person: TestClient, who: Somebody, shift: int = 0) -> None:
    person.post("/login", data={"name": who.name, "password": PASSWORD})
    assert person.post("/login/code", data={"code": who.code(shift)}).headers["location"] == "/home"


def test_name_password_and_code_open_the_list_until_the_logout(app: FastAPI, person: TestClient) -> None:
    who = somebody(app)
    assert "用户名" in person.get("/login").text
    wrong = person.post("/login", data={"name": who.name, "password": "wrong"})
    assert (wrong.status_code, "不正确" in wrong.text) == (401, True)
    right = person.post("/login", data={"name": who.name, "password": PASSWORD})
    cookie = right.headers["set-cookie"].lower()
    assert all(words in cookie for words in ("httponly", "samesite=lax", "max-age=43200"))
    assert person.get("/lists").headers["location"] == "/login?next=%2Flists", "half in is not in"
    assert "6位数字" in person.get(right.headers["location"]).text
    assert person.post("/login/code", data={"code": "000000"}).status_code == 401
    assert person.post("/login/code", data={"code": who.code()}).status_code == 303
    assert person.get("/lists").status_code == 200
    token = person.cookies[COOKIE]
    post(person, "/logout")
    person.cookies.set(COOKIE, token)
    assert person.get("/lists").status_code == 303


def test_a_planted_session_is_worth_nothing_after_the_login(app: FastAPI, person: TestClient) -> None:
    who = somebody(app)
    tokens = set()
    person.cookies.set(COOKIE, "planted-by-somebody-else", domain="testserver.local")
    come_in(person, who)
    for cookie in person.cookies.jar:
        tokens.add(cookie.value)
    other = TestClient(app, follow_redirects=False)
    other.cookies.set(COOKIE, "planted-by-somebody-else")
    assert other.get("/lists").status_code == 303
    assert tokens - {"planted-by-somebody-else"}


def test_a_first_password_is_changed_before_anything_else(app: FastAPI, person: TestClient) -> None:
    who = somebody(app)
    door = app.state.resources.door
    with door.database.writing(NOWHERE, clock()) as work:
        user = user_of(work, who.id)
        assert user is not None
        user.password_is_first = True
    person.post("/login", data={"name": who.name, "password": PASSWORD})
    person.post("/login/code", data={"code": who.code()})
    assert person.get("/lists").headers["location"].startswith("/login?next=")
    assert person.get("/login?next=/lists").headers["location"] == "/password?next=%2Flists"
    assert "别人交给您的" in person.get("/password").text
    new = {"present": PASSWORD, "password": "another four words", "next": "/lists"}
    assert "不一致" in post(person, "/password", {**new, "again": "something else"}, "/password").text
    assert (
        "太常见"
        in post(person, "/password", {**new, "password": "password1234", "again": "password1234"}, "/password").text
    )
    assert post(person, "/password", {**new, "again": new["password"]}, "/password").headers["location"] == "/lists"
    assert person.get("/lists").status_code == 200


def test_a_picture_sets_up_the_second_factor(app: FastAPI, person: TestClient) -> None:
    who = somebody(app)
    door = app.state.resources.door
    with door.database.writing(NOWHERE, clock()) as work:
        user = user_of(work, who.id)
        assert user is not None
        user.second_factor_since = None
    person.post("/login", data={"name": who.name, "password": PASSWORD})
    page = person.get("/login").text
    assert "<svg" in page
    assert "style=" not in page
    assert who.secret in page
    come = person.post("/login/code", data={"code": who.code()})
    assert come.status_code == 303
    assert who.secret not in person.get("/sessions").text


def test_a_form_changes_what_it_is_for_and_nothing_else(app: FastAPI, person: TestClient) -> None:
    """What else somebody writes into it, a role or another's id, is not read."""
    who, other = somebody(app, Role.VILLAGE, "990101001001"), somebody(app)
    further = {"role": "county_officer", "prefix": "", "user_id": other.id, "both_factors": "1"}
    person.post("/login", data={"name": who.name, "password": PASSWORD, **further})
    assert person.get("/sessions").status_code == 303
    person.post("/login/code", data={"code": who.code(), **further})
    new = {"present": PASSWORD, "password": "another four words", "again": "another four words"}
    assert post(person, "/password", {**new, **further}, "/password").status_code == 303
    page = person.get("/sessions").text
    assert who.name in page
    assert "村级人员" in page
    with app.state.resources.door.database.reading(NOWHERE, clock()) as work:
        assert [(row.role, row.prefix) for row in roles_of(work, who.id)] == [("village", "990101001001")]
        unchanged = user_of(work, other.id)
        assert unchanged is not None
        assert not unchanged.password_is_first


def test_one_sees_and_ends_one_s_own_sessions(app: FastAPI, person: TestClient) -> None:
    who = somebody(app)
    elsewhere = TestClient(app, follow_redirects=False)
    come_in(elsewhere, who, -1)
    come_in(person, who)
    page = person.get("/sessions").text
    assert page.count("最近使用") == 2
    assert page.count("（本机）") == 1
    assert post(person, "/sessions").headers["location"] == "/sessions"
    assert elsewhere.get("/lists").status_code == 303
    assert person.get("/lists").status_code == 200


@pytest.mark.parametrize("address", ["/login", "/login/code", "/password", "/sessions", "/first", "/logout"])
def test_a_form_of_another_site_changes_nothing(app: FastAPI, person: TestClient, address: str) -> None:
    come_in(person, somebody(app))
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://example.org"}):
        assert person.post(address, data={"name": "x"}, headers=headers).status_code == 403
    assert person.get("/lists").status_code == 200


def test_what_is_typed_at_the_door_stands_in_no_page_and_no_line(app: FastAPI, person: TestClient) -> None:
    typed = "王小明-110101199003074477"
    page = person.post("/login", data={"name": typed, "password": "my-password-of-elsewhere"})
    person.get(f"/v1/households/{typed}/assessment", headers=[(b"X-API-Key", typed.encode())])
    come_in(person, somebody(app))
    assert person.get(f"/households/{quote(typed)}").status_code == 404
    assert person.get("/households/110101199003074477").status_code == 404
    assert person.get("/lists", params={"region": typed}).status_code == 422
    with app.state.resources.door.database.reading(NOWHERE, clock()) as work:
        audit = "\n".join(line.content for line in lines(work))
    assert "households:read" in audit
    for part in ("王小明", "110101199003074477", "of-elsewhere"):
        assert part not in audit
        assert part not in page.text


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org", "//example.org", "/\\example.org", "/lists\r\nX: 1", "", "javascript:1"]
)
def test_a_login_leads_nowhere_else(app: FastAPI, person: TestClient, elsewhere: str) -> None:
    who = somebody(app)
    person.post("/login", data={"name": who.name, "password": PASSWORD, "next": elsewhere})
    assert person.post("/login/code", data={"code": who.code(), "next": elsewhere}).headers["location"] == "/home"


def test_whoever_is_locked_out_is_told_for_how_long(app: FastAPI, person: TestClient) -> None:
    who = somebody(app)
    for _ in range(5):
        person.post("/login", data={"name": who.name, "password": "wrong"})
    told = person.post("/login", data={"name": who.name, "password": PASSWORD})
    assert (told.status_code, "请1分钟后再试" in told.text) == (401, True)


def test_who_may_not_is_told_so_on_a_page(app: FastAPI, person: TestClient) -> None:
    come_in(person, somebody(app, Role.SYSTEM_ADMIN))
    refused = person.get("/lists")
    assert (refused.status_code, "没有权限" in refused.text, "lists:read" in refused.text) == (403, True, True)


def test_the_first_user_s_form_takes_its_link_alone(app: FastAPI, person: TestClient) -> None:
    door = app.state.resources.door
    somebody(app)
    with door.database.writing(NOWHERE, clock()) as work:
        code = new_link(work, None)
    for offered in (code, "guessed", ""):
        form = {"code": offered, "name": "second-first", "password": PASSWORD}
        assert person.post("/first", data=form).status_code == 401, "somebody is there already"
    with door.database.reading(NOWHERE, clock()) as work:
        assert user_named(work, "second-first") is None
