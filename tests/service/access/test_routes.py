"""Every address says who may ask it, and keeps to it: by a key, by a session, within a jurisdiction."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from service.access.roles import permissions_of
from service.example import EXAMPLE_HOUSEHOLD
from service.jurisdiction import Jurisdiction
from service.pages.form_tokens import FIELD
from service.principal import Permission, Role
from service.routes.admitting import Allowed, Anybody, Oneself, needs_of
from tests.service.conftest import AS_OF
from tests.service.declared import routes
from tests.service.forms import token_in
from tests.service.people import key_of

FOR_ANYBODY = {
    "/healthz",
    "/readyz",
    "/",
    "/login",
    "/login/code",
    "/login/oidc",
    "/login/oidc/callback",
    "/logout",
    "/first",
    "/preferences",
    # Whoever has a first password is half in: the form itself looks whose it is.
    "/password",
}
# What they may there the page asks at the door itself.
FOR_ONESELF = {"/sessions", "/home", "/users", "/users/{user_id}"}
DAY = {"as_of": str(AS_OF)}


def is_for_oneself(route: APIRoute) -> bool:
    """Whether it is about the asker's own account, or a page whose parts ask at the door by themselves."""
    return route.path == "/sessions" or (route.path in FOR_ONESELF and "GET" in (route.methods or ()))


def test_every_route_declares_who_may_ask_it(app: FastAPI) -> None:
    """One that is added fails here until it does."""
    for route in routes(app):
        kinds = {type(need) for need in needs_of(route.dependant)}
        wanted = Anybody if route.path in FOR_ANYBODY else Oneself if is_for_oneself(route) else Allowed
        assert kinds == {wanted}, route.path


def test_every_route_for_programs_is_closed_without_a_key(app: FastAPI, stranger: TestClient) -> None:
    described = app.openapi()["paths"]
    for_programs = {route.path for route in routes(app) if route.path.startswith(("/v1/", "/metrics"))}
    assert for_programs == set(described) - FOR_ANYBODY
    for path, methods in described.items():
        for method, operation in methods.items():
            address = re.sub(r"\{\w+\}", "1", path)
            if path in FOR_ANYBODY:
                assert stranger.request(method, address).status_code == 200
            else:
                assert [*map(list, operation["security"])] == [["APIKeyHeader"], ["HTTPBearer"], ["APIKeyCookie"]]
                answer = stranger.request(method, address, content=b"{")
                assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer realm="fanpin"')


@pytest.mark.parametrize("page", ["/home", "/lists", "/households/1?as_of=2024-06-30", "/sessions", "/password"])
def test_pages_send_a_stranger_to_the_login(stranger: TestClient, page: str) -> None:
    answer = stranger.get(page)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login?next=%2F")


def test_a_key_is_taken_in_either_header(stranger: TestClient, key: str) -> None:
    assert stranger.get("/v1/model", headers={"X-API-Key": key}).status_code == 200
    assert stranger.get("/v1/model", headers={"Authorization": f"Bearer {key}"}).status_code == 200
    assert stranger.get("/v1/model", headers={"Authorization": f"Basic {key}"}).status_code == 401


def test_a_mistyped_key_is_told_as_such(stranger: TestClient, key: str) -> None:
    another_sign = key[:9] + ("0" if key[9] != "0" else "1") + key[10:]
    for wrong in (key[:-1], key + "0", another_sign, key.upper(), "", "wrong", "密钥"):
        answer = stranger.get("/v1/model", headers=[(b"X-API-Key", wrong.encode())])
        assert (answer.status_code, "mistyped" in answer.json()["detail"]) == (401, True)
        assert key[:12] not in answer.text


def test_a_key_opens_what_its_scopes_say_and_no_more(app: FastAPI, stranger: TestClient) -> None:
    headers = {"X-API-Key": key_of(app, "features", Permission.READ_FEATURES)}
    assert stranger.get("/v1/features", headers=headers).status_code == 200
    refused = stranger.post("/v1/assessments", headers=headers, content=b"{")
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:fanpin:problem:not-allowed")
    assert Permission.ASSESS.value in refused.json()["detail"]


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_what_the_table_says_and_no_more(
    app: FastAPI, stranger: TestClient, new_link: Callable[..., str], role: Role
) -> None:
    """Each route by each role, made from the routes: who may asks on, who may not is told so, whatever they ask."""
    assert stranger is not None
    person = TestClient(app, follow_redirects=False)
    person.get(new_link(role))
    ours = {FIELD: token_in(person.get("/sessions").text)}
    for route in routes(app):
        for need in needs_of(route.dependant):
            if isinstance(need, Allowed):
                address = re.sub(r"\{\w+\}", "1", route.path)
                method, form = min(route.methods or ["GET"]), None
                if method == "POST" and not route.include_in_schema:
                    form = ours
                answer = person.request(method, address, params={"as_of": "2099-01-01"}, data=form)
                is_refused = answer.status_code == 403 and answer.json()["type"].endswith(":not-allowed")
                assert is_refused == (need.permission not in permissions_of(role)), address


