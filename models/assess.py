"""Assessment: records in, probability with reasons out. The API, the pages and the batch all come through here."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from features.errors import FanpinError
from features.frame import feature_frame
from features.frame.fingerprint import context_read
from features.policy.loading import Policy
from features.records.context import require_context
from features.records.contracts.impossible import at_home, impossible_rows
from features.records.gate import Records
from features.registry import policy_read
from models.bands import THRESHOLDS, bands
from models.explain import REASON, explain
from models.impossible import ImpossibleRecordsError, not_finite
from models.risk_model import RiskModel
from models.scope import Standing, standing

MOST_REASONS = 5

ASSESSMENT: dict[str, pl.DataType | type[pl.DataType]] = {
    "household_id": pl.String,
    "as_of": pl.Date,
    "region_code": pl.String,
    "household_type": pl.String,
    "probability": pl.Float64,
    "band": pl.String,
    "raw_score": pl.Float64,
    "base_value": pl.Float64,
    "residual": pl.Float64,
    "reasons": pl.List(REASON),
    "model": pl.String,
    "model_version": pl.String,
    "horizon_months": pl.Int32,
    "target": pl.String,
}
"""Columns of an assessment."""


SAID_ZH = {
    Standing.UNKNOWN: "截至该日还没有它的家庭情况记录",
    Standing.MONITORED: "它已是监测对象，本模型只评估未纳入监测的户",
    Standing.NOT_REMOVED: "截至该日没有它风险消除的记录，本模型只评估风险已消除的户",
    Standing.NOBODY_LEFT: "已知的成员均已去世或迁出",
    Standing.NOT_DESCRIBED_LATELY: "它的家庭情况记录过旧，请先更新名册",
}


class OutOfScopeError(FanpinError, ValueError):
    """The model does not speak about this household on that day; `standing` says why, `why` says it without naming it."""

    def __init__(self, household_id: str, why: Standing) -> None:
        said = {
            Standing.UNKNOWN: "no description of it (table households) was known by that day",
            Standing.MONITORED: "it was monitored already; this model speaks of households that are not",
            Standing.NOT_REMOVED: "no removal of its risk was known by that day; this model speaks of households whose risk "
            "was removed",
            Standing.NOBODY_LEFT: "all its known members have died or left by that day",
            Standing.NOT_DESCRIBED_LATELY: "its last description is too old for the experiment's cohort",
        }
        super().__init__(
            f"户 {household_id} 不在评估范围内：{SAID_ZH[why]}。 | household {household_id} is out of scope: {said[why]}."
        )
        self.standing = why
        self.why = said[why]


def standing_for(model: RiskModel, records: Records, index: pl.DataFrame) -> pl.DataFrame:
    """Where each row of the index stands for the model, as `models.scope.standing` tells it."""
    return standing(records, index, model.facts.get("described_within_months"), model.target)


def in_scope(model: RiskModel, records: Records, index: pl.DataFrame) -> pl.DataFrame:
    """The rows of the index that the model speaks of."""
    known = standing_for(model, records, index)
    return known.filter(pl.col("standing") == Standing.IN_SCOPE.value).select("household_id", "as_of")


def policy_used(model: RiskModel) -> set[str]:
    """The policy values that an assessment stands on: those of the features and the thresholds of the bands."""
    return policy_read(model.features) | set(THRESHOLDS)


def examples_used(model: RiskModel, policy: Policy, assessed: pl.DataFrame) -> list[str]:
    """The policy values behind these assessments (`region_code`, `as_of`) that are examples where and when they were used."""
    return policy.examples(policy_used(model), assessed.select("region_code", "as_of").unique().iter_rows())


@dataclass(frozen=True)
class Assessed:
    """Everybody of whom the model speaks on a day.

    Attributes:
        households: columns of ASSESSMENT.
        impossible: those in scope whose numbers can't be, so that they have no score (`features.records.contracts.impossible`).
    """

    households: pl.DataFrame
    impossible: pl.DataFrame


def assess(
    model: RiskModel,
    records: Records,
    index: pl.DataFrame,
    policy: Policy,
    *,
    reasons: int = MOST_REASONS,
    frame: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The households of `assess_all`, without those whose numbers can't be. Arguments and errors as there."""
    return assess_all(model, records, index, policy, reasons=reasons, frame=frame).households


