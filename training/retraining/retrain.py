"""The retraining: watch the champion, train and backtest anew, register as challenger, and say what changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from features.errors import FanpinError
from features.policy.loading import Policy
from features.records.store import RecordStore
from models.promotions.checks import Approval, Finding
from models.registry import Alias, has_registry, load_version, version_with
from models.risk_model import ModelError, RiskModel
from training.experiment import run
from training.promotion.gate import examined
from training.promotion.gathering import gather, lines_of
from training.retraining.checkpoints import OnDisk, OnStep
from training.retraining.key import key_of
from training.retraining.lock import one_at_a_time
from training.settings import Experiment
from training.watching.storage import promised_precision
from training.watching.watch import NothingToWatchError, watch

FOLDER = "retraining"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Retrained:
    """What a retraining ended with.

    Attributes:
        version: the new version; the challenger, unless the run says that it has none.
        champion: the version that scores meanwhile; None where none was promoted yet.
        watched: what the watch of the champion found (`Watched.as_dict`); None without a champion that can be used here.
        why_not_watched: the reason, where there is a champion and no watch.
        gate: what the gate says of the new version already, before anybody decides; None where it could not be asked.
        why_not_asked: the reason.
    """

    key: str
    version: RiskModel
    champion: str | None
    report: dict[str, Any]
    watched: dict[str, Any] | None
    why_not_watched: str | None
    gate: list[Finding] | None = None
    why_not_asked: str | None = None

    @property
    def is_challenger(self) -> bool:
        return bool(self.report["choice"]["challenger"])


def retrain(
    store: RecordStore,
    experiment: Experiment,
    policy: Policy,
    as_of: dt.date,
    *,
    afresh: bool = False,
    on_step: OnStep = lambda _name, _done: None,
    progress: Progress = lambda _stage, _done, _of: None,
) -> Retrained:
    """Go through all steps, those that an earlier call left done not again.

    Args:
        as_of: day of the watch.
        afresh: forget what an earlier call left.

    Raises:
        AlreadyRetrainingError: another process does.
        KeepingError: a step can't be kept on disk.
        Whatever `training.experiment.run` raises.
    """
    folder = store.path / FOLDER
    with one_at_a_time(folder):
        key = key_of(store.versions(), experiment, policy)
        steps = OnDisk(folder / key, on_step)
        if afresh:
            steps.forget()
            steps = OnDisk(folder / key, on_step)
        _forget_others(folder, key, on_step)
        name = experiment.registered_model
        champion = version_with(name, Alias.CHAMPION) if has_registry() else None
        watched = (
            None
            if champion is None
            else steps.facts(
                f"watch-{champion}-{as_of}", lambda: _watched(name, champion, store, policy, as_of, progress)
            )
        )
        version, report = run(store, experiment, policy, steps=steps, key=key, progress=progress)
        steps.forget()
    watched_facts = watched or {}
    try:
        gate, why_not_asked = _gate(version, store, policy), None
    except FanpinError as error:
        # The version is registered; `fanpin promote --check` asks again.
        gate, why_not_asked = None, str(error)
    return Retrained(
        key, version, champion, report, watched_facts.get("watch"), watched_facts.get("why_not"), gate, why_not_asked
    )


def _gate(version: RiskModel, store: RecordStore, policy: Policy) -> list[Finding]:
    """What the gate says without an approver, and without the slow proof of parity."""
    lines = lines_of(store, policy)
    evidence = gather(version.name, version.version, store, policy, lines, prove_parity=False)
    return examined(evidence, Approval("", ""), lines, deciding=False)


def _watched(
    name: str, champion: str, store: RecordStore, policy: Policy, as_of: dt.date, progress: Progress
) -> dict[str, Any]:
    """The watch, or why there is none: a champion of other features is a reason to retrain, none to stop."""
    try:
        model = load_version(name, champion)
        watched = watch(model, store, policy, as_of, promised=promised_precision(model), progress=progress)
    except (ModelError, NothingToWatchError) as error:
        return {"watch": None, "why_not": str(error)}
    return {"watch": watched.as_dict(), "why_not": None}


def _forget_others(folder: Path, key: str, on_step: OnStep) -> None:
    """Delete what a retraining on other data or settings left: it is never gone on with."""
    for other in sorted(folder.iterdir()):
        if other.is_dir() and other.name != key:
            OnDisk(other, on_step).forget()
