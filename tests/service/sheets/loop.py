"""The whole loop as offices go through it: a list is issued, its workbook leaves, is filled in, and comes back."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import func, select

from service.jurisdiction import EVERYWHERE
from service.pages.form_tokens import FIELD
from service.principal import Role
from service.routes.doing import day_of, now
from service.sheets.columns import VISITS
from service.store.tables import Lead, LeadReport, LeadStep, Visit
from tests.service.forms import post, token_in
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.sheets.books import AT, FIRST

WHY = "入户走访用"
IN = "/lists/excel-in"


@dataclass
class Loop:
    """A service with an issued list of the county, and whoever works with it."""

    office: Office
    list_id: str
    used: set[str] = field(default_factory=set)

    @property
    def page(self) -> str:
        return f"/lists/{self.list_id}/excel"

    def township(self) -> TestClient:
        return self.office.person(Role.TOWNSHIP, TOWNSHIP)

    def take(self, person: TestClient, region: str = TOWNSHIP) -> bytes:
        """The workbook of a place, as its file comes at once."""
        asked = post(person, self.page, {"region": region, "words": WHY}, page=self.page)
        assert asked.status_code == 303, asked.text
        file = person.get(asked.headers["location"])
        assert file.status_code == 200, file.text
        return file.content

    def hand_in(self, person: TestClient, data: bytes, name: str = "走访表.xlsx") -> Response:
        token = token_in(person.get(IN).text)
        return person.post(IN, data={FIELD: token}, files={"file": (name, data)})

    def fresh(self, data: bytes, many: int) -> list[tuple[int, str]]:
        """Rows of households that no story has used, with their codes."""
        rows = [(row, code) for row, code in codes_in(data) if code not in self.used][:many]
        assert len(rows) == many, "the list is too short for all stories"
        self.used.update(code for _, code in rows)
        return rows

    def count(self) -> dict[str, int]:
        """How many rows lie in each table that a hand-in changes."""
        with self.office.app.state.resources.door.database.reading(EVERYWHERE, now()) as work:
            return {
                table.__tablename__: work.session.scalar(select(func.count()).select_from(table)) or 0
                for table in (Lead, LeadReport, LeadStep, Visit)
            }

    def visits(self, household: str) -> list[Visit]:
        with self.office.app.state.resources.door.database.reading(EVERYWHERE, now()) as work:
            return list(work.session.scalars(select(Visit).where(Visit.household_id == household)))

    def lead(self, household: str) -> dict[str, Any]:
        """The household's lead, in full."""
        client = self.office.program()
        (head,) = client.get("/v1/leads", params={"household_id": household}).json()["items"]
        return dict(client.get(f"/v1/leads/{head['id']}").json())


def looped(office: Office) -> Loop:
    officer = office.client(office.person(Role.COUNTY_OFFICER, COUNTY))
    listed = officer.make_list({"region": COUNTY, "capacity": 90}).content
    officer.issue_list(listed.id)
    return Loop(office, listed.id)


def codes_in(data: bytes) -> Iterator[tuple[int, str]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data))[VISITS]
    for row in range(FIRST, sheet.max_row + 1):
        yield row, str(sheet.cell(row, AT["code"]).value)


def today() -> Any:
    return day_of(now())


def confirmed(**more: Any) -> Mapping[str, Any]:
    return {"visited_on": today(), "verdict": "存在风险", "risk_1": "因病", "risk_2": "缺劳动力", **more}


def unfounded(**more: Any) -> Mapping[str, Any]:
    return {"visited_on": today(), "verdict": "不存在风险", "reason": "已有保障", **more}
