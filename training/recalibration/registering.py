"""Recalibrating a registered version: the new one is a challenger that carries the old one's card and report along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from features.policy.loading import Policy
from features.records.contracts.soundness import require_sound
from features.records.store import RecordStore
from models.card.page import card_files
from models.card.schema import Calibration as CardPart
from models.card.schema import Card, Interval, Text
from models.card.verdicts import Verdict
from models.registry import (
    Alias,
    RegistryError,
    document,
    load_version,
    log_and_register,
    log_documents,
    set_alias,
    text,
)
from models.risk_model import RiskModel
from training.calibration.bounds import Bounds
from training.calibration.reporting import calibration_section
from training.card.making import calibration_of
from training.promotion.storage import keep_predictions, kept_predictions
from training.recalibration.recalibrating import Rehearsal, Section, TooFewOutcomesError, recalibrated
from training.recalibration.recent import experiment_of, last_seen, recent_predictions
from training.settings import Calibration, Evaluation

Progress = Callable[[str, int, int], None]


def recalibrate_registered(
    store: RecordStore,
    policy: Policy,
    name: str,
    version: str,
    setting: Calibration,
    most_dates: int,
    progress: Progress = lambda _stage, _done, _of: None,
) -> tuple[RiskModel, Section]:
    """Recalibrate a version on the newest outcomes of the store and register the result as the challenger.

    Args:
        version: number or alias.
        most_dates: the newest as-of dates to use, at most.

    Returns:
        The new version, and what `training.recalibration.recalibrating.recalibrated` tells, with `section`: the calibration
        of the rehearsal, as the new version's card tells it.

    Raises:
        TooFewOutcomesError: no newer outcome, or too few; nothing was changed.
        CalibrationError: scores do not go with outcomes any more.
        RegistryError, ModelError: no such version, or it can't be used here.
        UnsoundRecordsError: stored rows break the rules of their tables.
    """
    base = load_version(name, version)
    versions = store.versions()
    require_sound(store, versions)
    newest = recent_predictions(base, store, policy, versions, dt.date.max, most_dates, progress)
    if newest.is_empty():
        raise TooFewOutcomesError(
            f"{name} 第 {base.version} 版：自 {last_seen(base)} 以来没有新的结果届满，什么都没有改动：请导入较新的监测对象花名册，或再等等。 | "
            f"{name} {base.version}: no outcome has come of age since {last_seen(base)}, the last list that its calibrator saw. "
            "Nothing was changed. Take in the newer deliveries of the official procedure's steps, or wait."
        )
    bounds = Bounds.at(newest, policy)
    challenger, report, rehearsal = recalibrated(base, newest, setting, bounds)
    experiment = experiment_of(base)
    report["section"] = section_of(rehearsal, experiment.evaluation, policy) if rehearsal else None
    challenger, run_id = log_and_register(
        challenger,
        experiment=experiment.name,
        parameters={"recalibrated_from": base.version, "calibration": report["calibration"]["kind"]},
        metrics=_metrics(report),
        documents={
            **_carried_along(base),
            "recalibration": {key: value for key, value in report.items() if key != "section"},
            "policy": policy.as_dict(),
        },
        figures={},
    )
    report["run_id"] = run_id
    _keep_card(base, challenger, report)
    kept = kept_predictions(store, name, base.version)
    if kept is not None:
        # The same trees: what the old version said out of time, and in which order, is what this one would have.
        keep_predictions(store, name, challenger.version, kept)
    set_alias(name, Alias.CHALLENGER, challenger.version)
    return challenger, report


def section_of(rehearsal: Rehearsal, settings: Evaluation, policy: Policy) -> dict[str, Any]:
    """The calibration of outcomes that came after those which the curve was fitted to."""
    return calibration_section(rehearsal.after, settings, policy)


def _carried_along(base: RiskModel) -> dict[str, Any]:
    """What the old version's run tells of the trees, which are the same."""
    documents = {}
    for name in ("report", "experiment"):
        try:
            documents[name] = document(base.name, base.version, name)
        except RegistryError:
            continue
    return documents


def _keep_card(base: RiskModel, challenger: RiskModel, report: Section) -> None:
    """The old version's card with the new calibrator; where it has none, neither has this one, and the gate says so."""
    try:
        card = Card.load(text(base.name, base.version, "card.json"))
    except RegistryError:
        return
    model = card.model.model_copy(update={"calibrator": challenger.calibrator.kind.value})
    card = card.model_copy(update={"model": model, "calibration": _part(report)}).with_version(challenger.version)
    log_documents(challenger.name, challenger.version, {}, card_files(card))


def _part(report: Section) -> CardPart:
    fitted, section = report["calibration"], report["section"]
    period = f"{fitted['first']} – {fitted['last']}"
    if section is None:
        unknown = Interval(value=None, low=None, high=None)
        return CardPart(
            verdict=Verdict.INSUFFICIENT,
            observed_over_expected=unknown,
            expected_error=unknown,
            why=Text(
                zh=f"按{period}的结果重新校准，其后还没有足够的结果可以检验",
                en=f"recalibrated on outcomes of {period}; too little came later to check it by",
            ),
        )
    rehearsal = report["rehearsal"]
    judged = f"{rehearsal['judged']['first']} – {rehearsal['judged']['last']}"
    why = Text(
        zh=f"按{period}的结果重新校准；以前一半日期预演，在{judged}检验",
        en=f"recalibrated on outcomes of {period}; rehearsed on the first half of them and checked on {judged}",
    )
    return calibration_of(section).model_copy(update={"why": why})


def _metrics(report: Section) -> dict[str, float]:
    if report["rehearsal"] is None:
        return {}
    return {
        f"rehearsal.{when}.{name}": value
        for when in ("before", "after")
        for name, value in report["rehearsal"][when].items()
    }
