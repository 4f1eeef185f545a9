"""Stored households over HTTP: what was known of one on a day, the document that says the same, what runs said, computed anew."""

from __future__ import annotations

import shutil
import zlib
from typing import Any

import polars as pl
import pytest
from fastapi.testclient import TestClient

from service.jurisdiction import EVERYWHERE, Jurisdiction
from service.principal import Permission
from service.routes.doing import now
from service.store.tables import AssessmentAnswer, Unscored
from tests.service.conftest import AS_OF
from tests.service.office import TOWNSHIP, Office

ON = {"as_of": str(AS_OF)}


@pytest.fixture
def program(office: Office) -> TestClient:
    return office.program()


def test_a_household_is_read_as_it_was_known(program: TestClient, office: Office) -> None:
    household = office.households(TOWNSHIP)[3]
    answer = program.get(f"/v1/households/{household}", params=ON)
    assert answer.status_code == 200, answer.text
    facts = answer.json()
    assert facts["region_code"].startswith(TOWNSHIP)
    # Nobody delivered names of these places.
    assert (facts["county"], facts["township"], facts["village"]) == ("990101", None, None)
    assessed = program.get(f"/v1/households/{household}/assessment", params=ON).json()
    rested_on = {each["table"]: each["rows"] for each in assessed["rests_on"]["tables"]}
    assert {each["table"]: len(each["rows"]) for each in facts["tables"] if each["table"] in rested_on} == rested_on
    rows = [row for table in facts["tables"] for row in table["rows"]]
    assert all(row["known_date"] <= str(AS_OF) for row in rows)
    assert all(len({row["record_id"] for row in table["rows"]}) == len(table["rows"]) for table in facts["tables"])
    # Few identities for many rows were drawn: some correct others.
    assert any(row["corrects"] for row in rows)
    assert {source["freshness"] for source in facts["sources"]} == {"never"}


def test_what_became_known_later_is_not_there(program: TestClient, office: Office) -> None:
    household = office.households()[0]

    def known(day: str) -> int:
        tables = program.get(f"/v1/households/{household}", params={"as_of": day}).json()["tables"]
        return sum(len(table["rows"]) for table in tables)

    assert 0 < known("2022-03-31") < known(str(AS_OF))


def test_the_document_of_a_household_is_answered_as_the_household(program: TestClient, office: Office) -> None:
    for household in office.households()[:12:4]:
        document = program.get(f"/v1/households/{household}/document", params=ON).json()
        sent = program.post("/v1/assessments", json=document)
        stored = program.get(f"/v1/households/{household}/assessment", params=ON).json()
        if sent.status_code == 422:
            assert "members" not in document["records"]
            continue
        assert [sent.json()[name] for name in ("raw_score", "probability", "rests_on")] == [
            stored[name] for name in ("raw_score", "probability", "rests_on")
        ]


@pytest.mark.parametrize("below", ["", "/document", "/assessments"])
def test_outside_the_jurisdiction_there_is_no_household(office: Office, below: str) -> None:
    cadre = office.program(Permission.READ_HOUSEHOLDS, where=Jurisdiction.of(TOWNSHIP))
    inside, outside = office.households(TOWNSHIP)[0], office.households("990101002")[0]

    def asked(code: str) -> tuple[int, Any]:
        answer = cadre.get(f"/v1/households/{code}{below}", params={} if below == "/assessments" else ON)
        return answer.status_code, answer.json()

    assert asked(inside)[0] == 200
    assert asked(outside) == asked("nobody")
    assert asked("nobody")[0] == 404


