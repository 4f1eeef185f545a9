"""The Python of docs/api.md, from its beginning to its end, as whoever reads it would run it: asked of the small county."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from features.deliveries.departments import DeliveringDepartment
from service import client as package
from service.client import Client
from service.example import EXAMPLE_HOUSEHOLD
from service.local_time import day_of
from service.principal import Role
from service.routes.doing import now
from tests.features.intake.files import as_csv, households
from tests.service.kept_runs import BEFORE
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.registered import Registered

TEXT = Path("docs/api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
FILE = "一月医保结算.xlsx"


def in_the_county(text: str, office: Office) -> str:
    """An example with places, households and days that there are."""
    today, (one, other) = str(day_of(now())), office.households(TOWNSHIP)[:2]
    there = {
        "99010100400200000017": one,
        "99010100400200000018": other,
        "990101004": TOWNSHIP,
        "2026-01-05": today,
        "2026-01-07": today,
        'department="medical_insurance"': 'department="township"',
        FILE: "名册.csv",
        "after=1200": "after=0",
    }
    for written, here in there.items():
        text = text.replace(written, here)
    return text


def test_every_address_has_one() -> None:
    """Beside each use that has a curl example, save the scrape of Prometheus, which is no program of anybody's."""
    sections = re.split(r"^(?=### )", TEXT.partition("\n## Routes\n")[2], flags=re.MULTILINE)[1:]
    without = [each.partition("\n")[0] for each in sections if "```sh" in each and "```python" not in each]
    assert without == ["### `GET /metrics`: for Prometheus"]


def test_they_work(office: Office, registered: Registered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KEY", "fp_")
    monkeypatch.setattr(package, "Client", lambda *_: office.client(office.program()))
    registered.aliases["champion"] = "2"
    Path("名册.csv").write_bytes(as_csv(households(2)))
    officer = office.client(office.person(Role.COUNTY_OFFICER, COUNTY))
    told: dict[str, Any] = {
        "county_officer": officer,
        "village_cadre": office.client(office.person(Role.VILLAGE, TOWNSHIP)),
        "auditor": office.client(office.person(Role.AUDITOR)),
        "system_admin": office.client(office.person(Role.SYSTEM_ADMIN)),
        "security_admin": office.client(office.person(Role.SECURITY_ADMIN)),
        "data_staff": office.client(office.person(Role.DATA_STAFF)),
        "minzheng": office.client(office.program(department=DeliveringDepartment.CIVIL_AFFAIRS)),
        "document": EXAMPLE_HOUSEHOLD,
        "changed_last_night": office.households()[:3],
        "earlier": officer.make_list({"region": TOWNSHIP, "as_of": BEFORE, "capacity": 12}).content,
    }
    for number, block in enumerate(BLOCKS):
        text = in_the_county(block, office)
        exec(compile(text, f"example {number} of docs/api.md: {text[:80]}", "exec"), told)  # noqa: S102
    assert isinstance(told["fanpin"], Client)
    assert told["scores"]
    assert told["again"].same
    assert told["became"] == "waiting"
    assert told["opened"].id
