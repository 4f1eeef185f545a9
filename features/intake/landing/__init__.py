"""What each kind of file becomes: one landing function per source of headers.yaml."""

from __future__ import annotations

from datetime import date

import polars as pl

from features.intake.landing import dwellings, persons, procedure, rosters
from features.intake.landing.shared import Landed, Landing, shaped


def region_codes(rows: pl.DataFrame, known_date: date) -> Landed:
    """Names of villages are no record of a household: `places` keeps them."""
    del rows, known_date
    return {}


LANDINGS: dict[str, Landing] = {
    "region_codes": region_codes,
    **rosters.LANDINGS,
    **persons.LANDINGS,
    **dwellings.LANDINGS,
    **procedure.LANDINGS,
}

__all__ = ["LANDINGS", "Landed", "Landing", "shaped"]
