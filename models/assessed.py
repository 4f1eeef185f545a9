"""What is said of households on their days, as numbers: whoever shows it renders that and computes nothing again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from features.basis import Basis, basis_in_words
from features.errors import FanpinError
from features.policy.loading import Policy
from features.registry import policy_read
from features.triggers.evaluating import trigger_policy
from features.triggers.including import severity_policy, with_severity
from models.bands import THRESHOLDS
from models.certainty import (
    BESIDE_SCORE,
    VERIFY_FIRST,
    Certainty,
    ContradictingRecordsError,
    StaleSourcesError,
    certainty_from,
    certainty_policy,
    verify_policy,
)
from models.impossible import ImpossibleRecordsError
from models.reasons import REASON, RISK_TYPES, lists_of, raising, sums_by_risk_type
from models.risk_model import RiskModel
from models.scope import OutOfScopeError, Standing

Array = npt.NDArray[np.float64]

HIT: dict[str, type[pl.DataType]] = {
    "trigger": pl.String,
    "unit": pl.String,
    "value": pl.Float64,
    "threshold": pl.Float64,
    "since": pl.Date,
    "severity": pl.Int32,
}
"""A department's rule that a household hits, and how severe the county calls it (`features.triggers.wording.hit_in_words`)."""

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
    "verify_first": pl.List(pl.Struct(VERIFY_FIRST)),
    "hits": pl.List(pl.Struct(HIT)),
    "unclear": pl.List(pl.String),
    "risk_types": pl.List(pl.Struct(RISK_TYPES)),
    "model": pl.String,
    "model_version": pl.String,
    "horizon_months": pl.Int32,
    "target": pl.String,
}
"""Columns of an assessment: numbers, and the names of what they are about. `models.reasons.in_words` adds the words."""


ANSWERS: dict[str, pl.DataType] = {**BESIDE_SCORE, "unanswered": pl.String()}
"""What stands beside the score of a household in its answer; `unanswered` says why it has none though it has a score: a rule of
`models.refusal.Refusal`, or the name of the failure."""


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
        verify_first: of each what speaks against its main reasons (`models.certainty.verify_first`); nothing of the low band either.
        screened: the departments' rules that they hit (`features.triggers.evaluating.SCREENING_RESULTS`).
        unclear: of each the names of the rules that its records can't tell.
        beside: of each that has an answer what it rests on and how sure it is (`models.certainty.BESIDE_SCORE`); None where nobody asked.
        stale: of the regions in which a key source is too late for any answer what is to be said; those who live there have none.
        failures: of those of whom that could not be made out why not, by household.
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
    verify_first: pl.Series
    screened: pl.DataFrame
    unclear: pl.Series
    beside: pl.DataFrame | None = None
    stale: Mapping[str | None, StaleSourcesError] = field(default_factory=dict)
    failures: Mapping[str, FanpinError] = field(default_factory=dict)

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
            self.verify_first,
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
        placed = with_severity(self.screened, self.policy).join(
            places, on=["household_id", "as_of"], how="left", maintain_order="left"
        )
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
    def basis(self) -> Basis | None:
        """What the answer about the one household that was asked about rests on; None where nobody asked."""
        return None if self.beside is None else basis_in_words(self.beside.row(0, named=True))

    @cached_property
    def certainty(self) -> Certainty | None:
        """How sure the answer about the one household that was asked about is; None where nobody asked."""
        return None if self.beside is None else certainty_from(self.beside.row(0, named=True))

    @cached_property
    def unanswered(self) -> dict[str, FanpinError]:
        """Of everybody who has no answer why not, by household, each on the one day that was asked about."""
        out = self.standing.filter(pl.col("standing") != Standing.IN_SCOPE.value).select("household_id", "standing")
        impossible = self.impossible.select("household_id", "tables")
        against = self.contradicting.select("household_id", "checks")
        return {
            **{household: OutOfScopeError(household, Standing(why)) for household, why in out.rows()},
            **{household: ImpossibleRecordsError(tables) for household, tables in impossible.rows()},
            **{household: ContradictingRecordsError(checks) for household, checks in against.rows()},
            **{household: self.stale[region] for household, region in self._places if region in self.stale},
            **self.failures,
        }

    @property
    def answers(self) -> pl.DataFrame:
        """Of each that has a score what stands beside it, or by which rule, or for which failure, it has no answer: columns of ANSWERS."""
        refused = {
            household: self.stale[region].refusal.value for household, region in self._places if region in self.stale
        }
        failed = {household: type(error).__name__ for household, error in self.failures.items()}
        why = {**refused, **failed}
        beside = pl.DataFrame(schema=BESIDE_SCORE) if self.beside is None else self.beside
        everybody = self.frame.select("household_id")
        unanswered = pl.Series("unanswered", [why.get(one) for one in everybody["household_id"]], dtype=pl.String)
        return everybody.join(beside, on="household_id", how="left", maintain_order="left").with_columns(unanswered)

    @property
    def _places(self) -> list[tuple[str, str | None]]:
        return self.frame.select("household_id", "region_code").rows()

    @cached_property
    def policy_examples(self) -> list[str]:
        """The policy values behind it that are examples where and when they were used."""
        used = policy_used(self.model, self.policy) | (
            certainty_policy(self.policy) if self.beside is not None else set()
        )
        return self.policy.examples(used, self.households.select("region_code", "as_of").unique().iter_rows())


def policy_used(model: RiskModel, policy: Policy) -> set[str]:
    """The policy values that an assessment stands on: those of the features, the bands' thresholds, the departments' rules and how
    severe they are, and what is to be verified first.
    """
    of_rules = trigger_policy() | severity_policy(policy)
    return policy_read(model.features) | set(THRESHOLDS) | of_rules | verify_policy()


def examples_used(model: RiskModel, policy: Policy, assessed: pl.DataFrame) -> list[str]:
    """The policy values behind these assessments (`region_code`, `as_of`) that are examples where and when they were used."""
    return policy.examples(policy_used(model, policy), assessed.select("region_code", "as_of").unique().iter_rows())
