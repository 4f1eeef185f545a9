"""The departments' alerts beside the list of a kept run: everything that is told of them, as numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from features.records.store import RecordStore
from models.alerts.counting import Totals, counted_by_rule, totals_of
from models.alerts.handling import Handling, by_household, handled
from models.alerts.pushed import PAST_MONTHS, Pushed, became, pushed
from models.alerts.yields import Yield, yield_of, yields_by_rule
from models.risk_model import RiskModel
from models.runs import Run
from models.runs.storage import model_of
from models.targets import TargetKind


@dataclass(frozen=True, eq=False)
class Past:
    """What earlier alerts led to, of the whole county.

    Attributes:
        first, last: days of the pushes that were looked at.
        by_rule: columns of `models.alerts.yields.YIELDS`.
        visits: one to each household with an alert, a push.
    """

    first: dt.date
    last: dt.date
    months: int
    by_rule: pl.DataFrame
    visits: Yield


@dataclass(frozen=True)
class Later:
    """What has become of the households since: known after the run, and in none of its numbers.

    Attributes:
        listed: of the list.
        households: of those with an alert, by handling.
        everybody: of all that had a score.
        learned: the model knew outcomes of after the day, as of one that was scored afterwards: the list looks better than it would have been.
    """

    listed: Yield
    households: Mapping[Handling, Yield]
    everybody: Yield
    learned: bool


@dataclass(frozen=True, eq=False)
class Alerts:
    """The departments' alerts beside a list.

    Attributes:
        since: alerts are hits that were none on this day.
        list_before: whether it is the day of the list before; else it lies a month before.
        alerts: columns of `models.alerts.handling.HANDLED`.
        by_rule: columns of `models.alerts.counting.COUNTED`.
        past: None where no horizon had passed by the day: what alerts led to is not known then.
        later: None where the run's own horizon has not passed.
    """

    as_of: dt.date
    since: dt.date
    list_before: bool
    horizon_months: int
    target: TargetKind
    alerts: pl.DataFrame
    by_rule: pl.DataFrame
    totals: Totals
    past: Past | None
    later: Later | None


def alerts_of(store: RecordStore, run: Run, *, region: str = "", past_months: int = PAST_MONTHS) -> Alerts:
    """The alerts of a run, each with its handling, counted; with what such alerts led to before, and what became of these.

    All of it but `later` is made of the run and of the records that it names.

    Args:
        region: digits with which the village codes of those begin who are told of; what alerts led to is of everybody.
        past_months: 0 where nobody asks for the past; then nothing is told of later either.

    Raises:
        RunError: the run is damaged, or its model was removed.
        StoreError: the versions of the records are gone.
        ModelError: this installation's features mean something else than then.
        PolicyError: a threshold has no value on one of the days.
    """
    model = model_of(store, run.made_from)
    pushes = pushed(store, run, model, past_months=past_months)
    here = run.households.filter(pl.col("region_code").fill_null("").str.starts_with(region))
    scores = run.scores.select("household_id", "probability", "probability_low", "probability_high")
    households = here.join(scores, on="household_id", how="left", maintain_order="left")
    considered = households.filter(pl.col("score").is_not_null())
    alerts = handled(pushes.alerts, here)
    as_of = run.made_from.as_of
    return Alerts(
        as_of,
        pushes.since,
        pushes.list_before,
        model.horizon_months,
        model.target,
        alerts,
        counted_by_rule(pushes.hits.join(considered, on="household_id", how="semi"), alerts),
        totals_of(alerts, households),
        _past(pushes),
        _later(store, model, considered, alerts, as_of) if past_months else None,
    )


def _past(pushes: Pushed) -> Past | None:
    if not pushes.days:
        return None
    visits = pushes.past.unique(["household_id", "as_of"], maintain_order=True)
    return Past(pushes.days[-1], pushes.days[0], len(pushes.days), yields_by_rule(pushes.past), yield_of(visits))


def _later(
    store: RecordStore, model: RiskModel, considered: pl.DataFrame, alerts: pl.DataFrame, as_of: dt.date
) -> Later | None:
    known = became(store, considered["household_id"], as_of, model.horizon_months)
    if known is None:
        return None
    each = by_household(alerts).join(known, on="household_id", how="left", maintain_order="left")
    listed = considered.filter(pl.col("slot").is_not_null())
    return Later(
        yield_of(known.join(listed, on="household_id", how="semi")),
        {one: yield_of(each.filter(handling=one.value)) for one in Handling},
        yield_of(known),
        # Of a model that does not say until when it saw outcomes nobody can tell that it saw none.
        str(model.facts.get("observed_until", as_of + dt.timedelta(days=1))) > str(as_of),
    )
