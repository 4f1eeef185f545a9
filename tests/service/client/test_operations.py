"""Each operation of the API is a method of the client, with its name and its parameters: a route that has none yet fails here."""

from __future__ import annotations

import contextlib
import datetime as dt
import filecmp
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from fastapi import FastAPI

from service.client import ApiProblemError, Client
from tests.service.client_operations import FOLDER, Operation, Parameter, operations, written


def test_they_are_those_of_the_routes(app: FastAPI, tmp_path: Path) -> None:
    """Written anew by FANPIN_WRITE_SNAPSHOT=1; a group that is new is added to `service.client.client.Client` by hand."""
    if os.environ.get("FANPIN_WRITE_SNAPSHOT"):
        written(app, FOLDER)
    written(app, tmp_path)
    names = sorted(file.name for file in tmp_path.glob("*.py"))
    assert sorted({file.name for file in FOLDER.glob("*.py")} - {"__init__.py"}) == names
    _, other, missing = filecmp.cmpfiles(tmp_path, FOLDER, names, shallow=False)
    assert (other, missing) == ([], []), "operations of the client are old: FANPIN_WRITE_SNAPSHOT=1"


def value_of(parameter: Parameter) -> Any:
    """One that its type allows."""
    if choices := re.match(r"Literal\['([^']+)'", parameter.type):
        return choices[1]
    by_type = {"int": 3, "bool": True, "dt.date | str": dt.date(2024, 6, 30)}
    return by_type.get(parameter.type, "v3" if parameter.name == "If-Match" else "a/值")


def asked_by(operation: Operation) -> httpx2.Request:
    """What its method sends, with everything said that can be."""
    sent: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        return httpx2.Response(404)

    client = Client.over(httpx2.Client(base_url="http://fanpin", transport=httpx2.MockTransport(answer)))
    values = {each.python: value_of(each) for each in operation.parameters() if each.name != "format"}
    if operation.body is not None:
        values |= {"sent": {"a": 1}} if operation.body == "application/json" else {"content": b"1"}
    with contextlib.suppress(ApiProblemError):
        given = getattr(client, operation.name)(**values)
        next(iter(given))
    return sent[0]


def test_each_asks_what_openapi_declares(app: FastAPI) -> None:
    every = list(operations(app))
    assert len(every) >= 68
    for operation in every:
        request, parameters = asked_by(operation), operation.parameters()
        places = {each.name: quote(str(value_of(each)), safe="") for each in parameters if each.where == "path"}
        query = {each.name for each in parameters if each.where == "query" and each.name != "format"}
        headers = {each.name for each in parameters if each.where == "header"}
        address = operation.path.format(**places)
        assert (request.method, request.url.raw_path.partition(b"?")[0].decode()) == (operation.method, address)
        assert set(request.url.params) == query, operation.name
        assert headers <= {name for name in headers if name in request.headers}, operation.name
        assert ("idempotency-key" in request.headers) == operation.is_once, operation.name
        assert bool(request.content) == (operation.body is not None), operation.name


@pytest.mark.parametrize("name", ["assess_stored_lines", "assess_documents_lines", "preview_list_workbook"])
def test_another_form_of_an_answer_is_a_method_of_its_own(name: str) -> None:
    assert callable(getattr(Client, name))
