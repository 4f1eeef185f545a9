"""Every address at which something is done for a department is closed, with words, to a liaison for whom none is registered."""

from __future__ import annotations

from typing import Any

from features.deliveries.departments import DeliveringDepartment
from service.principal import FOR_A_DEPARTMENT, Role
from service.routes.admitting import Allowed, needs_of
from tests.service.declared import routes
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.sent_files import roster, send

ASKED: dict[tuple[str, str], Any] = {
    ("GET", "/v1/findings"): None,
    ("GET", "/v1/triggers"): None,
    ("GET", "/v1/gaps"): None,
    ("GET", "/v1/facts"): None,
    ("GET", "/v1/facts/{fact_id}"): None,
    ("POST", "/v1/facts"): {"facts": []},
    ("POST", "/v1/deliveries"): roster(80),
}
"""Requests that somebody who may would be answered."""


PAGES = {("GET", "/findings"), ("GET", "/findings/print"), ("POST", "/deliveries"), ("POST", "/deliveries/file")}
"""The same on pages; what their forms send goes through `service.deliveries.receiving` as the API's does."""


def test_who_speaks_for_no_department_does_nothing_for_one(office: Office) -> None:
    """A route that is added for one of these permissions fails here until it says what is sent to it, and is closed."""
    declared = {
        (method, route.path)
        for route in routes(office.app)
        for need in needs_of(route.dependant)
        if isinstance(need, Allowed) and need.permission in FOR_A_DEPARTMENT
        for method in (route.methods or {"GET"}) - {"HEAD"}
    }
    pages = {(method, path) for method, path in declared if not path.startswith("/v1")}
    assert pages == PAGES
    assert declared - pages == set(ASKED)
    liaison = office.person_with((Role.DEPARTMENT_LIAISON, COUNTY, None))
    for (method, path), sent in ASKED.items():
        address = path.format(fact_id=f"record_{'0' * 26}")
        answer = send(liaison, sent) if isinstance(sent, bytes) else liaison.request(method, address, json=sent)
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:fanpin:problem:no-department"), path
        assert answer.json()["detail"].startswith("没有执行任何操作：")
        assert "请安全管理员登记" in answer.json()["detail"]
    for method, path in PAGES:
        if method == "GET":
            page = liaison.get(path)
            assert (page.status_code, page.json()["type"]) == (403, "urn:fanpin:problem:no-department"), path
    # What is no department's alone stays open.
    assert liaison.get("/v1/leads").status_code == 200
    assert liaison.get("/v1/deliveries").status_code == 200


def test_a_liaison_delivers_for_their_department_and_data_staff_for_any(office: Office) -> None:
    health = (Role.DEPARTMENT_LIAISON, COUNTY, DeliveringDepartment.HEALTH)
    for also in ((), ((Role.DATA_STAFF, TOWNSHIP, None),)):
        # The whole county is theirs as a liaison alone.
        answer = send(office.person_with(health, *also), roster(82))
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:fanpin:problem:other-department")
    assert send(office.person_with(health, (Role.DATA_STAFF, COUNTY, None)), roster(82)).status_code == 202
