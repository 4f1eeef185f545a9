"""The pages of users: made by one administrator, given roles by another, each within their own places and never for themselves."""

from __future__ import annotations

import re
from itertools import count

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from service.pages.form_tokens import FIELD
from service.principal import Role
from tests.service.forms import hidden_in, token_in
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.routes.office.conftest import with_browser
from tests.service.routes.office.leads_at_work import user_id

_numbers = count()


@pytest.fixture
def system(office: Office) -> TestClient:
    return with_browser(office.person(Role.SYSTEM_ADMIN, COUNTY))


@pytest.fixture
def security(office: Office) -> TestClient:
    return with_browser(office.person(Role.SECURITY_ADMIN, COUNTY))


def posted(somebody: TestClient, address: str, page: str, **typed: str) -> Response:
    text = somebody.get(page).text
    keys = {FIELD: token_in(text), "once_key": hidden_in(text, "once_key") if "once_key" in text else "0" * 36}
    return somebody.post(address, data={**keys, **typed})


def made(system: TestClient) -> str:
    """The address of a new account."""
    answer = posted(system, "/users", "/users", name=f"page.{next(_numbers)}")
    assert answer.status_code == 201, answer.text
    return re.findall(r'href="(/users/user_\w+)"', answer.text)[0]


def password_in(page: str) -> str:
    return re.findall(r'class="big code">([^<]+)<', page)[0]


