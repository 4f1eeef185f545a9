"""What is said of households on their days, as numbers: whoever shows it renders that and computes nothing again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from features.basis import Basis
from features.policy.loading import Policy
from features.registry import policy_read
from features.triggers.evaluating import trigger_policy
from features.triggers.including import severity_policy, with_severity
from models.bands import THRESHOLDS
from models.certainty import VERIFY_FIRST, Certainty, certainty_policy, verify_policy
from models.reasons import REASON, RISK_TYPES, lists_of, raising, sums_by_risk_type
from models.risk_model import RiskModel

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
    verify_first: pl.Series
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
    def policy_examples(self) -> list[str]:
        """The policy values behind it that are examples where and when they were used."""
        used = policy_used(self.model, self.policy) | (certainty_policy(self.policy) if self.certainty else set())
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
