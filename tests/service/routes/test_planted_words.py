"""A name, a person's number and the end of a line, sent wherever something can be sent: no log, audit, event, error, header or metric repeats them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from features.deliveries.departments import DeliveringDepartment
from service.jurisdiction import EVERYWHERE
from service.principal import Role
from service.routes.doing import now
from service.store.tables import AuditLine, Event
from tests.service.kept_runs import DAY
from tests.service.office import COUNTY, Office
from tests.service.registered import Registered
from tests.service.routes.operations import (
    NOBODY_S,
    Operation,
    Parameter,
    Schema,
    is_free_text,
    operations,
    values_of,
    who_may,
)

NAME, NUMBER, END = "欧阳夏丹丹", "99010119801231123X", "\r\nINJECTED: 1"
PLANTED = f"{NAME} {NUMBER}{END}"
SEARCHED = (NAME, NUMBER, NUMBER[:17], "INJECTED", quote(NAME), ascii(NAME)[1:-1])
HEADERS = (
    "User-Agent",
    "Referer",
    "X-Forwarded-For",
    "X-Request-Id",
    "Accept-Language",
    "If-Match",
    "Idempotency-Key",
    "File-Name",
    "Accept",
    "Origin",
)
FORMS = ("/login", "/login/code", "/logout", "/first", "/password", "/sessions")
FIELDS = ("name", "password", "code", "next", "again", "new")
NAMED_BY_THE_SENDER = ("/v1/assessments/stored", "/v1/assessments/batch")
"""Each line of a batch's answer names its household by the code that was sent, so that the sender knows whose it is."""
CLIENT_S_OWN = "httpx2"
"""The log of the client in this process, which no service has."""


def everywhere(_: Schema) -> str:
    return PLANTED


def in_words_alone(form: Schema) -> Any:
    """A body that would be taken, but for what people write in it."""
    if is_free_text(form):
        return PLANTED[: form.get("maxLength", 1_000)]
    return next(iter(values_of(form)), "2024-06-30" if form.get("format") == "date" else "x")


def as_path(parameter: Parameter) -> str:
    return quote(PLANTED if parameter.is_free_text else str((parameter.values or [NOBODY_S])[0]), safe="")


def asked(operation: Operation) -> Iterator[tuple[str, dict[str, Any]]]:
    """Requests with what is planted in the path, in each parameter, in the body, in what nobody knows, in the headers."""
    address = operation.address(as_path)
    query = {parameter.name: PLANTED for parameter in operation.of("query")}
    if operation.of("path"):
        yield operation.address(lambda _: quote(PLANTED, safe="")), {}
    yield address, {"params": {**query, PLANTED: PLANTED}}
    for parameter in operation.of("query"):
        # Nothing else is wrong then: it goes as far as the database.
        if parameter.is_free_text:
            day = {"as_of": str(DAY)} if any(each.name == "as_of" for each in operation.of("query")) else {}
            yield address, {"params": {**day, parameter.name: PLANTED}}
    if operation.body is not None:
        for document in (operation.document(everywhere), operation.document(in_words_alone), {PLANTED: PLANTED}):
            yield address, {"json": document}
        yield address, {"content": PLANTED.encode(), "headers": {"content-type": "application/json"}}
        yield address, {"content": b"{}", "headers": {"content-type": PLANTED.encode()}}
    # A day of which nothing can be said: nothing is worked out for it.
    headers = {name: f"{NAME} {NUMBER}".encode() for name in HEADERS}
    yield address, {"headers": headers, "params": {"as_of": "2099-01-01"}}


def outputs(answer: Any) -> str:
    """What an answer says, its headers included; a new line in one would begin another."""
    for name, value in answer.headers.raw:
        assert not set(b"\r\n") & {*name, *value}
    return f"{answer.text}\n{answer.headers}"


def test_nothing_repeats_them(office: Office, registered: Registered, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    program = office.program(department=DeliveringDepartment.TOWNSHIP)
    person = office.person(Role.COUNTY_OFFICER, COUNTY)
    stranger = TestClient(office.app, headers={"accept": "text/html"}, follow_redirects=False)
    seen: list[tuple[str, str]] = []
    for operation in operations(office.app):
        asker = who_may(office, operation, EVERYWHERE)
        for address, request in asked(operation):
            answer = asker.request(operation.method, address, **request)
            assert answer.status_code < 500, operation.name
            if not (answer.is_success and operation.path in NAMED_BY_THE_SENDER):
                seen.append((operation.name, outputs(answer)))
    query = dict.fromkeys(("code", "link", "next", PLANTED), PLANTED)
    plain = ("/", "/login", "/first", "/healthz", "/readyz", "/metrics", f"/{quote(PLANTED)}")
    seen += [(address, outputs(stranger.get(address, params=query))) for address in plain]
    for address in ("/home", "/lists", "/leads", "/households/1", f"/households/{quote(PLANTED)}", "/sessions"):
        # Who is not in is led to the login and back: the address is their own.
        assert stranger.get(address, params=query).headers["location"].startswith("/login?next=")
        seen.append((address, outputs(person.get(address, params=query))))
    typed = dict.fromkeys(FIELDS, PLANTED)
    seen += [(form, outputs(somebody.post(form, data=typed))) for form in FORMS for somebody in (stranger, person)]
    seen.append(("/metrics", outputs(program.get("/metrics"))))
    assert {where for where, text in seen for part in SEARCHED if part in text} == set()
    logged = [record.getMessage() for record in caplog.records if record.name != CLIENT_S_OWN]
    assert len(logged) > len(seen)
    assert [line for line in logged if any(part in line for part in SEARCHED)] == []
    with office.app.state.resources.door.database.reading(EVERYWHERE, now()) as work:
        audited = [line.content for line in work.session.query(AuditLine)]
        events = [repr(vars(event)) for event in work.session.query(Event)]
    assert len(audited) > len(operations(office.app))
    assert [text for text in (*audited, *events) if any(part in text for part in SEARCHED)] == []
