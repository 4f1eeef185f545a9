"""Links and forms from elsewhere: in web mail, in the case system, on a page of somebody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service.pages.form_tokens import FIELD
from tests.service.forms import token_in
from tests.service.people import PASSWORD, somebody

OURS = {"host": "testserver", "origin": "http://testserver"}


@pytest.fixture
def person(app: FastAPI, stranger: TestClient) -> TestClient:
    """Somebody with a browser and no session yet; `stranger` keeps the service running."""
    assert stranger is not None
    return TestClient(app, headers={"accept": "text/html"}, follow_redirects=False)


def test_a_login_link_opens_one_session(person: TestClient, new_link: Callable[[], str], app: FastAPI) -> None:
    link = new_link()
    opened = person.get(link)
    assert opened.headers["location"] == "/home"
    # Lax: the browser sends it along when a link in web mail leads here, which it does not do with a strict one.
    assert "samesite=lax" in opened.headers["set-cookie"].lower()
    assert person.get(link).headers["location"] == "/home", "clicked twice by one person"
    other = TestClient(app, follow_redirects=False).get(link)
    assert other.headers["location"] == "/login?link=used&next=%2Fhome"
    assert "set-cookie" not in other.headers


def test_who_only_looks_at_a_link_does_not_use_it_up(person: TestClient, new_link: Callable[[], str]) -> None:
    link = new_link()
    looked = person.head(link)
    assert (looked.status_code, looked.content) == (200, b"")
    assert "set-cookie" not in looked.headers
    assert "set-cookie" in person.get(link).headers


def test_a_link_that_a_signed_in_person_follows_is_used_up_too(
    browser: TestClient, new_link: Callable[[], str], app: FastAPI
) -> None:
    link = new_link()
    assert browser.get(link).headers["location"] == "/home"
    assert "set-cookie" not in TestClient(app, follow_redirects=False).get(link).headers


@pytest.mark.parametrize(
    "page",
    [
        "/lists?region=9901&as_of=2024-06-30&from=singlemessage",
        "/households/%3Cb%3E%3F%E6%88%B7?as_of=2024-06-30",
        "/leads?state=received",
    ],
)
def test_a_link_of_the_case_system_leads_there_after_the_login(person: TestClient, app: FastAPI, page: str) -> None:
    asked = person.get(page)
    assert asked.status_code == 303
    form = person.get(asked.headers["location"]).text
    wanted = form.partition('name="next" value="')[2].partition('"')[0].replace("&amp;", "&")
    assert wanted == page
    who = somebody(app)
    wrong = person.post("/login", data={"name": who.name, "password": "wrong", "next": wanted})
    assert page in wrong.text.replace("&amp;", "&"), "a mistyped password does not lose the way"
    right = person.post("/login", data={"name": who.name, "password": PASSWORD, "next": wanted})
    assert page in person.get(right.headers["location"]).text.replace("&amp;", "&")
    assert person.post("/login/code", data={"code": who.code(), "next": wanted}).headers["location"] == page


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"host": "testserver", "origin": "https://example.org"},
        {"host": "testserver", "origin": "http://testserver:8001"},
        {"host": "testserver", "origin": "null"},
        {"host": "testserver", "origin": "http://["},
    ],
)
@pytest.mark.parametrize("address", ["/logout", "/login", "/lists", "/none"])
def test_a_form_on_another_site_changes_nothing(browser: TestClient, headers: dict[str, str], address: str) -> None:
    refused = browser.post(address, data={"key": "k"}, headers=headers)
    assert refused.status_code == 403
    assert "请求来自其他网站" in refused.text
    assert "set-cookie" not in refused.headers
    assert browser.get("/lists").status_code == 200


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}, OURS, {}])
def test_our_own_form_logs_out(browser: TestClient, headers: dict[str, str]) -> None:
    mark = {FIELD: token_in(browser.get("/sessions").text)}
    assert browser.post("/logout", data=mark, headers=headers).headers["location"] == "/login"
    assert browser.get("/lists").status_code == 303


def test_only_a_form_logs_out(browser: TestClient) -> None:
    for method in ("GET", "HEAD", "PUT", "DELETE"):
        assert browser.request(method, "/logout").status_code == 405
    assert browser.get("/lists").status_code == 200


def test_a_program_is_asked_for_its_key_and_not_where_it_comes_from(client: TestClient) -> None:
    answer = client.post("/v1/assessments", json={}, headers={"origin": "https://case.example.org"})
    assert answer.status_code == 422


def test_a_new_login_ends_the_session_that_the_browser_had(browser: TestClient, app: FastAPI) -> None:
    before = browser.cookies["fanpin_session"]
    assert browser.post("/login", data={"name": somebody(app).name, "password": PASSWORD}).status_code == 303
    assert browser.cookies["fanpin_session"] != before
    browser.cookies.set("fanpin_session", before)
    assert browser.get("/lists").headers["location"].startswith("/login")
