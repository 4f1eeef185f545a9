"""Whatever is asked, by whatever filter and in whatever order: what somebody of one township is answered names no household and no place of another."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from features.deliveries.departments import DeliveringDepartment
from service.access.roles import ABOUT_FAMILIES, permissions_of
from service.jurisdiction import Jurisdiction
from service.local_time import day_of
from service.principal import Role
from service.routes.doing import now
from tests.service.kept_runs import DAY
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.registered import Registered
from tests.service.routes.operations import Operation, operations, who_may
from tests.service.sent_files import roster, send

OTHER = "990101002"
HOUSEHOLD, VILLAGE = re.compile(r"9901010000000000\d{4}"), re.compile(r"(?<!\d)990101\d{6}(?!\d)")
Known = dict[str, list[Any]]


@pytest.fixture(scope="module")
def known(office: Office) -> Known:
    """Something of everything in two townships, by the parameters that ask for it: of one's own place, and of the other."""
    program = office.program(department=DeliveringDepartment.TOWNSHIP)
    officer = office.person(Role.COUNTY_OFFICER, COUNTY)
    own, other = (office.households(place)[0] for place in (TOWNSHIP, OTHER))
    run = officer.get("/v1/scoring-runs", params={"as_of": str(DAY)}).json()["items"][0]["id"]
    lists = [
        officer.post("/v1/risk-lists", json={"as_of": str(DAY), "region": region, "capacity": 60}).json()["id"]
        for region in (COUNTY, TOWNSHIP, OTHER)
    ]
    leads, today = [], str(day_of(now()))
    for household in (own, other):
        report = {"household_id": household, "source": "trigger", "reference": f"a-{household}", "reported_on": today}
        lead = program.post("/v1/leads", json={**report, "risk_type": "illness", "note": "看过"}).json()["id"]
        place = officer.get(f"/v1/leads/{lead}").json()["region_code"]
        officer.post(f"/v1/leads/{lead}/moves", json={"move": "dispatch", "details": {"place": place}})
        visit = {"visited_on": today, "verdict": "confirmed", "risk_types": ["illness"]}
        answer = office.person(Role.VILLAGE, place).post(f"/v1/leads/{lead}/visits", json=visit)
        assert answer.status_code == 200, answer.text
        leads.append(lead)
    delivery = send(program, roster(20)).json()["id"]
    return {
        **governed(office),
        "household_id": [own, other],
        "household": [own, other[:18], "9901010000000000"],
        "region": [TOWNSHIP, COUNTY, OTHER, f"{OTHER}002", "99"],
        "as_of": [str(DAY)],
        "run_id": [run],
        "list_id": lists,
        "since": [lists[2], lists[1], today],
        "lead_id": leads,
        "delivery_id": [delivery, "last"],
        "fact_id": [f"record_{'0' * 26}"],
        "version": ["3"],
        "on": [str(DAY)],
        "limit": [100],
        "capacity": [100],
    }


def governed(office: Office) -> Known:
    """Accounts, programs and addresses of the other township."""
    office.person(Role.TOWNSHIP, OTHER)
    office.program(where=Jurisdiction.of(OTHER))
    admin, guard = office.person(Role.SYSTEM_ADMIN, COUNTY), office.person(Role.SECURITY_ADMIN, COUNTY)
    opened = {"name": "elsewhere", "url": "https://example.org/", "kinds": ["list.issued"], "places": [OTHER]}
    wanted = {"export": {"what": "leads", "open": True, "format": "csv"}, "words": "送交乡镇逐户核实"}
    export = office.person(Role.TOWNSHIP, OTHER).post("/v1/exports", json=wanted)
    assert export.status_code == 201, export.text
    users = admin.get("/v1/users", params={"limit": 500}).json()["items"]
    clients = guard.get("/v1/clients").json()["items"]
    return {
        "export_id": [export.json()["id"]],
        "endpoint_id": [admin.post("/v1/webhooks", json=opened).json()["id"]],
        "user_id": [each["id"] for each in users if [role["place"] for role in each["roles"]] == [OTHER]],
        "client_id": [each["id"] for each in clients if each["places"] == [OTHER]],
    }


