"""A pinned run over the drawn, learnable matrix: two windows, outcomes within a month."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.drawn_tables import POLICY
from tests.training import drawn_matrix as learnable
from training.cohorts.observed import Observed
from training.pinning import Pinned
from training.plan.windows import Plan, Window
from training.settings import Experiment

MONTHS = learnable.MONTHS


def pinned(**changes: Any) -> Pinned:
    """Pinned as `training.pinning.pin` would.

    Args:
        changes: settings of the experiment.
    """
    settings = learnable.experiment().as_dict()
    settings["evaluation"] |= {"visits_per_hundred": 5.0, "cool_down_months": 0, "bootstrap": 40, "opponents": []}
    for name, change in changes.items():
        settings[name] |= change
    return Pinned(
        experiment=Experiment(**settings),
        horizon_months=1,
        policy=POLICY,
        county="990101",
        reads=("guard_tolerance_recall",),
        versions={"households": 1},
        observed=OBSERVED,
        plan=Plan(
            windows=(
                Window(MONTHS[:8], MONTHS[9:11], MONTHS[12:15]),
                Window(MONTHS[:11], MONTHS[12:14], MONTHS[15:18]),
            ),
            final=Window(MONTHS[:15], MONTHS[16:18]),
        ),
    )


OBSERVED = Observed(until=dt.date(2023, 12, 31))
