"""Assessment: records in, probability with reasons out. The API, the pages, the command line and the batch all come through here.

What is made of households' records is made once, as numbers, and held by an `Assessed`: whoever shows it renders that and
computes nothing again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from features.basis import basis
from features.frame import feature_frame
from features.frame.fingerprint import context_read
from features.policy.loading import Policy
from features.records.context import require_context
from features.records.contracts.impossible import at_home, impossible_rows
from features.records.gate import Records
from features.triggers.evaluating import screen, trigger_features, unclear
from models.assessed import ASSESSMENT, Assessed
from models.bands import RiskBand, bands
from models.certainty import (
    LEADS,
    ContradictingRecordsError,
    Findings,
    Surroundings,
    certainty_of,
    contradicting,
    findings_of,
    verify_first,
)
from models.impossible import ImpossibleRecordsError, not_finite
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
from models.risk_model import FEW, RiskModel
from models.scope import OutOfScopeError, Standing, standing

Array = npt.NDArray[np.float64]


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
    # Nothing was asked of the records of those who are not told of.
    findings = None if assessed.band[0] == RiskBand.LOW.value or not reasons else assessed.findings
    sure = certainty_of(model, records, assessed.households, policy, around, findings)
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
    explainable = np.flatnonzero((band != RiskBand.LOW.value).to_numpy()).tolist() if reasons else []
    raises, protects = compose(
        Explained(model, records, policy, frame, matrix, explained.contributions, senders or {}), explainable, reasons
    )
    verify, findings = _verify_first(model, records, frame, policy, explained.contributions, explainable)
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
        verify,
        findings,
        screen(records, frame.select("household_id", "as_of"), policy, only_hits=True, frame=frame),
        unclear(frame, policy),
    )


def _verify_first(
    model: RiskModel,
    records: Records,
    frame: pl.DataFrame,
    policy: Policy,
    contributions: Array,
    explainable: list[int],
) -> tuple[pl.Series, Findings]:
    """What speaks against the main reasons of those rows that are told why to visit."""
    rows = frame[explainable]
    of_them = records if rows.height == frame.height else records.of(rows["household_id"].unique())
    findings = findings_of(of_them, rows.select("household_id", "as_of"), policy)
    raised = raising(sums_by_risk_type(model.features, contributions[explainable])).to_list()
    places = rows.select("household_id", "as_of", "region_code")
    found = verify_first([main_risk_types(one, share=LEADS) for one in raised], places, rows, findings, of_them, policy)
    verify: list[list[dict[str, Any]]] = [[] for _ in range(frame.height)]
    for row, against in zip(explainable, found, strict=True):
        verify[row] = against
    return pl.Series("verify_first", verify, dtype=ASSESSMENT["verify_first"]), findings
