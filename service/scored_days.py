"""Scored days with their lists, kept for a while: scoring a county takes seconds."""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable
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
from service.slow import OneAtATime

DAYS_KEPT = 3
Key = tuple[dt.date, tuple[object, ...]]


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
        self._keep = keep
        self._days: OrderedDict[Key, KeptDay] = OrderedDict()
        self._keeping = threading.Lock()
        self._scoring = OneAtATime[KeptDay](Bilingual("正在为全县该日评分", "The county is being scored for that day"))

    def of(self, model: RiskModel, store: RecordStore, policy: Policy, as_of: dt.date) -> KeptDay:
        """Every household in scope on the day, assessed (`models.score.score`), and the list.

        Raises:
            BusyError: it takes longer than anybody should wait, or too many wait already.
            NobodyInScopeError, ExplanationError, PolicyError: as `models.score.score`.
        """
        versions = store.versions()
        key = _key(model, store, policy, as_of, versions)
        known = self._known(key)
        return (
            known if known is not None else self._scoring.result(key, self._work(key, model, store, policy, versions))
        )

    def ahead(self, model: RiskModel, store: RecordStore, policy: Policy, as_of: dt.date) -> None:
        """Score a day before anybody asks for it; it is not waited for.

        Raises:
            BusyError: other days are to be scored first.
        """
        versions = store.versions()
        key = _key(model, store, policy, as_of, versions)
        if self._known(key) is None:
            self._scoring.begin(key, self._work(key, model, store, policy, versions))

    def _known(self, key: Key) -> KeptDay | None:
        with self._keeping:
            if key in self._days:
                self._days.move_to_end(key)
            return self._days.get(key)

    def _work(
        self, key: Key, model: RiskModel, store: RecordStore, policy: Policy, versions: Versions
    ) -> Callable[[], KeptDay]:
        def work() -> KeptDay:
            scored = score(model, store, policy, key[0], versions=dict(versions))
            if isinstance(store, StoreInState):
                keep_sources(model, policy, store)
            # The office's list follows the list of the last run that was kept.
            before = last_before(store, model.name, str(key[0]))
            state = after_list_of(before, scored.state)
            previous = None if before is None else before.id
            made_from = MadeFrom.of(model, policy, key[0], versions, seed=DEFAULT_SEED, previous=previous)
            issued = issue_by_policy(scored.households, policy, state)
            day = KeptDay(replace(scored, state=state), issued, made_from)
            with self._keeping:
                self._days[key] = day
                if len(self._days) > self._keep:
                    self._days.popitem(last=False)
            return day

        return work


def _key(model: RiskModel, store: RecordStore, policy: Policy, as_of: dt.date, versions: Versions) -> Key:
    # Of two stores in one place, one after the other, versions alone do not tell which it was.
    state = store.state if isinstance(store, StoreInState) else ()
    runs = kept_runs(store, model.name)
    return (as_of, (model.name, model.version, policy.version, store.path, *sorted(versions.items()), state, *runs))