def test_a_form_of_another_site_opens_no_route_for_programs_with_somebody_s_session(browser: TestClient) -> None:
    elsewhere = {"sec-fetch-site": "cross-site"}
    refused = browser.post("/v1/assessments", json={}, headers=elsewhere)
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:fanpin:problem:from-another-site")
    assert browser.post("/v1/assessments", json={}, headers={"sec-fetch-site": "same-origin"}).status_code == 422


def test_outside_a_jurisdiction_a_household_does_not_exist(
    app: FastAPI, stranger: TestClient, client: TestClient, new_link: Callable[..., str]
) -> None:
    everybody = client.get("/v1/risk-lists/preview", params={**DAY, "capacity": 1000}).json()["households"]
    own = "990101001"
    inside = next(row for row in everybody if row["region_code"].startswith(own))
    outside = next(row for row in everybody if not row["region_code"].startswith(own))
    headers = {"X-API-Key": key_of(app, "township", jurisdiction=Jurisdiction.of(own))}

    def asked(code: str) -> tuple[int, str]:
        answer = stranger.get(f"/v1/households/{code}/assessment", params=DAY, headers=headers)
        return answer.status_code, answer.text

    assert asked(inside["household_id"])[0] == 200
    assert asked(outside["household_id"]) == asked("nobody")
    assert asked("nobody")[0] == 404
    person = TestClient(app, headers={"accept": "text/html"}, follow_redirects=False)
    person.get(new_link(Role.TOWNSHIP, own))
    assert person.get(f"/households/{inside['household_id']}", params=DAY).status_code == 200
    there, nowhere = (person.get(f"/households/{code}", params=DAY) for code in (outside["household_id"], "0" * 20))
    assert there.status_code == nowhere.status_code == 404
    assert there.text.replace(outside["household_id"], "0" * 20) == nowhere.text


def test_a_list_is_that_of_one_s_own_places(app: FastAPI, stranger: TestClient, client: TestClient) -> None:
    places = ("990101001", "990101002")
    headers = {"X-API-Key": key_of(app, "two-townships", jurisdiction=Jurisdiction.of(*places))}

    def listed(**asked: str) -> dict[str, object]:
        answer = stranger.get("/v1/risk-lists/preview", params={**DAY, **asked}, headers=headers)
        return {"status": answer.status_code, "text": answer.text, **(answer.json() if answer.is_success else {})}

    by_place = [client.get("/v1/risk-lists/preview", params={**DAY, "region": place}).json() for place in places]
    own = listed()
    assert own["region"] == ",".join(places)
    assert own["households_in_scope"] == sum(each["households_in_scope"] for each in by_place)
    assert {row["household_id"] for row in own["households"]} == {  # type: ignore[attr-defined]
        row["household_id"] for each in by_place for row in each["households"]
    }
    assert listed(region=places[0])["households"] == by_place[0]["households"]
    assert listed(region="99")["region"] == own["region"], "of a wider region one's own part"
    assert listed(region="990101000")["status"] == 404
    assert listed(region="990101000")["text"] == listed(region="11")["text"]
    assert listed(capacity="5")["status"] == 422, "nobody could say how it is shared out"
    assert listed(capacity="5", region=places[1])["status"] == 200


def test_what_is_counted_in_a_village_is_told_to_whose_it_is(app: FastAPI, stranger: TestClient) -> None:
    for place, status in (("990101004", 200), ("990101001", 404)):
        headers = {"X-API-Key": key_of(app, "sender", Permission.ASSESS, jurisdiction=Jurisdiction.of(place))}
        assert stranger.post("/v1/assessments", json=EXAMPLE_HOUSEHOLD, headers=headers).status_code == status
