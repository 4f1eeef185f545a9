"""Lists of households to visit first: scores of a whole day, kept for a while, cut to a region and a capacity."""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import polars as pl

from features.bilingual import Bilingual
from features.policy.loading import Policy
from features.records.contracts.impossible import IMPOSSIBLE
from features.records.store import RecordStore, Versions
from features.records.store.states import StoreInState
from models.risk_model import RiskModel
from models.score import score
from models.select import first_to_visit
from service.problems import wrong_parameter
from service.slow import OneAtATime

DAYS_KEPT = 3
Key = tuple[dt.date, tuple[object, ...]]
HOUSEHOLDS_PER_VISIT = 100
"""Without a stated capacity a list names one household in so many."""


@dataclass(frozen=True)
class ScoredDay:
    """Everybody of whom the model speaks on a day: with a score, or without one because their numbers can't be.

    Attributes:
        scores: as `models.score.score` gives them.
        impossible: as `features.records.contracts.impossible.IMPOSSIBLE`.
    """

    scores: pl.DataFrame
    impossible: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=IMPOSSIBLE))


class ScoredDays:
    """The scores of the last few days asked for.

    Scoring a county takes seconds and both cores, so it is done once for each day, model, policy and state of the
    store, and one day at a time: a few who ask meanwhile wait and find it done, the others are told when to come again.
    """

    def __init__(self, keep: int = DAYS_KEPT) -> None:
        self._keep = keep
        self._days: OrderedDict[Key, ScoredDay] = OrderedDict()
        self._keeping = threading.Lock()
        self._scoring = OneAtATime[ScoredDay](
            Bilingual("正在为全县该日评分", "The county is being scored for that day")
        )

    def of(self, model: RiskModel, store: RecordStore, policy: Policy, as_of: dt.date) -> ScoredDay:
        """Every household in scope on the day, assessed (`models.score.score`).

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

    def _known(self, key: Key) -> ScoredDay | None:
        with self._keeping:
            if key in self._days:
                self._days.move_to_end(key)
            return self._days.get(key)

    def _work(
        self, key: Key, model: RiskModel, store: RecordStore, policy: Policy, versions: Versions
    ) -> Callable[[], ScoredDay]:
        def work() -> ScoredDay:
            impossible: list[pl.DataFrame] = []
            scores = score(model, store, policy, key[0], versions=dict(versions), not_scored=impossible.append)
            scored = ScoredDay(scores, *impossible)
            with self._keeping:
                self._days[key] = scored
                if len(self._days) > self._keep:
                    self._days.popitem(last=False)
            return scored

        return work


def _key(model: RiskModel, store: RecordStore, policy: Policy, as_of: dt.date, versions: Versions) -> Key:
    # Of two stores in one place, one after the other, versions alone do not tell which it was.
    state = store.state if isinstance(store, StoreInState) else ()
    return (as_of, (model.name, model.version, policy.version, store.path, *sorted(versions.items()), state))


@dataclass(frozen=True)
class RiskList:
    """Households to visit first in a region.

    Attributes:
        region: prefix of the region code; empty for everybody.
        in_scope: households of the region that the model speaks of; `capacity` of them, at most, are on the list.
        households: columns of `models.assess.ASSESSMENT` and `rank` from 1 within the region.
        policy_examples: the policy values behind the region's scores that are examples.
        impossible: households of the region without a score, as `features.records.contracts.impossible.IMPOSSIBLE`.
    """

    region: str
    as_of: dt.date
    capacity: int
    in_scope: int
    households: pl.DataFrame
    policy_examples: tuple[str, ...] = ()
    impossible: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=IMPOSSIBLE))


def risk_list(
    scored: ScoredDay,
    region: str,
    as_of: dt.date,
    capacity: int | None,
    examples_of: Callable[[pl.DataFrame], Sequence[str]] = lambda _: (),
) -> RiskList:
    """Cut a day's scores to the households to visit first in a region.

    Args:
        region: 2 to 12 digits with which a village's code begins, or nothing for the whole store.
        capacity: how many can be visited; one in a hundred, at least one, when None.
        examples_of: which policy values behind some scores are examples.

    Raises:
        ProblemError: 422, nobody in scope lives in the region.
    """
    lives_there = pl.col("region_code").str.starts_with(region)
    there = scored.scores.filter(lives_there)
    if there.is_empty():
        raise wrong_parameter(
            "region",
            Bilingual(
                "该日没有可评估的户的行政区划代码以此开头",
                "no household that can be scored on that day has a region code that begins so",
            ),
            Bilingual(
                "核对位数：省2位、市4位、县6位、乡镇9位、村12位",
                "Check the digits: 2 for a province, 4 a prefecture, 6 a county, 9 a township, 12 a village.",
            ),
        )
    room = capacity or max(1, there.height // HOUSEHOLDS_PER_VISIT)
    return RiskList(
        region,
        as_of,
        room,
        there.height,
        first_to_visit(there, room),
        tuple(examples_of(there)),
        scored.impossible.filter(lives_there),
    )
