"""On a run's day a household's answer comes from the run, and is to the last bit what would be computed."""

from __future__ import annotations

import datetime as dt

import pytest

from features.records.store.withdrawing import withdraw
from service.jurisdiction import Jurisdiction
from service.principal import Permission
from service.runs.serving import RUN_HEADER
from tests.service.kept_runs import DAY
from tests.service.office import Office


def test_every_answer_of_a_run_is_the_one_that_would_be_computed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, households = office.program(Permission.READ_HOUSEHOLDS), office.households()[::20]
    assert len(households) > 8
    asked = {"as_of": str(DAY)}
    kept = [program.get(f"/v1/households/{one}/assessment", params=asked) for one in households]
    monkeypatch.setattr("service.routes.api.answer_of_run", lambda *_: None)
    computed = [program.get(f"/v1/households/{one}/assessment", params=asked) for one in households]
    answered = [pair for pair in zip(kept, computed, strict=True) if RUN_HEADER in pair[0].headers]
    assert len(answered) > 6
    assert all(RUN_HEADER not in fresh.headers for _, fresh in answered)
    assert [stored.text for stored, _ in answered] == [fresh.text for _, fresh in answered]
    # Who has no answer has none either way, for the same reason.
    assert [stored.status_code for stored in kept] == [fresh.status_code for fresh in computed]


def test_another_day_is_computed(office: Office) -> None:
    household = office.households()[0]
    answer = office.program().get(
        f"/v1/households/{household}/assessment", params={"as_of": str(DAY + dt.timedelta(days=3))}
    )
    assert RUN_HEADER not in answer.headers


def test_elsewhere_nothing_comes_from_a_run(office: Office) -> None:
    elsewhere = office.program(where=Jurisdiction.of("880101"))
    household = office.households()[0]
    asked = {"as_of": str(DAY)}
    there = elsewhere.get(f"/v1/households/{household}/assessment", params=asked)
    nobody = elsewhere.get("/v1/households/nobody/assessment", params=asked)
    assert (there.status_code, there.text) == (404, nobody.text)


def test_after_a_withdrawal_nothing_stale_is_served(own_office: Office) -> None:
    """What a run rests on was taken back: the answer is computed."""
    program, household = own_office.program(), own_office.households()[5]
    address, asked = f"/v1/households/{household}/assessment", {"as_of": str(DAY)}
    assert RUN_HEADER in program.get(address, params=asked).headers
    store = own_office.kept.store
    withdraw(store, store.deliveries()["delivery_id"][0], DAY, "told wrongly")
    assert RUN_HEADER not in program.get(address, params=asked).headers
