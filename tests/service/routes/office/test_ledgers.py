"""The ledgers as pages: whose places, which entries, in which order, and on paper."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from features.ledgers.wording import Guarantee, Standing
from service.ledgers import cache
from service.principal import Role
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.routes.office.conftest import with_browser


def looked(somebody: TestClient, path: str, **asked: str) -> Response:
    """The page, looked at again while it is being worked out; until then it says so and comes again by itself."""
    while (page := somebody.get(path, params=asked)).status_code == 503:
        again = re.search(r'http-equiv="refresh" content="(\d+)"', page.text)
        assert (again[1] if again else page.headers["refresh"]) == page.headers["retry-after"]
        assert "还在计算" in page.text
        time.sleep(0.2)
    return page


def linked(page: str) -> list[str]:
    """Households of the entries, in their order."""
    return [unquote(code) for code in re.findall(r'/households/([^"?/]+)"', page)]


def pages(somebody: TestClient, **asked: str) -> Iterator[str]:
    """Page after page."""
    page = looked(somebody, "/ledgers", **asked).text
    yield page
    while following := re.search(r'rel="next" href="([^"]+)"', page):
        page = somebody.get(following[1].replace("&amp;", "&")).text
        yield page


def total(page: str) -> int:
    counted = re.search(r"共([\d,]+)条", page)
    return int(counted[1].replace(",", "")) if counted else 0


def test_every_entry_is_met_once_page_after_page_overdue_first(officer: TestClient) -> None:
    shown = list(pages(officer, limit="40"))
    codes = [code for page in shown for code in linked(page)]
    assert len(codes) == total(shown[0]) > 40
    days = [int(n) for page in shown for n in re.findall(r"超期(\d+)天", page)]
    assert days, "the made-up county has entries that are overdue"
    rest = "".join(shown).rpartition("超期")[2]
    assert Standing.STRUCK_OFF.zh in rest


def test_a_cadre_sees_the_entries_of_their_places_alone(officer: TestClient, cadre: TestClient, office: Office) -> None:
    shown = looked(cadre, "/ledgers", limit="200").text
    of_the_township = looked(officer, "/ledgers", region=TOWNSHIP, limit="200").text
    assert linked(shown)
    assert linked(shown) == linked(of_the_township)
    assert total(shown) == total(of_the_township) < total(looked(officer, "/ledgers").text)
    unscored = set(linked(shown)) - set(office.households(TOWNSHIP))
    assert not unscored & set(office.households())
    assert looked(cadre, "/ledgers", region=COUNTY + "002").status_code == 404
    elsewhere = with_browser(office.person(Role.TOWNSHIP, "110101001"))
    assert "台账里没有您辖区的条目" in looked(elsewhere, "/ledgers").text


def test_who_reads_no_households_reads_no_ledger(office: Office) -> None:
    for role in (Role.AUDITOR, Role.DEPARTMENT_LIAISON):
        somebody = with_browser(office.person(role, COUNTY))
        assert somebody.get("/ledgers").status_code == 403
        assert somebody.get("/ledgers/print").status_code == 403


@pytest.mark.parametrize("guarantee", list(Guarantee))
def test_by_guarantee_and_standing_the_parts_add_up(officer: TestClient, guarantee: Guarantee) -> None:
    every = total(looked(officer, "/ledgers", guarantee=guarantee.value).text)
    parts = [
        total(looked(officer, "/ledgers", guarantee=guarantee.value, standing=each.value).text) for each in Standing
    ]
    assert sum(parts) == every


def test_only_overdue_are_shown_where_only_those_are_asked_for(officer: TestClient) -> None:
    page = looked(officer, "/ledgers", overdue="true", limit="200").text
    assert len(re.findall(r"超期\d+天", page)) == len(linked(page)) > 0


def test_where_no_record_says_so_the_page_says_that_there_is_none(officer: TestClient) -> None:
    page = looked(officer, "/ledgers", standing="open").text
    assert page.count("没有记录</span>") == 2 * len(linked(page))


def test_nobody_is_named_but_the_head_masked_and_nothing_of_people_stands_in_addresses(officer: TestClient) -> None:
    page = looked(officer, "/ledgers", guarantee="medical").text
    assert "person" not in page
    assert not re.search(r"\d{17}[\dX]", re.sub(r"\d{20}", "", page))


def test_the_village_counts_lead_to_the_entries_of_the_village(officer: TestClient) -> None:
    page = looked(officer, "/ledgers").text
    address = re.search(r'href="(/ledgers\?region=\d{12})"', page)
    assert address
    assert total(looked(officer, address[1]).text) > 0


def test_the_printed_ledger_goes_by_village_with_room_for_signatures(officer: TestClient) -> None:
    page = looked(officer, "/ledgers/print", guarantee="housing", standing="open").text
    for words in (
        "户主",
        "户编号",
        "问题",
        "发现日期",
        "发现单位",
        "整改日期",
        "整改单位",
        "销号日期",
        "历时",
        "签字",
        "不得公示",
    ):
        assert words in page
    codes = re.findall(r'<td class="code">(\d+)</td>', page)
    assert [code[:12] for code in codes] == sorted(code[:12] for code in codes)
    assert len(codes) == total(looked(officer, "/ledgers", guarantee="housing", standing="open").text)


def test_more_than_one_person_may_take_along_is_not_printed(officer: TestClient, office: Office) -> None:
    policy = office.app.state.resources.policy()
    value = policy.values["export_rows_alone"]
    most = int(value.steps[0].value)
    every = total(looked(officer, "/ledgers").text)
    answer = looked(officer, "/ledgers/print")
    assert answer.status_code == (422 if every > most else 200)


def test_own_parameters_stand_once_and_others_are_passed_over(officer: TestClient) -> None:
    assert looked(officer, "/ledgers", utm="1").status_code == 200
    assert officer.get("/ledgers?region=99&region=98").status_code == 422
    assert officer.get("/ledgers?standing=nonsense").status_code == 422


def test_what_stood_before_the_last_records_says_so(officer: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    village = next(iter(re.findall(r'href="(/villages/\d{12})"', looked(officer, "/villages").text)))
    addresses = ("/ledgers", f"/ledgers/print?region={TOWNSHIP}", "/villages", "/villages/print", village)
    assert not any("又收到了新记录" in officer.get(address).text for address in addresses)
    monkeypatch.setattr(cache, "_key", lambda *_: ("records that came just now",))
    monkeypatch.setattr(cache.LastAsked, "begin", lambda *_: None)
    assert all("又收到了新记录" in officer.get(address).text for address in addresses)
