"""Findings, hits and gaps over HTTP: the same that the commands list, page by page, within a jurisdiction, and nobody's name."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from features.deliveries.departments import DeliveringDepartment
from features.findings.gathering import gather
from features.gaps.finding import find_gaps_in_store
from features.policy.loading import Policy
from features.triggers.outcomes import hits_in_store
from features.workbooks.homes import homes
from service.findings import cache
from service.jurisdiction import EVERYWHERE, Jurisdiction
from service.principal import Permission, Role
from service.routes.doing import now
from service.store.tables import AuditLine
from tests.service.kept_runs import DAY, KeptRuns
from tests.service.office import COUNTY, TOWNSHIP, Office

ADDRESSES = ("/v1/findings", "/v1/triggers", "/v1/gaps")
ON = {"as_of": str(DAY)}


@pytest.fixture
def program(office: Office) -> TestClient:
    return office.program(Permission.READ_FINDINGS)


def pages(somebody: TestClient, address: str, **asked: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    cursor: dict[str, Any] = {}
    while True:
        answer = somebody.get(address, params={**ON, "limit": 500, **asked, **cursor})
        assert answer.status_code == 200, answer.text
        page = answer.json()
        items += page["items"]
        if page["next"] is None:
            assert page["total"] == len(items)
            return items
        cursor = {"cursor": page["next"]}


def test_they_are_what_the_commands_list(program: TestClient, kept: KeptRuns, policy: Policy) -> None:
    here = homes(kept.store, DAY)
    gathered = gather(kept.store, DAY, policy)
    findings = pages(program, "/v1/findings")
    of_households = [each for each in findings if each["kind"] in ("check", "value")]
    told = sorted((each["household_id"], each["check"]) for each in of_households)
    assert told == sorted(gathered.reported.select("household_id", "problem").iter_rows())
    hits = hits_in_store(kept.store, DAY, policy, here["household_id"])
    told = sorted((each["household_id"], each["trigger"]) for each in pages(program, "/v1/triggers"))
    assert told == sorted(hits.select("household_id", "trigger").iter_rows())
    gaps = find_gaps_in_store(kept.store, DAY, policy, here["household_id"])
    told = sorted((each["household_id"], each["gap"]) for each in pages(program, "/v1/gaps"))
    assert told == sorted(gaps.select("household_id", "gap").iter_rows())


def test_each_says_where_why_and_who_has_to_act(program: TestClient) -> None:
    finding = next(each for each in pages(program, "/v1/findings") if each["source"])
    assert finding["source"]["row"] is not None
    assert all(finding[words]["zh"] and finding[words]["en"] for words in ("degree", "why", "to_do"))
    hit = pages(program, "/v1/triggers", department="medical_insurance")[0]
    assert hit["departments"] == [{"name": "medical_insurance", "zh": "医保", "en": "medical insurance"}]
    assert hit["zh"].startswith("医保：")
    gap = pages(program, "/v1/gaps")[0]
    assert gap["departments"][0]["name"] in ("civil_affairs", "rural_affairs")
    assert gap["value_in_words"]["zh"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_go_on_where_the_last_one_ended(program: TestClient, address: str) -> None:
    whole = pages(program, address)
    assert pages(program, address, limit=min(400, len(whole) // 3)) == whole
    first = program.get(address, params={**ON, "limit": 1}).json()
    other = program.get(address, params={**ON, "limit": 1, "region": COUNTY, "cursor": first["next"]})
    assert (other.status_code, other.json()["problems"][0]["path"]) == (422, "cursor")


@pytest.mark.parametrize(
    ("address", "filters"),
    [
        ("/v1/findings", {"kind": "kind", "check": "check", "household_id": "household_id"}),
        ("/v1/triggers", {"trigger": "trigger", "risk_type": "risk_type", "household_id": "household_id"}),
        ("/v1/gaps", {"gap": "gap", "direction": "direction", "household_id": "household_id"}),
    ],
)
def test_filters_keep_what_they_say(program: TestClient, address: str, filters: dict[str, str]) -> None:
    whole = pages(program, address)
    for asked, named in filters.items():
        value = whole[len(whole) // 2][named]
        assert pages(program, address, **{asked: value}) == [each for each in whole if each[named] == value]
    there = [each for each in whole if each["region_code"].startswith(TOWNSHIP)]
    assert pages(program, address, region=TOWNSHIP) == there
    assert pages(program, address, household_id="nobody") == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_outside_a_jurisdiction_there_is_nothing(office: Office, program: TestClient, address: str) -> None:
    officer = office.person(Role.TOWNSHIP, TOWNSHIP)
    assert pages(officer, address) == pages(program, address, region=TOWNSHIP)
    outside = next(each for each in pages(program, address) if not each["region_code"].startswith(TOWNSHIP))
    assert pages(officer, address, household_id=outside["household_id"]) == []
    elsewhere, nowhere = (officer.get(address, params={**ON, "region": where}) for where in ("990101002", "11"))
    assert (elsewhere.status_code, elsewhere.text) == (404, nowhere.text)
    in_a_village_of_nobody = officer.get(address, params={**ON, "region": f"{TOWNSHIP}999"})
    assert (in_a_village_of_nobody.status_code, in_a_village_of_nobody.text) == (404, nowhere.text)


def test_a_department_s_program_sees_what_it_has_to_act_on(office: Office, program: TestClient) -> None:
    everywhere = Jurisdiction.of(COUNTY)

    def of(department: DeliveringDepartment) -> TestClient:
        return office.program(Permission.READ_FINDINGS, where=everywhere, department=department)

    own = pages(program, "/v1/triggers", department="education")
    assert pages(of(DeliveringDepartment.EDUCATION), "/v1/triggers") == own
    assert pages(of(DeliveringDepartment.EDUCATION), "/v1/gaps") == []
    assert pages(of(DeliveringDepartment.AGRICULTURE), "/v1/triggers") == pages(program, "/v1/triggers")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_liaison_sees_what_their_department_has_to_act_on(office: Office, program: TestClient, address: str) -> None:
    liaison = office.person(Role.DEPARTMENT_LIAISON, COUNTY, DeliveringDepartment.MEDICAL_INSURANCE)
    own = pages(program, address, department="medical_insurance")
    assert pages(liaison, address) == own
    townships = office.person(Role.DEPARTMENT_LIAISON, COUNTY, DeliveringDepartment.TOWNSHIP)
    assert pages(townships, address) == pages(program, address)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_officer_who_is_a_liaison_too_sees_all_of_their_township_and_beyond_it_their_department_s(
    office: Office, program: TestClient, address: str
) -> None:
    department = "civil_affairs" if address == "/v1/gaps" else "medical_insurance"
    liaison = (Role.DEPARTMENT_LIAISON, COUNTY, DeliveringDepartment(department))
    whole = pages(program, address)
    expected = [
        each
        for each in whole
        if each["region_code"].startswith(TOWNSHIP) or department in {one["name"] for one in each["departments"]}
    ]
    assert pages(office.person_with((Role.TOWNSHIP, TOWNSHIP, None), liaison), address) == expected
    assert expected != whole
    assert pages(office.person_with((Role.COUNTY_OFFICER, COUNTY, None), liaison), address) == whole


def test_the_audit_tells_whose_findings_were_read(office: Office, program: TestClient) -> None:
    household = office.households(TOWNSHIP)[0]
    for asked in (household, "13912345678"):
        pages(program, "/v1/gaps", household_id=asked)
    with office.app.state.resources.door.database.reading(EVERYWHERE, now()) as work:
        told = [line.content for line in work.session.scalars(select(AuditLine).order_by(AuditLine.number))][-2:]
    assert f"household:{household}" in told[0]
    assert "household:marked-" in told[1], "it may be a person's number"
    assert "13912345678" not in told[1]


def test_a_day_is_worked_out_once(office: Office, program: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pages(program, "/v1/gaps")
    monkeypatch.setattr(cache, "list_everything", lambda *_: pytest.fail("it was at hand"))
    assert pages(office.person(Role.DEPARTMENT_LIAISON, COUNTY), "/v1/gaps", department="civil_affairs")


def test_a_day_that_can_t_be_asked_for_is_told(program: TestClient) -> None:
    for address in ADDRESSES:
        answer = program.get(address, params={"as_of": "2010-01-01"})
        assert (answer.status_code, answer.json()["problems"][0]["path"]) == (422, "as_of")
        assert program.get(address, params={"domain": "a"}).status_code == 422


@pytest.mark.parametrize("role", [Role.VILLAGE, Role.AUDITOR])
def test_who_may_not_is_told(office: Office, role: Role) -> None:
    assert office.person(role, COUNTY).get("/v1/gaps").status_code == 403
