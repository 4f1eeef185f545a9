"""What can be asked of the API, as its document says it: every operation with its parameters and what its body may hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI

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

    def address(self, value: Callable[[Parameter], str]) -> str:
        return self.path.format(**{parameter.name: value(parameter) for parameter in self.of("path")})

    def document(self, text: Text) -> Any:
        """A body with every member that may be there.

        Args:
            text: what stands where the body holds a text.
        """
        return None if self.body is None else document_of(self.body, self.schemas, text)


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
