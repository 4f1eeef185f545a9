"""ID numbers and telephones are seen in names and references; codes, moments and random names are none."""

from __future__ import annotations

import datetime as dt
import random
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.personal_ids import holds_personal_number
from service.principal import Role
from service.routes.admitting import in_audit
from tests.service.office import COUNTY, Office

BORN = st.dates(dt.date(1900, 1, 1), dt.date(2029, 12, 31))
AROUND = st.text(st.sampled_from("张三-_/ .号"), max_size=4)


@given(st.integers(110000, 990909), BORN, st.integers(0, 999), st.sampled_from("0123456789Xx"), AROUND, AROUND)
def test_an_id_number_is_seen_whatever_stands_around_it(
    place: int, born: dt.date, number: int, check: str, before: str, after: str
) -> None:
    assert holds_personal_number(f"{before}{place}{born:%Y%m%d}{number:03d}{check}{after}")
    assert holds_personal_number(f"{before}{place}{born:%y%m%d}{number:03d}{after}")
    # A disability card's number is the ID number, the kind and the degree.
    assert holds_personal_number(f"{before}{place}{born:%Y%m%d}{number:03d}{check}41B1{after}")


@pytest.mark.parametrize("text", ["13812345678", "tel 19912345678.", "张三15012345678号"])
def test_a_telephone_is_seen(text: str) -> None:
    assert holds_personal_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "99010100000000001234",  # a household
        "990101001001",  # a village
        "20241130120000",  # a moment
        "20241130120000123456",
        "medical-2026-01/4711",
        "TX2024-000138123456789",
        "12345678",
    ],
)
def test_codes_and_moments_are_none(text: str) -> None:
    assert not holds_personal_number(text)


def test_a_random_name_is_hardly_ever_taken_for_one() -> None:
    draw = random.Random(1)  # noqa: S311 - no secret
    drawn = [uuid.UUID(int=draw.getrandbits(128), version=4) for _ in range(20_000)]
    assert not any(holds_personal_number(str(each)) or holds_personal_number(each.hex) for each in drawn)


@pytest.mark.parametrize("typed", ["990101197001150011", "990101197013150011", "99010119701315001X", "13812345678"])
def test_in_the_audit_one_stands_as_its_mark_mistyped_or_not(office: Office, typed: str) -> None:
    keyring = office.app.state.resources.door.keyring
    assert in_audit(keyring, typed).startswith("marked-")
    assert in_audit(keyring, "99010100000000001234") == "99010100000000001234"


@pytest.mark.parametrize("number", ["990101197001150011", "x-13812345678"])
def test_no_report_takes_one_for_its_reference(office: Office, number: str) -> None:
    household = office.households(COUNTY)[0]
    report = {
        "household_id": household,
        "source": "trigger",
        "reference": number,
        "reported_on": "2024-06-30",
        "risk_type": "illness",
    }
    answer = office.person(Role.COUNTY_OFFICER, COUNTY).post("/v1/leads", json=report)
    problem = answer.json()["problems"][0]
    assert (answer.status_code, problem["path"]) == (422, "reference")
    assert "证件号码" in problem["message"]
    assert number not in answer.text
