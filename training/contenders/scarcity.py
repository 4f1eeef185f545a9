"""Too few positives: when training refuses to learn."""

from __future__ import annotations

import polars as pl

from features.errors import FanpinError
from features.policy.loading import Policy

FEWEST = "fewest_positive_households_to_train"


class TooFewPositivesError(FanpinError, ValueError):
    """The train part has too few positives to learn from."""


def require_positives(train: pl.DataFrame, policy: Policy) -> None:
    """Check that enough different households of the train part met the outcome.

    One household is a positive on each of several as-of dates before its one event: rows would count it as often.

    Raises:
        TooFewPositivesError: fewer than policy asks for.
    """
    positive = train.filter(pl.col("label") == 1)["household_id"].n_unique()
    last = train.sort("as_of").select("region_code", "as_of").tail(1)
    fewest = policy.value(FEWEST, *last.row(0)) if len(last) else float("inf")
    if positive < fewest:
        raise TooFewPositivesError(
            f"训练期内只有{positive}户出现目标结果，至少需要{fewest:.0f}户 | in the train part {positive} households met "
            f"the outcome; at least {fewest:.0f} are needed (policy value {FEWEST}). Deliver a longer history, or start "
            "the experiment's dates earlier."
        )
