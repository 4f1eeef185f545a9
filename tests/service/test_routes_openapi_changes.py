"""What is a breaking change of the API, and what is not."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.service.openapi_changes import breaking_changes

DOCUMENT: dict[str, Any] = {
    "paths": {
        "/v1/leads": {
            "get": {
                "operationId": "list_leads",
                "parameters": [
                    {"in": "query", "name": "state", "schema": {"enum": ["received", "closed"]}},
                    {"in": "query", "name": "limit", "schema": {"type": "integer", "maximum": 500}},
                ],
                "responses": {
                    "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Page"}}}}
                },
            },
            "post": {
                "operationId": "report_lead",
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Sent"}}},
                },
                "responses": {
                    "201": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Lead"}}}}
                },
            },
        }
    },
    "components": {
        "schemas": {
            "Sent": {
                "type": "object",
                "additionalProperties": False,
                "required": ["household_id"],
                "properties": {
                    "household_id": {"type": "string", "maxLength": 200},
                    "risk_type": {"anyOf": [{"enum": ["illness", "other"], "type": "string"}, {"type": "null"}]},
                },
            },
            "Lead": {
                "type": "object",
                "required": ["id", "due_on"],
                "properties": {
                    "id": {"type": "string"},
                    "due_on": {"type": "string"},
                    "state": {"enum": ["received", "closed"]},
                    "days_left": {"type": "number"},
                },
            },
            "Page": {
                "type": "object",
                "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/Lead"}}},
            },
        }
    },
}

Change = Callable[[dict[str, Any]], object]
LEADS, SENT, LEAD = (
    lambda d: d["paths"]["/v1/leads"],
    lambda d: d["components"]["schemas"]["Sent"],
    lambda d: d["components"]["schemas"]["Lead"],
)


def changed(change: Change) -> list[str]:
    after = copy.deepcopy(DOCUMENT)
    change(after)
    return breaking_changes(DOCUMENT, after)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda d: d["paths"].pop("/v1/leads"), "GET /v1/leads: gone"),
        (lambda d: LEADS(d).pop("post"), "POST /v1/leads: gone"),
        (lambda d: LEADS(d)["get"].update(operationId="leads"), "GET /v1/leads: operationId is another"),
        (lambda d: LEADS(d)["get"]["parameters"].pop(0), "GET /v1/leads query state: gone"),
        (lambda d: LEADS(d)["get"]["parameters"][0].update(required=True), "query state: needed now"),
        (lambda d: LEADS(d)["get"]["parameters"].append({"in": "query", "name": "x", "required": True}), "query x: new and needed"),
        (lambda d: LEADS(d)["get"]["parameters"][0]["schema"]["enum"].pop(), "query state: fewer values are taken: closed"),
        (lambda d: LEADS(d)["get"]["parameters"][1]["schema"].update(maximum=100), "query limit: maximum is 100 now"),
        (lambda d: LEADS(d)["get"]["parameters"][1]["schema"].update(minimum=5), "query limit: minimum is 5 now"),
        (lambda d: LEADS(d)["post"]["responses"].update({"200": LEADS(d)["post"]["responses"].pop("201")}), "POST /v1/leads 201: gone"),
        (lambda d: SENT(d)["required"].append("risk_type"), "body.risk_type: needed now"),
        (lambda d: SENT(d)["properties"].pop("risk_type"), "body.risk_type: gone"),
        (lambda d: SENT(d)["properties"]["household_id"].update(maxLength=20), "body.household_id: maxLength is 20 now"),
        (lambda d: SENT(d)["properties"]["household_id"].update(pattern="^H"), "body.household_id: another pattern"),
        (lambda d: SENT(d)["properties"]["risk_type"]["anyOf"].pop(), "body.risk_type: null is refused now"),
        (lambda d: SENT(d)["properties"]["risk_type"]["anyOf"][0]["enum"].pop(0), "body.risk_type: fewer values are taken: illness"),
        (lambda d: LEAD(d)["properties"].pop("due_on"), "201.due_on: gone"),
        (lambda d: LEAD(d)["properties"].pop("due_on"), "200.items[].due_on: gone"),
        (lambda d: LEAD(d)["required"].remove("due_on"), "201.due_on: may be absent now"),
        (lambda d: LEAD(d)["properties"].update(due_on={"anyOf": [{"type": "string"}, {"type": "null"}]}), "201.due_on: may be null now"),
        (lambda d: LEAD(d)["properties"]["state"]["enum"].append("lost"), "201.state: new values may come: lost"),
        (lambda d: LEAD(d)["properties"].update(id={"type": "integer"}), "201.id: may be integer now"),
    ],
)  # fmt: skip
def test_what_a_client_would_stumble_over_is_told(change: Change, line: str) -> None:
    lines = changed(change)
    # The same schema is told where it is met first.
    assert any(line.rpartition(": ")[2] in each for each in lines), lines
    assert lines


@pytest.mark.parametrize(
    "change",
    [
        lambda d: None,  # noqa: ARG005
        lambda d: d["paths"].update({"/v1/new": LEADS(d)}),
        lambda d: LEADS(d)["get"]["parameters"].append({"in": "query", "name": "x", "schema": {"type": "string"}}),
        lambda d: LEADS(d)["get"]["parameters"][0]["schema"]["enum"].append("watch"),
        lambda d: LEADS(d)["get"]["parameters"][1]["schema"].update(maximum=1_000),
        lambda d: LEADS(d)["get"]["parameters"][1]["schema"].update(minimum=0),
        lambda d: SENT(d)["properties"].update(note={"type": "string"}),
        lambda d: SENT(d)["required"].clear(),
        lambda d: LEAD(d)["properties"].update(note={"type": "string"}),
        lambda d: LEAD(d)["required"].append("state"),
        lambda d: LEAD(d)["properties"].update(days_left={"type": "integer"}),
        lambda d: LEAD(d)["properties"]["state"]["enum"].pop(),
    ],
)
def test_what_only_adds_is_no_breaking_change(change: Change) -> None:
    assert changed(change) == []
