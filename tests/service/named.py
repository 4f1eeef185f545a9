"""Households whose people the vault knows by name, for the stories in which somebody looks at names."""

from __future__ import annotations

import polars as pl

from features.policy.loading import Policy
from service.local_time import day_of
from service.routes.doing import now
from service.vault.filling import DESCRIBED, fill
from tests.service.office import TOWNSHIP, Office

HEAD = "欧阳建国"


def known_by_name(office: Office) -> str:
    """A household of the township whose head is `HEAD`."""
    door, (code, *_) = office.app.state.resources.door, office.households(TOWNSHIP)
    rows = [("p1", code, f"{TOWNSHIP}001", True, HEAD, "990101199001019871", day_of(now()))]
    people = pl.DataFrame(rows, schema=DESCRIBED, orient="row")
    fill(door.database, door.keyring, Policy.load(), people, now(), actor="system:test")
    return code
