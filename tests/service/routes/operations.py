"""What can be asked of the API, as its document says it: every operation with its parameters and what its body may hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from features.deliveries.departments import DeliveringDepartment
from service.access.roles import FOR_PEOPLE, WHO_MAY
from service.jurisdiction import EVERYWHERE, Jurisdiction
from service.principal import Permission, Role
from service.routes.admitting import Allowed, needs_of
from tests.service.declared import routes
from tests.service.office import Office

NOBODY_S = "9" * 20

Schema = Mapping[str, Any]
Text = Callable[[Schema], Any]


@dataclass(frozen=True)
class Parameter:
    """One parameter of an operation.

    Attributes:
        where: `path`, `query` or `header`.
        forms: everything that it may be, null left out.
    """

    name: str
    where: str
    required: bool
    forms: tuple[Schema, ...]

    @property
    def is_free_text(self) -> bool:
        return any(is_free_text(form) for form in self.forms)

    @property
    def values(self) -> list[Any]:
        """Each word of a closed set, both of yes and no, an example."""
        return [value for form in self.forms for value in values_of(form)]


@dataclass(frozen=True)
class Operation:
    """An address with a method.

    Attributes:
        body: what a JSON body may hold; None where there is none.
    """

    method: str
    path: str
    parameters: tuple[Parameter, ...]
    body: Schema | None
    schemas: Mapping[str, Schema]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    def of(self, where: str) -> list[Parameter]:
        return [parameter for parameter in self.parameters if parameter.where == where]

    @property
    def example(self) -> str:
        """The address of something that nobody has made."""
        return self.address(lambda each: str((each.values or [NOBODY_S])[0]))

    def address(self, value: Callable[[Parameter], str]) -> str:
        return self.path.format(**{parameter.name: value(parameter) for parameter in self.of("path")})

    def document(self, text: Text) -> Any:
        """A body with every member that may be there.

        Args:
            text: what stands where the body holds a text.
        """
        return None if self.body is None else document_of(self.body, self.schemas, text)


UNDIVIDED = (Permission.READ_AUDIT,)
"""What is not divided by places is open to whoever has all of them."""


def who_may(office: Office, operation: Operation, where: Jurisdiction) -> TestClient:
    """A program with every scope that there is; for what no program may, somebody in an office that may."""
    permission = permission_of(office.app, operation)
    place = EVERYWHERE if permission in UNDIVIDED else where
    role = WHO_MAY[permission][0] if permission in FOR_PEOPLE else None
    known = _CAME_IN.setdefault(id(office.app), {})
    if (role, place) not in known:
        known[role, place] = (
            office.program(where=place, department=DeliveringDepartment.TOWNSHIP)
            if role is None
            else office.person(role, place.prefixes[0])
        )
    return known[role, place]


_CAME_IN: dict[int, dict[tuple[Role | None, Jurisdiction], TestClient]] = {}
"""Whoever came in once, by application."""


def permission_of(app: FastAPI, operation: Operation) -> Permission:
    """What the route of an operation declares."""
    return next(
        need.permission
        for route in routes(app)
        if route.path == operation.path and operation.method in (route.methods or ())
        for need in needs_of(route.dependant)
        if isinstance(need, Allowed)
    )


def operations(app: FastAPI) -> list[Operation]:
    """Every operation for programs."""
    described = app.openapi()
    schemas = described["components"]["schemas"]
    return [
        Operation(
            method.upper(),
            path,
            tuple(
                Parameter(each["name"], each["in"], each.get("required", False), tuple(forms(each["schema"], schemas)))
                for each in operation.get("parameters", [])
            ),
            operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema"),
            schemas,
        )
        for path, methods in described["paths"].items()
        if path.startswith("/v1/")
        for method, operation in methods.items()
    ]


def forms(schema: Schema, schemas: Mapping[str, Schema]) -> Iterator[Schema]:
    """What may stand for a schema, by itself."""
    if "$ref" in schema:
        yield from forms(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    elif "anyOf" in schema:
        for each in schema["anyOf"]:
            yield from forms(each, schemas)
    elif schema.get("type") != "null":
        yield schema


def is_free_text(form: Schema) -> bool:
    return form.get("type") == "string" and not {"enum", "const", "pattern", "format"} & set(form)


def values_of(form: Schema) -> list[Any]:
    if "enum" in form:
        return list(form["enum"])
    if form.get("type") == "boolean":
        return [True, False]
    return list(form.get("examples", []))


def document_of(schema: Schema, schemas: Mapping[str, Schema], text: Text) -> Any:
    form = next(forms(schema, schemas), {})
    kind = form.get("type")
    if kind == "object":
        return {name: document_of(of, schemas, text) for name, of in form.get("properties", {}).items()}
    if kind == "array":
        return [document_of(form.get("items", {}), schemas, text)]
    if kind == "string":
        return text(form)
    return next(iter(values_of(form)), {"boolean": True, "integer": 1, "number": 1.0}.get(str(kind)))
