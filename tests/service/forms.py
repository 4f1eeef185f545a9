"""Posting a form of a page as a browser does: with the mark that the page gave it."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence

from fastapi.testclient import TestClient
from httpx2 import Response

from service.pages.form_tokens import FIELD


def token_in(page: str) -> str:
    """The mark of the forms on a page."""
    given = re.search(rf'name="{FIELD}" value="([0-9a-f]+)"', page)
    assert given, "no form of ours is on the page"
    return given[1]


def hidden_in(page: str, name: str) -> str:
    """The value of a hidden field of a page."""
    given = re.search(rf'type="hidden" name="{name}" value="([^"]*)"', page)
    assert given, name
    return html.unescape(given[1])


def post(
    browser: TestClient, address: str, fields: Mapping[str, str | Sequence[str]] | None = None, page: str = "/sessions"
) -> Response:
    """Post what was typed.

    Args:
        page: on which the form stands.
    """
    token = token_in(browser.get(page).text)
    return browser.post(address, data={FIELD: token, **(fields or {})})
