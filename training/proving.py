"""The proof before learning: nothing learned after a date shows in what is said of that date."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from features.proofs.leaks.later import Later
from features.proofs.leaks.proof import DayProof, statement_of_features
from features.proofs.leaks.store import prove_sample
from features.records.store import RecordStore
from training.pinning import Pinned

Progress = Callable[[str, int, int], None]


def prove(store: RecordStore, pinned: Pinned, progress: Progress = lambda _stage, _done, _of: None) -> dict[str, Any]:
    """Prove it on a sample of households: for the first and last as-of date, and the last that the final model learns from.

    Returns:
        `households` of the sample, `ways` in which later knowledge was made different, and of each of the `days` how many
        rows were `known`, came `later`, and how many `values` were compared.

    Raises:
        LeakError: something learned later does show; the message names feature, household and day.
    """
    progress("leak proof", 0, 1)
    experiment, used = pinned.experiment, pinned.plan.used
    statement = statement_of_features(pinned.policy, experiment.features, triggers=experiment.evaluation.reads_triggers)
    days = [used[0], pinned.plan.final.train[-1], used[-1]]
    proofs = prove_sample(store, pinned.versions, days, statement, experiment.model.seed)
    progress("leak proof", 1, 1)
    return _section(proofs)


def _section(proofs: list[DayProof]) -> dict[str, Any]:
    days = [{"as_of": str(one.as_of), "known": one.known, "later": one.later, "values": one.values} for one in proofs]
    return {"households": max(one.households for one in proofs), "ways": [how.value for how in Later], "days": days}
