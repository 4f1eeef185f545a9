"""Whatever the API's document allows, and what it does not, is answered as the document says, and never by a failure.

A short run of schemathesis: few drawn requests for each operation.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from service.jurisdiction import Jurisdiction
from tests.service.office import COUNTY, Office

with warnings.catch_warnings():
    # Its own plugin, as it is imported under a newer pytest.
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis.checks import load_all_checks
    from schemathesis.core.result import Ok
    from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

CHECKS = [schemathesis.checks.not_a_server_error, status_code_conformance, response_schema_conformance]
FEW = settings(
    max_examples=6,
    database=None,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("known", [True, False], ids=["with a key", "without"])
@pytest.mark.usefixtures("registered")
def test_every_answer_is_declared_and_no_failure(office: Office, known: bool) -> None:
    load_all_checks()
    program = office.program(where=Jurisdiction.of(COUNTY))
    headers = {"X-API-Key": program.headers["X-API-Key"]} if known else {}
    schema = schemathesis.openapi.from_asgi("/openapi.json", office.app)
    operations = [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]
    programs = [operation for operation in operations if operation.path.startswith("/v1/")]
    assert len(programs) > 15
    for operation in programs:
        asking(operation, headers)()


def asking(operation: Any, headers: dict[str, str]) -> Callable[[], None]:
    """Asks a few drawn requests of an operation."""

    @FEW
    @given(case=operation.as_strategy())
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    return ask
