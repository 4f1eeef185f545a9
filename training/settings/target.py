"""What is predicted, and for whom."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from models.targets import TargetKind
from training.settings.base import Settings


class Target(Settings):
    """What is predicted, and for whom."""

    label: Annotated[
        TargetKind,
        Field(
            description="The event that makes a household a positive, and with it the households asked about. `entry`: "
            "not monitored; becomes monitored. `relapse`: its risk was removed; rolled back or identified again."
        ),
    ] = TargetKind.ENTRY
    horizon_months: Annotated[
        int | None,
        Field(
            ge=1,
            le=60,
            description="The event counts when it happens in (as-of, as-of + horizon]; empty takes the policy's "
            "`entry_horizon_months` or `relapse_horizon_months` in force on the as-of date.",
        ),
    ] = None
    described_within_months: Annotated[
        int | None,
        Field(ge=1, description="Leave out households whose last description is older than this; empty takes any age."),
    ] = None
