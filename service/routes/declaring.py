"""What OpenAPI says of failures: every status that a route can send, in the form in which it is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from service.problems import Problem

PROBLEM_JSON = "application/problem+json"
SCHEMAS = "#/components/schemas/{model}"

Declared = dict[int | str, dict[str, Any]]


def problems(**descriptions: str) -> Declared:
    """Declared failures: `_404="..."`."""
    content = {PROBLEM_JSON: {"schema": {"$ref": SCHEMAS.format(model=Problem.__name__)}}}
    return {int(code.strip("_")): {"description": words, "content": content} for code, words in descriptions.items()}


OF_EVERY_ROUTE = problems(
    _400="The request can't be read.",
    _405="The address does not take this method.",
    _408="The request was not complete within the time that it may take.",
    _413="The request is larger than the address takes.",
    _500="The service failed; its log says where. There is no number then.",
)
"""What is answered before a route is asked, or whatever it does."""

OF_KEYED_ROUTES: Declared = {
    **OF_EVERY_ROUTE,
    **problems(
        _401="Neither a key nor a session that holds.",
        _403="The asker may not do this.",
        _422="Something in the request is wrong; each problem is named by its path.",
        _429="The asker made as many requests in this minute as they may; `Retry-After` says when to come again.",
        _500="The score could not be explained, or the service failed. There is no number then.",
        _503="No usable model, policy or store, or too much to do at once. `Retry-After` says when to come again, where it is known.",
    ),
}
OF_JSON = problems(_415="The body is not JSON in UTF-8, or it is compressed (Content-Encoding).")
OF_A_BODY = problems(
    _413="More than 5,000 rows or 4 MiB.", _415="The body is not JSON in UTF-8, or it is compressed (Content-Encoding)."
)
OUT_OF_SCOPE = problems(
    _409="The model does not speak of this household on that day, `standing` says why; its records give no finite number or contradict "
    "each other; or a key department's data are too long overdue. `refusal` names the rule."
)


def openapi_of(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """The application's OpenAPI document with the form of problems in it; made when it is first asked for."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            openapi = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            _declare_conditional(openapi)
            form = Problem.model_json_schema(ref_template=SCHEMAS)
            schemas = openapi.setdefault("components", {}).setdefault("schemas", {})
            schemas.update(form.pop("$defs", {}))
            schemas[Problem.__name__] = form
            app.openapi_schema = openapi
        return app.openapi_schema

    return document


IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The `ETag` of the answer that the asker has; where it is still the same, nothing is sent (304).",
    "schema": {"type": "string", "maxLength": 1000},
}
NOT_MODIFIED = {"description": "The asker has it already (`If-None-Match`)."}


def _declare_conditional(openapi: dict[str, Any]) -> None:
    """What `service.conditional` does with every GET of a program."""
    for path, operations in openapi.get("paths", {}).items():
        if path.startswith("/v1/") and "get" in operations:
            operations["get"].setdefault("parameters", []).append(IF_NONE_MATCH)
            operations["get"]["responses"]["304"] = NOT_MODIFIED
