"""What each kind of file becomes: one landing function per source of headers.yaml."""

from __future__ import annotations

from features.intake.landing import dwellings, persons, procedure, rosters
from features.intake.landing.shared import Landed, Landing, shaped

LANDINGS: dict[str, Landing] = {
    **rosters.LANDINGS,
    **persons.LANDINGS,
    **dwellings.LANDINGS,
    **procedure.LANDINGS,
}

__all__ = ["LANDINGS", "Landed", "Landing", "shaped"]
