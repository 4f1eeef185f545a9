"""Lists of households to visit first: scores of a whole day, kept for a while, cut to a region and a capacity."""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from features.bilingual import Bilingual
from features.policy.loading import Policy
from features.records.store import RecordStore
from models.risk_model import RiskModel
from models.score import score
from models.select import first_to_visit
from service.problems import wrong_parameter

DAYS_KEPT = 3
HOUSEHOLDS_PER_VISIT = 100
"""Without a stated capacity a list names one household in so many."""


class ScoredDays:
    """The scores of the last few days asked for.

    Scoring a county takes seconds and both cores, so it is done once for each day, model, policy and state of the
    store, and one day at a time: whoever asks meanwhile waits and finds it done.
    """

    def __init__(self, keep: int = DAYS_KEPT) -> None:
        self._keep = keep
        self._days: OrderedDict[tuple[object, ...], pl.DataFrame] = OrderedDict()
        self._one_at_a_time = threading.Lock()

    def of(self, model: RiskModel, store: RecordStore, policy: Policy, as_of: dt.date) -> pl.DataFrame:
        """Every household in scope on the day, assessed (`models.score.score`).

        Raises:
            NobodyInScopeError, ExplanationError, PolicyError: as `models.score.score`.
        """
        with self._one_at_a_time:
            versions = store.versions()
            key = (as_of, model.name, model.version, policy.version, store.path, *sorted(versions.items()))
            if key in self._days:
                self._days.move_to_end(key)
            else:
                self._days[key] = score(model, store, policy, as_of, versions=versions)
                if len(self._days) > self._keep:
                    self._days.popitem(last=False)
            return self._days[key]


@dataclass(frozen=True)
class RiskList:
    """Households to visit first in a region.

    Attributes:
        region: prefix of the region code; empty for everybody.
        in_scope: households of the region that the model speaks of; `capacity` of them, at most, are on the list.
        households: columns of `models.assess.ASSESSMENT` and `rank` from 1 within the region.
        policy_examples: the policy values behind the region's scores that are examples.
    """

    region: str
    as_of: dt.date
    capacity: int
    in_scope: int
    households: pl.DataFrame
    policy_examples: tuple[str, ...] = ()


def risk_list(
    scores: pl.DataFrame,
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
    there = scores.filter(pl.col("region_code").str.starts_with(region))
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
    return RiskList(region, as_of, room, there.height, first_to_visit(there, room), tuple(examples_of(there)))
