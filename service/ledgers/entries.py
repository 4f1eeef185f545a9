"""Which entries of the ledgers somebody asks for and may see, and where each stands in order."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from features.ledgers.wording import Guarantee, Standing
from service.jurisdiction import Jurisdiction

RANK = {standing.value: place for place, standing in enumerate(Standing)}


@dataclass(frozen=True)
class Wanted:
    """Which entries; what is None is not asked for."""

    guarantee: Guarantee | None = None
    standing: Standing | None = None
    only_overdue: bool = False
    settlement: str | None = None


def within(rows: pl.DataFrame, place: Jurisdiction) -> pl.DataFrame:
    """Those of a place."""
    here = (pl.col("region_code").str.starts_with(prefix) for prefix in place.prefixes)
    return rows.filter(pl.any_horizontal(pl.lit(value=False), *here))


def wanted_of(ledger: pl.DataFrame, wanted: Wanted) -> pl.DataFrame:
    """Those that are asked for, in their order."""
    asked = [
        None if wanted.guarantee is None else pl.col("guarantee") == wanted.guarantee.value,
        None if wanted.standing is None else pl.col("standing") == wanted.standing.value,
        pl.col("overdue") if wanted.only_overdue else None,
        None if wanted.settlement is None else pl.col("settlement") == wanted.settlement,
    ]
    conditions = [each for each in asked if each is not None]
    return ledger.filter(pl.all_horizontal(conditions)) if conditions else ledger


def place_in_order(ledger: pl.DataFrame, number: int) -> list[str | int]:
    """Where an entry stands, in values of JSON: it keeps its place while records change beside it."""
    row = ledger.row(number, named=True)
    return [
        int(not row["overdue"]),
        RANK[row["standing"]],
        -row["days"],
        *(row[name] for name in ("region_code", "household_id", "lack", "person_id")),
        str(row["put_in_on"]),
    ]


def counts_by_village(ledger: pl.DataFrame) -> pl.DataFrame:
    """`region_code`, how many entries stand how, and how many are overdue; the most overdue first."""
    each = ((pl.col("standing") == standing.value).sum().alias(standing.value) for standing in Standing)
    counts = ledger.group_by("region_code").agg(*each, overdue=pl.col("overdue").sum())
    return counts.sort("overdue", "open", "region_code", descending=[True, True, False])
