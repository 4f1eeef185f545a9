"""A run asked for: it waits, is scored in the background, and is seen when it is whole. What a kill interrupts goes on after the next start."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

from features.bilingual import Bilingual
from features.disk import DiskError
from features.errors import FanpinError
from features.policy.loading import Policy
from features.records.store import RecordStore
from models.certainty import list_expires_on
from models.lists import DEFAULT_SEED
from models.risk_model import RiskModel
from models.runs import MadeFrom, Run, find_run, kept_runs, last_before, make_run
from service.jurisdiction import EVERYWHERE
from service.keyring import Keyring
from service.principal import Principal
from service.runs.taking_up import take_up
from service.store import Database, DatabaseError, Work
from service.store.repositories import audit, runs
from service.store.tables import RunState, ScoringRun

log = logging.getLogger("fanpin.service")

LONGEST_FAILURE = 500


def ask_for_run(
    work: Work, keyring: Keyring, by: Principal, model: RiskModel, store: RecordStore, policy: Policy, as_of: dt.date
) -> ScoringRun:
    """The run of a day, by today's model, policy and records: there already, or waiting to be scored."""
    before = last_before(store, model.name, str(as_of))
    previous = None if before is None else before.id
    made_from = MadeFrom.of(model, policy, as_of, store.versions(), seed=DEFAULT_SEED, previous=previous)
    row = runs.ask(
        work,
        model=model.name,
        kept_as=made_from.id,
        asked_by=by.actor,
        model_version=model.version,
        target=model.target.value,
        as_of=as_of,
        expires_on=list_expires_on(store, policy, as_of),
        made_from=made_from.as_dict(),
    )
    if row.state == RunState.FAILED.value:
        # Whoever asks again wants it tried again.
        row.state, row.failure = RunState.WAITING.value, None
    audit.append(work, keyring, actor=by.actor, action="runs.ask", target=f"run:{row.id}", detail={"as_of": str(as_of)})
    return row


def work_off(
    database: Database, store: RecordStore, model: RiskModel, policy: Policy, clock: Callable[[], dt.datetime]
) -> list[str]:
    """Score and take up every run that waits, and take up what was kept meanwhile; their names for the outside.

    Raises:
        DatabaseError: the database can't be used; the next try goes on from there.
    """
    with database.reading(EVERYWHERE, clock()) as work:
        waiting = [(row.id, row.model, row.kept_as, row.as_of) for row in runs.unfinished(work)]
    done = []
    for run_id, of_model, kept_as, as_of in waiting:
        try:
            if kept_as in kept_runs(store, of_model):
                run = find_run(store, of_model, kept_as)
            elif of_model == model.name:
                run = make_run(model, store, policy, as_of)
            else:
                continue
            _renamed(database, run_id, run, clock)
            done.append(take_up(database, store, run, clock))
        except DatabaseError:
            raise
        except (FanpinError, DiskError) as error:
            log.warning("the run of %s came to nothing: %s", as_of, type(error).__name__)
            _failed(database, run_id, str(error), clock)
    return done


def _renamed(database: Database, run_id: str, run: Run, clock: Callable[[], dt.datetime]) -> None:
    """The run that was asked for is the one that was made: by then records, model or policy may have been others."""
    with database.writing(EVERYWHERE, clock()) as work:
        row = runs.hold(work, run_id)
        if row is None or row.kept_as == run.id:
            return
        if runs.named(work, row.model, run.id) is not None:
            row.state = RunState.FAILED.value
            row.failure = str(Bilingual(f"同一天已有评分 {run.id}", f"the day has the run {run.id} already"))
        else:
            row.kept_as, row.made_from = run.id, run.made_from.as_dict()


def _failed(database: Database, run_id: str, why: str, clock: Callable[[], dt.datetime]) -> None:
    with database.writing(EVERYWHERE, clock()) as work:
        row = runs.hold(work, run_id)
        if row is not None and row.state != RunState.COMPLETE.value:
            row.state, row.failure = RunState.FAILED.value, why[:LONGEST_FAILURE]
