"""The operations of the client, written from the routes: what each takes stands in OpenAPI, what it answers in the route."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from service.app import ROUTES

FOLDER = Path("service/client/operations")
NDJSON, WORKBOOK, JSON = "application/x-ndjson", "spreadsheetml.sheet", "application/json"
BY_ITSELF = {"If-None-Match", "Idempotency-Key"}
"""Headers that the client sends by itself; the second may be chosen."""
KEY = ["idempotency_key: str | None = None"]


@dataclass(frozen=True)
class Parameter:
    """A parameter: its name in the API, the one in Python, its type there."""

    name: str
    python: str
    type: str
    where: str
    is_needed: bool

    @property
    def declared(self) -> str:
        return f"{self.python}: {self.type}" if self.is_needed else f"{self.python}: {self.type} | None = None"


@dataclass(frozen=True)
class Operation:
    """One operation of OpenAPI with its route."""

    openapi: Mapping[str, Any]
    path: str
    method: str
    of: Mapping[str, Any]
    route: APIRoute

    @property
    def name(self) -> str:
        return str(self.of["operationId"])

    @property
    def group(self) -> str:
        return str(self.of["tags"][0]).replace(" ", "_")

    @property
    def kinds(self) -> set[str]:
        """Media types of answers."""
        return {
            kind
            for code, answer in self.of["responses"].items()
            if code[0] == "2"
            for kind in answer.get("content", {})
        }

    @property
    def body(self) -> str | None:
        """Media type of what is sent."""
        return next(iter(self.of.get("requestBody", {}).get("content", {})), None)

    @property
    def is_once(self) -> bool:
        return any(each["name"] == "Idempotency-Key" for each in self.of.get("parameters", ()))

    def parameters(self) -> list[Parameter]:
        return [
            Parameter(
                each["name"],
                each["name"].lower().replace("-", "_"),
                type_of(each["schema"], self.openapi),
                each["in"],
                each.get("required", False),
            )
            for each in self.of.get("parameters", ())
            if each["name"] not in BY_ITSELF
        ]


def operations(app: FastAPI) -> Iterator[Operation]:
    """All of the document."""
    routes = {
        (route.path, method): route
        for module in ROUTES
        for route in module.router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }
    openapi = app.openapi()
    for path, methods in openapi["paths"].items():
        for method, of in methods.items():
            yield Operation(openapi, path, method.upper(), of, routes[path, method.upper()])


def type_of(schema: Mapping[str, Any], openapi: Mapping[str, Any]) -> str:
    """A parameter's type in Python; null and the empty text, which say nothing, are None there."""
    if "anyOf" in schema:
        (said,) = (each for each in schema["anyOf"] if each.get("type") != "null" and each.get("const") != "")
        return type_of(said, openapi)
    if "$ref" in schema:
        return type_of(openapi["components"]["schemas"][schema["$ref"].rpartition("/")[2]], openapi)
    if "enum" in schema:
        return f"Literal[{', '.join(repr(value) for value in schema['enum'])}]"
    by_format = {"date": "dt.date | str", "date-time": "dt.datetime | str"}
    by_type = {"string": "str", "integer": "int", "boolean": "bool"}
    return by_format.get(schema.get("format", ""), by_type[schema["type"]])


def written(app: FastAPI, folder: Path) -> None:
    """Write the modules of all groups, as ruff formats them."""
    groups = defaultdict(list)
    for operation in operations(app):
        groups[operation.group].append(operation)
    folder.mkdir(parents=True, exist_ok=True)
    for group, some in groups.items():
        (folder / f"{group}.py").write_text(module(group, some), encoding="utf-8")
    ruff = [sys.executable, "-m", "ruff"]
    quietly = ["--quiet", "--config", str(Path("pyproject.toml").resolve()), str(folder)]
    subprocess.run([*ruff, "check", "--fix", "--select", "I,F401", *quietly], check=True)
    subprocess.run([*ruff, "format", *quietly], check=True)


def module(group: str, some: list[Operation]) -> str:
    named = group.replace("_", " ")
    methods, types = [], set()
    for operation in some:
        for text, used in methods_of(operation):
            methods.append(text)
            types |= used
    imports = "\n".join(f"    from {module} import {name}" for module, name in sorted(types))
    return f'''"""Of the API: {named}. Written from its routes (tests/service/client)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from service.client.answer import Answer
from service.client.asking import Request
from service.client.group import Group, Sent
from service.client.pages import Pages

if TYPE_CHECKING:
{imports or "    pass"}


class {"".join(word.title() for word in group.split("_"))}(Group):
    """Operations on {named}."""

{"".join(methods)}'''