def assess_all(
    model: RiskModel,
    records: Records,
    index: pl.DataFrame,
    policy: Policy,
    *,
    reasons: int = MOST_REASONS,
    frame: pl.DataFrame | None = None,
) -> Assessed:
    """Score and explain each (`household_id`, `as_of`) of the index that is in scope.

    Args:
        frame: a feature frame of the index with at least the model's features, where one was made already.

    Returns:
        One row per household in scope, in the index's order: `household_id`, `as_of`, `region_code`,
        `household_type`, `probability` (of the target's event within the model's horizon), `band` (`models.bands.RiskBand`), `raw_score` (log-odds),
        `base_value`, `residual`, `reasons` (list of `models.explain.REASON`), `model`, `model_version`,
        `horizon_months`, `target` (`models.targets.TargetKind`); and those whose numbers can't be.

    Raises:
        ExplanationError: an explanation does not rebuild its score. There is no answer then, not a number.
        PolicyError: a policy value is missing for a day.
        ContextError: the model reads figures of villages, and the records carry none for the day.
    """
    require_context(records.context, context_read(model.features))
    asked = ["household_id", "as_of"]
    index = in_scope(model, records, index)
    beyond = impossible_rows(records, index)
    if not beyond.is_empty():
        index = index.join(beyond, on=asked, how="anti", maintain_order="left")
    if frame is None:
        frame = feature_frame(records, index, policy, model.features)
    elif frame.height != index.height:
        frame = frame.join(index, on=asked, how="semi", maintain_order="left")
    endless = not_finite(frame, model.features)
    if not endless.is_empty():
        frame = frame.join(endless, on=asked, how="anti", maintain_order="left")
    impossible = at_home(pl.concat([beyond, endless]), records)
    if frame.is_empty():
        return Assessed(pl.DataFrame(schema=ASSESSMENT), impossible)
    matrix = model.matrix(frame)
    raw = model.scorer.raw_score(matrix)
    probability = pl.Series(model.probability(raw))
    explained = explain(model, frame, raw, reasons, matrix)
    # Taken out first: a query over a frame of hundreds of columns has its price for each of them.
    places = frame[["household_id", "as_of", "region_code", "household_type"]]
    households = places.select(
        *places.columns,
        pl.Series("probability", probability),
        bands(places, probability, policy),
        pl.Series("raw_score", raw),
        pl.lit(model.base_value).alias("base_value"),
        pl.Series("residual", explained.residual),
        explained.reasons,
        pl.lit(model.name).alias("model"),
        pl.lit(model.version).alias("model_version"),
        pl.lit(model.horizon_months, dtype=pl.Int32).alias("horizon_months"),
        pl.lit(model.target.value).alias("target"),
    )
    return Assessed(households, impossible)


def assess_one(
    model: RiskModel,
    records: Records,
    index: pl.DataFrame,
    policy: Policy,
    *,
    reasons: int = MOST_REASONS,
    frame: pl.DataFrame | None = None,
) -> dict[str, object]:
    """Score and explain one household; `frame` as for `assess`.

    Raises:
        OutOfScopeError: the model does not speak of it on that day.
        ImpossibleRecordsError: its numbers can't be.
        ExplanationError, PolicyError, ContextError: as `assess`.
    """
    assessed = assess_all(model, records, index, policy, reasons=reasons, frame=frame)
    if not assessed.impossible.is_empty():
        raise ImpossibleRecordsError(assessed.impossible["tables"][0])
    if assessed.households.is_empty():
        known = standing_for(model, records, index)
        raise OutOfScopeError(known["household_id"][0], Standing(known["standing"][0]))
    return assessed.households.row(0, named=True)
