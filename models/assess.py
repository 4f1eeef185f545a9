"""Assessment: records in, probability with reasons out. The API, the pages, the command line and the batch all come through here.

What is made of households' records is made once, as numbers, and held by an `Assessed`: whoever shows it renders that and
computes nothing again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from features.basis import Basis, basis
from features.frame import feature_frame
from features.frame.fingerprint import context_read
from features.policy.loading import Policy
from features.records.context import require_context
from features.records.contracts.impossible import at_home, impossible_rows
from features.records.gate import Records
from features.registry import policy_read
from features.triggers.evaluating import screen, trigger_features, trigger_policy, unclear
from models.bands import THRESHOLDS, RiskBand, bands
from models.certainty import (
    Certainty,
    ContradictingRecordsError,
    Surroundings,
    certainty_of,
    certainty_policy,
    contradicting,
)
from models.impossible import ImpossibleRecordsError, not_finite
from models.reasons import (
    MOST_REASONS,
    REASON,
    RISK_TYPES,
    Explained,
    Senders,
    compose,
    explain,
    lists_of,
    raising,
    read_by_phrases,
    sums_by_risk_type,
)
from models.risk_model import FEW, RiskModel
from models.scope import OutOfScopeError, Standing, standing

Array = npt.NDArray[np.float64]

HIT: dict[str, type[pl.DataType]] = {
    "trigger": pl.String,
    "unit": pl.String,
    "value": pl.Float64,
    "threshold": pl.Float64,
    "since": pl.Date,
}
"""A department's rule that a household hits (`features.triggers.wording.hit_in_words`)."""

ASSESSMENT: dict[str, pl.DataType | type[pl.DataType]] = {
    "household_id": pl.String,
    "as_of": pl.Date,
    "region_code": pl.String,
    "household_type": pl.String,
    "probability": pl.Float64,
    "probability_low": pl.Float64,
    "probability_high": pl.Float64,
    "band": pl.String,
    "raw_score": pl.Float64,
    "base_value": pl.Float64,
    "residual": pl.Float64,
    "reasons": pl.List(pl.Struct(REASON)),
    "protects": pl.List(pl.Struct(REASON)),
    "hits": pl.List(pl.Struct(HIT)),
    "unclear": pl.List(pl.String),
    "risk_types": pl.List(pl.Struct(RISK_TYPES)),
    "model": pl.String,
    "model_version": pl.String,
    "horizon_months": pl.Int32,
    "target": pl.String,
}
"""Columns of an assessment: numbers, and the names of what they are about. `models.reasons.in_words` adds the words."""


@dataclass(frozen=True, eq=False)
class Assessed:
    """What is said of households on their days, and what it is made of.

    Attributes:
        standing: `household_id`, `as_of`, `standing` of everybody who was asked about (`models.scope.standing`).
        impossible: those in scope whose numbers can't be, so that they have no score (`features.records.contracts.impossible`).
        contradicting: those in scope whose records contradict each other too badly (`models.certainty.CONTRADICTING`).
        frame: the features of those that have a score, the model's at least.
        raw: their scores, in log-odds.
        contributions: what each feature of the model adds to each score: rows by features, in log-odds.
        residual: by how much contributions and base value miss each score.
        band: of each (`models.bands`).
        reasons, protects: of each what raises its risk most, and what holds it up (`models.reasons.compose`); nothing of the
            low band, which nobody is told why to visit.
        screened: the departments' rules that they hit (`features.triggers.evaluating.SCREENING_RESULTS`).
        unclear: of each the names of the rules that its records can't tell.
        basis: what the answer about one household rests on; None where nobody asked.
        certainty: how sure the answer about one household is; None where nobody asked.
    """

    model: RiskModel
    policy: Policy
    standing: pl.DataFrame
    impossible: pl.DataFrame
    contradicting: pl.DataFrame
    frame: pl.DataFrame
    raw: Array
    contributions: Array
    residual: Array
    band: pl.Series
    reasons: pl.Series
    protects: pl.Series
    screened: pl.DataFrame
    unclear: pl.Series
    basis: Basis | None = None
    certainty: Certainty | None = None

    @cached_property
    def households(self) -> pl.DataFrame:
        """Those that have a score, in the order in which they were asked about: columns of ASSESSMENT."""
        if self.frame.is_empty():
            return pl.DataFrame(schema=ASSESSMENT)
        model = self.model
        # Taken out first: a query over a frame of hundreds of columns has its price for each of them.
        places = self.frame[["household_id", "as_of", "region_code", "household_type"]]
        return places.select(
            *places.columns,
            *model.probability_with_ends(self.raw),
            self.band,
            pl.Series("raw_score", self.raw),
            pl.lit(model.base_value).alias("base_value"),
            pl.Series("residual", self.residual),
            self.reasons,
            self.protects,
            self.hits,
            self.unclear,
            raising(self.by_risk_type),
            pl.lit(model.name).alias("model"),
            pl.lit(model.version).alias("model_version"),
            pl.lit(model.horizon_months, dtype=pl.Int32).alias("horizon_months"),
            pl.lit(model.target.value).alias("target"),
        )

    @cached_property
    def hits(self) -> pl.Series:
        """Of each the departments' rules that it hits, in the order of the rules: lists of HIT."""
        places = self.frame.select("household_id", "as_of").with_row_index("_row")
        placed = self.screened.join(places, on=["household_id", "as_of"], how="left", maintain_order="left")
        counts = np.bincount(placed["_row"].to_numpy(), minlength=self.frame.height)
        return lists_of(placed.select(*HIT), counts).alias("hits")

    @cached_property
    def by_risk_type(self) -> Array:
        """What the features of each official risk type add together: rows by types (`models.reasons.sums_by_risk_type`)."""
        return sums_by_risk_type(self.model.features, self.contributions)

    @property
    def household(self) -> dict[str, Any]:
        """The one household that was asked about, as a row of ASSESSMENT."""
        return self.households.row(0, named=True)

    @cached_property
    def policy_examples(self) -> list[str]:
        """The policy values behind it that are examples where and when they were used."""
        used = policy_used(self.model) | (certainty_policy(self.policy) if self.certainty else set())
        return self.policy.examples(used, self.households.select("region_code", "as_of").unique().iter_rows())


