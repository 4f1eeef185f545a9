"""Whatever the API's document allows, and what it does not, is answered as the document says, and never by a failure.

A short run of schemathesis: few drawn requests for each operation.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from service.jurisdiction import Jurisdiction
from tests.service.office import COUNTY, Office

FEW = settings(
    max_examples=4,
    database=None,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def fuzzer() -> ModuleType:
    """Imported by the worker that fuzzes alone: it takes a second."""
    with warnings.catch_warnings():
        # Its own plugin, as it is imported under a newer pytest.
        warnings.simplefilter("ignore")
        import schemathesis
        from schemathesis.checks import load_all_checks

    load_all_checks()
    return schemathesis


@pytest.mark.parametrize("known", [True, False], ids=["with a key", "without"])
@pytest.mark.usefixtures("registered")
def test_every_answer_is_declared_and_no_failure(fuzzer: ModuleType, office: Office, known: bool) -> None:
    from schemathesis.core.result import Ok

    program = office.program(where=Jurisdiction.of(COUNTY))
    headers = {"X-API-Key": program.headers["X-API-Key"]} if known else {}
    schema = fuzzer.openapi.from_asgi("/openapi.json", office.app)
    operations = [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]
    programs = [operation for operation in operations if operation.path.startswith("/v1/")]
    assert len(programs) > 15
    for operation in programs:
        asking(operation, headers)()


def asking(operation: Any, headers: dict[str, str]) -> Callable[[], None]:
    """Asks a few drawn requests of an operation."""
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

    def no_failure(context: Any, response: Any, case: Any) -> bool | None:
        # Whoever asks while a county is still being scored is told to come again, in words that are declared.
        return None if response.status_code == 503 else not_a_server_error(context, response, case)

    checks = [no_failure, status_code_conformance, response_schema_conformance]

    @FEW
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        case.call_and_validate(headers=headers, checks=checks)

    return ask
