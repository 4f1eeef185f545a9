"""A form that is posted is one of ours, given to this very session."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from service.pages.form_tokens import FIELD
from service.principal import Role
from tests.service.declared import routes
from tests.service.forms import post, token_in
from tests.service.office import COUNTY, Office

WITHOUT_A_MARK = {"/login", "/login/code", "/first", "/preferences"}
"""Posted before anybody is in, or for the reader's own browser alone."""


def posting(office: Office) -> list[str]:
    """Addresses of pages that take a form."""
    pages = [route for route in routes(office.app) if not route.include_in_schema]
    return sorted({route.path for route in pages if "POST" in (route.methods or ())} - WITHOUT_A_MARK)


def test_no_form_is_taken_without_the_mark(office: Office, officer: TestClient) -> None:
    paths = posting(office)
    assert "/lists" in paths
    assert "/logout" in paths
    named = {"list_id": "list_" + "0" * 26, "lead_id": "lead_" + "0" * 26, "household_id": "1"}
    for path in paths:
        answer = officer.post(path.format_map(Named(named)), data={"household": "1"})
        assert answer.status_code in (403, 404, 415), path
        if answer.status_code == 403:
            assert "表单已失效" in answer.text or "没有权限" in answer.text, path
    assert officer.get("/sessions").status_code == 200, "still in"


class Named(dict[str, str]):
    """Whatever else an address names."""

    def __missing__(self, name: str) -> str:
        return f"{name.removesuffix('_id')}_" + "0" * 26


def test_the_mark_of_another_session_is_none(office: Office, officer: TestClient) -> None:
    other = office.person(Role.COUNTY_OFFICER, COUNTY)
    stolen = token_in(other.get("/sessions").text)
    assert stolen != token_in(officer.get("/sessions").text)
    assert officer.post("/logout", data={FIELD: stolen}).status_code == 403
    assert post(officer, "/logout").headers["location"] == "/login"


@pytest.mark.parametrize("extra", [{"region": ["990101", "990102"]}, {"capacity": ["1", "2"]}])
def test_a_field_that_stands_twice_is_refused(officer: TestClient, extra: dict[str, list[str]]) -> None:
    answer = post(officer, "/lists", {"as_of": "2024-06-30", **extra})
    assert answer.status_code == 422
    assert "查询条件有误" in answer.text
