"""A form that is sent as it was shown, with nothing chosen in it, asks for everything and breaks nothing."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.testclient import TestClient

from service.routes.office.asking import code_as_typed
from tests.service.declared import routes
from tests.service.kept_runs import DAY
from tests.service.office import Office

NOTHING, TOO_LONG = "", "长" * 300


def parameters_of(dependant: Dependant) -> set[str]:
    """What a page can be asked, whichever of its needs asks it."""
    own: set[str] = set()
    for field in dependant.query_params:
        form = getattr(field, "type_", None) or field.field_info.annotation
        fields: dict[str, Any] = getattr(form, "model_fields", {})
        own |= set(fields) or {field.alias}
    return own.union(*(parameters_of(inner) for inner in dependant.dependencies)) if dependant.dependencies else own


def pages(office: Office) -> dict[str, set[str]]:
    """Each page that can be opened, with what it can be asked."""
    code = office.households()[0]
    found = {}
    for route in routes(office.app):
        if not route.include_in_schema and "GET" in (route.methods or ()):
            address = route.path.replace("{household_id}", code)
            if "{" not in address and not address.startswith("/login/oidc"):
                found[address] = parameters_of(route.dependant)
    return found


@pytest.mark.parametrize("typed", [NOTHING, "x", TOO_LONG, "<b>", "0", "-1", "true"], ids=repr)
def test_whatever_is_typed_in_a_page_s_fields_is_answered_in_words(
    office: Office, officer: TestClient, typed: str
) -> None:
    officer.post("/v1/risk-lists", json={"as_of": str(DAY)})
    asked = pages(office)
    assert len(asked) > 12
    assert {"region", "household", "order"} <= asked["/lists"]
    for address, names in asked.items():
        answer = officer.get(address, params=dict.fromkeys(names, typed))
        assert answer.status_code in (200, 303, 403, 404, 422, 503), (address, answer.status_code)
        # What is printed in one piece is asked for in parts where it is too much.
        if typed == NOTHING and not address.endswith("/print"):
            assert answer.status_code in (200, 303, 403, 503), (address, answer.status_code)
        assert "<b>" not in answer.text


@pytest.mark.parametrize(
    "path", ["/households?household", "/lists?household", "/findings?household_id", "/leads?household_id"]
)
@pytest.mark.parametrize("typed", [" 9901 0100 ", "９９０１０１００", "\u30009901\t0100"])
def test_a_code_typed_with_blanks_or_full_width_signs_is_the_code(officer: TestClient, path: str, typed: str) -> None:
    name = path.partition("?")[2]
    page = officer.get(f"{path}={quote(typed)}").text
    assert re.search(rf'id="{name}"[^>]*value="99010100"', page)


def test_a_code_that_is_not_of_digits_keeps_what_stands_within_it() -> None:
    assert code_as_typed(" A 1 7 ") == "A 1 7"
    assert code_as_typed("  ") is None
