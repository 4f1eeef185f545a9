"""Since when a rule is hit: the day of the last event or inspection on which it stands, or that of the last straw.

The same rows that make a feature's value (`Measure.rows`) tell the day, as they were known on the as-of day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl

from features.frame import known_rows
from features.language import Measure
from features.language.views import View
from features.records.gate import AS_OF, Records
from features.registry import Feature, with_ingredients
from features.triggers.declaring import Trigger


def since_when(records: Records, every: pl.DataFrame, triggers: Sequence[Trigger]) -> pl.Series:
    """The day on which each hit rests, null where there is no hit.

    Where no dated row tells it, as of a household in which nobody is registered for work, it is the as-of day itself.

    Args:
        every: rows with `household_id`, `as_of`, `trigger`, `hit` and `threshold`.
    """
    hits = every.with_row_index("at").filter(pl.col("hit"))
    parts = [pl.DataFrame(schema={"at": hits.schema["at"], "since": pl.Date})]
    known = _KnownRows(records)
    for trigger in triggers:
        of_trigger = hits.filter(trigger=trigger.name)
        if of_trigger.height:
            parts += [_days(known, of_trigger, feature, trigger) for feature in _measures(trigger)]
    days = pl.concat(parts).group_by("at").agg(pl.col("since").max())
    since = pl.when(pl.col("hit")).then(pl.coalesce("since", "as_of")).alias("since")
    return every.with_row_index("at").join(days, on="at", how="left", maintain_order="left").select(since).to_series()


class _KnownRows:
    """The known rows of views, for hits of one rule after the other.

    The rules that one household hits look at few views: what a view has of it is gone through once.
    """

    def __init__(self, records: Records) -> None:
        self._records = records
        self._of_one: dict[tuple[View, str, dt.date], pl.DataFrame] = {}

    def of(self, index: pl.DataFrame, view: View) -> pl.DataFrame:
        if index.height > 1:
            return known_rows(self._records, index, view)
        of = (view, *index.row(0))
        if of not in self._of_one:
            self._of_one[of] = known_rows(self._records, index, view)
        return self._of_one[of]


def _measures(trigger: Trigger) -> list[Feature]:
    """The measures on whose rows a hit rests: those named, or those that a named combination is made of."""
    return [feature for feature in with_ingredients(trigger.since.features).values() if feature.view is not None]


def _days(known: _KnownRows, hits: pl.DataFrame, feature: Feature, trigger: Trigger) -> pl.DataFrame:
    """`at`, `since` of these hits, as far as the feature's rows tell it."""
    if not isinstance(feature.definition, Measure) or feature.view is None:
        raise TypeError(
            f"trigger {trigger.name} rests on {feature.name}, which is made of no rows; name those it is made of."
        )
    rows = known.of(hits.select("household_id", "as_of"), feature.view)
    numbered = hits.select("at", "threshold").with_row_index("row")
    day = pl.col(trigger.since.day)
    making = (
        rows.with_columns(makes=feature.definition.rows.over("row"))
        .filter(pl.col("makes"), day <= AS_OF)
        .join(numbered, on="row")
    )
    if trigger.since.amount is not None:
        # In fen, as sums are made.
        amount = pl.col(trigger.since.amount) if isinstance(trigger.since.amount, str) else trigger.since.amount
        fen = (amount.fill_null(0) * 100).round()
        running = fen.cum_sum().over("row", order_by=trigger.since.day) * 0.01
        making = making.filter(trigger.condition.comparison.holds(running.round(2), pl.col("threshold")))
        return making.group_by("at").agg(day.min().alias("since"))
    return making.group_by("at").agg(day.max().alias("since"))
