"""How sure an assessment of one household is: what is known, what the score might be, what to ask, until when it holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl

from features.frame.values import finished
from features.policy.loading import Policy
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
from models.certainty.plausible import Doubt, doubts_of, scores_of_one, states_of
from models.certainty.sources import DAYS_LATE, VALID_MONTHS, Surroundings, expires_on, require_fresh, stale_tables
from models.risk_model import RiskModel

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


def certainty_of(
    model: RiskModel,
    records: Records,
    assessed: pl.DataFrame,
    policy: Policy,
    around: Surroundings | None,
    findings: Findings | None = None,
    measured: pl.DataFrame | None = None,
) -> Certainty:
    """How sure the assessment of one household is.

    Args:
        assessed: its row, columns of `models.assessed.ASSESSMENT`.
        around: None where nothing is known of the county, as of a document before the first delivery.
        findings, measured: as `models.certainty.doubts.facts_of` takes them.

    Raises:
        StaleSourcesError: a key department's data are too long overdue for any score.
        PolicyError: a policy value is missing for the day.
    """
    index, probability = assessed.select("household_id", "as_of"), float(assessed["probability"][0])
    as_of, region = assessed["as_of"][0], assessed["region_code"][0]
    if around is not None and around.refuses:
        require_fresh(around.fresh, policy, as_of, region)
    fresh = None if around is None else around.fresh
    stale = frozenset[str]() if fresh is None else stale_tables(fresh)
    facts = facts_of(model, records, index, policy, stale, findings, measured)
    known, low, high, questions = (
        (None, None, None, ())
        if around is None or around.alike is None
        else _by_those_alike(model, facts, around.alike, policy, probability)
    )
    return Certainty(known, low, high, expires_on(fresh, policy, as_of, region), questions)


def _by_those_alike(
    model: RiskModel, facts: Facts, alike: Alike, policy: Policy, probability: float
) -> tuple[float, float, float, tuple[OpenQuestion, ...]]:
    row = finished(facts.frame, facts.plan).row(0, named=True)
    known = completeness(alike.weights, row, states_of(facts, 0))
    doubts = doubts_of(facts, alike, policy, frozenset(model.features))
    if not doubts:
        return known, probability, probability, ()
    together, raw = scores_of_one(model, facts, alike, doubts, TOGETHER, EACH)
    low, high = np.quantile(model.probability(together), MIDDLE)
    moved = np.abs(model.probability(raw.ravel()).reshape(raw.shape) - probability).mean(axis=1)
    return known, min(float(low), probability), max(float(high), probability), _asked(doubts, moved.tolist())


def _asked(doubts: list[Doubt], moved: list[float]) -> tuple[OpenQuestion, ...]:
    questions = [
        OpenQuestion(doubt.topic, doubt.state, doubt.chance, doubt.chance * effect)
        for doubt, effect in zip(doubts, moved, strict=True)
    ]
    telling = [one for one in questions if one.effect >= LEAST_EFFECT]
    return tuple(sorted(telling, key=lambda one: (-one.effect, one.topic)))
