"""Scored days with their lists, kept for a while: scoring a county takes seconds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace

from features.bilingual import Bilingual
from features.policy.loading import Policy
from features.records.store import RecordStore, Versions
from features.records.store.states import StoreInState
from models.answers import keep_sources
from models.lists import DEFAULT_SEED, IssuedList, issue_by_policy
from models.risk_model import RiskModel
from models.runs import MadeFrom, after_list_of, kept_runs, last_before
from models.score import ScoredDay, score
from service.last_asked import LastAsked

DAYS_KEPT = 3


@dataclass(frozen=True)
class KeptDay:
    """A scored day with its list.

    Attributes:
        scored: everybody of whom the model speaks.
        issued: the list that the policy gives.
        made_from: everything that decides what both say.
    """

    scored: ScoredDay
    issued: IssuedList
    made_from: MadeFrom


class ScoredDays:
    """The scores of the last few days asked for.

    Scoring a county takes seconds and both cores, so it is done once for each day, model, policy and state of the
    store, and one day at a time: a few who ask meanwhile wait and find it done, the others are told when to come again.
    """

    def __init__(self, keep: int = DAYS_KEPT) -> None:
        what = Bilingual("正在为全县该日评分", "The county is being scored for that day")
        self._days = LastAsked[KeptDay](what, keep)

    def of(self, model: RiskModel, store: RecordStore, policy: Policy, as_of: dt.date) -> KeptDay:
        """Every household in scope on the day, assessed (`models.score.score`), and the list.

        Raises:
            BusyError: it takes longer than anybody should wait, or too many wait already.
            NobodyInScopeError, ExplanationError, PolicyError: as `models.score.score`.
        """
        return self._days.of(*_piece(model, store, policy, as_of))

    def ahead(self, model: RiskModel, store: RecordStore, policy: Policy, as_of: dt.date) -> Future[KeptDay]:
        """Score a day before anybody asks for it; it is not waited for.

        Raises:
            BusyError: other days are to be scored first.
        """
        return self._days.begin(*_piece(model, store, policy, as_of))


def _piece(
    model: RiskModel, store: RecordStore, policy: Policy, as_of: dt.date
) -> tuple[tuple[object, ...], Callable[[], KeptDay]]:
    """The key of a scored day, and what works it out."""
    versions = store.versions()

    def work() -> KeptDay:
        scored = score(model, store, policy, as_of, versions=dict(versions))
        if isinstance(store, StoreInState):
            keep_sources(model, policy, store)
        # The office's list follows the list of the last run that was kept.
        before = last_before(store, model.name, str(as_of))
        state = after_list_of(before, scored.state)
        previous = None if before is None else before.id
        made_from = MadeFrom.of(model, policy, as_of, versions, seed=DEFAULT_SEED, previous=previous)
        issued = issue_by_policy(scored.households, policy, state)
        return KeptDay(replace(scored, state=state), issued, made_from)

    return _key(model, store, policy, as_of, versions), work


def _key(
    model: RiskModel, store: RecordStore, policy: Policy, as_of: dt.date, versions: Versions
) -> tuple[object, ...]:
    # Of two stores in one place, one after the other, versions alone do not tell which it was.
    state = store.state if isinstance(store, StoreInState) else ()
    runs = kept_runs(store, model.name)
    return (as_of, (model.name, model.version, policy.version, store.path, *sorted(versions.items()), state, *runs))
