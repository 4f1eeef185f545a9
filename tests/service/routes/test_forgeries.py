"""Another site, another host, another's guess: what a browser is made to send, and how secrets are compared."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.principal import Role
from tests.house.repository import ROOT
from tests.service.declared import routes
from tests.service.office import COUNTY, Office

ELSEWHERE = "evil.example"
SECRETS = {"secret", "token", "password", "present_password", "signature", "mark", "code", "typed", "offered", "key"}
NO_GUESS = {
    "present.password != kept",
    "present.user.password != kept",
    "new_password == present_password",
}
"""Whether what lies in the database changed meanwhile, and two words of one person: nobody learns a sign by asking."""


def changing(office: Office) -> list[tuple[str, str]]:
    """Every address that changes something, with its method."""
    every = [
        (method, re.sub(r"\{\w+\}", "1", route.path))
        for route in routes(office.app)
        for method in sorted(route.methods or [])
        if method not in ("GET", "HEAD")
    ]
    assert len(every) > 15
    return every


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": f"https://{ELSEWHERE}"},
        {"origin": "null"},
    ],
    ids=str,
)
def test_another_site_changes_nothing_with_somebody_s_session(office: Office, headers: dict[str, str]) -> None:
    person = office.person(Role.COUNTY_OFFICER, COUNTY)
    for method, address in changing(office):
        refused = person.request(method, address, headers=headers)
        assert (refused.status_code, refused.json()["type"]) == (403, "urn:fanpin:problem:from-another-site"), address
    assert person.get("/v1/leads").status_code == 200, "the session is as it was"


def test_no_answer_names_the_host_that_a_request_names(office: Office) -> None:
    named = {"host": ELSEWHERE, "x-forwarded-host": ELSEWHERE, "forwarded": f"host={ELSEWHERE}"}
    somebody = (
        office.program(),
        office.person(Role.COUNTY_OFFICER, COUNTY),
        TestClient(office.app, follow_redirects=False),
    )
    for route in routes(office.app):
        for asker in somebody:
            # A day of which nothing can be said: nothing is worked out for it.
            answer = asker.get(re.sub(r"\{\w+\}", "1", route.path), params={"as_of": "2099-01-01"}, headers=named)
            assert ELSEWHERE not in answer.text + str(answer.headers), route.path


def compared(source: Path) -> Iterator[str]:
    """Comparisons by `==` or `!=` with something that is called as a secret is."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Compare) and any(isinstance(sign, ast.Eq | ast.NotEq) for sign in node.ops):
            names = {getattr(each, "attr", getattr(each, "id", None)) for each in (node.left, *node.comparators)}
            if names & SECRETS:
                yield ast.unparse(node)


def test_secrets_are_compared_in_constant_time() -> None:
    """By `hmac.compare_digest`, by Argon2, or by the digest of what was drawn at random, which the database looks up."""
    service = ROOT / "service"
    files = [
        *service.glob("access/*.py"),
        *service.glob("webhooks/*.py"),
        *service.glob("vault/*.py"),
        *service.glob("routes/*.py"),
        service / "keyring.py",
        service / "origin.py",
    ]
    assert {text for file in files for text in compared(file)} == NO_GUESS
    assert "compare_digest" in (service / "keyring.py").read_text(encoding="utf-8")
    assert "compare_digest" in (service / "access" / "second_factor.py").read_text(encoding="utf-8")


def test_what_would_give_a_secret_away_is_seen(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("if row.token == token: pass\nif kind == 'token': pass\n", encoding="utf-8")
    assert list(compared(tmp_path / "a.py")) == ["row.token == token"]
