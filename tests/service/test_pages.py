"""What holds for every page: its words, its headers, where it loads from."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from models.scope import Standing
from models.sheets.wording import chance
from service.wording import PROBLEM_WORDS, STANDING_WORDS, chance_in_words
from tests.service.conftest import AS_OF

DAY = {"as_of": str(AS_OF)}


@pytest.mark.parametrize("address", ["/home", "/lists", "/login", "/households/none", "/v1/model", "/healthz", "/none"])
def test_every_answer_is_safe_and_stays_in_no_cache(browser: TestClient, address: str) -> None:
    headers = browser.get(address).headers
    assert "default-src 'none'; script-src 'self'; style-src 'self';" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


def test_pages_need_nothing_from_elsewhere(browser: TestClient, stranger: TestClient, households: list[str]) -> None:
    pages = [browser.get(address, params=DAY).text for address in ("/home", f"/households/{households[0]}", "/none")]
    for page in (*pages, stranger.get("/login").text):
        icons = re.findall(r'<link rel="(?:icon|stylesheet)" href="([^"]+)"', page)
        assert [browser.get(icon).status_code for icon in icons] == [200, 200]
        assert '<html lang="zh-CN">' in page
        assert not re.findall(r'(?:href|src|action)="(?:https?:)?//', page)
        assert not re.findall(r"<script(?![^>]*src=)", page)
        assert "style=" not in page
        assert all('scope="' in head for head in re.findall(r"<th\b[^>]*>", page))
    assert browser.get("/static/fanpin.css").status_code == 200


@pytest.mark.parametrize(
    ("probability", "words"),
    [(0.0, "不足0.1%"), (0.0009, "不足0.1%"), (0.001, "0.1%"), (0.1234, "12.3%"), (1.0, "99.9%以上")],
)
def test_a_chance_never_looks_like_never_or_always(probability: float, words: str) -> None:
    assert chance(probability) == chance_in_words(probability).zh == words
    assert not re.search(r"[\u4e00-\u9fff]", chance_in_words(probability).en)


def test_every_standing_without_a_score_has_its_words() -> None:
    assert set(STANDING_WORDS) == set(Standing) - {Standing.IN_SCOPE}
    assert all(title and advice for title, advice in PROBLEM_WORDS.values())
