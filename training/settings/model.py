"""How the trees grow."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from training.settings.base import Settings


class Boosting(Settings):
    """LightGBM. Strong regularisation by default: positives are scarce."""

    rounds: Annotated[int, Field(ge=1, le=10_000, description="Trees.")] = 200
    learning_rate: Annotated[float, Field(gt=0, le=1, description="Weight of each tree.")] = 0.05
    leaves: Annotated[int, Field(ge=2, le=1024, description="Leaves of a tree at most.")] = 15
    rows_in_leaf: Annotated[int, Field(ge=1, description="Rows in a leaf at least.")] = 100
    l2: Annotated[float, Field(ge=0, description="L2 penalty on leaf values.")] = 10.0
    feature_share: Annotated[float, Field(gt=0, le=1, description="Share of features that each tree may use.")] = 0.25
    row_share: Annotated[float, Field(gt=0, le=1, description="Share of rows that each tree sees.")] = 0.8
    monotone: Annotated[bool, Field(description="Let risk move only in the features' declared directions.")] = True
    seed: Annotated[int, Field(description="Makes a run repeatable.")] = 20_260_101
