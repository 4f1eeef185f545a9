"""What a person in the office sees."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import quote, unquote

import polars as pl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from features.records.tables import LABEL_TABLES, TABLES
from features.vocabulary import RiskType
from models.lists import State
from models.scope import Standing
from models.sheets.wording import chance
from service.wording import PROBLEM_WORDS, STANDING_WORDS, TABLE_WORDS, band
from tests.service.conftest import AS_OF

DAY = {"as_of": str(AS_OF)}


def test_the_list_page_says_what_the_api_says(browser: TestClient, client: TestClient) -> None:
    listed = client.get("/v1/risk-lists/preview", params={**DAY, "capacity": 4}).json()["households"]
    page = browser.get("/lists", params={**DAY, "capacity": 4})
    assert page.status_code == 200
    linked = re.findall(r'/households/([^"?]+)\?as_of=2024-06-30', page.text)
    assert [unquote(code) for code in linked] == [row["household_id"] for row in listed]
    for row in listed:
        for reason in row["reasons"][:3]:
            assert reason["zh"] in page.text
        for hit in row["screening"][:3]:
            assert hit["zh"] in page.text
        assert chance(row["probability"]) in page.text
        assert f"<td>{band(row['band'])}</td>" in page.text
    assert "项政策数值为示例，不是本县规定" in page.text
    assert "得分只是线索，不是认定结论" in page.text
    assert "/lists.xlsx?region=&amp;as_of=2024-06-30&amp;capacity=4" in page.text


def test_the_filter_of_the_list_page_narrows_the_list(browser: TestClient) -> None:
    page = browser.get("/lists", params={"region": "990101001", "as_of": "", "capacity": "9"})
    assert page.status_code == 200
    villages = re.findall(r'<td class="code">(\d{12})</td>', page.text)
    assert villages
    assert all(village.startswith("990101001") for village in villages)
    wrong = browser.get("/lists", params={"region": "x"})
    assert wrong.status_code == 422
    assert "查询条件有误" in wrong.text
    assert "前2至12位数字" in wrong.text


def test_a_household_page_tells_score_reasons_facts_and_limits(
    browser: TestClient, client: TestClient, households: list[str]
) -> None:
    said = client.get(f"/v1/households/{households[0]}/assessment", params=DAY).json()
    page = browser.get(f"/households/{households[0]}", params=DAY)
    assert page.status_code == 200
    assert chance(said["probability"]) in page.text
    for reason in [*said["reasons"], *said["screening"]]:
        assert reason["zh"] in page.text
    for words in (
        "得分只是线索，不是认定结论；纳入或不纳入须由人核实决定",
        "第 3 版",
        f"{band(said['band'])}风险档",
        "项政策数值为示例，不是本县规定",
        "评估日期当天已知的记录",
        "没有记录",
    ):
        assert words in page.text


def test_a_monitored_household_has_a_page_without_a_number(browser: TestClient, monitored: str) -> None:
    page = browser.get(f"/households/{monitored}", params=DAY)
    assert page.status_code == 409
    assert STANDING_WORDS[Standing.MONITORED] in page.text
    assert "%" not in page.text


def test_an_unknown_household_has_a_page_in_chinese(browser: TestClient) -> None:
    page = browser.get("/households/<script>alert(1)</script>", params=DAY)
    assert page.status_code == 404
    assert browser.get("/households/1234567", params=DAY).status_code == 404
    assert "没有这一户" in browser.get("/households/1234567", params=DAY).text
    assert "<script" not in page.text


@pytest.mark.parametrize(
    "address", ["/lists", "/lists.xlsx", "/login", "/households/none", "/v1/model", "/healthz", "/none"]
)
def test_every_answer_is_safe_and_stays_in_no_cache(browser: TestClient, address: str) -> None:
    headers = browser.get(address).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


def test_pages_need_nothing_from_elsewhere_and_no_script(
    browser: TestClient, stranger: TestClient, households: list[str]
) -> None:
    pages = [browser.get(address, params=DAY).text for address in ("/lists", f"/households/{households[0]}", "/none")]
    for page in (*pages, stranger.get("/login").text):
        icons = re.findall(r'<link rel="(?:icon|stylesheet)" href="([^"]+)"', page)
        assert [browser.get(icon).status_code for icon in icons] == [200, 200]
        assert '<html lang="zh-CN">' in page
        assert not re.findall(r'(?:href|src|action)="(?:https?:)?//', page)
        assert "<script" not in page
        assert "style=" not in page
        assert all('scope="' in head for head in re.findall(r"<th\b[^>]*>", page))
    assert browser.get("/static/fanpin.css").status_code == 200


def test_list_page_and_workbook_name_the_same_main_risk(browser: TestClient, client: TestClient) -> None:
    """One sum over everything that the model read, not over the few reasons that are shown."""
    listed = client.get("/v1/risk-lists/preview", params={**DAY, "capacity": 12}).json()["households"]
    page = browser.get("/lists", params={**DAY, "capacity": 12}).text
    named = [re.findall(r'<span class="risk">(.*?)</span>', row) for row in page.split("<tr>")[2:]]
    assert len(named) == len(listed) == 12
    for row, risks in zip(listed, named, strict=True):
        of_page = re.findall(
            r'<span class="risk">([^<]+)</span> 合计抬高 ([\d.]+)',
            browser.get(f"/households/{quote(row['household_id'], safe='')}", params=DAY).text,
        )
        telling = [(kind, amount) for kind, amount in of_page if kind != RiskType.OTHER.zh] or of_page
        assert risks == [kind for kind, amount in telling if kind in risks]
        assert risks[:1] == [kind for kind, _ in telling[:1]]
        told = {RiskType(kind["risk_type"]).zh: f"{kind['contribution']:.2f}" for kind in row["risk_types"]}
        assert dict(of_page) == {k: v for k, v in told.items() if v != "0.00"}
    assert len({tuple(risks) for risks in named}) > 1


def test_where_nobody_is_listed_the_page_says_so(browser: TestClient, client: TestClient) -> None:
    everybody = client.get("/v1/risk-lists/preview", params={**DAY, "capacity": 1000}).json()["households"]
    listed = client.get("/v1/risk-lists/preview", params=DAY).json()["households"]
    empty = next(
        row["region_code"] for row in everybody if row["region_code"] not in {one["region_code"] for one in listed}
    )
    page = browser.get("/lists", params={**DAY, "region": empty})
    assert page.status_code == 200
    assert "该区域本月没有列入名单的户" in page.text
    assert "该区域本月没有列入名单的户" not in browser.get("/lists", params=DAY).text


def test_where_everybody_rests_the_page_does_not_blame_the_policy(app: FastAPI, browser: TestClient) -> None:
    """With visits stated the policy's capacity is not what keeps the list empty."""
    day = browser.get("/lists", params={**DAY, "capacity": 1})
    assert day.status_code == 200
    kept = app.state.resources.scored_days
    key, scored = next(item for item in kept._days.items() if item[0][0] == AS_OF)
    everybody = scored.scored.households.select("household_id", pl.lit(AS_OF).alias("visited_on"))
    resting = replace(scored, scored=replace(scored.scored, state=State(visited=everybody)))
    kept._days[key] = resting
    try:
        page = browser.get("/lists", params={**DAY, "capacity": 5}).text
    finally:
        kept._days[key] = scored
    assert "近期都已入户核查，暂不列入名单" in page
    assert "按本县政策规定的走访能力" not in page


