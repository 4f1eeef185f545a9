"""What HTTP expects of an answer: media types, methods, no word of the caller's in it, pages that help on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from features.records.store import RecordStore
from service.example import EXAMPLE_HOUSEHOLD
from service.wording import PROBLEM_WORDS
from tests.service.conftest import AS_OF, LAST_DAY

BODY = json.dumps(EXAMPLE_HOUSEHOLD).encode()
PROBLEM = "application/problem+json"


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "multipart/form-data; boundary=x"},
        {"content-type": "application/json; charset=gbk"},
        {"content-type": "application/json", "content-encoding": "gzip"},
        {"content-type": ""},
        {"content-type": "application"},
    ],
)
def test_a_body_of_another_kind_is_not_guessed_at(client: TestClient, headers: dict[str, str]) -> None:
    refused = client.post("/v1/assessments", content=BODY, headers=headers)
    assert (refused.status_code, refused.headers["content-type"]) == (415, PROBLEM)
    assert refused.headers["accept"] == "application/json"
    assert refused.headers["accept-encoding"] == "identity"


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=UTF-8", "application/vnd.case+json"])
def test_json_by_whatever_name_is_taken(client: TestClient, kind: str) -> None:
    headers = {"content-type": kind, "content-encoding": "identity"}
    assert client.post("/v1/assessments", content=BODY, headers=headers).status_code == 200


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data; boundary=x"])
def test_a_login_is_a_form(stranger: TestClient, kind: str) -> None:
    assert stranger.post("/login", content=b'{"key": "k"}', headers={"content-type": kind}).status_code == 415


def test_every_address_answers_head_as_get(app: FastAPI, client: TestClient, browser: TestClient) -> None:
    addresses = [
        re.sub(r"\{\w+\}", "self_paid_12m", path)
        for path, methods in app.openapi()["paths"].items()
        if "get" in methods
    ]
    for asker, address in [
        *((client, address) for address in (*addresses, "/openapi.json", "/static/fanpin.css", "/none")),
        *((browser, address) for address in ("/", "/login", "/home", "/lists", "/households/1")),
    ]:
        got, headers = asker.get(address), asker.head(address)
        assert (headers.status_code, headers.content) == (got.status_code, b""), address
        assert headers.headers["content-type"] == got.headers["content-type"] if "content-type" in got.headers else True


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [
        ("POST", "/v1/model", "GET, HEAD"),
        ("GET", "/v1/assessments", "POST"),
        ("HEAD", "/v1/assessments", "POST"),
        ("PUT", "/login", "GET, HEAD, POST"),
        ("DELETE", "/households/1", "GET, HEAD"),
        ("OPTIONS", "/healthz", "GET, HEAD"),
        ("POST", "/static/fanpin.css", "GET, HEAD"),
        ("PROPFIND", "/home", "GET, HEAD"),
    ],
)
def test_a_method_that_is_not_taken_names_those_that_are(
    client: TestClient, method: str, address: str, allowed: str
) -> None:
    refused = client.request(method, address)
    assert (refused.status_code, refused.headers["content-type"]) == (405, PROBLEM)
    assert refused.headers["allow"] == allowed


@pytest.mark.parametrize(
    "address",
    [
        "/lists/",
        "/v1/model/",
        "/login/",
        "/static",
        "/static/",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
    ],
)
def test_no_answer_names_the_host_that_the_request_names(client: TestClient, address: str) -> None:
    headers = {"host": "evil.example", "x-forwarded-host": "evil.example", "accept": "text/html"}
    answer = client.get(address, headers=headers)
    assert answer.status_code == 404
    assert "evil.example" not in answer.text + str(answer.headers)


ADDED = {"utm_source": "mail", "fbclid": "1", "from": "singlemessage", "isappinstalled": "0", "": "x"}


def test_what_a_chat_program_adds_to_a_link_is_passed_over(browser: TestClient, households: list[str]) -> None:
    for page in ("/home", "/lists", f"/households/{households[0]}"):
        assert browser.get(page, params={"as_of": str(AS_OF), **ADDED}).status_code == 200


def test_the_api_refuses_what_it_does_not_know(client: TestClient, households: list[str]) -> None:
    for address in (
        f"/v1/households/{households[0]}/assessment",
        "/v1/risk-lists/preview",
        "/v1/features",
        "/v1/features/self_paid_12m",
    ):
        refused = client.get(address, params={"utm_source": "mail"})
        assert [each["path"] for each in refused.json()["problems"]] == ["utm_source"]


def test_an_error_page_says_what_would_be_right(browser: TestClient, households: list[str]) -> None:
    page = browser.get("/lists", params={"region": "乌有乡"})
    assert page.status_code == 422
    assert "前2至12位数字" in page.text
    day = browser.get(f"/households/{households[0]}", params={"as_of": "2024-02-30"})
    assert day.status_code == 422
    assert "写成 2024-06-30 这样" in day.text
    late = browser.get(f"/households/{households[0]}", params={"as_of": "2030-01-01"})
    assert f"最近一次交付是 {LAST_DAY} 的" in late.text
    twice = browser.get("/lists?region=99&region=11&utm=1&utm=2")
    assert twice.status_code == 422
    assert "同一名称出现了不止一次" in twice.text


def test_an_error_page_names_the_household_that_was_asked_for(browser: TestClient, monitored: str) -> None:
    for household in ("<b>123", monitored):
        page = browser.get(f"/households/{quote(household, safe='')}", params={"as_of": str(AS_OF)})
        assert page.status_code in (404, 200)
        assert household.replace("<", "&lt;").replace(">", "&gt;") in page.text
        assert "<b>" not in page.text


def test_an_error_page_is_in_chinese(browser: TestClient) -> None:
    for page in (
        browser.get("/none"),
        browser.put("/home"),
        browser.get(f"/households/{'9' * 201}"),
        browser.post("/login", content=b"a" * 9_000),
        browser.post("/login", content=b"{}", headers={"content-type": "text/plain"}),
        browser.post("/login", content=b"a&" * 100, headers={"content-type": "application/x-www-form-urlencoded"}),
    ):
        words = re.sub(r"<[^>]*>|lang=\S+", " ", page.text.partition("<main")[2].partition("</main>")[0])
        assert page.status_code >= 400
        assert not re.search(r"[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}", words), words


def test_who_is_not_signed_in_is_not_offered_to_sign_out(stranger: TestClient, browser: TestClient) -> None:
    assert "退出" not in stranger.get("/none", headers={"accept": "text/html"}).text
    assert "退出" in browser.get("/none").text


def test_every_kind_of_problem_has_words_for_a_page() -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in Path("service").rglob("*.py"))
    kinds = {first or second for first, second in re.findall(r'\d{3},\s+"([a-z-]+)",|\d{3}: \(\s*"([a-z-]+)"', code)}
    assert len(kinds) > 10
    assert kinds <= set(PROBLEM_WORDS)


def test_whatever_a_made_up_county_answers_says_so(
    client: TestClient, service_of: Callable[..., TestClient], tmp_path: Path
) -> None:
    RecordStore.create(tmp_path / "records", buckets=1, made_up=True)
    sandbox = service_of(None, records=tmp_path / "records")
    for address in ("/healthz", "/v1/model", "/nowhere", "/login"):
        assert sandbox.get(address).headers["fanpin-sandbox"] == "true"
        assert "fanpin-sandbox" not in client.get(address).headers
