"""What a run stands on, fixed before anything is computed: data versions, dates, horizon and policy."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from features.policy.loading import Policy
from features.records.contracts.soundness import require_sound
from features.records.store import RecordStore
from features.registry import policy_read
from features.triggers.evaluating import trigger_policy
from features.triggers.including import severity_policy
from training.calibration import bounds as calibration
from training.cohorts.observed import COHORT_POLICY, Observed, observed
from training.cohorts.tripwire import TRIPWIRE_POLICY
from training.contenders.scarcity import FEWEST
from training.fairness import bounds as fairness
from training.lists.capacity import policy_of_lists, with_one_capacity
from training.plan.dates import as_of_dates
from training.plan.horizons import POLICY_VALUES, Horizon, always, county_of, horizon_of, with_one_horizon
from training.plan.windows import Plan, SplitError, plan
from training.settings import Experiment

GUARD_TOLERANCE = "guard_tolerance_recall"
"""The policy value by which `training.backtests.choosing` lets the trees ship."""


@dataclass(frozen=True)
class Pinned:
    """What a run stands on.

    Attributes:
        experiment: with its horizon and the office's capacity written down.
        horizon_months: within which an outcome counts.
        county: the county that all described households live in; None when there are several.
        reads: the policy values that the run stands on.
        versions: of each table, the version that is read throughout.
        observed: until when, and where, outcomes were delivered.
        plan: the windows and the parts of the model that ships.
    """

    experiment: Experiment
    horizon_months: int
    policy: Policy
    county: str | None
    reads: tuple[str, ...]
    versions: dict[str, int]
    observed: Observed
    plan: Plan

    @property
    def until(self) -> dt.date:
        """The last day up to which outcomes were delivered."""
        return self.observed.until

    @property
    def horizon(self) -> Horizon:
        return always(self.horizon_months)


def pin(store: RecordStore, experiment: Experiment, policy: Policy) -> Pinned:
    """Fix what the run stands on.

    Raises:
        UnsoundRecordsError: stored rows break the rules of their tables.
        SplitError: no outcomes, or too short a history for the experiment's windows.
        HorizonError, CapacityError: the policy's horizon or capacity changes among the dates.
        PolicyError: a policy value is missing for one of the dates.
    """
    versions = store.versions()
    require_sound(store, versions)
    county = county_of(store, versions)
    outcomes = observed(store, versions, policy, county)
    if outcomes is None:
        raise SplitError(
            "记录库中没有监测对象记录：没有结果就无从学习，请先导入监测对象花名册。 | the store holds no monitoring records: without outcomes there is nothing to learn from."
        )
    horizon = horizon_of(experiment.target, policy, county)
    planned = plan(as_of_dates(experiment, outcomes.until, horizon), experiment, horizon)
    settled = with_one_horizon(experiment, horizon, planned.used)
    return Pinned(
        experiment=with_one_capacity(settled, policy, county, planned.tested),
        horizon_months=horizon(planned.used[0]),
        policy=policy,
        county=county,
        reads=_policy_values(experiment, policy),
        versions=versions,
        observed=outcomes,
        plan=planned,
    )


def _policy_values(experiment: Experiment, policy: Policy) -> tuple[str, ...]:
    reads = policy_read(experiment.features) | policy_of_lists(experiment.evaluation) | fairness.READ
    reads |= severity_policy(policy)
    reads |= {*calibration.READ, *COHORT_POLICY, *TRIPWIRE_POLICY, GUARD_TOLERANCE, FEWEST}
    if experiment.target.horizon_months is None:
        reads.add(POLICY_VALUES[experiment.target.label])
    if experiment.evaluation.reads_triggers:
        reads |= trigger_policy()
    return tuple(sorted(reads))
