"""People before the pages of an office whose last two days are scored."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from service.principal import Role
from tests.service.office import COUNTY, TOWNSHIP, Office, office

# An office of its own for each module: its stories move leads.
__all__ = ["office"]


def with_browser(somebody: TestClient) -> TestClient:
    somebody.headers["accept"] = "text/html"
    return somebody


@pytest.fixture
def officer(office: Office) -> TestClient:
    """Of the county, before a browser."""
    return with_browser(office.person(Role.COUNTY_OFFICER, COUNTY))


@pytest.fixture
def cadre(office: Office) -> TestClient:
    """Of a township."""
    return with_browser(office.person(Role.TOWNSHIP, TOWNSHIP))


@pytest.fixture
def own_officer(own_office: Office) -> TestClient:
    """Of the county, in an office of the story's own."""
    return with_browser(own_office.person(Role.COUNTY_OFFICER, COUNTY))
