"""What a run stands on, fixed before anything is computed: data versions, dates, horizon and policy."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from features.policy.loading import Policy
from features.records.soundness import require_sound
from features.records.store import RecordStore
from features.registry import policy_read
from features.triggers.evaluating import trigger_policy
from training.backtests.dates import as_of_dates
from training.backtests.windows import Plan, SplitError, plan
from training.calibration import bounds as calibration
from training.horizons import POLICY_VALUES, Horizon, always, county_of, horizon_of, with_one_horizon
from training.matrix import observed_until
from training.settings import Experiment, Opponent


@dataclass(frozen=True)
class Pinned:
    """What a run stands on.

    Attributes:
        experiment: with its horizon written down.
        horizon_months: within which an outcome counts.
        reads: the policy values that the run stands on.
        versions: of each table, the version that is read throughout.
        until: the last day up to which outcomes were delivered.
        plan: the windows and the parts of the model that ships.
    """

    experiment: Experiment
    horizon_months: int
    policy: Policy
    reads: tuple[str, ...]
    versions: dict[str, int]
    until: dt.date
    plan: Plan

    @property
    def horizon(self) -> Horizon:
        return always(self.horizon_months)


def pin(store: RecordStore, experiment: Experiment, policy: Policy) -> Pinned:
    """Fix what the run stands on.

    Raises:
        UnsoundRecordsError: stored rows break the rules of their tables.
        SplitError: no outcomes, or too short a history for the experiment's windows.
        HorizonError: the policy's horizon changes among the dates.
        PolicyError: a policy value is missing for one of the dates.
    """
    versions = store.versions()
    require_sound(store, versions)
    until = observed_until(store, versions)
    if until is None:
        raise SplitError("the store holds no monitoring records: without outcomes there is nothing to learn from.")
    horizon = horizon_of(experiment.target, policy, county_of(store, versions))
    planned = plan(as_of_dates(experiment, until, horizon), experiment, horizon)
    return Pinned(
        experiment=with_one_horizon(experiment, horizon, planned.used),
        horizon_months=horizon(planned.used[0]),
        policy=policy,
        reads=_policy_values(experiment),
        versions=versions,
        until=until,
        plan=planned,
    )


def _policy_values(experiment: Experiment) -> tuple[str, ...]:
    reads = policy_read(experiment.features) | set(calibration.READ)
    if experiment.target.horizon_months is None:
        reads.add(POLICY_VALUES[experiment.target.label])
    if Opponent.TRIGGERS in experiment.evaluation.opponents:
        reads |= trigger_policy()
    return tuple(sorted(reads))
