"""The main risks of a family are the same wherever an office reads them: on the list, among all households, on its page, in the workbook."""

from __future__ import annotations

import html
import re

from fastapi.testclient import TestClient

from features.vocabulary import RiskType
from models.reasons import main_risk_types
from service.jurisdiction import EVERYWHERE
from service.routes.login import clock
from service.sheets.gathering import rows_to_visit
from service.store.repositories import lists
from tests.service.kept_runs import DAY
from tests.service.office import Office
from tests.service.routes.office.test_lists import made

ROWS = 200


def named_in(page: str, code: str) -> list[str]:
    """The risks in the table's row of a household."""
    (row,) = [each for each in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if f"/households/{code}?" in each]
    return re.findall(r'<span class="risk">([^<]+)</span>', row)


def test_the_main_risks_of_a_family_are_the_same_everywhere(office: Office, officer: TestClient) -> None:
    list_id = made(officer)
    of_list = html.unescape(officer.get("/lists", params={"list": list_id, "limit": str(ROWS)}).text)
    of_all = html.unescape(officer.get("/households", params={"limit": str(ROWS)}).text)
    with office.app.state.resources.door.database.reading(EVERYWHERE, clock()) as work:
        items = list(work.session.scalars(lists.every(list_id)))
        rows = rows_to_visit(work, office.app.state.resources.door.keyring, items, {}, list_id, "export_1")
        in_workbook = {row.cells["code"]: str(row.cells["risks"]) for row in rows}
    raised = dict(office.kept.run.scores.select("household_id", "risk_types").iter_rows())
    plain = [item for item in items if item.household_id.isdecimal()]
    for item in plain:
        main = [risk.zh for risk in main_risk_types(raised[item.household_id])]
        assert main == named_in(of_list, item.household_id) == named_in(of_all, item.household_id)
        assert in_workbook[item.household_id] == "、".join(main)
        assert item.main_risk_type == (main_risk_types(raised[item.household_id])[0].value if main else None)
    # Of some other risks raise the score as well, or 其他 does so most: neither is a main one.
    assert any(item.risk_types != item.main_risks for item in plain)
    code = plain[0].household_id
    family = officer.get(f"/households/{code}", params={"as_of": str(DAY)}).text
    told = re.search(r"<p>主要风险：(.*?)</p>", family, re.DOTALL)
    assert told is not None
    assert re.findall(r">([^<]+)</span>", told[1]) == named_in(of_list, code)


def test_what_raises_a_score_most_is_no_main_risk_where_it_says_nowhere_to_look(
    office: Office, officer: TestClient
) -> None:
    """A run's own row of a household names the first of its main risks, by which it is searched."""
    raised = dict(office.kept.run.scores.select("household_id", "risk_types").iter_rows())
    (run,) = [each for each in officer.get("/v1/scoring-runs").json()["items"] if each["as_of"] == str(DAY)]
    items = officer.get(f"/v1/scoring-runs/{run['id']}/assessments", params={"limit": str(ROWS)}).json()["items"]
    for item in items:
        first = next(iter(main_risk_types(raised[item["household_id"]])), None)
        assert item["main_risk_type"] == (first.value if first else None)
    misleading = [
        item for item in items if item["risk_types"][:1] == [RiskType.OTHER.value] and len(item["risk_types"]) > 1
    ]
    assert misleading, "somebody whose score 其他 raises most"
