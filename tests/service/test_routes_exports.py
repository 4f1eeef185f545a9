"""Exports over HTTP: asked for with a reason, a large one approved by another person, fetched once, marked."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import make_url

from service.jurisdiction import EVERYWHERE, Jurisdiction
from service.principal import Permission, Role
from service.routes.doing import now
from tests.service.audit.chain import newest_lines
from tests.service.office import COUNTY, TOWNSHIP, Office

WHY, FAR = "县里比对医保数据", "2999-01-01"


@pytest.fixture(scope="module")
def list_id(office: Office) -> str:
    """The county's list of the last scored day."""
    made = office.program().post("/v1/risk-lists", json={"region": COUNTY, "capacity": 30})
    assert made.status_code in (200, 201), made.text
    return str(made.json()["id"])


@pytest.fixture
def above_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than two rows want a second person."""
    monkeypatch.setattr("service.vault.exports.needs_second_person", lambda rows, *_: rows > 2)


def asked(person: TestClient, list_id: str, **changes: Any) -> Any:
    export = {"what": "list_items", "list_id": list_id, **changes}
    return person.post("/v1/exports", json={"export": export, "words": WHY})


def test_of_few_rows_the_file_is_there_at_once_and_once(office: Office, list_id: str) -> None:
    officer = office.person(Role.TOWNSHIP, TOWNSHIP)
    answer = asked(officer, list_id)
    assert (answer.status_code, answer.json()["state"]) == (201, "approved")
    address, rows = f"{answer.headers['location']}/file", answer.json()["rows"]
    assert officer.head(address).status_code == 200, "looking uses nothing up"
    file = officer.get(address)
    assert f"list_items-{now():%Y}" in file.headers["content-disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
    mark = sheet["A1"].value
    assert f"township-{TOWNSHIP}" in mark
    assert file.headers["x-request-id"] in mark
    assert mark[:60] in sheet.oddHeader.left.text
    assert mark[:60] in sheet.oddFooter.left.text
    assert sheet.print_title_rows == "$1:$2"
    assert sheet.max_row == rows + 2
    places = {row[2].value for row in sheet.iter_rows(min_row=3)}
    assert places
    assert all(place.startswith(TOWNSHIP) for place in places), "of the county's list one's own part"
    again = officer.get(address)
    assert (again.status_code, again.json()["type"]) == (409, "urn:fanpin:problem:export-not-open")
    assert officer.get(answer.headers["location"]).json()["state"] == "used"


@pytest.mark.usefixtures("above_two")
def test_a_large_one_waits_for_another_person(office: Office, list_id: str) -> None:
    officer, chief = office.person(Role.COUNTY_OFFICER, COUNTY), office.person(Role.COUNTY_OFFICER)
    answer = asked(officer, list_id, format="csv", slot="score")
    request = answer.headers["location"]
    assert (answer.json()["state"], answer.json()["rows"] > 2) == ("asked", True)
    assert officer.get(f"{request}/file").status_code == 409
    own = officer.post(f"{request}/approve")
    assert "another person has to" in own.json()["detail"]
    elsewhere = office.person(Role.COUNTY_OFFICER, "990102")
    assert elsewhere.post(f"{request}/approve").status_code == 404
    assert elsewhere.get("/v1/exports").json()["items"] == []
    (waiting, *_) = chief.get("/v1/exports", params={"state": "asked"}).json()["items"]
    assert (waiting["id"], waiting["words"]) == (answer.json()["id"], WHY)
    assert chief.post(f"{request}/approve").json()["state"] == "approved"
    assert chief.post(f"{request}/refuse").status_code == 409
    assert chief.get(f"{request}/file").status_code == 404, "only whoever asked fetches it"
    mark, header, *rows = list(csv.reader(io.StringIO(officer.get(f"{request}/file").content.decode("utf-8-sig"))))
    assert f"county_officer-{COUNTY}" in mark[0]
    assert (header[1].endswith("household_id"), len(rows)) == (True, answer.json()["rows"])
    with office.app.state.resources.door.database.reading(EVERYWHERE, now()) as work:
        lines = newest_lines(work, target=f"export:{answer.json()['id']}")
    actions = [line.action for line in reversed(lines) if line.action.startswith("exports.")]
    assert actions == ["exports.asked", "exports.approved", "exports.used"]
    assert WHY not in str([line.content for line in lines])


@pytest.mark.usefixtures("above_two")
def test_refused_it_stays_so_and_nothing_of_why_lies_in_the_clear(office: Office, list_id: str) -> None:
    officer, chief = office.person(Role.COUNTY_OFFICER, COUNTY), office.person(Role.COUNTY_OFFICER)
    request = asked(officer, list_id).headers["location"]
    assert chief.post(f"{request}/refuse").json()["state"] == "refused"
    assert officer.get(f"{request}/file").status_code == 409
    file = Path(str(make_url(office.app.state.resources.settings.database).database))
    assert [each for each in file.parent.glob(f"{file.name}*") if WHY.encode() in each.read_bytes()] == []


def test_the_board_of_leads_leaves_with_what_the_asker_may_read(office: Office, list_id: str) -> None:
    household = office.households(TOWNSHIP)[2]
    sent = {"household_id": household, "source": "trigger", "reference": "x-1", "reported_on": str(now().date())}
    assert office.program().post("/v1/leads", json=sent).status_code == 201
    program = office.program(Permission.EXPORT, Permission.READ_LEADS, where=Jurisdiction.of(TOWNSHIP))
    body: dict[str, Any] = {"export": {"what": "leads", "format": "csv", "open": True, "names": True}, "words": WHY}
    answer = program.post("/v1/exports", json=body)
    assert (answer.status_code, answer.json()["region_code"]) == (201, TOWNSHIP)
    assert household in program.get(f"{answer.headers['location']}/file").content.decode("utf-8-sig")
    for due_before, is_there in ((FAR, True), (str(now().date()), False)):
        # What is overdue today had to be done before today.
        answer = program.post("/v1/exports", json={**body, "export": {**body["export"], "due_before": due_before}})
        file = program.get(f"{answer.headers['location']}/file").content.decode("utf-8-sig")
        assert (household in file) is is_there
    denied = asked(program, list_id)
    assert (denied.status_code, "lists:read" in denied.json()["detail"]) == (403, True)


def test_what_can_t_be_exported_is_told(office: Office, list_id: str) -> None:
    program = office.program(where=Jurisdiction.of(TOWNSHIP, f"{COUNTY}002"))
    assert asked(program, list_id).json()["problems"][0]["path"] == "export.region"
    assert asked(program, list_id, region="880101").status_code == 422
    assert asked(program, f"list_{'0' * 26}", region=TOWNSHIP).status_code == 404
    for wrong in ({"what": "audit"}, {"format": "html"}, {"household_id": "1"}, {"region": "=1"}):
        assert asked(program, list_id, **wrong).status_code == 422
    assert program.get(f"/v1/exports/export_{'0' * 26}/file").status_code == 404
