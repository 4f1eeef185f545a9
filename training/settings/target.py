"""What is predicted, and for whom."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from training.settings.base import Settings


class Label(StrEnum):
    """What happens after the as-of day."""

    IDENTIFIED = "identified"


class Target(Settings):
    """What is predicted, and for whom."""

    label: Annotated[Label, Field(description="The event that makes a household a positive.")] = Label.IDENTIFIED
    horizon_months: Annotated[
        int | None,
        Field(
            ge=1,
            le=60,
            description="The event counts when it happens in (as-of, as-of + horizon]; empty takes the policy's "
            "`entry_horizon_months` in force on the as-of date.",
        ),
    ] = None
    described_within_months: Annotated[
        int | None,
        Field(ge=1, description="Leave out households whose last description is older than this; empty takes any age."),
    ] = None
