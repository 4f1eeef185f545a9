"""A stored household's answer on a run's day, from the run: where it is, field by field, what would be computed now.

What the run was made of must be what is in force: the same model, calibration, features, policy and program, and no record since that was
known by that day (`models.runs.outdated_for`). Otherwise it is computed; nothing stale is served as fresh.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from features.records.store.states import StoreInState
from models.runs import Outdated, RunError, find_run, outdated_for
from service.champion import Instruments
from service.jurisdiction import Jurisdiction
from service.store import Database, Work
from service.store.repositories import runs

RUN_HEADER = "Fanpin-Run"
"""Names the run that an answer came from; without it the answer was computed."""


@dataclass(frozen=True)
class KeptAnswer:
    """An answer as it is sent, its name, and the run that holds it."""

    run_id: str
    score_id: str
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
        if run is None:
            return None
        kept_as, kept = run.kept_as, _answers(work, run.id, [household_id]).get(household_id)
    return kept if _outdated(store, instruments, kept_as, day) is None else None


def run_to_serve(
    database: Database,
    jurisdiction: Jurisdiction,
    store: StoreInState,
    instruments: Instruments,
    day: dt.date,
    now: dt.datetime,
) -> str | None:
    """The day's last run, by its name for the outside; None where what it holds is not what would be computed now."""
    with database.reading(jurisdiction, now) as work:
        run = runs.last(work, instruments.model.name, day)
        if run is None:
            return None
        run_id, kept_as = run.id, run.kept_as
    return run_id if _outdated(store, instruments, kept_as, day) is None else None


def answers_of_run(
    database: Database, jurisdiction: Jurisdiction, run_id: str, household_ids: Sequence[str], now: dt.datetime
) -> dict[str, KeptAnswer]:
    """The answers that a run holds about some households of the jurisdiction, by their codes."""
    with database.reading(jurisdiction, now) as work:
        return _answers(work, run_id, household_ids)


def _answers(work: Work, run_id: str, household_ids: Sequence[str]) -> dict[str, KeptAnswer]:
    rows = runs.answers(work, run_id, household_ids)
    return {code: KeptAnswer(run_id, score_id, zlib.decompress(answer)) for code, score_id, answer in rows}


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
