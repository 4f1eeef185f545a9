"""Assessment: records in, probability with reasons out. The API, the pages, the command line and the batch all come through here.

What is made of households' records is made once, as numbers, and held by an `Assessed`: whoever shows it renders that and
computes nothing again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from features.basis import checks_of_members
from features.checks.finding import find
from features.frame import measures
from features.frame.fingerprint import context_read
from features.frame.values import finished, frame_plan
from features.policy.loading import Policy
from features.records.context import require_context
from features.records.contracts.impossible import at_home, impossible_rows
from features.records.gate import Records
from features.triggers.evaluating import screen, trigger_features, unclear
from models.assessed import ASSESSMENT, Assessed
from models.bands import RiskBand, bands
from models.certainty import (
    BESIDE_SCORE,
    LEADS,
    Surroundings,
    beside_scores,
    contradicting,
    facts_read,
    findings_of,
    own_checks,
    read_by_verifying,
    refusing_checks,
    too_stale,
    verify_first,
)
from models.impossible import not_finite
from models.reasons import (
    MOST_REASONS,
    Explained,
    Senders,
    compose,
    explain,
    main_risk_types,
    raising,
    read_by_phrases,
    sums_by_risk_type,
)
from models.refusal import sparing_others
from models.risk_model import FEW, RiskModel
from models.scope import Standing, standing

Array = npt.NDArray[np.float64]
ASKED = ["household_id", "as_of"]


def standing_for(model: RiskModel, records: Records, index: pl.DataFrame) -> pl.DataFrame:
    """Where each row of the index stands for the model, as `models.scope.standing` tells it."""
    return standing(records, index, model.facts.get("described_within_months"), model.target)


def in_scope(model: RiskModel, records: Records, index: pl.DataFrame) -> pl.DataFrame:
    """The rows of the index that the model speaks of."""
    return _spoken_of(standing_for(model, records, index))


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
    return _assessed(model, records, standing_for(model, records, index), policy, reasons, senders).assessed


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
    assessed = assess_wholly(model, records, index, policy, reasons=reasons, senders=senders, around=around)
    for why in assessed.unanswered.values():
        raise why
    return assessed


def assess_wholly(
    model: RiskModel,
    records: Records,
    index: pl.DataFrame,
    policy: Policy,
    *,
    reasons: int = MOST_REASONS,
    senders: Senders | None = None,
    around: Surroundings | None = None,
) -> Assessed:
    """The same of many households on one day, each as it would be alone: `Assessed.beside` holds what their answers rest on and how sure
    they are, `Assessed.unanswered` why the others have none. One of whom that can't be made out costs nobody else.

    Raises:
        ExplanationError, PolicyError, ContextError: as `assess`.
    """
    workings = _assessed(model, records, standing_for(model, records, index), policy, reasons, senders, wholly=True)
    assessed, measured = workings.assessed, workings.measured
    stale = too_stale(assessed.households, policy, around)
    fresh = [region not in stale for region in assessed.households["region_code"]]
    answered = assessed.households.filter(pl.Series(fresh, dtype=pl.Boolean))

    def beside(some: pl.DataFrame) -> pl.DataFrame:
        of_some = measured.join(some.select("household_id"), on="household_id", how="semi", maintain_order="left")
        return beside_scores(model, records, some, policy, around, workings.findings, of_some)

    parts, failures = sparing_others(beside, answered)
    return replace(
        assessed, beside=pl.concat([pl.DataFrame(schema=BESIDE_SCORE), *parts]), stale=stale, failures=failures
    )


def _spoken_of(stands: pl.DataFrame) -> pl.DataFrame:
    return stands.filter(pl.col("standing") == Standing.IN_SCOPE.value).select("household_id", "as_of")


@dataclass(frozen=True, eq=False)
class _Workings:
    """What is said of households, and what of its making serves what else is asked of them.

    Attributes:
        measured: `features.frame.measures` of those who have a score.
        findings: what `_checks_asked` find; None where it was not asked wholly.
    """

    assessed: Assessed
    measured: pl.DataFrame
    findings: pl.DataFrame | None


class _Left(NamedTuple):
    """Where everybody stands for the model, and who is left out: as `Assessed` tells it, before features are made."""

    standing: pl.DataFrame
    impossible: pl.DataFrame
    contradicting: pl.DataFrame


MOST_KEPT = 16
_OF_NOBODY: dict[tuple[str | bool, ...], _Workings] = {}
"""What is said of nobody, by model, policy and what was asked; at most so many."""


def _checks_asked(policy: Policy) -> set[str]:
    return {*refusing_checks(policy), *own_checks(), *checks_of_members()}


def _assessed(
    model: RiskModel,
    records: Records,
    stands: pl.DataFrame,
    policy: Policy,
    reasons: int,
    senders: Senders | None,
    *,
    wholly: bool = False,
) -> _Workings:
    """What is said of them.

    Args:
        wholly: it is one day, and everything else is asked of them too: checks and measures are then asked once for all of it, since each
            asking has its price.
    """
    require_context(records.context, context_read(model.features))
    index = _spoken_of(stands)
    beyond = impossible_rows(records, index)
    if not beyond.is_empty():
        index = index.join(beyond, on=ASKED, how="anti", maintain_order="left")
    at_hand = find(records, index["as_of"][0], policy, _checks_asked(policy)) if wholly and index.height else None
    against = contradicting(records, index, policy, at_hand)
    index = index.join(against, on=ASKED, how="anti", maintain_order="left")
    left = _Left(stands, beyond, against)
    if not index.is_empty():
        return _scored_and_explained(model, records, index, policy, reasons, senders, at_hand, left, wholly)
    # Nothing that is said of nobody hangs on records, and to work it out takes as long as of somebody.
    key = (model.digest, model.calibrator_digest, policy.version, bool(reasons), wholly)
    if key not in _OF_NOBODY:
        while len(_OF_NOBODY) >= MOST_KEPT:
            _OF_NOBODY.popitem()
        _OF_NOBODY[key] = _scored_and_explained(model, records, index, policy, reasons, senders, None, left, wholly)
    beyond, said = at_home(beyond, records), _OF_NOBODY[key].assessed
    assessed = replace(said, model=model, policy=policy, standing=stands, impossible=beyond, contradicting=against)
    return replace(_OF_NOBODY[key], assessed=assessed, findings=at_hand)


def _scored_and_explained(
    model: RiskModel,
    records: Records,
    index: pl.DataFrame,
    policy: Policy,
    reasons: int,
    senders: Senders | None,
    at_hand: pl.DataFrame | None,
    left: _Left,
    wholly: bool,
) -> _Workings:
    """What is said of those who are left of whom the model speaks."""
    read = {*model.features, *trigger_features()}
    # Of few at once what phrases read: another frame for it would cost as much as this one.
    spoken = read_by_phrases(model.features, with_places=bool(context_read(model.features)))[0]
    further = {*facts_read(model), *read_by_verifying()} if wholly else set()
    names = {*read, *further, *(spoken if index.height <= FEW and reasons else ())}
    plan = frame_plan(frozenset(names))
    measured = measures(records, index, policy, plan)
    frame = finished(measured, plan)
    endless = not_finite(frame, read)
    if not endless.is_empty():
        frame, measured = (
            of_all.join(endless, on=ASKED, how="anti", maintain_order="left") for of_all in (frame, measured)
        )
    matrix = model.matrix(frame)
    raw = model.scorer.raw_score(matrix)
    explained = explain(model, matrix, raw)
    band = bands(frame, pl.Series("probability", model.probability(raw)), policy)
    explainable = np.flatnonzero((band != RiskBand.LOW.value).to_numpy()).tolist() if reasons else []
    raises, protects = compose(
        Explained(model, records, policy, frame, matrix, explained.contributions, senders or {}), explainable, reasons
    )
    verify = _verify_first(model, records, frame, policy, explained.contributions, explainable, at_hand)
    assessed = Assessed(
        model,
        policy,
        left.standing,
        at_home(pl.concat([left.impossible, endless]), records),
        left.contradicting,
        frame,
        raw,
        explained.contributions,
        explained.residual,
        band,
        raises,
        protects,
        verify,
        screen(records, frame.select("household_id", "as_of"), policy, only_hits=True, frame=frame),
        unclear(frame, policy),
    )
    return _Workings(assessed, measured, at_hand)


def _verify_first(
    model: RiskModel,
    records: Records,
    frame: pl.DataFrame,
    policy: Policy,
    contributions: Array,
    explainable: list[int],
    at_hand: pl.DataFrame | None,
) -> pl.Series:
    """What speaks against the main reasons of those rows that are told why to visit."""
    rows = frame[explainable]
    of_them = records if rows.height == frame.height else records.of(rows["household_id"].unique())
    findings = findings_of(of_them, rows.select("household_id", "as_of"), policy, at_hand)
    raised = raising(sums_by_risk_type(model.features, contributions[explainable])).to_list()
    places = rows.select("household_id", "as_of", "region_code")
    against = verify_first(
        [main_risk_types(one, share=LEADS) for one in raised], places, rows, findings, of_them, policy
    )
    verify: list[list[dict[str, Any]]] = [[] for _ in range(frame.height)]
    for row, of_row in zip(explainable, against, strict=True):
        verify[row] = of_row
    return pl.Series("verify_first", verify, dtype=ASSESSMENT["verify_first"])
