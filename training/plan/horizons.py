"""How far ahead an outcome counts, on each as-of date: the experiment's own number, or the policy's of that day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import polars as pl

from features.errors import FanpinError
from features.policy.loading import Policy
from features.records.store import RecordStore
from models.targets import TargetKind
from training.settings import Experiment, Target

Horizon = Callable[[dt.date], int]
"""Months from an as-of date within which the event counts."""

POLICY_VALUES = {TargetKind.ENTRY: "entry_horizon_months", TargetKind.RELAPSE: "relapse_horizon_months"}

COUNTY_DIGITS = 6


class HorizonError(FanpinError, ValueError):
    """The horizon changes among the as-of dates of one model."""


def always(months: int) -> Horizon:
    """The same horizon on every day."""
    return lambda _day: months


def horizon_of(target: Target, policy: Policy, region_code: str | None = None) -> Horizon:
    """The horizon of a target; the returned function raises PolicyError for a day before the policy's first step."""
    if target.horizon_months is not None:
        return always(target.horizon_months)
    name = POLICY_VALUES[target.label]
    return lambda day: int(policy.value(name, region_code, day))


def with_one_horizon(experiment: Experiment, horizon: Horizon, used: Iterable[dt.date]) -> Experiment:
    """The experiment with the horizon of its as-of dates written down: a model can promise only one.

    Raises:
        HorizonError: the policy's horizon changes among the dates.
    """
    days = sorted(used)
    changes = [day for day in days if horizon(day) != horizon(days[0])]
    if changes:
        raise HorizonError(
            f"实验 {experiment.name}：政策的预测期限在各日期之间有变动，一个模型只能有一个期限：请设置 target.horizon_months，或用 dates 避开变动。 | "
            f"experiment {experiment.name}: the policy's horizon is {horizon(days[0])} months on {days[0]} and "
            f"{horizon(changes[0])} on {changes[0]}, and a model can tell only one. Set `target.horizon_months`, or "
            "`dates.first` and `dates.last` so that all dates lie on one side of the change."
        )
    target = experiment.target.model_copy(update={"horizon_months": horizon(days[0])})
    return experiment.model_copy(update={"target": target})


def county_of(store: RecordStore, versions: dict[str, int]) -> str | None:
    """The county whose horizon counts: the one that all described households live in; None when there are several."""
    codes = store.scan("households", versions=versions).select(pl.col("region_code").str.head(COUNTY_DIGITS).unique())
    known = codes.collect().to_series().drop_nulls()
    return str(known[0]) if known.len() == 1 else None