def standing_for(model: RiskModel, records: Records, index: pl.DataFrame) -> pl.DataFrame:
    """Where each row of the index stands for the model, as `models.scope.standing` tells it."""
    return standing(records, index, model.facts.get("described_within_months"), model.target)


def in_scope(model: RiskModel, records: Records, index: pl.DataFrame) -> pl.DataFrame:
    """The rows of the index that the model speaks of."""
    return _spoken_of(standing_for(model, records, index))


def policy_used(model: RiskModel) -> set[str]:
    """The policy values that an assessment stands on: those of the features, the bands' thresholds and the departments' rules."""
    return policy_read(model.features) | set(THRESHOLDS) | trigger_policy()


def examples_used(model: RiskModel, policy: Policy, assessed: pl.DataFrame) -> list[str]:
    """The policy values behind these assessments (`region_code`, `as_of`) that are examples where and when they were used."""
    return policy.examples(policy_used(model), assessed.select("region_code", "as_of").unique().iter_rows())


def assess(
    model: RiskModel,
    records: Records,
    index: pl.DataFrame,
    policy: Policy,
    *,
    reasons: int = MOST_REASONS,
    senders: Senders | None = None,
) -> Assessed:
    """Score and explain each (`household_id`, `as_of`) of the index that is in scope.

    Args:
        reasons: at most so many of each household; nothing is told of anybody for 0.
        senders: the department of each delivery (`models.reasons.Senders`); None where nobody knows.

    Raises:
        ExplanationError: an explanation does not rebuild its score. There is no answer then, not a number.
        PolicyError: a policy value is missing for a day.
        ContextError: the model reads figures of villages, and the records carry none for the day.
    """
    return _assessed(model, records, standing_for(model, records, index), policy, reasons, senders)


def assess_household(
    model: RiskModel,
    records: Records,
    index: pl.DataFrame,
    policy: Policy,
    *,
    reasons: int = MOST_REASONS,
    senders: Senders | None = None,
    around: Surroundings | None = None,
) -> Assessed:
    """Score and explain one household on one day, with the rules that it hits, what the answer rests on and how sure it is.

    Args:
        around: freshness and households alike; None where nobody knows.

    Raises:
        NotScoreableError: there is no score, under the rule that it names (`models.refusal.Refusal`).
        ExplanationError, PolicyError, ContextError: as `assess`.
    """
    stands = standing_for(model, records, index)
    if _spoken_of(stands).is_empty():
        raise OutOfScopeError(stands["household_id"][0], Standing(stands["standing"][0]))
    assessed = _assessed(model, records, stands, policy, reasons, senders)
    if not assessed.impossible.is_empty():
        raise ImpossibleRecordsError(assessed.impossible["tables"][0])
    if not assessed.contradicting.is_empty():
        raise ContradictingRecordsError(assessed.contradicting["checks"][0])
    sure = certainty_of(model, records, assessed.households, policy, around, assessed.frame)
    return replace(assessed, basis=basis(records, index, policy), certainty=sure)


def _spoken_of(stands: pl.DataFrame) -> pl.DataFrame:
    return stands.filter(pl.col("standing") == Standing.IN_SCOPE.value).select("household_id", "as_of")


def _assessed(
    model: RiskModel,
    records: Records,
    stands: pl.DataFrame,
    policy: Policy,
    reasons: int,
    senders: Senders | None,
) -> Assessed:
    require_context(records.context, context_read(model.features))
    asked, read = ["household_id", "as_of"], {*model.features, *trigger_features()}
    index = _spoken_of(stands)
    beyond = impossible_rows(records, index)
    if not beyond.is_empty():
        index = index.join(beyond, on=asked, how="anti", maintain_order="left")
    against = contradicting(records, index, policy)
    index = index.join(against, on=asked, how="anti", maintain_order="left")
    # Of few at once what phrases read: another frame for it would cost as much as this one.
    spoken = read_by_phrases(model.features, with_places=bool(context_read(model.features)))[0]
    frame = feature_frame(records, index, policy, {*read, *(spoken if index.height <= FEW and reasons else ())})
    endless = not_finite(frame, read)
    if not endless.is_empty():
        frame = frame.join(endless, on=asked, how="anti", maintain_order="left")
    matrix = model.matrix(frame)
    raw = model.scorer.raw_score(matrix)
    explained = explain(model, matrix, raw)
    band = bands(frame, pl.Series("probability", model.probability(raw)), policy)
    told = np.flatnonzero((band != RiskBand.LOW.value).to_numpy()).tolist() if reasons else []
    raises, protects = compose(
        Explained(model, records, policy, frame, matrix, explained.contributions, senders or {}), told, reasons
    )
    return Assessed(
        model,
        policy,
        stands,
        at_home(pl.concat([beyond, endless]), records),
        against,
        frame,
        raw,
        explained.contributions,
        explained.residual,
        band,
        raises,
        protects,
        screen(records, frame.select("household_id", "as_of"), policy, only_hits=True, frame=frame),
        unclear(frame, policy),
    )