def questions(operation: Operation, known: Known) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every way to ask: each address, and on it each value of each filter and order by itself."""
    paths = [[(each.name, value) for value in known.get(each.name) or each.values] for each in operation.of("path")]
    always = {
        each.name: known[each.name][0]
        for each in operation.of("query")
        if each.name in ("as_of", "limit") or each.required
    }
    for place in itertools.product(*paths):
        address = operation.path.format(**dict(place))
        yield address, always
        for each in operation.of("query"):
            # Of a closed set the ends: which of its words is asked for decides nothing here, whether one is does.
            for value in known.get(each.name) or each.values[:: max(1, len(each.values) - 1)]:
                yield address, {**always, each.name: value}


def readers(office: Office) -> dict[str, TestClient]:
    """Everybody who reads something of families, as far as one township; a program holds every scope there is."""
    place = Jurisdiction.of(TOWNSHIP)
    return {
        "program": office.program(where=place),
        **{role.value: office.person(role, TOWNSHIP) for role in Role if permissions_of(role) & ABOUT_FAMILIES},
    }


@pytest.fixture(scope="module")
def elsewhere(office: Office) -> frozenset[str]:
    """Codes of households of other townships."""
    return frozenset(office.households()) - frozenset(office.households(TOWNSHIP))


def foreign(text: str, elsewhere: frozenset[str]) -> set[str]:
    """Codes in a text of households and villages that lie elsewhere."""
    villages = {code for code in VILLAGE.findall(text) if not code.startswith(TOWNSHIP)}
    return villages | elsewhere.intersection(HOUSEHOLD.findall(text))


def test_no_question_brings_anything_from_elsewhere(
    office: Office,
    known: Known,
    elsewhere: frozenset[str],
    registered: Registered,
) -> None:
    of_the_county, brought = office.program(where=Jurisdiction.of(COUNTY)), set()
    reading = [operation for operation in operations(office.app) if operation.method == "GET"]
    assert len(reading) > 20
    everybody = readers(office)
    for operation in reading:
        asked = list(questions(operation, known))
        assert asked, f"{operation.name}: say in `known` what its path may name"
        for name, somebody in everybody.items():
            # Each role asks plainly, the program in every way that there is.
            for address, parameters in asked if name == "program" else asked[:1]:
                answer = somebody.get(address, params=parameters)
                assert answer.status_code < 500, (name, address, parameters)
                assert foreign(answer.text, elsewhere) <= named(parameters, address), (name, address, parameters)
        ends = (of_the_county.get(address, params=parameters).text for address, parameters in (asked[0], asked[-1]))
        if any(foreign(text, elsewhere) for text in ends):
            brought.add(operation.path)
    # The same questions do bring it to whom it belongs: nothing above was empty by chance.
    assert brought >= WITH_PLACES


WITH_PLACES = {
    "/v1/findings",
    "/v1/triggers",
    "/v1/gaps",
    "/v1/households/{household_id}/assessment",
    "/v1/leads",
    "/v1/leads/{lead_id}",
    "/v1/risk-lists/preview",
    "/v1/risk-lists/{list_id}/changes",
    "/v1/risk-lists/{list_id}/items",
    "/v1/scoring-runs/{run_id}/assessments",
    "/v1/visits",
}


def named(parameters: dict[str, Any], address: str) -> set[str]:
    """What the question itself names, which an answer may say again."""
    return {*map(str, parameters.values()), *address.split("/")}


@pytest.mark.parametrize("region", ["", TOWNSHIP, COUNTY, OTHER, f"{OTHER}002"])
def test_no_page_shows_anything_from_elsewhere(
    office: Office, known: Known, elsewhere: frozenset[str], region: str
) -> None:
    person = office.person(Role.TOWNSHIP, TOWNSHIP)
    pages = {
        "/lists": {"as_of": str(DAY), "region": region, "capacity": "60" if region else ""},
        f"/households/{known['household_id'][1]}": {"as_of": str(DAY)},
    }
    for address, asked in pages.items():
        page = person.get(address, params=asked, headers={"accept": "text/html"})
        assert page.status_code in (200, 404), address
        assert foreign(page.text, elsewhere) <= named(asked, address), address


def test_nothing_elsewhere_can_be_changed(office: Office, known: Known) -> None:
    """What lies elsewhere is answered as what is nowhere, to the last byte, whatever is to be done with it."""
    officer, met, place = office.person(Role.TOWNSHIP, TOWNSHIP), 0, Jurisdiction.of(TOWNSHIP)
    for operation in operations(office.app):
        paths = [path.name for path in operation.of("path") if path.name not in OF_NO_PLACE]
        if operation.method != "GET" and paths:
            unnamed = set(paths) - NOWHERE.keys()
            assert not unnamed, f"{operation.name}: say in `NOWHERE` what its path may name that nobody has"
            there, nowhere = (
                operation.path.format(**NOWHERE | {paths[0]: each}) for each in (known[paths[0]][-1], NOWHERE[paths[0]])
            )
            for somebody in (officer, who_may(office, operation, place)):
                body = operation.document(
                    lambda form: next(iter(form.get("examples") or form.get("enum") or []), str(DAY))
                )
                answers = [somebody.request(operation.method, address, json=body) for address in (there, nowhere)]
                assert answers[0].status_code in (403, 404, 422), operation.name
                assert answers[0].text == answers[1].text, operation.name
                met += answers[0].status_code == 404
    assert met > 8


NOWHERE = {
    "lead_id": f"lead_{'0' * 26}",
    "list_id": f"list_{'0' * 26}",
    "endpoint_id": f"endpoint_{'0' * 26}",
    "delivery_id": f"delivery_{'0' * 26}",
    "user_id": f"user_{'0' * 26}",
    "client_id": f"client_{'0' * 26}",
    "export_id": f"export_{'0' * 26}",
    "household_id": "9" * 20,
}
"""Of each kind of thing that can be changed a name that nothing has."""

OF_NO_PLACE = ("version",)
"""A model is everybody's."""
