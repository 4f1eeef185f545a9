"""A request has one id: in its answer, on its line of the log, in its line of the audit. Strangers choose none."""

from __future__ import annotations

import logging

import pytest

from service.jurisdiction import NOWHERE
from service.principal import Permission
from service.routes.doing import now
from service.store.repositories.audit import lines
from tests.service.office import Office


def test_every_answer_has_one_of_its_own(office: Office) -> None:
    program = office.program(Permission.READ_LISTS)
    answers = [program.get(address) for address in ("/healthz", "/v1/risk-lists", "/v1/leads", "/nowhere", "/login")]
    ids = [answer.headers["x-request-id"] for answer in answers]
    assert [answer.status_code for answer in answers] == [200, 200, 403, 404, 200]
    assert len(set(ids)) == len(ids)
    assert all(each.startswith("req_") and len(each) == 24 for each in ids)


def test_it_stands_in_the_log_and_in_the_audit(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "fanpin")
    household = office.households()[3]
    answer = office.program(Permission.READ_HOUSEHOLDS).get(f"/v1/households/{household}/assessment")
    given = answer.headers["x-request-id"]
    (line,) = [record for record in caplog.records if getattr(record, "route", "").endswith("/assessment")]
    assert (line.status, line.route) == (200, "/v1/households/{household_id}/assessment")  # type: ignore[attr-defined]
    with office.app.state.resources.door.database.reading(NOWHERE, now()) as work:
        (written,) = [each for each in lines(work) if given in str(each)]
    assert household in str(written)


def test_a_stranger_s_id_is_taken_up_nowhere(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    """It may be somebody's number."""
    caplog.set_level(logging.INFO, "fanpin")
    number = "110101199001011237"
    answer = office.program().get("/v1/risk-lists", headers={"X-Request-ID": number})
    assert answer.headers["x-request-id"] != number
    with office.app.state.resources.door.database.reading(NOWHERE, now()) as work:
        assert not [each for each in lines(work) if number in str(each)]
    assert number not in caplog.text
