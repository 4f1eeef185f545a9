"""Files sent to the service for the stories of deliveries."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi.testclient import TestClient

from tests.features.intake.files import as_csv, households

BYTES = {"content-type": "application/octet-stream"}


def send(asker: TestClient, data: bytes, name: str = "名册.csv", department: str = "township", **headers: str) -> Any:
    named = {**BYTES, "File-Name": quote(name), **headers}
    return asker.post("/v1/deliveries", params={"department": department}, content=data, headers=named)


def roster(first: int, **changed: Any) -> bytes:
    """A roster of two households that no other story delivers."""
    return as_csv(households(first + 2, **changed)[first:])
