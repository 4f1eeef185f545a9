"""How the trees grow."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from training.settings.base import Settings


class Boosting(Settings):
    """A bag of LightGBM boosters. Strong regularisation by default: positives are scarce."""

    rounds: Annotated[int, Field(ge=1, le=10_000, description="Trees of a booster, at most.")] = 200
    learning_rate: Annotated[float, Field(gt=0, le=1, description="Weight of each tree.")] = 0.05
    leaves: Annotated[int, Field(ge=2, le=1024, description="Leaves of a tree at most.")] = 15
    rows_in_leaf: Annotated[int, Field(ge=1, description="Rows in a leaf at least.")] = 100
    l2: Annotated[float, Field(ge=0, description="L2 penalty on leaf values.")] = 10.0
    feature_share: Annotated[float, Field(gt=0, le=1, description="Share of features that each tree may use.")] = 0.25
    row_share: Annotated[float, Field(gt=0, le=1, description="Share of rows that each tree sees.")] = 0.8
    monotone: Annotated[bool, Field(description="Let risk move only in the features' declared directions.")] = True
    bags: Annotated[
        int, Field(ge=1, le=50, description="Boosters, each with its own draws; the score is their mean.")
    ] = 4
    negatives_per_positive: Annotated[
        int | None,
        Field(
            ge=1,
            description="Negatives that a contender learns from, for each positive; what sampling does to the log-odds is "
            "taken back. Empty takes all.",
        ),
    ] = 20
    stop_after: Annotated[
        int,
        Field(ge=0, description="Rounds without gain on time-later rows after which a booster stops; 0 never stops."),
    ] = 50
    search_minutes: Annotated[
        float,
        Field(
            ge=0,
            le=600,
            description="Minutes for each fit of the trees, of every window and of the model that ships, to search for better settings inside its train part; 0 does not.",
        ),
    ] = 0
    search_trials: Annotated[
        int | None, Field(ge=1, description="Trials of the search at most; empty leaves it to the minutes.")
    ] = None
    seed: Annotated[int, Field(description="Makes a run repeatable.")] = 20_260_101
