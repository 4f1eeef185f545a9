"""The county as a model sees it on a day, and the list that it would give."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from features.context.cache import context_wanted_by
from features.frame import feature_frame, index_of
from features.policy.loading import Policy
from features.records.buckets import described, over_buckets
from features.records.gate import Records
from features.records.store import RecordStore
from models.assess import in_scope
from models.lists import Capacity, Rules, State, issue
from models.risk_model import MODEL_PRECISION, RiskModel

Flags = npt.NDArray[np.bool_]

RAW = "raw_score"


@dataclass(frozen=True)
class Seen:
    """Every household in scope on a day, in a fixed order.

    Attributes:
        frame: `household_id`, `as_of`, `region_code`, the model's features, `raw_score`, `probability`.
        listed: whether each is on the list at capacity.
    """

    as_of: dt.date
    frame: pl.DataFrame
    listed: Flags

    @property
    def on_list(self) -> pl.DataFrame:
        return self.frame.filter(pl.Series(self.listed))


def seen(
    model: RiskModel, store: RecordStore, policy: Policy, capacity: Capacity, day: dt.date, versions: dict[str, int]
) -> Seen:
    """Look at the county with the model, on what was known that day.

    Args:
        versions: of the store's tables.

    Returns:
        No row at all where nobody was in scope.
    """
    context = context_wanted_by(model.features, store, [day], versions=versions)

    def of_bucket(records: Records) -> pl.DataFrame | None:
        index = in_scope(model, records, index_of(described(records), day))
        if index.is_empty():
            return None
        return feature_frame(records, index, policy, model.features).select(
            "household_id",
            "as_of",
            "region_code",
            *(pl.col(name).cast(MODEL_PRECISION) for name in model.features),
        )

    made = over_buckets(store, of_bucket, versions=versions, context=context)
    parts = [part for part in made if part is not None]
    if not parts:
        empty = {"household_id": pl.String, "as_of": pl.Date, "region_code": pl.String}
        return Seen(day, pl.DataFrame(schema={**empty, RAW: pl.Float64}), np.zeros(0, dtype=np.bool_))
    frame = pl.concat(parts).sort("household_id")
    raw = model.raw_score(frame)
    frame = frame.with_columns(pl.Series(RAW, raw), pl.Series("probability", model.probability(raw)))
    return Seen(day, frame, on_list(frame, capacity))


def on_list(frame: pl.DataFrame, capacity: Capacity) -> Flags:
    """Whether each row would be on its township's list by `raw_score`."""
    chosen = issue(frame, State(), Rules(capacity), score=RAW).listed
    return frame["household_id"].is_in(chosen["household_id"].implode()).to_numpy()
