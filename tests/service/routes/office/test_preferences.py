"""Language and size of type."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.service.office import Office


@pytest.fixture
def reader(office: Office) -> TestClient:
    return TestClient(office.app, headers={"accept": "text/html"}, follow_redirects=False)


def on(page: str) -> dict[str, str]:
    """What a browser says of the page that a form is on."""
    return {"referer": f"http://testserver{page}"}


def test_pages_are_chinese_until_somebody_asks_for_english(reader: TestClient) -> None:
    assert "<h1>登录</h1>" in reader.get("/login").text
    chosen = reader.post("/preferences", data={"language": "en"}, headers=on("/login?next=/lists"))
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/login?next=/lists")
    page = reader.get("/login").text
    assert "<h1>Log in</h1>" in page
    assert '<html lang="en">' in page
    reader.post("/preferences", data={"language": "zh"})
    assert '<html lang="zh-CN">' in reader.get("/login").text


def test_larger_type_stays(reader: TestClient) -> None:
    reader.post("/preferences", data={"size": "large"})
    assert '<html lang="zh-CN" class="large">' in reader.get("/login").text
    reader.post("/preferences", data={"size": "normal"})
    assert 'class="large"' not in reader.get("/login").text


@pytest.mark.parametrize(
    "page",
    [
        "https://example.org/lists",
        "http://testserver:81/lists",
        "http://testserver//example.org",
        "http://[",
        "",
        "http://testserver/listsxyz",
        "http://testserver/v1/model",
    ],
)
def test_it_leads_back_to_our_pages_alone(reader: TestClient, page: str) -> None:
    answer = reader.post("/preferences", data={"language": "en"}, headers={"referer": page})
    assert answer.headers["location"] == "/home"


def test_what_is_not_known_is_passed_over(reader: TestClient) -> None:
    answer = reader.post("/preferences", data={"language": "<script>", "size": "huge"})
    assert "set-cookie" not in answer.headers