Types = set[tuple[str, str]]


def methods_of(operation: Operation) -> Iterator[tuple[str, Types]]:
    """One method, and another for each other form in which the same is answered."""
    kinds = operation.kinds
    if JSON not in kinds:
        if NDJSON in kinds:
            yield method(operation, "Iterator[str]", "return self._chain({request})", set())
        else:
            yield method(operation, "Answer[bytes]", "return self._ask(bytes, {request})", set())
        return
    model = operation.route.response_model
    types = {(model.__module__, model.__name__)}
    fetched = f"from {model.__module__} import {model.__name__}\n\n        "
    fields = getattr(model, "model_fields", {})
    if {"items", "next"} <= fields.keys():
        (item,) = fields["items"].annotation.__args__
        by = next(each.name for each in operation.parameters() if each.name in ("cursor", "after"))
        body = f'{fetched}return self._pages({model.__name__}, {{request}}, "{by}")'
        yield method(operation, f"Pages[{item.__name__}]", body, {(item.__module__, item.__name__)})
        return
    yield method(
        operation, f"Answer[{model.__name__}]", f"{fetched}return self._ask({model.__name__}, {{request}})", types
    )
    if NDJSON in kinds:
        (item,) = fields["items"].annotation.__args__
        fetched = f"from {item.__module__} import {item.__name__}\n\n        "
        body = f"{fetched}return self._items({item.__name__}, {{request}})"
        yield method(
            operation,
            f"Iterator[{item.__name__}]",
            body,
            {(item.__module__, item.__name__)},
            name="_lines",
            form="line by line",
        )
    if any(kind.endswith(WORKBOOK) for kind in kinds):
        body = "return self._ask(bytes, {request})"
        yield method(operation, "Answer[bytes]", body, set(), name="_workbook", form="as a workbook")


def method(
    operation: Operation, answers: str, body: str, types: Types, *, name: str = "", form: str = ""
) -> tuple[str, Types]:
    parameters = [each for each in operation.parameters() if each.name != "format"]
    places = [each for each in parameters if each.where == "path"]
    query = [each for each in parameters if each.where == "query"]
    headers = [each for each in parameters if each.where == "header"]
    takes = ["self", *(each.declared for each in places)]
    asks = [f'"{operation.method}", "{operation.path}"']
    if operation.body == JSON:
        model = operation.route.body_field.field_info.annotation if operation.route.body_field else None
        # A document is read by its records' tables; a dict says it as it is.
        if model is None or model.__module__ == "service.sending":
            takes.append("sent: Sent")
        else:
            takes.append(f"sent: {model.__name__} | Sent")
            types = types | {(model.__module__, model.__name__)}
        asks.append("sent=sent")
    elif operation.body is not None:
        takes.append("content: bytes")
        asks.append("content=content")
    choices = [*query, *headers]
    chosen = [each.declared for each in sorted(choices, key=lambda each: not each.is_needed)]
    if operation.is_once:
        chosen += KEY
        asks.append("once=True")
    takes += ["*", *chosen] if chosen else []
    if places:
        asks.append(f"places={_dict(places)}")
    asked = _dict(query, '"format": "xlsx"' if form == "as a workbook" else "")
    if asked != "{}":
        asks.append(f"query={asked}")
    said = _dict(headers, '"Idempotency-Key": idempotency_key' if operation.is_once else "")
    if said != "{}":
        asks.append(f"headers={said}")
    also = [
        int(code)
        for code, answer in operation.of["responses"].items()
        if code[0] not in "23" and JSON in answer.get("content", {})
    ]
    if also:
        asks.append(f"answered_by=({', '.join(map(str, also))},)")
    summary = operation.of["summary"].rstrip("?")
    words = f"{summary}{f', {form}' if form else ''}: `{operation.method} {operation.path}`."
    text = f'''    def {operation.name}{name}({", ".join(takes)}) -> {answers}:
        """{words}"""
        {body.replace("{request}", f"Request({', '.join(asks)})")}

'''
    return text, types


def _dict(parameters: list[Parameter], more: str = "") -> str:
    entries = [f'"{each.name}": {each.python}' for each in parameters]
    return "{" + ", ".join([*entries, *([more] if more else [])]) + "}"
