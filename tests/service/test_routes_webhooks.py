"""Addresses that events are sent to, managed over HTTP: within one's places, secrets shown once, nothing to a private address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from service.events import OF_FAMILIES, EventKind
from service.jurisdiction import EVERYWHERE, Jurisdiction
from service.principal import Permission, Role
from service.routes.doing import now
from service.store.repositories.outbox import emit
from service.store.repositories.webhooks import Outcome, claim, end
from service.store.tables.outbox import SendingFault
from service.webhooks.endpoints import open_endpoint
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.webhooks.receivers import receiver

SENT: dict[str, Any] = {"url": "https://cases.example.org/fanpin", "kinds": ["list.issued"]}


def opened(office: Office, name: str, **changes: Any) -> dict[str, Any]:
    admin = office.person(Role.SYSTEM_ADMIN, COUNTY)
    answer = admin.post("/v1/webhooks", json={**SENT, "name": name, **changes})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def test_from_the_first_address_to_its_end(office: Office) -> None:
    admin, door = office.person(Role.SYSTEM_ADMIN, COUNTY), office.app.state.resources.door
    endpoint = opened(office, "cases", places=[TOWNSHIP])
    address = f"/v1/webhooks/{endpoint['id']}"
    moment = now()
    with door.database.writing(EVERYWHERE, moment) as work:
        emit(work, EventKind.LIST_ISSUED, "list:1", f"{TOWNSHIP}001")
        emit(work, EventKind.LIST_ISSUED, "list:2", f"{COUNTY}009001")
        (claimed,) = claim(work, moment, of_each=9)
        end(work, claimed, Outcome(SendingFault.STATUS, 500))
    shown = admin.get(address).json()
    assert (shown["places"], shown["kinds"], shown["dead"], shown["pending"]) == ([TOWNSHIP], ["list.issued"], 1, 0)
    (given_up,) = shown["given_up"]
    assert (given_up["subject"], given_up["fault"], given_up["status"]) == ("list:1", "status", 500)
    assert admin.post(f"{address}/deliveries/{given_up['id']}/redeliver").json() == {"deliveries": 1}
    waits = admin.post(f"{address}/deliveries/{given_up['id']}/redeliver")
    assert (waits.status_code, waits.json()["type"]) == (404, "urn:fanpin:problem:unknown-webhook")
    assert admin.post(f"{address}/redeliver").json() == {"deliveries": 0}
    renewed = admin.post(f"{address}/secret").json()
    assert renewed["secret"] != endpoint["secret"]
    assert renewed["old_until"] > str(now().date())
    assert admin.post(f"{address}/close").json() == {"deliveries": 1}
    assert admin.get(address).status_code == 404
    assert endpoint["id"] not in admin.get("/v1/webhooks").text
    acts = office.person(Role.AUDITOR).get("/v1/audit", params={"target": f"endpoint:{endpoint['id']}"}).json()["items"]
    assert [line["action"] for line in acts if line["action"].startswith("webhooks.")] == [
        "webhooks.closed",
        "webhooks.secret_renewed",
        "webhooks.sent_again",
        "webhooks.opened",
    ]


def test_a_secret_is_told_once_and_lies_nowhere_in_the_clear(office: Office) -> None:
    admin, key = office.person(Role.SYSTEM_ADMIN, COUNTY), {"Idempotency-Key": "open-once"}
    first, again = (admin.post("/v1/webhooks", json={**SENT, "name": "once"}, headers=key) for _ in range(2))
    assert again.json() == first.json(), "whose answer was lost on its way gets it again, for a day"
    assert again.headers["idempotency-replayed"] == "true"
    secret = first.json()["secret"]
    assert secret.startswith("whsec_")
    assert secret not in admin.get(first.headers["location"]).text
    file = Path(str(make_url(office.app.state.resources.settings.database).database))
    for each in file.parent.glob(f"{file.name}*"):
        assert secret.encode() not in each.read_bytes()


def test_it_is_tried_out_and_the_answer_says_how_it_went(office: Office) -> None:
    admin, door = office.person(Role.SYSTEM_ADMIN), office.app.state.resources.door
    with receiver(204, 500) as receiving:
        with door.database.writing(EVERYWHERE, now()) as work:
            endpoint, _ = open_endpoint(
                work,
                door.keyring,
                actor="system:story",
                name="tried",
                url=receiving.url,
                kinds=[EventKind.LIST_ISSUED],
                places=EVERYWHERE,
                allows_http=True,
                allows_private=True,
            )
        address = f"/v1/webhooks/{endpoint.id}/test"
        good, again = (admin.post(address, headers={"Idempotency-Key": "one-trial"}) for _ in range(2))
        bad = admin.post(address)
    assert [each.json()["accepted"] for each in (good, again, bad)] == [True, True, False]
    assert (bad.json()["fault"], bad.json()["status"]) == ("status", 500)
    assert len(receiving.came) == 2, "the same trial is one"


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"places": ["990102"]}, "places"),  # another county's
        ({"url": "https://127.0.0.1/x"}, "url"),
        ({"url": "https://user@cases.example.org/"}, "url"),
        ({"kinds": []}, "kinds"),
        ({"name": "taken"}, "name"),
    ],
)
def test_what_can_t_be_opened_is_told_by_its_field(office: Office, changes: dict[str, Any], path: str) -> None:
    admin = office.person(Role.SYSTEM_ADMIN, COUNTY)
    admin.post("/v1/webhooks", json={**SENT, "name": "taken"})
    answer = admin.post("/v1/webhooks", json={**SENT, "name": "another", **changes})
    assert (answer.status_code, answer.json()["problems"][0]["path"]) == (422, path)
    assert "another" not in admin.get("/v1/webhooks").text


def test_each_sees_what_is_theirs(office: Office) -> None:
    endpoint = opened(office, "of-the-county")
    address = f"/v1/webhooks/{endpoint['id']}"
    of_township = office.person(Role.SYSTEM_ADMIN, TOWNSHIP)
    assert of_township.get(address).status_code == of_township.post(f"{address}/close").status_code == 404
    assert "of-the-county" not in of_township.get("/v1/webhooks").text
    both = (Permission.MANAGE_WEBHOOKS, Permission.READ_EVENTS)
    program = office.program(*both, where=Jurisdiction.of(TOWNSHIP))
    own = program.post("/v1/webhooks", json={**SENT, "name": "its-own"}).json()
    assert (own["places"], own["client_id"][:7]) == ([TOWNSHIP], "client_")
    assert [each["name"] for each in program.get("/v1/webhooks").json()["items"]] == ["its-own"]
    assert office.program(*both).get(f"/v1/webhooks/{own['id']}").status_code == 404
    blind = office.program(Permission.MANAGE_WEBHOOKS).post("/v1/webhooks", json={**SENT, "name": "blind"})
    assert (blind.status_code, "events:read" in blind.json()["detail"]) == (403, True)


def test_who_runs_the_installation_is_sent_nothing_of_families(office: Office) -> None:
    admin = office.person(Role.SYSTEM_ADMIN, COUNTY)
    for kind in sorted(OF_FAMILIES):
        answer = admin.post("/v1/webhooks", json={**SENT, "name": f"all-{kind}", "kinds": ["list.issued", kind]})
        assert answer.status_code == 403, answer.text
        assert "events:read" in answer.json()["detail"]
    named = {key: value for key, value in SENT.items() if key != "kinds"}
    opened_ = admin.post("/v1/webhooks", json={**named, "name": "whatever-is-left"}).json()
    assert not OF_FAMILIES & {EventKind(kind) for kind in opened_["kinds"]}
    program = office.program(Permission.MANAGE_WEBHOOKS, Permission.READ_EVENTS)
    every = program.post("/v1/webhooks", json={**named, "name": "case-system-all"}).json()
    assert {EventKind(kind) for kind in every["kinds"]} == set(EventKind)
