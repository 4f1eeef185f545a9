"""The API that is committed is the one that answers, and no client of the last release stumbles over an undeclared change."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from fastapi import FastAPI

from features.texts.unrepeated import read_json
from tests.service.openapi_changes import breaking_changes

COMMITTED = Path("docs/openapi.json")
RELEASED = Path(__file__).with_name("openapi_released.json")
"""The API of the last release; written anew at each, never in between."""

DECLARED = Path(__file__).with_name("openapi_declared.json")
"""Breaking changes since, each with its reason."""


def test_what_is_committed_is_what_answers(app: FastAPI) -> None:
    """Written anew by FANPIN_WRITE_SNAPSHOT=1."""
    text = json.dumps(app.openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if os.environ.get("FANPIN_WRITE_SNAPSHOT"):
        COMMITTED.write_text(text, encoding="utf-8")
    assert COMMITTED.read_text(encoding="utf-8") == text, "docs/openapi.json is old: FANPIN_WRITE_SNAPSHOT=1"


def test_no_client_of_the_last_release_stumbles_over_an_undeclared_change(app: FastAPI) -> None:
    released = read_json(RELEASED.read_text(encoding="utf-8"))
    declared = read_json(DECLARED.read_text(encoding="utf-8"))
    assert all(declared.values()), "a reason for each"
    assert breaking_changes(released, app.openapi()) == sorted(declared)


def test_every_operation_has_a_short_name_of_its_own(app: FastAPI) -> None:
    """Generated clients make functions of them."""
    names = [
        operation["operationId"]
        for address, item in app.openapi()["paths"].items()
        if address.startswith("/v1/")
        for operation in item.values()
    ]
    assert len(names) == len(set(names))
    assert [name for name in names if not name.isidentifier() or len(name) > 24] == []


def test_no_address_answers_as_one_with_a_parameter(app: FastAPI) -> None:
    """`GET /v1/models/rollback` was answered as the version `rollback`: an address takes what one that it could be mistaken for takes, or is none."""
    paths = app.openapi()["paths"]
    mistaken = {
        (address, other): sorted(paths[other].keys() - paths[address].keys())
        for address in paths
        for other in paths
        if address != other and "{" in other
        if re.fullmatch(re.sub(r"\\{[^}]+\\}", "[^/]+", re.escape(other)), address)
    }
    assert ("/v1/leads/counts", "/v1/leads/{lead_id}") in mistaken
    assert {pair: methods for pair, methods in mistaken.items() if methods} == {}
