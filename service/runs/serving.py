"""A stored household's answer on a run's day, from the run: where it is, field by field, what would be computed now.

What the run was made of must be what is in force: the same model, calibration, features, policy and program, and no record since that was
known by that day (`models.runs.outdated_for`). Otherwise it is computed; nothing stale is served as fresh.
"""

from __future__ import annotations

import datetime as dt
import zlib
from dataclasses import dataclass

from features.records.store.states import StoreInState
from models.runs import Outdated, RunError, find_run, outdated_for
from service.champion import Instruments
from service.jurisdiction import Jurisdiction
from service.store import Database
from service.store.repositories import runs

RUN_HEADER = "Fanpin-Run"
"""Names the run that an answer came from; without it the answer was computed."""


@dataclass(frozen=True)
class KeptAnswer:
    """An answer as it is sent, and the run that holds it."""

    run_id: str
    body: bytes


def answer_of_run(
    database: Database,
    jurisdiction: Jurisdiction,
    store: StoreInState,
    instruments: Instruments,
    household_id: str,
    day: dt.date,
    now: dt.datetime,
) -> KeptAnswer | None:
    """The answer about a household of the jurisdiction that the day's last run holds; None where it has to be computed."""
    with database.reading(jurisdiction, now) as work:
        run = runs.last(work, instruments.model.name, day)
        row = runs.answer(work, run.id, household_id) if run is not None else None
        if run is None or row is None:
            return None
        run_id, kept_as, body = run.id, run.kept_as, row.answer
    if _outdated(store, instruments, kept_as, day) is not None:
        return None
    return KeptAnswer(run_id, zlib.decompress(body))


def _outdated(store: StoreInState, instruments: Instruments, kept_as: str, day: dt.date) -> Outdated | None:
    """Why the run is not what would be computed now; worked out once for each state of the store and each model."""
    model, policy = instruments.model, instruments.policy

    def ask() -> Outdated | None:
        try:
            run = find_run(store, model.name, kept_as)
        except RunError:
            # What the database holds of it may be as it was; nobody can tell.
            return Outdated.RECORDS_UNKNOWN
        return outdated_for(run, store, model, policy, day)

    key = ("run served", kept_as, model.digest, model.calibrator_digest, model.version, policy.version)
    return store.worked_out(key, ask)
