"""Villages and settlements side by side: whose places, how they are ranked, and what is hidden on paper."""

from __future__ import annotations

import json
import re

from fastapi import Request
from fastapi.testclient import TestClient

from service.pages import render
from service.principal import Role
from tests.service.office import COUNTY, TOWNSHIP, Office
from tests.service.routes.office.conftest import with_browser
from tests.service.routes.office.test_ledgers import looked
from tests.service.routes.office.test_lists import issued, made


def villages_in(page: str) -> list[str]:
    """Codes of villages, in the order of the page."""
    return re.findall(r'href="/villages/(\d{12})"', page)


def test_every_village_of_the_reader_is_ranked(officer: TestClient, cadre: TestClient) -> None:
    every = villages_in(looked(officer, "/villages", limit="200").text)
    assert len(every) == len(set(every)) > 1
    theirs = villages_in(looked(cadre, "/villages").text)
    assert set(theirs) == {code for code in every if code.startswith(TOWNSHIP)}
    assert set(villages_in(looked(officer, "/villages", region=TOWNSHIP).text)) == set(theirs)
    assert looked(cadre, "/villages", region=COUNTY + "002").status_code == 404


def test_it_is_sorted_as_it_is_asked_for(officer: TestClient) -> None:
    by_code = villages_in(looked(officer, "/villages", sort="place").text)
    assert by_code == sorted(by_code)
    page = looked(officer, "/villages", sort="households").text
    households = [int(n.replace(",", "")) for n in re.findall(r'data-label="户数">([\d,]+)<', page)]
    of_villages = households[: len(by_code)]
    assert of_villages == sorted(of_villages, reverse=True)


def test_page_after_page_every_village_is_met_once_with_its_rank(officer: TestClient) -> None:
    every = villages_in(looked(officer, "/villages", limit="200").text)
    page = looked(officer, "/villages", limit="2").text
    met, ranks = villages_in(page), re.findall(r'data-label="名次">(\d+)<', page)[:2]
    assert ranks == ["1", "2"]
    while following := re.search(r'rel="next" href="([^"]+)"', page):
        page = officer.get(following[1].replace("&amp;", "&")).text
        met += villages_in(page)
    assert met == every


def test_with_a_list_each_village_tells_how_many_of_it_are_listed(own_officer: TestClient) -> None:
    assert "还没有走访名单" in looked(own_officer, "/villages").text
    list_id = made(own_officer)
    issued(own_officer, list_id)
    items = own_officer.get(f"/v1/risk-lists/{list_id}/items", params={"limit": 500}).json()["items"]
    page = looked(own_officer, "/villages", sort="place").text
    shown = [int(n) for n in re.findall(r'data-label="在列户">\s*(\d+)/', page)]
    assert sum(shown[: len(villages_in(page))]) == len(items)
    code = items[0]["region_code"]
    own = looked(own_officer, f"/villages/{code}").text
    assert f"/lists?list={list_id}&amp;region={code}" in own


def test_there_is_no_column_of_posts_and_the_page_says_why(officer: TestClient) -> None:
    page = looked(officer, "/villages").text
    assert "还没有交付岗位清单" in page
    assert not re.search(r"<th[^>]*>[^<]*岗位", page)


def test_settlements_are_shown_to_whoever_sees_the_whole_county(officer: TestClient, cadre: TestClient) -> None:
    assert "由看得到全县的人员查看" not in looked(officer, "/villages").text
    assert "由看得到全县的人员查看" in looked(cadre, "/villages").text


def test_a_village_has_its_page_for_whoever_reads_its_households(officer: TestClient, cadre: TestClient) -> None:
    every = villages_in(looked(officer, "/villages", sort="place").text)
    here = next(code for code in every if code.startswith(TOWNSHIP))
    there = next(code for code in every if not code.startswith(TOWNSHIP))
    page = looked(cadre, f"/villages/{here}").text
    assert "一年来的变化" in page
    assert page.count("<polyline") >= 2
    assert f"/ledgers?guarantee=housing&amp;region={here}" in page
    assert looked(cadre, f"/villages/{there}").status_code == 404
    assert looked(officer, "/villages/990101999999").status_code == 404
    assert officer.get("/villages/12").status_code == 422


def test_who_reads_no_households_reads_no_villages(office: Office) -> None:
    auditor = with_browser(office.person(Role.AUDITOR, COUNTY))
    for path in ("/villages", "/villages/print", "/villages/990101001001"):
        assert auditor.get(path).status_code == 403


def test_on_paper_no_small_count_is_told(officer: TestClient, cadre: TestClient) -> None:
    for somebody in (officer, cadre):
        page = looked(somebody, "/villages/print").text
        numbers = [int(n.replace(",", "")) for n in re.findall(r'<td class="number">([\d,]+)</td>', page)]
        assert numbers
        assert all(n == 0 or n >= 5 for n in numbers)
        assert "不列</td>" in page
        assert "不得公示" in page


def test_the_map_is_there_where_the_county_gives_boundaries(own_office: Office) -> None:
    officer = with_browser(own_office.person(Role.COUNTY_OFFICER, COUNTY))
    code = villages_in(looked(officer, "/villages", sort="place").text)[0]
    assert '<path class="area' not in looked(officer, "/villages").text
    held = own_office.app.state.resources
    county = held.settings.records.parent / "county"
    county.mkdir()
    ring = [[107.0, 29.0], [107.1, 29.0], [107.1, 29.1], [107.0, 29.1], [107.0, 29.0]]
    shape = {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    (county / "boundaries.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [shape]}), encoding="utf-8"
    )
    object.__setattr__(held.settings, "county", county)
    assert looked(officer, "/villages").text.count('<path class="area') == 1


def test_the_page_that_waits_can_be_drawn(office: Office) -> None:
    scope = {
        "type": "http",
        "method": "GET",
        "app": office.app,
        "path": "/villages",
        "headers": [],
        "query_string": b"",
    }
    page = render(Request(scope), "being_worked_out.html", {}, 503)
    assert "还在计算" in bytes(page.body).decode()
