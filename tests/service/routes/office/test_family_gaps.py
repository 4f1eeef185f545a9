"""What a household is due and has not, on its page: the same from the county's list of gaps and looked for alone."""

from __future__ import annotations

from collections import defaultdict
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from features.gaps.rules import GAPS
from service.findings.cache import ListedDays
from service.findings.listing import Listing
from tests.service.kept_runs import DAY
from tests.service.office import Office


def test_gaps_are_those_of_the_county_s_list(
    office: Office, officer: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    resources = office.app.state.resources
    listed = resources.listed_days.of(Listing.GAPS, resources.store(), resources.instruments().policy, DAY)
    of_household: defaultdict[str, set[str]] = defaultdict(set)
    for code, gap in listed.rows.select("household_id", "rule").iter_rows():
        of_household[code].add(gap)
    with_most = sorted(of_household, key=lambda code: -len(of_household[code]))[:2]
    without = next(code for code in office.households() if code not in of_household)
    from_the_list = {code: due(officer, code) for code in (*with_most, without)}
    monkeypatch.setattr(ListedDays, "at_hand", lambda *_: None)
    assert {code: due(officer, code) for code in from_the_list} == from_the_list
    words = {gap.name: gap.zh for gap in GAPS}
    for code, shown in from_the_list.items():
        assert {gap for gap, said in words.items() if f"<li>{said}<" in shown} == of_household[code]


def due(officer: TestClient, code: str) -> str:
    page = officer.get(f"/households/{quote(code, safe='')}", params={"as_of": str(DAY)}).text
    return page.partition('id="done"')[2].partition("</section>")[0]