def test_what_runs_said_is_read_the_last_day_first(program: TestClient, office: Office) -> None:
    code = next(one for one in office.households() if one in set(office.kept.before.scores["household_id"]))
    address = f"/v1/households/{code}/assessments"
    first = program.get(address, params={"limit": 1}).json()
    second = program.get(address, params={"limit": 1, "cursor": first["next"]}).json()
    assert second["next"] is None
    for told, run in ((first["items"][0], office.kept.run), (second["items"][0], office.kept.before)):
        (row,) = run.scores.filter(pl.col("household_id") == code).iter_rows(named=True)
        assert (told["as_of"], told["rank"], told["raw_score"]) == (
            str(run.made_from.as_of),
            row["rank"],
            row["raw_score"],
        )
        assert told["listed"] == (code in run.listed["household_id"].to_list())
        alone = program.get(f"/v1/households/{code}/assessment", params={"as_of": told["as_of"]})
        assert alone.headers["fanpin-run"] == told["run_id"]
        assert alone.headers["fanpin-score"] == told["score_id"]


def test_who_has_no_score_reads_why(own_office: Office) -> None:
    program, some = own_office.program(), own_office.households(TOWNSHIP)[0]
    run_id = program.get(f"/v1/households/{some}/assessments").json()["items"][0]["run_id"]
    with own_office.app.state.resources.door.database.writing(EVERYWHERE, now()) as work:
        where = {"region_code": f"{TOWNSHIP}001", "standing": "contradicting", "rules": ["two_heads"]}
        work.session.add(Unscored(run_id=run_id, household_id="refused", **where))
    (told,) = program.get("/v1/households/refused/assessments").json()["items"]
    assert (told["run_id"], told["standing"], told["probability"], told["listed"]) == (
        run_id,
        "contradicting",
        None,
        False,
    )
    elsewhere = own_office.program(where=Jurisdiction.of("990101002"))
    assert elsewhere.get("/v1/households/refused/assessments").status_code == 404


def test_what_a_run_said_is_computed_anew(program: TestClient, office: Office) -> None:
    code = office.households(TOWNSHIP)[2]
    told = program.get(f"/v1/households/{code}/assessments").json()["items"][0]
    address = f"/v1/scoring-runs/{told['run_id']}/households/{code}/replay"
    again = program.get(address)
    assert again.status_code == 200, again.text
    assert {**again.json(), "zh": "", "en": ""} == {
        "run_id": told["run_id"],
        "household_id": code,
        "same": True,
        "scored": True,
        "differences": {},
        "code_changed": False,
        "zh": "",
        "en": "",
    }
    cadre = office.program(Permission.READ_HOUSEHOLDS, where=Jurisdiction.of("990101002"))
    nobody = cadre.get(address.replace(code, "nobody"))
    assert (cadre.get(address).status_code, cadre.get(address).json()) == (404, nobody.json())
    unknown = program.get(address.replace(told["run_id"], "run_" + "0" * 26))
    assert (unknown.status_code, unknown.json()) == (404, nobody.json())


def test_an_answer_that_the_database_gives_otherwise_is_told(own_office: Office) -> None:
    program, code = own_office.program(), own_office.households()[4]
    told = program.get(f"/v1/households/{code}/assessments").json()["items"][0]
    with own_office.app.state.resources.door.database.writing(EVERYWHERE, now()) as work:
        row = work.session.get(AssessmentAnswer, (told["run_id"], code))
        assert row is not None
        row.answer = zlib.compress(zlib.decompress(row.answer).replace(b'"band":"', b'"band":"x'))
    again = program.get(f"/v1/scoring-runs/{told['run_id']}/households/{code}/replay").json()
    assert (again["same"], again["differences"]) == (False, {"served": ["answer"]})


def test_what_is_gone_is_told(own_office: Office) -> None:
    program, code = own_office.program(), own_office.households()[4]
    told = program.get(f"/v1/households/{code}/assessments").json()["items"][0]
    shutil.rmtree(own_office.kept.store.path / "runs" / "models")
    gone = program.get(f"/v1/scoring-runs/{told['run_id']}/households/{code}/replay")
    assert (gone.status_code, gone.json()["type"]) == (409, "urn:fanpin:problem:sources-gone")
    assert str(own_office.kept.store.path.parent) not in gone.text
