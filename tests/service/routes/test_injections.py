"""What is typed is a value and never a command: in every filter, sort, path and body that the API's document names."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from sqlalchemy import inspect, text

from service.jurisdiction import EVERYWHERE, Jurisdiction
from tests.service.kept_runs import DAY
from tests.service.office import TOWNSHIP, Office
from tests.service.registered import Registered
from tests.service.routes.operations import NOBODY_S, Operation, Schema, forms, operations, values_of, who_may

TAUTOLOGY = "' OR '1'='1"
STATEMENTS = (TAUTOLOGY, '" OR ""="', "x'; DROP TABLE leads;--", "%", "_", "${7*7}{{7*7}}")


def counts(office: Office) -> dict[str, int]:
    """Rows of every table but those that grow with each request."""
    engine = office.app.state.resources.door.database.engine
    with engine.connect() as connection:
        tables = [
            name
            for name in inspect(engine).get_table_names()
            if not name.startswith(("audit", "kept", "attempts", "request_counts"))
        ]
        return {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in tables}  # noqa: S608


def free(operation: Operation, where: str) -> list[str]:
    return [each.name for each in operation.of(where) if each.is_free_text and each.name != "cursor"]


def asked(operation: Operation) -> Iterator[tuple[str, dict[str, str], str]]:
    """Addresses with parameters, and the parameter in which a statement stands."""
    day = {"as_of": str(DAY)} if any(each.name == "as_of" for each in operation.of("query")) else {}
    paths = {each.name: str((each.values or [NOBODY_S])[0]) for each in operation.of("path")}
    required = {each.name: str(each.values[0]) for each in operation.of("query") if each.required and each.values}
    for statement in STATEMENTS:
        for name in free(operation, "path"):
            yield operation.path.format(**{**paths, name: quote(statement, safe="")}), {**day, **required}, name
        for name in free(operation, "query"):
            yield operation.path.format(**paths), {**day, **required, name: statement}, name


def test_a_statement_in_a_filter_or_a_path_is_a_value_that_nobody_has(office: Office, registered: Registered) -> None:
    reading = [operation for operation in operations(office.app) if operation.method == "GET"]
    askers = {operation.name: who_may(office, operation, Jurisdiction.of(TOWNSHIP)) for operation in reading}
    before = counts(office)
    met = set()
    for operation in reading:
        for address, parameters, name in asked(operation):
            answer = askers[operation.name].get(address, params=parameters)
            assert answer.status_code in (200, 404, 422), (address, parameters)
            assert not answer.is_success or answer.json().get("items", []) == [], (address, parameters)
            met.add(f"{operation.path} {name}")
    assert {"/v1/leads household_id", "/v1/findings check", "/v1/features/{name} name"} <= met
    assert counts(office) == before


def test_a_filter_that_has_a_form_takes_nothing_else(office: Office, registered: Registered) -> None:
    """Everything with a closed set, a pattern or a format is refused where it stands, by its name."""
    for operation in operations(office.app):
        bound = [each.name for each in operation.of("query") if not each.is_free_text]
        if operation.method == "GET" and bound:
            address = operation.example
            asker = who_may(office, operation, Jurisdiction.of(TOWNSHIP))
            answer = asker.get(address, params=dict.fromkeys(bound, TAUTOLOGY))
            assert answer.status_code == 422, address
            assert {problem["path"] for problem in answer.json()["problems"]} >= set(bound), address


def test_no_cell_of_an_exported_list_is_a_formula(office: Office) -> None:
    """Whatever a code or a reason holds, it stays a text, and no text is a link."""
    answer = office.program().get("/v1/risk-lists/preview", params={"as_of": str(DAY), "format": "xlsx"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if "worksheets/sheet" in name]
    assert sheets
    assert [sheet for sheet in sheets if re.search(r"<f[ >]|<hyperlink", sheet)] == []


def sound(form: Schema) -> Any:
    return next(iter(values_of(form)), "2024-06-30" if form.get("format") == "date" else "x")


def test_no_body_takes_what_it_does_not_declare(office: Office) -> None:
    """Mass assignment: a state, a place, a version or a right that is sent along is refused, whatever the rest says."""
    smuggled = {
        "id": "lead_0",
        "state": "registered",
        "region_code": "99",
        "version": 9,
        "permissions": ["audit:read"],
        "created_by": "user_0",
    }
    bodies = [operation for operation in operations(office.app) if operation.body is not None]
    assert len(bodies) > 6
    for operation in bodies:
        document = operation.document(sound)
        more = {name: value for name, value in smuggled.items() if name not in document}
        asker = who_may(office, operation, EVERYWHERE)
        answer = asker.request(operation.method, operation.example, json={**document, **more})
        assert answer.status_code == 422, operation.name
        refused = {problem["path"] for problem in answer.json()["problems"] if "没有这个字段" in problem["message"]}
        assert refused >= set(more), operation.name


def test_every_object_that_is_sent_is_closed(office: Office) -> None:
    """The same below the first level, by what the document declares."""
    open_by_purpose = {"details", "columns"}
    for operation in operations(office.app):
        if operation.body is not None:
            assert list(open_objects(operation.body, operation, open_by_purpose)) == [], operation.name


def open_objects(schema: Schema, operation: Operation, purposes: set[str], at: str = "body") -> Iterator[str]:
    for form in forms(schema, operation.schemas):
        if form.get("type") == "object" and at not in purposes:
            if form.get("additionalProperties") is not False:
                yield at
            for name, of in form.get("properties", {}).items():
                yield from open_objects(of, operation, purposes, name)
        if form.get("type") == "array":
            yield from open_objects(form.get("items", {}), operation, purposes, at)
