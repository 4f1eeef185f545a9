"""How sure assessments are: what is known, what the score might be, what to ask, until when it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from features.frame.values import finished
from features.policy.loading import Policy
from features.records.collecting import lists_by_row
from features.records.gate import Records
from models.certainty.alike import Alike, completeness
from models.certainty.contradicting import REFUSES
from models.certainty.doubts import (
    DESCRIBED,
    STALE,
    SUSPECT,
    UNREPORTED,
    Facts,
    Findings,
    State,
    facts_of,
    findings_policy,
)
from models.certainty.plausible import doubts_of, plausible_scores
from models.certainty.sources import DAYS_LATE, VALID_MONTHS, Surroundings, expiries, stale_tables
from models.risk_model import RiskModel

Array = npt.NDArray[np.float64]

TOGETHER, EACH = 100, 30
"""Draws of all doubts together, and of each alone."""

MIDDLE = (0.05, 0.95)
"""Between which quantiles of the plausible probabilities the interval lies."""

LEAST_EFFECT = 0.0005
"""A question whose answer moves the probability by less, on average, is not asked."""


@dataclass(frozen=True)
class OpenQuestion:
    """A topic of the household that is not certain.

    Attributes:
        doubt: the chance that what the records say is not so.
        effect: by how much the answer moves the probability, on average over plausible answers and by that chance.
    """

    topic: str
    state: State
    doubt: float
    effect: float


@dataclass(frozen=True)
class Certainty:
    """How sure an assessment is.

    Attributes:
        completeness: the share known of what the model reads, by weight (`models.certainty.alike.completeness`); None where nobody alike is known.
        low, high: ends of the probability over plausible values of what is missing or doubted: the middle 90 %; None likewise.
        expires_on: until when the score may be used, that day included.
        questions: what to ask first, the most telling first.
    """

    completeness: float | None
    low: float | None
    high: float | None
    expires_on: dt.date
    questions: tuple[OpenQuestion, ...]


def certainty_policy(policy: Policy) -> set[str]:
    """The policy values that the certainty of an answer, and whether there is one, stand on."""
    by_prefix = {name for name in policy.values if name.startswith((DAYS_LATE, REFUSES))}
    return by_prefix | {UNREPORTED, SUSPECT, STALE, DESCRIBED, VALID_MONTHS} | findings_policy()


ENDS = ("completeness", "plausible_low", "plausible_high")

QUESTION: dict[str, pl.DataType] = {
    "row": pl.UInt32(),
    "topic": pl.String(),
    "state": pl.String(),
    "doubt": pl.Float64(),
    "effect": pl.Float64(),
}
"""An `OpenQuestion` of the household of a row."""

CERTAINTY: dict[str, pl.DataType] = {
    **dict.fromkeys(ENDS, pl.Float64()),
    "expires_on": pl.Date(),
    "questions": pl.List(pl.Struct({name: kind for name, kind in QUESTION.items() if name != "row"})),
}
"""A `Certainty` as a row of a frame."""


def certainties_of(
    model: RiskModel,
    records: Records,
    assessed: pl.DataFrame,
    policy: Policy,
    around: Surroundings | None,
    findings: Findings | None = None,
    measured: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """How sure the assessments of some households on one day are: columns of CERTAINTY, a row for each of them, in their order.

    Whether a key source is too late for any score is not asked here (`models.certainty.sources.refused_for_staleness`).

    Args:
        assessed: their rows, columns of `models.assessed.ASSESSMENT`.
        around: None where nothing is known of the county, as of a document before the first delivery.
        findings, measured: as `models.certainty.doubts.facts_of` takes them.

    Raises:
        PolicyError: a policy value is missing for the day.
    """
    if assessed.is_empty():
        return pl.DataFrame(schema=CERTAINTY)
    index, as_of = assessed.select("household_id", "as_of"), assessed["as_of"][0]
    fresh = None if around is None else around.fresh
    stale = frozenset[str]() if fresh is None else stale_tables(fresh)
    until = expiries(fresh, policy, as_of, assessed["region_code"].unique())
    sure = pl.DataFrame({name: [None] * assessed.height for name in ENDS}, schema=dict.fromkeys(ENDS, pl.Float64))
    questions = pl.DataFrame(schema=QUESTION)
    if around is not None and around.alike is not None:
        facts = facts_of(model, records, index, policy, stale, findings, measured)
        probability = assessed["probability"].to_numpy()
        sure, questions = _by_those_alike(model, facts, around.alike, policy, probability)
    days = pl.Series("expires_on", [until[region] for region in assessed["region_code"]], dtype=pl.Date)
    lists = lists_by_row(questions, assessed.height, CERTAINTY["questions"]).alias("questions")
    return sure.with_columns(days, lists)


def certainty_from(row: Mapping[str, Any]) -> Certainty:
    """A row of CERTAINTY."""
    questions = [OpenQuestion(**{**asked, "state": State(asked["state"])}) for asked in row["questions"]]
    return Certainty(
        row["completeness"], row["plausible_low"], row["plausible_high"], row["expires_on"], tuple(questions)
    )


def _by_those_alike(
    model: RiskModel, facts: Facts, alike: Alike, policy: Policy, probability: Array
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The ENDS of each household, and what to ask of whom: rows of QUESTION."""
    known = completeness(alike.weights, finished(facts.frame, facts.plan), facts.states)
    doubts = doubts_of(facts, alike, policy, frozenset(model.features))
    scores = plausible_scores(model, facts, alike, doubts, TOGETHER, EACH)
    low, high = probability.copy(), probability.copy()
    rows = np.array([doubt.row for doubt in doubts], dtype=np.int64)
    if doubts:
        ends = np.quantile(_probabilities(model, scores.together), MIDDLE, axis=1)
        low[scores.rows] = np.minimum(ends[0], low[scores.rows])
        high[scores.rows] = np.maximum(ends[1], high[scores.rows])
    moved = np.abs(_probabilities(model, scores.each) - probability[rows, None]).mean(axis=1)
    asked = pl.DataFrame(
        {
            "row": rows,
            "topic": [doubt.topic for doubt in doubts],
            "state": [doubt.state.value for doubt in doubts],
            "doubt": [doubt.chance for doubt in doubts],
            "effect": moved,
        },
        schema=QUESTION,
    ).with_columns(effect=pl.col("doubt") * pl.col("effect"))
    telling = asked.filter(pl.col("effect") >= LEAST_EFFECT)
    in_order = telling.sort("row", "effect", "topic", descending=[False, True, False])
    return pl.DataFrame(dict(zip(ENDS, (known, low, high), strict=True))), in_order


def _probabilities(model: RiskModel, raw: Array) -> Array:
    return model.probability(raw.ravel()).reshape(raw.shape)
