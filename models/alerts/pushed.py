"""Which alerts came: the rules that households hit and did not hit when the list before was made, then and in the months before.

Departments push monthly. What stood at the list before is no alert of this one, however long it stands. All of it is screened
anew from the records that the run names, each day as it was known then, so that a household that had no score before brings no
old hit as a new one, and the same run gives the same alerts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from features.frame import index_of
from features.records.buckets import described, over_buckets, whole
from features.records.gate import Records
from features.records.monitored import identified_on
from features.records.store import RecordStore
from features.triggers.evaluating import trigger_frame
from features.triggers.rules import TRIGGERS
from models.assess import in_scope
from models.risk_model import RiskModel
from models.runs import Run
from models.runs.storage import DAY_SIGNS

PAST_MONTHS = 12
"""Pushes of the past whose alerts are looked at: one of each month, since many rules are hit by the season."""

PAST: dict[str, pl.DataType] = {
    "household_id": pl.String(),
    "as_of": pl.Date(),
    "trigger": pl.String(),
    "identified_on": pl.Date(),
}
"""One row per alert of an earlier push whose horizon has passed, and when its household was identified within it."""

_ALERT = ("household_id", "trigger")


@dataclass(frozen=True, eq=False)
class Pushed:
    """Alerts as the departments pushed them.

    Attributes:
        since: the day of the list before, or a month before the run where no list was.
        list_before: whether it is that of a list.
        hits: every rule that those hit who have a score: `household_id`, `models.assess.HIT`, the probability and its ends.
        alerts: those of them that were no hit on `since`.
        past: columns of PAST, of those in scope on their day.
        days: of the earlier pushes that could be looked at, the latest first; none where no horizon has passed.
    """

    since: dt.date
    list_before: bool
    hits: pl.DataFrame
    alerts: pl.DataFrame
    past: pl.DataFrame
    days: tuple[dt.date, ...]


def pushed(store: RecordStore, run: Run, model: RiskModel, *, past_months: int = PAST_MONTHS) -> Pushed:
    """The alerts of a run's day, and those of so many months before it whose horizon had passed by then.

    Args:
        model: of the run.
        past_months: 0 where nobody asks for the past.

    Raises:
        RunError: the run is damaged.
        StoreError: the versions of the records are gone.
        PolicyError: a threshold has no value on one of the days.
    """
    made_from, policy = run.made_from, run.policy
    before = made_from.previous
    since = dt.date.fromisoformat(before[:DAY_SIGNS]) if before else months_before(made_from.as_of, 1)
    steps = range(past_months + 1) if past_months else ()
    ends = [months_before(made_from.as_of, model.horizon_months + step) for step in steps]
    hits, versions = _hits_of(run), dict(made_from.data_versions)
    known_days = store.known_days(versions)
    # Before the first delivery nothing was known, and policy need not reach back so far.
    screened = [day for day in sorted({since, *ends}) if known_days is not None and day >= known_days[0]]

    def of_bucket(records: Records) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
        everybody = described(records)
        index = pl.concat([index_of(everybody.clear(), since), *(index_of(everybody, day) for day in screened)])
        earlier = _long(trigger_frame(records, index, policy))
        then = earlier.filter(as_of=since)
        here = hits.filter(pl.col("household_id").is_in(everybody.implode()))
        new = here.join(then, on=_ALERT, how="anti", maintain_order="left")
        known = in_scope(model, records, index.filter(pl.col("as_of").is_in(ends)))
        past = newly_hit(earlier, ends).join(known, on=["household_id", "as_of"], how="semi", maintain_order="left")
        outcome = identified_on(records, past, model.horizon_months, made_from.as_of)
        return new, past.with_columns(outcome.alias("identified_on")), known.group_by("as_of").len()

    parts = list(over_buckets(store, of_bucket, versions=versions))
    with_somebody = {day for _, _, known in parts for day in known["as_of"]}
    # Where nobody was known a month before, everything would look new.
    days = tuple(day for day, before_it in pairwise(ends) if {day, before_it} <= with_somebody)
    past = pl.concat([pl.DataFrame(schema=PAST), *(one.select(list(PAST)) for _, one, _ in parts)])
    alerts = pl.concat([hits.clear(), *(new for new, _, _ in parts)])
    return Pushed(since, before is not None, hits, alerts, past.filter(pl.col("as_of").is_in(days)), days)


def became(store: RecordStore, households: pl.Series, as_of: dt.date, months: int) -> pl.DataFrame | None:
    """What later became of households, by what the store knows today; None while the horizon of the day has not passed.

    Returns:
        `household_id`, `identified_on` (null: not within the horizon).
    """
    versions = store.versions()
    until = store.last_delivery_day(versions) or as_of
    if _moved(as_of, f"{months}mo") > until:
        return None

    def of_bucket(records: Records) -> pl.DataFrame:
        ids = records.tables["monitoring"]["household_id"].unique()
        index = index_of(ids.filter(ids.is_in(households.implode())), as_of)
        return index.select("household_id", identified_on(records, index, months, until))

    told = pl.concat(over_buckets(store, of_bucket, versions=versions, columns=whole(["monitoring"])))
    return pl.DataFrame(households.alias("household_id")).join(told, on="household_id", how="left")


def newly_hit(hits: pl.DataFrame, days: Sequence[dt.date]) -> pl.DataFrame:
    """The hits of each day that were none on the day after it in the sequence; of the last day none can be told.

    Args:
        hits: `household_id`, `as_of`, `trigger`.
        days: the latest first.
    """
    before = dict(pairwise(days))
    if not before:
        return hits.clear()
    asked = hits.filter(pl.col("as_of").is_in(list(before)))
    held = asked.with_columns(pl.col("as_of").replace_strict(before, return_dtype=pl.Date).alias("before"))
    then = hits.rename({"as_of": "before"})
    return held.join(then, on=[*_ALERT, "before"], how="anti", maintain_order="left").drop("before")


def months_before(day: dt.date, months: int) -> dt.date:
    return _moved(day, f"-{months}mo")


def _moved(day: dt.date, by: str) -> dt.date:
    moved: dt.date = pl.select(pl.lit(day).dt.offset_by(by)).item()
    return moved


def _hits_of(run: Run) -> pl.DataFrame:
    told = run.scores.select("household_id", "probability", "probability_low", "probability_high", "hits")
    return told.explode("hits").drop_nulls("hits").unnest("hits")


def _long(frame: pl.DataFrame) -> pl.DataFrame:
    """`household_id`, `as_of`, `trigger` of every hit."""
    columns = [trigger.column for trigger in TRIGGERS]
    long = frame.unpivot(columns, index=["household_id", "as_of"], variable_name="trigger", value_name="hit")
    return long.filter(pl.col("hit")).select("household_id", "as_of", pl.col("trigger").str.strip_prefix("trigger."))
