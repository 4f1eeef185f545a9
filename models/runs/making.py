"""A day scored and listed, and kept as a run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

import polars as pl

from features.bilingual import Bilingual
from features.policy.loading import Policy
from features.policy.storage import kept_policy
from features.records.store import RecordStore
from models.certainty import SEED
from models.lists import DEFAULT_SEED, IssuedList, State, as_previous, issue_by_policy
from models.risk_model import RiskModel
from models.runs.made_from import MadeFrom
from models.runs.run import Run, frames_of
from models.runs.storage import find_run, keep_run, kept_runs, last_before
from models.runs.unfinished import Unfinished, one_at_a_time
from models.score import KeptBuckets, ScoredDay, of_region, score

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Computed:
    """What a run holds, as it was worked out."""

    day: ScoredDay
    state: State
    issued: IssuedList

    @property
    def frames(self) -> dict[str, pl.DataFrame]:
        return frames_of(self.day, self.issued, self.state)

    @property
    def rules(self) -> dict[str, Any]:
        return {county: asdict(rules) for county, rules in self.issued.rules.items()}


def make_run(
    model: RiskModel,
    store: RecordStore,
    policy: Policy,
    as_of: dt.date,
    *,
    visits: int | None = None,
    region: str = "",
    seed: int = DEFAULT_SEED,
    progress: Progress | None = None,
    waiting: Callable[[Bilingual], None] = lambda _why: None,
) -> Run:
    """Score everybody on a day, cut the list, and keep both, whole or not at all.

    A run that was made from the same before is the answer: it is not made again. One that was killed goes on with the
    buckets that it had not finished. A model's runs are made one at a time: whoever comes meanwhile waits.

    Args:
        visits: so many over the region, instead of what the policy gives.
        region: digits with which the village codes of the list begin; empty for everybody.
        waiting: told, before it waits, that another process is making a run of this model.

    Raises:
        NobodyInScopeError, ContextError, PolicyError, ExplanationError: as `models.score.score`.
        CapacityError: there are fewer visits than one.
        RunError: the run before is damaged.
        DiskError, OutputError: it can't be kept.
    """

    def as_it_stands() -> tuple[Run | None, MadeFrom]:
        before = last_before(store, model.name, str(as_of))
        previous = None if before is None else before.id
        versions = store.versions()
        return before, MadeFrom.of(
            model, policy, as_of, versions, seed=seed, visits=visits, region=region, previous=previous
        )

    _, made_from = as_it_stands()
    if made_from.id in kept_runs(store, model.name):
        return find_run(store, model.name, made_from.id)
    with one_at_a_time(store, model.name, waiting):
        # While it waited, records may have come in, and the very run or one of an earlier day may have been made.
        before, made_from = as_it_stands()
        if made_from.id in kept_runs(store, model.name):
            return find_run(store, model.name, made_from.id)
        unfinished = Unfinished.of(store, made_from)
        computed = compute(made_from, model, store, policy, before, progress, unfinished)
        answering = {"seed": SEED, "store": unfinished.store}
        run = keep_run(store, made_from, model, kept_policy(policy), computed.rules, computed.frames, answering)
        unfinished.remove()
        return run


def after_list_of(before: Run | None, state: State) -> State:
    """What is known before a list, the list of an earlier run among it."""
    return state if before is None else replace(state, previous=as_previous(before.listed))


def compute(
    made_from: MadeFrom,
    model: RiskModel,
    store: RecordStore,
    policy: Policy,
    before: Run | None,
    progress: Progress | None = None,
    kept: KeptBuckets | None = None,
) -> Computed:
    """What a run that is made from this holds.

    Args:
        kept: as `models.score.score`.

    Raises:
        StoreError: the versions of the records are gone; and as `make_run`.
    """
    versions = dict(made_from.data_versions)
    day = score(
        model,
        store,
        policy,
        made_from.as_of,
        versions=versions,
        seed=made_from.seed,
        progress=progress,
        wholly=True,
        kept=kept,
    )
    scores = of_region(day.households, made_from.region, made_from.as_of)
    state = after_list_of(before, day.state)
    if made_from.region:
        state = state.of(scores)
    issued = issue_by_policy(scores, policy, state, visits=made_from.visits, seed=made_from.seed)
    return Computed(day, state, issued)
