"""What a run said of a household, computed anew by what `fanpin replay RUN/HOUSEHOLD` does, and held against what is kept and served."""

from __future__ import annotations

import datetime as dt

from features.bilingual import Bilingual
from features.policy.loading import PolicyError
from features.records.store import StoreError
from features.records.store.states import StoreInState
from models.answers import kept_answers
from models.provenance import GoneError
from models.risk_model import ModelError
from models.runs import Run, RunError, find_run
from models.runs.households import replay_household
from service.answers import body_of
from service.assess import unknown_household
from service.households.answers import ReplayedAnswer
from service.jurisdiction import Jurisdiction
from service.place_names import names_of
from service.problems import ProblemError, without_places
from service.runs.serving import answers_of_run
from service.slow import OneAtATime
from service.store import Database
from service.store.repositories import runs
from service.store.tables import Assessment, RunState, Unscored

SERVED = "served"

_REPLAYING = OneAtATime[ReplayedAnswer](
    Bilingual("正在重新计算当时的结果", "What was answered then is being computed anew")
)


def replayed(
    run_id: str,
    household_id: str,
    jurisdiction: Jurisdiction,
    store: StoreInState,
    database: Database,
    now: dt.datetime,
) -> ReplayedAnswer:
    """Whether what a run says of a household is, to the last bit, what its sources give.

    Raises:
        ProblemError: 404, the run says nothing of such a household within the jurisdiction; 409, something that it was made from is gone.
        BusyError: it is being computed.
    """
    with database.reading(jurisdiction, now) as work:
        row = runs.find(work, run_id)
        if row is None or row.state != RunState.COMPLETE.value:
            raise unknown_household()
        scored = runs.of_household(work, Assessment, household_id, [run_id])
        if not scored and not runs.of_household(work, Unscored, household_id, [run_id]):
            raise unknown_household()
        model, kept_as = row.model, row.kept_as
    served = answers_of_run(database, jurisdiction, run_id, [household_id], now).get(household_id)

    def compute() -> ReplayedAnswer:
        run = find_run(store, model, kept_as)
        is_served = served is None or served.body == _body(run, household_id, store)
        return _answer(run_id, household_id, run, store, is_served=is_served)

    key = ("replayed", run_id, household_id, served and served.body)
    try:
        # Kept for the present state of the records: who was told to come again finds it.
        return _REPLAYING.result((store, *key), lambda: store.worked_out(key, compute))
    except (RunError, GoneError, ModelError, PolicyError, StoreError) as error:
        raise _gone(str(error)) from error


def _answer(run_id: str, household_id: str, run: Run, store: StoreInState, *, is_served: bool) -> ReplayedAnswer:
    again = replay_household(store, run, household_id)
    differences = {name: list(columns) for name, columns in again.differences.items()}
    if not is_served:
        differences[SERVED] = ["answer"]
    words = again.in_words()
    return ReplayedAnswer(
        run_id=run_id,
        household_id=household_id,
        same=not differences,
        scored=again.scored,
        differences=differences,
        code_changed=again.changed is not None,
        zh="；".join(line.zh for line in words),
        en="; ".join(line.en for line in words),
    )


def _body(run: Run, household_id: str, store: StoreInState) -> bytes | None:
    """The answer as it was taken up (`service.runs.taking_up`)."""
    for _, fields in kept_answers(run, [household_id]):
        return body_of(fields, names_of(store, run.made_from.as_of, run.made_from.data_versions))
    return None


def _gone(why: str) -> ProblemError:
    title = Bilingual("当时的结果无法重新计算", "What was answered then can't be computed anew")
    return ProblemError(409, "sources-gone", title, without_places(why))
