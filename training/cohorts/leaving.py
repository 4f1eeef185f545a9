"""Households whose future can't be told: nobody is left in them, or later rosters list them no more."""

from __future__ import annotations

import polars as pl

from features.language.views import MEMBERS, now_elsewhere, the_dead
from features.records.gate import AS_OF, EVENT_DATE, Records, as_index, rows_known_by
from features.vocabulary import LeftReason
from training.cohorts.maturity import Maturity
from training.cohorts.observed import TOWNSHIP, Observed

WHY = {
    LeftReason.DIED.value: Maturity.DIED.value,
    LeftReason.SPLIT.value: Maturity.JOINED_ANOTHER.value,
    LeftReason.MERGED.value: Maturity.JOINED_ANOTHER.value,
}
"""Why a household ended, by what became of its last member; all else is moving away."""


def at_the_end(records: Records, households: pl.DataFrame, observed: Observed) -> pl.DataFrame:
    """What is known of households on the last day of observation.

    Returns:
        `household_id`, `township`, `emptied_on` and `emptied_why` (null while somebody is left), `last_seen` where later
        rosters list the household no more (null where they do).
    """
    index = as_index(households.select("household_id").unique().with_columns(pl.lit(observed.until).alias("as_of")))
    return (
        _places(records, index, observed)
        .join(_emptied(records, index), on="household_id", how="left")
        .select("household_id", "township", "emptied_on", "emptied_why", "last_seen")
    )


def _emptied(records: Records, index: pl.DataFrame) -> pl.DataFrame:
    known = rows_known_by(index, records.versions["members"]).filter(EVENT_DATE <= AS_OF)
    there = MEMBERS.of(known, the_dead(known), now_elsewhere(known)).select("household_id").unique()
    gone = known.join(there, on="household_id", how="anti").filter(pl.col("left_on") <= AS_OF)
    # Of several who left on the last day a death comes last: whoever else left lives on somewhere.
    order = (pl.col("left_reason") == LeftReason.DIED.value).fill_null(value=False)
    last = gone.sort("left_on", order, descending=[True, False]).unique("household_id", keep="first")
    why = pl.col("left_reason").replace_strict(WHY, default=Maturity.MOVED_AWAY.value, return_dtype=pl.String)
    return last.select("household_id", pl.col("left_on").alias("emptied_on"), why.alias("emptied_why"))


def _places(records: Records, index: pl.DataFrame, observed: Observed) -> pl.DataFrame:
    """Where each household was described last, and until when it was seen, if a roster of its kind came later without it."""
    described = (
        rows_known_by(index, records.versions["households"])
        .filter(EVENT_DATE <= AS_OF)
        .unique("household_id", keep="last", maintain_order=True)
        .select("household_id", "delivery_id", TOWNSHIP, "household_type", EVENT_DATE.alias("described_on"))
        .join(observed.sources, on="delivery_id", how="left")
    )
    # Only of the sheet that listed it: who is on the sheet of monitored households is not on that of all others.
    sheet = ["source", "township", "household_type"]
    later = observed.rosters.group_by(sheet).agg(pl.col("roster_day").max())
    seen = _last_contact(records, index)
    return (
        described.join(later, on=sheet, how="left")
        .join(seen, on="household_id", how="left")
        .with_columns(
            pl.when(pl.col("described_on") < pl.col("roster_day"))
            .then(pl.max_horizontal("described_on", "told_on"))
            .alias("last_seen")
        )
    )


def _last_contact(records: Records, index: pl.DataFrame) -> pl.DataFrame:
    """`household_id`, `told_on`: the last step of the procedure, or visit at which somebody was met."""
    tables = []
    for table, of in (("monitoring", pl.lit(value=True)), ("visits", pl.col("outcome") != "not_found")):
        rows = rows_known_by(index, records.versions[table]).filter(EVENT_DATE <= AS_OF, of)
        tables.append(rows.select("household_id", "event_date"))
    return pl.concat(tables).group_by("household_id").agg(EVENT_DATE.max().alias("told_on"))
