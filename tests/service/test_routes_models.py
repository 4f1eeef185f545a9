"""Versions of the model over HTTP: read, promoted through the gate, rolled back, and which scored on a day."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import click
import pytest
import typer

from models import DEFAULT_MODEL
from models.promotions.checks import Check
from service.jurisdiction import EVERYWHERE
from service.local_time import CHINA, day_of
from service.principal import Permission, Role
from service.routes.doing import now
from service.store.repositories.audit import search
from service.versions.answers import PromotionSent
from service.versions.moving import command
from tests.service.office import COUNTY, Office
from tests.service.registered import GOOD, Registered
from training.cli.promotion import app as commands

WHY = {"reason": "季度更新"}


def promoted(office: Office, version: str, **headers: str) -> Any:
    staff = office.person(Role.DATA_STAFF, COUNTY)
    return staff.post(f"/v1/models/{version}/promote", json=WHY, headers=headers)


def test_versions_with_what_their_cards_say(office: Office, registered: Registered) -> None:
    registered.aliases["champion"] = "2"
    reader = office.person(Role.AUDITOR)
    listed = reader.get("/v1/models").json()
    assert [(each["version"], each["aliases"]) for each in listed["items"]] == [
        ("3", []),
        ("2", ["champion"]),
        ("1", []),
    ]
    champion = reader.get("/v1/models/champion").json()
    assert champion == listed["items"][1]
    card = reader.get("/v1/models/champion/card").json()
    assert (champion["trained_until"], champion["fingerprint"]) == (
        card["periods"]["final"]["last"],
        card["model"]["fingerprint"],
    )
    without = listed["items"][2]
    assert (without["trained_until"], without["made_at"][:10]) == (None, "2026-01-01")
    assert "no card of this version" in without["card_problem"]
    assert "secret" not in reader.get("/v1/models/1/card").text
    for missing in ("9", "challenger", "1/card", "2?model=fanpin-other"):
        assert reader.get(f"/v1/models/{missing}").status_code == 404, missing


def test_a_promotion_is_one_however_often_it_is_sent(office: Office, registered: Registered) -> None:
    with ThreadPoolExecutor(4) as many:
        answers = list(many.map(lambda _: promoted(office, "2", **{"Idempotency-Key": "promote-2"}), range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    moved = answers[0].json()
    (_, confirmed) = registered.audit.entries()
    assert (moved["champion"], moved["before"], moved["entry"], moved["hash"]) == ("2", None, 2, confirmed.hash)
    assert (confirmed.approver, confirmed.reason) == ("data_staff-990101", "季度更新")
    assert len(registered.commands) == 1
    door = office.app.state.resources.door
    with door.database.reading(EVERYWHERE, now()) as work:
        lines = work.session.scalars(search(action="models.promoted", target=f"model:{DEFAULT_MODEL}/2")).all()
    assert len(lines) == 1
    assert confirmed.hash in lines[0].content
    assert "季度更新" not in lines[0].content
    assert promoted(office, "2").json()["type"] == "urn:fanpin:problem:already-champion"
    assert promoted(office, "3", **{"Idempotency-Key": "promote-2"}).json()["type"].endswith("idempotency-key-used")


def test_who_answers_for_some_places_changes_no_model_of_all(office: Office, registered: Registered) -> None:
    registered.aliases.update(champion="1", previous="2")
    staff = office.person(Role.DATA_STAFF, f"{COUNTY}001")
    for address in ("/v1/models/2/promote", "/v1/models/champion/rollback"):
        answer = staff.post(address, json=WHY)
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:fanpin:problem:not-all-places")
    assert registered.aliases["champion"] == "1"


def test_what_the_gate_refuses_is_told_check_by_check(office: Office, registered: Registered) -> None:
    registered.findings = tuple(
        replace(finding, passed=finding.check not in (Check.LEAK, Check.FAIRNESS)) for finding in GOOD
    )
    refused = promoted(office, "3", **{"Idempotency-Key": "refused-3"})
    assert refused.headers["content-type"] == "application/problem+json"
    assert promoted(office, "3", **{"Idempotency-Key": "refused-3"}).json() == refused.json()
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:fanpin:problem:refused-by-gate")
    assert [problem["path"] for problem in refused.json()["problems"]] == ["leak", "fairness"]
    assert registered.aliases == {}
    assert [entry.step for entry in registered.audit.entries()] == ["refused"]
    fixed = office.person(Role.DATA_STAFF).post("/v1/models/3/promote", json={**WHY, "despite": ["leak"]})
    assert (fixed.status_code, fixed.json()["problems"][0]["path"]) == (422, "despite[0]")
    assert "can't be overridden" in fixed.text
    registered.findings = GOOD
    despite = office.person(Role.DATA_STAFF).post("/v1/models/3/promote", json={**WHY, "despite": ["fairness"]})
    assert despite.status_code == 200
    assert "--despite=fairness" in registered.commands[-1]


def test_back_to_the_version_before_and_no_further(office: Office, registered: Registered) -> None:
    for version in ("1", "2"):
        assert promoted(office, version).status_code == 200
    staff = office.person(Role.DATA_STAFF, COUNTY)
    back = staff.post("/v1/models/champion/rollback", json={"reason": "误报多"})
    assert (back.status_code, back.json()["champion"], back.json()["previous"]) == (200, "1", None)
    assert registered.aliases == {"champion": "1"}
    again = staff.post("/v1/models/champion/rollback", json={"reason": "误报多"})
    assert (again.status_code, again.json()["type"]) == (409, "urn:fanpin:problem:no-model-before")
    today = day_of(now())
    there = staff.get("/v1/models/in-force", params={"on": str(today)}).json()
    assert (there["version"], there["knowledge"], there["notices"]) == ("1", "recorded", [])
    assert [(each["act"], each["version"]) for each in there["changes"]] == [
        ("promote", "1"),
        ("promote", "2"),
        ("rollback", "1"),
    ]
    assert dt.datetime.fromisoformat(there["since"]["at"]).astimezone(CHINA).date() == today
    yesterday = staff.get("/v1/models/in-force", params={"on": str(today - dt.timedelta(days=1))}).json()
    assert (yesterday["version"], yesterday["knowledge"], yesterday["changes"]) == (None, "before_first", [])
    tomorrow = staff.get("/v1/models/in-force", params={"on": str(today + dt.timedelta(days=1))})
    assert tomorrow.json()["problems"][0]["path"] == "on"


def test_who_answers_for_it_is_a_named_person(office: Office, registered: Registered) -> None:
    program, staff = office.program(Permission.PROMOTE_MODELS), office.person(Role.DATA_STAFF)
    assert program.post("/v1/models/1/promote", json=WHY).json()["problems"][0]["path"] == "approver"
    assert staff.post("/v1/models/1/promote", json={**WHY, "approver": "Wang"}).status_code == 422
    assert program.post("/v1/models/1/promote", json={**WHY, "approver": "Wang"}).json()["approver"] == "Wang"
    assert office.person(Role.COUNTY_OFFICER).post("/v1/models/2/promote", json=WHY).status_code == 403


def test_while_the_registry_is_down(office: Office, registered: Registered) -> None:
    assert promoted(office, "1").status_code == 200
    registered.down = True
    reader = office.person(Role.DATA_STAFF)
    for answer in (
        reader.get("/v1/models"),
        promoted(office, "2"),
        reader.post("/v1/models/champion/rollback", json=WHY),
    ):
        assert (answer.status_code, answer.json()["type"]) == (503, "urn:fanpin:problem:not-ready")
        assert "registry can't be reached: mlflow.db" in answer.json()["detail"]
    there = reader.get("/v1/models/in-force", params={"on": str(day_of(now()))}).json()
    assert there["version"] == "1"
    assert "can't be read now" in there["notices"][0]["en"]


def test_another_audit_than_the_registry_s_moves_nothing(office: Office, registered: Registered) -> None:
    assert promoted(office, "1").status_code == 200
    registered.audit.file.unlink()
    for answer in (
        promoted(office, "2"),
        office.person(Role.DATA_STAFF).post("/v1/models/champion/rollback", json=WHY),
    ):
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:fanpin:problem:another-promotions-audit")
    told = office.person(Role.DATA_STAFF).get("/v1/models/in-force", params={"on": "2026-01-01"}).json()
    assert "the registry remembers entry 2" in told["notices"][0]["en"]
    assert str(registered.folder) not in str(told)


def test_without_training_the_gate_is_elsewhere(
    office: Office, registered: Registered, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.versions.moving.TRAINING", "not_installed_here")
    answer = promoted(office, "1")
    assert answer.status_code == 503
    assert "run `fanpin promote` where it is" in answer.json()["detail"]


def test_what_is_sent_are_values_of_the_command_s_own_options() -> None:
    """A reason that looks like an option is a reason."""
    sent = PromotionSent(reason="--check", accept=("relocated",), despite=(Check.CHANCE, Check.FAIRNESS))
    words = command("7", sent, "-x")
    parse: Any = typer.main.get_command(commands)
    promote = parse.commands["promote"]
    given = promote.make_context("promote", words[4:], parent=click.Context(parse)).params
    assert (given["version"], given["approver"], given["reason"], given["check"]) == ("7", "-x", "--check", False)
    assert (list(given["accept"]), list(given["despite"])) == (["relocated"], ["chance", "fairness"])
