"""What a model reads of households and makes of it: facts, chance and band, and nothing else: no reasons, no rules, no checks.

For whoever has an answer already (`models.assess`) and asks how it comes about, or what it would be with other records.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from features.frame import feature_frame
from features.frame.fingerprint import context_read
from features.policy.loading import Policy
from features.records.context import require_context
from features.records.gate import Records
from models.bands import bands
from models.impossible import ImpossibleRecordsError, not_finite
from models.reasons import explain
from models.risk_model import RiskModel

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Reading:
    """What was read, row by row of the index that was asked about.

    Attributes:
        frame: the features of the model.
        raw: scores, in log-odds.
        band: of each (`models.bands`).
    """

    model: RiskModel
    frame: pl.DataFrame
    raw: Array
    band: pl.Series

    @property
    def probability(self) -> Array:
        """Calibrated."""
        return self.model.probability(self.raw)

    def contributions(self) -> Array:
        """What each feature of the model adds to each score: rows by features, in log-odds.

        Raises:
            ExplanationError: they do not rebuild the scores.
        """
        return explain(self.model, self.model.matrix(self.frame), self.raw).contributions


def read(model: RiskModel, records: Records, index: pl.DataFrame, policy: Policy) -> Reading:
    """Score each (`household_id`, `as_of`) of the index, whether or not the model speaks of it: that is for `models.assess` to say.

    Raises:
        ImpossibleRecordsError: a fact of one of them is no finite number. There is no answer then, not a number.
        PolicyError: a policy value is missing for a day.
        ContextError: the model reads figures of villages, and the records carry none for the day.
    """
    require_context(records.context, context_read(model.features))
    frame = feature_frame(records, index, policy, model.features)
    for tables in not_finite(frame, model.features)["tables"]:
        raise ImpossibleRecordsError(tables)
    raw = model.scorer.raw_score(model.matrix(frame))
    return Reading(model, frame, raw, bands(frame, pl.Series("probability", model.probability(raw)), policy))
