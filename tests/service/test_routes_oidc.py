"""Coming in by a provider of logins that is really there, and by what is not its answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service.access.administering import link_subject
from service.access.subjects import mark_of
from service.app import create_app
from service.jurisdiction import EVERYWHERE, NOWHERE
from service.principal import SYSTEM
from service.routes.login import clock
from service.settings import ProviderSettings, Settings
from service.store.repositories.users import user_of
from tests.service.audit.chain import newest_lines
from tests.service.oidc.providers import cancelled_there, logged_in_there, running
from tests.service.people import CHEAP, Somebody, copied, somebody

CALLBACK = "http://localhost/login/oidc/callback"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with running() as address:
        yield address


def service_with(issuer: str, folder: Path, empty_sqlite: Path) -> FastAPI:
    secret = folder / "oidc.secret"
    secret.write_text("a secret\n", encoding="utf-8")
    secret.chmod(0o600)
    provider = ProviderSettings(issuer, "fanpin", secret, CALLBACK)
    database, keys = copied(empty_sqlite, folder), folder / "service.keys"
    return create_app(Settings(folder, folder, database=database, keys=keys, provider=provider), None, CHEAP)


@pytest.fixture(scope="module")
def service(issuer: str, empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    return service_with(issuer, tmp_path_factory.mktemp("oidc"), empty_sqlite)


@pytest.fixture
def person(service: FastAPI) -> TestClient:
    """A browser."""
    return TestClient(service, follow_redirects=False, headers={"accept": "text/html"})


def linked(service: FastAPI, issuer: str, subject: str) -> Somebody:
    """A user who is this subject at the provider."""
    door, who = service.state.resources.door, somebody(service)
    with door.database.writing(NOWHERE, clock()) as work:
        user = user_of(work, who.id)
        assert user is not None
        link_subject(work, door.keyring, by=SYSTEM, user=user, mark=mark_of(door.keyring, issuer, subject))
    return who


def sent_there(person: TestClient, wanted: str = "/sessions") -> str:
    answer = person.get("/login/oidc", params={"next": wanted})
    assert answer.status_code == 303
    return str(answer.headers["location"])


def why(person: TestClient, back: str) -> str:
    """The words on the form on which somebody lands who did not come in."""
    answer = person.get(back)
    assert "fanpin_session" not in answer.cookies
    page = person.get(answer.headers["location"])
    assert 'name="password"' in page.text, "the local login goes on"
    return page.text


def test_who_showed_two_factors_there_is_in(service: FastAPI, issuer: str, person: TestClient) -> None:
    who = linked(service, issuer, "s-wang")
    assert "/login/oidc?next=%2Fsessions" in person.get("/login", params={"next": "/sessions"}).text
    there = sent_there(person)
    asked = parse_qs(urlsplit(there).query)
    assert (asked["redirect_uri"], asked["scope"], asked["code_challenge_method"]) == ([CALLBACK], ["openid"], ["S256"])
    back = logged_in_there(there, "s-wang")
    came = person.get(back, headers={"host": "elsewhere.example"})
    assert (came.status_code, came.headers["location"]) == (303, "/sessions")
    assert "HttpOnly" in came.headers["set-cookie"]
    assert who.name in person.get("/sessions").text
    person.cookies.delete("fanpin_session")
    assert "已超时" in why(person, back), "a way back is gone once"
    with service.state.resources.door.database.reading(EVERYWHERE, clock()) as work:
        assert newest_lines(work, action="login.provider")[0].actor == f"user:{who.id}"


def test_who_showed_a_password_alone_there_shows_our_second_factor(
    service: FastAPI, issuer: str, person: TestClient
) -> None:
    who = linked(service, issuer, "s-li")
    came = person.get(logged_in_there(sent_there(person), "s-li"))
    assert came.headers["location"] == "/login?next=%2Fsessions"
    assert person.get("/sessions").status_code == 303, "not in yet"
    inside = person.post("/login/code", data={"code": who.code(), "next": "/sessions"})
    assert inside.headers["location"] == "/sessions"
    assert who.name in person.get("/sessions").text


def test_nobody_gets_an_account_by_it_and_who_cancels_is_told(service: FastAPI, person: TestClient) -> None:
    assert "没有关联本系统的用户" in why(person, logged_in_there(sent_there(person), "s-nobody"))
    assert "已在统一认证处取消" in why(person, cancelled_there(sent_there(person)))
    with service.state.resources.door.database.reading(EVERYWHERE, clock()) as work:
        (line,) = newest_lines(work, action="login.provider_unknown")
    assert "s-nobody" not in str((line.target, line.content))


def test_another_browser_s_answer_or_a_made_up_one_counts_for_nothing(service: FastAPI, person: TestClient) -> None:
    others = TestClient(service, follow_redirects=False)
    back = logged_in_there(sent_there(others), "s-wang")
    assert "已超时" in why(person, back), "without the cookie of its own"
    sent_there(person)
    assert "已超时" in why(person, back), "with the cookie of another way"
    state = parse_qs(urlsplit(sent_there(person)).query)["state"][0]
    code = parse_qs(urlsplit(back).query)["code"][0]
    assert "核对不上" in why(person, f"/login/oidc/callback?code={code}&state={state}"), "its nonce is another's"
    state = parse_qs(urlsplit(sent_there(person)).query)["state"][0]
    assert "核对不上" in why(person, f"/login/oidc/callback?code=guessed&state={state}")
    person.cookies.set("fanpin_oidc", "AAAA", path="/login/oidc")
    assert "已超时" in why(person, f"/login/oidc/callback?code={code}&state={state}")


def test_it_leads_nowhere_else(person: TestClient) -> None:
    back = cancelled_there(sent_there(person, "//elsewhere.example"))
    assert person.get(back).headers["location"] == "/login?next=%2Fhome&provider=denied"
    back = cancelled_there(sent_there(person, f"/households/{'户' * 2_000}"))
    assert person.get(back).headers["location"] == "/login?next=%2Fhome&provider=denied"
    widest = f"/households/{'户' * 288}"
    assert person.get(cancelled_there(sent_there(person, widest))).headers["location"].endswith("provider=denied")


def test_while_the_provider_is_down_the_local_login_goes_on(empty_sqlite: Path, tmp_path: Path) -> None:
    alone = service_with("http://127.0.0.1:9", tmp_path, empty_sqlite)
    person = TestClient(alone, follow_redirects=False, headers={"accept": "text/html"})
    assert "现在连不上" in why(person, "/login/oidc")
    assert person.post("/login", data={"name": "wang", "password": "wrong"}).status_code == 401


def test_without_a_provider_there_is_no_button(stranger: TestClient) -> None:
    assert "oidc" not in stranger.get("/login", headers={"accept": "text/html"}).text
    assert stranger.get("/login/oidc").headers["location"] == "/login?next=%2Fhome"
    assert stranger.get("/login/oidc/callback?code=1&state=2").headers["location"].startswith("/login?")
