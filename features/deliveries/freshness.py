"""Who has delivered lately: each source's last delivery against its usual rhythm.

A score is only as fresh as what it stands on: a department that stopped sending looks, in the records, exactly like
a department to which nothing happened.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from features.intake.recognising.catalogue import Source, catalogue
from features.policy.loading import Policy
from features.records.gate import without_later_knowledge
from features.vocabulary import Labelled


class Freshness(Labelled):
    """How a source stands against its rhythm."""

    ON_TIME = "on_time", "按期", "on time"
    STALE = "stale", "逾期", "stale: its next delivery is overdue"
    NEVER = "never", "从未交付", "never delivered, if the county keeps such a list at all"
    NO_RHYTHM = "no_rhythm", "未定周期", "no rhythm is set for it"


FRESHNESS: dict[str, pl.DataType] = {
    "source": pl.String(),
    "zh": pl.String(),
    "department": pl.String(),
    "deliveries": pl.Int64(),
    "last_known_date": pl.Date(),
    "expected_by": pl.Date(),
    "days_late": pl.Int64(),
    "freshness": pl.String(),
    "stale": pl.Boolean(),
}
"""One row per source. `expected_by` is the last day on which the source is not yet overdue; `days_late` counts from it."""

GRACE = "delivery_grace"


def rhythm_of(source: str) -> str:
    """The name of the policy value that holds the days between deliveries of a source."""
    return f"delivery_rhythm.{source}"


def freshness(
    deliveries: pl.DataFrame,
    as_of: dt.date,
    policy: Policy,
    *,
    withdrawals: pl.DataFrame | None = None,
    region_code: str | None = None,
    sources: Mapping[str, Source] | None = None,
) -> pl.DataFrame:
    """How every source stands on a day, in the order of the alias table, with the columns of FRESHNESS.

    Args:
        deliveries: as `RecordStore.deliveries()` gives them; those known later than `as_of` do not count.
        as_of: the day of which it is asked; nothing here reads a clock.
        policy: holds `delivery_grace` and `delivery_rhythm.<source>`, in days.
        withdrawals: as `RecordStore.withdrawals()` gives them: a delivery that is taken back by the day is none.
        region_code: the county whose own steps of the rhythm count.
        sources: the sources that are expected; those of the alias table when None.

    Raises:
        PolicyError: the rhythm has no step as early as `as_of`.
    """
    expected = catalogue().expected if sources is None else sources
    last = _last_deliveries(taken_by(deliveries, withdrawals, as_of).filter(pl.col("withdrawn_on").is_null()))
    grace = policy.value(GRACE, region_code, as_of)
    rows = []
    for name, source in expected.items():
        count, day = last.get(name, (0, None))
        rhythm = policy.value(rhythm_of(name), region_code, as_of) if rhythm_of(name) in policy.values else None
        due = None if day is None or rhythm is None else day + dt.timedelta(days=rhythm + grace)
        late = 0 if due is None else max(0, (as_of - due).days)
        stand = _standing(day, due, late)
        rows.append((name, source.zh, source.department, count, day, due, late, stand.value, stand is Freshness.STALE))
    return pl.DataFrame(rows, schema=FRESHNESS, orient="row")


def taken_by(deliveries: pl.DataFrame, withdrawals: pl.DataFrame | None, as_of: dt.date) -> pl.DataFrame:
    """The deliveries known by a day, with the day on which each was taken back (`withdrawn_on`), null while it stands."""
    known = without_later_knowledge({"deliveries": deliveries}, pl.lit(as_of))["deliveries"]
    if withdrawals is None:
        return known.with_columns(withdrawn_on=pl.lit(None, pl.Date))
    gone = withdrawals.filter(pl.col("withdrawn_on") <= as_of).select("delivery_id", "withdrawn_on")
    return known.join(gone, on="delivery_id", how="left", maintain_order="left")


def _standing(day: dt.date | None, due: dt.date | None, late: int) -> Freshness:
    if day is None:
        return Freshness.NEVER
    if due is None:
        return Freshness.NO_RHYTHM
    return Freshness.STALE if late else Freshness.ON_TIME


def _last_deliveries(deliveries: pl.DataFrame) -> dict[str, tuple[int, dt.date]]:
    """How many files of each source were delivered, and the last day; one file may hold several sources."""
    counted = (
        deliveries.with_columns(pl.col("source").str.split("+"))
        .explode("source")
        .group_by("source")
        .agg(pl.len(), pl.col("known_date").max())
    )
    return {source: (count, day) for source, count, day in counted.iter_rows()}
