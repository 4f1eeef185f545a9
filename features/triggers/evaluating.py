"""Which rules a household hits on a day, with the value, the threshold, and since when."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from features.policy.loading import Policy
from features.records.gate import Records
from features.rules import EVALUATED, evaluate, features_read, frame_read, policy_behind, with_hit_columns
from features.triggers.declaring import Trigger
from features.triggers.rules import TRIGGERS
from features.triggers.since import since_when

SCREENING_RESULTS: dict[str, pl.DataType] = {
    **{"trigger" if name == "rule" else name: dtype for name, dtype in EVALUATED.items()},
    "since": pl.Date(),
}
"""One row per household, day and rule. `hit` is null where the records can't tell; `since` is told of hits."""


def trigger_features(triggers: Iterable[Trigger] = TRIGGERS) -> list[str]:
    """The features that the rules read."""
    return features_read(triggers)


def trigger_policy(triggers: Iterable[Trigger] = TRIGGERS) -> set[str]:
    """The policy values that the rules stand on, those of the features that they read included."""
    return policy_behind(triggers)


def with_hits(frame: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Add `trigger.<name>` per rule to a feature frame that holds what the rules read, and `hits`, the number of rules hit.

    What can't be told counts as no hit; a rule that reads the label can't be told where the frame does not hold it.
    """
    counted = pl.sum_horizontal(pl.col(trigger.column).fill_null(value=False) for trigger in TRIGGERS)
    return with_hit_columns(frame, policy, TRIGGERS).with_columns(counted.cast(pl.Int32).alias("hits"))


def trigger_frame(records: Records, index: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Which rules each (`household_id`, `as_of`) of the index hits: `trigger.<name>` columns and `hits`."""
    frame = with_hits(frame_read(records, index, policy, TRIGGERS), policy)
    return frame.select("household_id", "as_of", *(trigger.column for trigger in TRIGGERS), "hits")


def screen(
    records: Records,
    index: pl.DataFrame,
    policy: Policy,
    triggers: Iterable[Trigger] = TRIGGERS,
    *,
    only_hits: bool = False,
    frame: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Every rule held against every (`household_id`, `as_of`) of the index.

    Args:
        only_hits: leave out what is not hit and what can't be told; most rules are hit by few, so this is quicker.
        frame: a feature frame of the index with at least `trigger_features`, where one was made already.

    Returns:
        Columns of `SCREENING_RESULTS`, in the order of the index and of the rules.

    Raises:
        PolicyError: a threshold has no value on a day.
    """
    triggers = tuple(triggers)
    results = evaluate(records, index, policy, triggers, only_hits=only_hits, frame=frame).rename({"rule": "trigger"})
    return results.with_columns(since_when(records, results, triggers)).select(list(SCREENING_RESULTS))


def unclear(frame: pl.DataFrame, policy: Policy, triggers: Iterable[Trigger] = TRIGGERS) -> pl.Series:
    """Of each row the rules that its records can't tell, in the order of the rules: `unclear`, lists of names.

    Args:
        frame: a feature frame that holds at least `trigger_features`.
    """
    triggers = tuple(triggers)
    read = {"as_of", "region_code", *(name for trigger in triggers for name in trigger.reads)}
    told = with_hit_columns(frame[[name for name in frame.columns if name in read]], policy, triggers)
    names = [pl.when(pl.col(one.column).is_null()).then(pl.lit(one.name)) for one in triggers]
    return told.select(pl.concat_list(names).list.drop_nulls().alias("unclear")).to_series()