def test_an_account_is_made_and_its_password_is_shown_once(system: TestClient) -> None:
    name = f"page.{next(_numbers)}"
    text = system.get("/users").text
    keys = {FIELD: token_in(text), "once_key": hidden_in(text, "once_key")}
    first, second = (system.post("/users", data={**keys, "name": name}) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    # A double click makes one account.
    assert password_in(first.text) == password_in(second.text)
    listed = system.get(f"/users?name={name}")
    assert name in listed.text
    assert password_in(first.text) not in listed.text
    assert "没有角色" in listed.text


def test_a_role_is_granted_by_choice_lists_and_taken_back(system: TestClient, security: TestClient) -> None:
    address = made(system)
    done = posted(security, f"{address}/roles", address, role="township", place=TOWNSHIP, until="2099-12-31")
    assert done.headers["location"] == f"{address}?done=granted"
    page = security.get(done.headers["location"]).text
    for words in ("角色已授予", "乡镇人员", "到 2100-01-01 00:00"):
        assert words in page, words
    assert posted(security, f"{address}/roles/revoke", address, role="township", place=TOWNSHIP).status_code == 303
    assert "还没有角色" in security.get(address).text
    again = posted(security, f"{address}/roles/revoke", address, role="township", place=TOWNSHIP)
    assert (again.status_code, "已没有这个角色" in again.text) == (422, True)


def test_a_liaison_is_granted_for_a_department_and_what_was_typed_stays(
    system: TestClient, security: TestClient
) -> None:
    address = made(system)
    refused = posted(security, f"{address}/roles", address, role="department_liaison", place=COUNTY)
    assert refused.status_code == 422
    assert "须写明代表哪个部门" in refused.text
    assert '<option value="department_liaison" selected>' in refused.text
    assert f'<option value="{COUNTY}" selected>' in refused.text
    assert (
        posted(security, f"{address}/roles", address, role="department_liaison", place=COUNTY, department="health")
    ).status_code == 303
    assert "卫健" in security.get(address).text


@pytest.mark.parametrize(
    "typed",
    [{}, {"role": "x", "place": COUNTY}, {"role": "village"}, {"role": "village", "place": COUNTY, "until": "x"}],
)
def test_what_is_no_role_is_told(system: TestClient, security: TestClient, typed: dict[str, str]) -> None:
    address = made(system)
    page = posted(security, f"{address}/roles", address, **typed)
    assert page.status_code == 422
    assert "请选角色和辖区" in page.text


def test_a_login_is_given_anew_and_an_account_is_closed(system: TestClient, security: TestClient) -> None:
    address = made(system)
    anew = posted(security, f"{address}/login", address, second_factor="1")
    assert anew.status_code == 201
    assert password_in(anew.text)
    for act, done in (("unlock", "unlocked"), ("sessions/end", "ended")):
        assert posted(security, f"{address}/{act}", address).headers["location"] == f"{address}?done={done}"
    assert posted(system, f"{address}/close", address).headers["location"] == f"{address}?done=closed"
    assert "已停用" in system.get(address).text
    late = posted(security, f"{address}/login", address)
    assert (late.status_code, "该用户已停用" in late.text) == (422, True)


def test_neither_does_the_other_s_work(system: TestClient, security: TestClient) -> None:
    address = made(system)
    assert "授予角色</h2>" not in system.get(address).text
    assert "停用账户" not in security.get(address).text
    assert "开设账户" not in security.get("/users").text
    for act in ("roles", "roles/revoke", "unlock", "login", "sessions/end"):
        assert posted(system, f"{address}/{act}", "/users", role="village", place=COUNTY).status_code == 403
    assert posted(security, f"{address}/close", address).status_code == 403
    assert posted(security, "/users", "/sessions", name="another.one").status_code == 403


def test_nobody_does_it_for_themselves_or_beyond_their_places(
    office: Office, system: TestClient, security: TestClient
) -> None:
    own = user_id(office, f"security_admin-{COUNTY}")
    refused = posted(security, f"/users/{own}/roles", f"/users/{own}", role="village", place=COUNTY)
    assert (refused.status_code, "不能给自己办理" in refused.text) == (422, True)
    address = made(system)
    beyond = posted(security, f"{address}/roles", address, role="village", place="990102")
    assert (beyond.status_code, "只能在本人辖区内授权" in beyond.text) == (422, True)
    posted(security, f"{address}/roles", address, role="auditor", place=COUNTY)
    apart = posted(security, f"{address}/roles", address, role="system_admin", place=COUNTY)
    assert (apart.status_code, "须由不同的人担任" in apart.text) == (422, True)
    office.person(Role.SYSTEM_ADMIN)
    wide = user_id(office, "system_admin-all")
    assert system.get(f"/users/{wide}").status_code == 404
    assert f"/users/{wide}" not in system.get("/users?limit=100").text


def test_a_name_that_is_taken_or_none_is_told_and_stays_typed(system: TestClient) -> None:
    for name, words in ((f"system_admin-{COUNTY}", "已被使用过"), ("a b", "用户名用字母")):
        page = posted(system, "/users", "/users", name=name)
        assert page.status_code == 422
        assert words in page.text
        assert f'value="{name}"' in page.text


@pytest.mark.parametrize("token", ["", "0" * 64])
def test_a_forged_form_changes_nothing(system: TestClient, security: TestClient, token: str) -> None:
    address = made(system)
    keys = {FIELD: token, "once_key": "0" * 36}
    assert system.post("/users", data={**keys, "name": "forged.one"}).status_code == 403
    assert system.post(f"{address}/close", data=keys).status_code == 403
    for act in ("roles", "login", "unlock", "sessions/end", "roles/revoke"):
        fields = {**keys, "role": "village", "place": COUNTY}
        assert security.post(f"{address}/{act}", data=fields).status_code == 403
    assert "forged.one" not in system.get("/users?name=forged").text
    assert "还没有角色" in security.get(address).text
    assert posted(system, "/users", "/users", name="no.key", once_key="").status_code == 403


def test_page_after_page_and_others_are_refused(office: Office, system: TestClient) -> None:
    for _ in range(3):
        made(system)
    met: list[str] = []
    address = "/users?limit=2"
    while address:
        page = system.get(address).text
        met += re.findall(r'href="/users/(user_\w+)"', page)
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        address = onward[1].replace("&amp;", "&") if onward else ""
    assert len(met) == len(set(met)) > 3
    for role in set(Role) - {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}:
        assert with_browser(office.person(role, COUNTY)).get("/users").status_code == 403


def test_the_pages_speak_english(system: TestClient) -> None:
    address = made(system)
    system.cookies.set("fanpin_language", "en")
    for page in ("/users", address):
        assert "角色" not in system.get(page).text