def test_what_comes_from_records_is_never_markup(browser: TestClient, households: list[str]) -> None:
    hostile = households[11]
    listed = browser.get("/lists", params={**DAY, "capacity": len(households)})
    assert hostile not in listed.text
    link = f"/households/{quote(hostile, safe='')}?as_of=2024-06-30"
    assert f'href="{link}"' in listed.text
    page = browser.get(link)
    assert page.status_code == 200
    assert hostile not in page.text
    assert "&lt;b&gt;" in page.text


@pytest.mark.parametrize(
    ("probability", "words"),
    [(0.0, "不足0.1%"), (0.0009, "不足0.1%"), (0.001, "0.1%"), (0.1234, "12.3%"), (1.0, "99.9%以上")],
)
def test_a_chance_never_looks_like_never_or_always(probability: float, words: str) -> None:
    assert chance(probability) == words


def test_every_table_that_features_read_has_its_words() -> None:
    assert set(TABLE_WORDS) == set(TABLES) - LABEL_TABLES


def test_every_standing_without_a_score_has_its_words() -> None:
    assert set(STANDING_WORDS) == set(Standing) - {Standing.IN_SCOPE}
    assert all(title and advice for title, advice in PROBLEM_WORDS.values())


def test_who_is_listed_for_a_severe_rule_is_marked_and_who_found_no_room_is_counted(
    browser: TestClient, client: TestClient
) -> None:
    asked: dict[str, str | int] = {**DAY, "capacity": 12}
    answer = client.get("/v1/risk-lists/preview", params=asked).json()
    must = [row["slot"] for row in answer["households"] if row["slot"]["name"] == "must_include"]
    page = browser.get("/lists", params=asked).text
    assert len(must) == page.count('<span class="type">命中严重规则，必查</span>') == 1
    assert len(answer["households"]) == 12
    beyond = answer["left_out"]["beyond_bound"]
    assert beyond > 0
    assert f"另有 {beyond} 户命中严重规则" in page
