"""Batch scoring: every household in scope, bucket by bucket, in the order of visiting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

import polars as pl

from features.context.cache import context_wanted_by
from features.deliveries.senders import senders
from features.errors import FanpinError
from features.frame import index_of
from features.frame.context.counting import context_of
from features.frame.context.table import context_days
from features.frame.fingerprint import context_read
from features.intake.counties import Counties
from features.policy.loading import Policy
from features.records.buckets import described, over_buckets
from features.records.context import Context
from features.records.contracts.impossible import IMPOSSIBLE
from features.records.gate import Records
from features.records.store import RecordStore, Versions
from features.triggers.evaluating import trigger_features
from features.triggers.including import must_include
from models.assess import assess, assess_wholly
from models.assessed import ANSWERS, ASSESSMENT, Assessed
from models.certainty import CONTRADICTING, freshness_of, require_fresh, surroundings_of
from models.lists import (
    DEFAULT_SEED,
    MUST_INCLUDE,
    STANDING,
    VILLAGES,
    VISITED,
    IssuedList,
    LeftOut,
    State,
    issue_by_policy,
    ranked,
    villages_visited,
    visits_known,
)
from models.reasons import MOST_REASONS
from models.risk_model import RiskModel
from models.scope import Standing
from models.targets import TargetKind

Progress = Callable[[int, int], None]


class NobodyInScopeError(FanpinError, ValueError):
    """No household can be scored on the day."""


@dataclass(frozen=True)
class ScoredDay:
    """Everybody of whom the model speaks on a day: with a score, or without one because their numbers can't be or their records contradict each other.

    Attributes:
        households: columns of `models.assessed.ASSESSMENT` and `rank` from 1, riskiest first.
        impossible: as `features.records.contracts.impossible.IMPOSSIBLE`.
        state: what is known before a list of the day is made, but for the list before (`models.runs.after_list_of`).
        contradicting: whose records contradict each other so badly that they have no score (`models.certainty.CONTRADICTING`).
        answers: what the answer about each of the households says beside its score (`models.assessed.ANSWERS`); nobody's unless it was asked.
    """

    households: pl.DataFrame
    impossible: pl.DataFrame
    state: State
    contradicting: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CONTRADICTING))
    answers: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ANSWERS))


@dataclass(frozen=True)
class ScoredBucket:
    """What one bucket of the store gives to a day: frames alone, so that it can be kept and read again."""

    households: pl.DataFrame
    impossible: pl.DataFrame
    contradicting: pl.DataFrame
    visited: pl.DataFrame
    villages: pl.DataFrame
    must_include: pl.DataFrame
    standing: pl.DataFrame
    answers: pl.DataFrame


class KeptBuckets(Protocol):
    """Where buckets are kept while a day is scored, so that whoever is killed goes on with the others (`models.runs.unfinished`)."""

    def read(self, bucket: int) -> ScoredBucket | None:
        """What a bucket gave, to the last bit; None where it was not kept."""
        ...

    def keep(self, bucket: int, scored: ScoredBucket) -> None: ...


def score(
    model: RiskModel,
    store: RecordStore,
    policy: Policy,
    as_of: dt.date,
    *,
    versions: dict[str, int] | None = None,
    reasons: int = MOST_REASONS,
    seed: int = DEFAULT_SEED,
    progress: Progress | None = None,
    supposed: Callable[[Records], Records] | None = None,
    wholly: bool = False,
    kept: KeptBuckets | None = None,
) -> ScoredDay:
    """Assess every household of the store that is in scope on a day.

    Args:
        versions: of the store's tables; its present ones when None.
        seed: orders households of equal score.
        supposed: makes of a bucket's records those that are scored instead. Villages are counted over them too, and nothing of it
            is kept.
        wholly: work out the whole answer about everybody who has a score, which takes about as long again.
        kept: what buckets gave earlier is taken from here, what the others give is kept here; nothing is kept when None.

    Raises:
        NobodyInScopeError: of no household that was described by that day does the model speak.
        StaleSourcesError: key departments' data are too long overdue for anybody to be scored.
        ContextError: the figures of villages were missing and can't be kept.
    """
    pinned = versions if versions is not None else store.versions()
    require_fresh(freshness_of(store, policy, as_of, pinned), policy, as_of, Counties.of(store, pinned).the_one)
    if supposed is None:
        context = context_wanted_by([*model.features, *trigger_features()], store, [as_of], versions=pinned)
    else:
        context = _counted_anew(model, store, as_of, pinned, supposed)
    departments = senders(store, pinned)
    around = surroundings_of(model, store, policy, as_of, pinned) if wholly else None

    def of_bucket(records: Records) -> ScoredBucket:
        records = records if supposed is None else supposed(records)
        index = index_of(described(records), as_of)
        of_each = partial(assess_wholly, around=around) if wholly else assess
        assessed = of_each(model, records, index, policy, reasons=reasons, senders=departments)
        return ScoredBucket(
            assessed.households,
            assessed.impossible,
            assessed.contradicting,
            visits_known(records, index),
            villages_visited(records, index),
            must_include(assessed.screened, policy).drop("as_of"),
            without_score(assessed),
            assessed.answers if wholly else pl.DataFrame(schema=ANSWERS),
        )

    parts = _every_bucket(store, of_bucket, pinned, context, progress, kept)
    scores = pl.concat([pl.DataFrame(schema=ASSESSMENT), *(part.households for part in parts)])
    if scores.is_empty():
        raise NobodyInScopeError(
            f"{as_of} 没有可以评分的户：当日还没有家庭情况记录，或都不在评估范围内；`fanpin deliveries` 可查看从哪天起有记录 | "
            f"no household can be scored on {as_of}: none was described by then and "
            f"{'had its risk removed' if model.target is TargetKind.RELAPSE else 'not monitored'}. "
            "`fanpin deliveries` shows from which day records are known."
        )
    impossible = pl.concat([pl.DataFrame(schema=IMPOSSIBLE), *(part.impossible for part in parts)])
    against = pl.concat([pl.DataFrame(schema=CONTRADICTING), *(part.contradicting for part in parts)])
    answers = pl.concat([pl.DataFrame(schema=ANSWERS), *(part.answers for part in parts)])
    return ScoredDay(
        ranked(scores, seed),
        impossible.sort("household_id"),
        _state(parts),
        against.sort("household_id"),
        answers.sort("household_id"),
    )


def _every_bucket(
    store: RecordStore,
    work: Callable[[Records], ScoredBucket],
    versions: Versions,
    context: Context | None,
    progress: Progress | None,
    kept: KeptBuckets | None,
) -> list[ScoredBucket]:
    """What every bucket gives, in their order; those that were kept are not worked on again."""
    every = range(store.buckets)
    parts = {} if kept is None else {bucket: part for bucket in every if (part := kept.read(bucket)) is not None}
    there, missing = len(parts), [bucket for bucket in every if bucket not in parts]

    def counted(done: int, _of: int) -> None:
        if progress:
            progress(there + done, len(every))

    of_missing = over_buckets(store, work, versions=versions, buckets=missing, context=context, progress=counted)
    for bucket, part in zip(missing, of_missing, strict=True):
        if kept is not None:
            kept.keep(bucket, part)
        parts[bucket] = part
    return [parts[bucket] for bucket in every]


def without_score(assessed: Assessed) -> pl.DataFrame:
    """Why those have no score who have none, in the words of `models.lists.LeftOut`: columns of `models.lists.STANDING`."""
    out = assessed.standing.filter(pl.col("standing") != Standing.IN_SCOPE.value).select(list(STANDING))
    beyond = assessed.impossible.select("household_id", pl.lit(LeftOut.IMPOSSIBLE.value).alias("standing"))
    against = assessed.contradicting.select("household_id", pl.lit(LeftOut.CONTRADICTING.value).alias("standing"))
    return pl.concat([out, beyond.unique("household_id"), against])


def _state(parts: list[ScoredBucket]) -> State:
    def together(schema: dict[str, pl.DataType], frames: list[pl.DataFrame]) -> pl.DataFrame:
        return pl.concat([pl.DataFrame(schema=schema), *frames]).sort(next(iter(schema)))

    villages = together(VILLAGES, [part.villages for part in parts])
    return State(
        visited=together(VISITED, [part.visited for part in parts]),
        must_include=together(MUST_INCLUDE, [part.must_include for part in parts]),
        standing=together(STANDING, [part.standing for part in parts]),
        villages=villages.group_by("village", maintain_order=True).agg(pl.col("visited_on").max()),
    )


def _counted_anew(
    model: RiskModel, store: RecordStore, as_of: dt.date, versions: Versions, supposed: Callable[[Records], Records]
) -> Context | None:
    """What villages and settlements tell when the records of all are as supposed; None where the model reads nothing of it."""
    if not context_read([*model.features, *trigger_features()]):
        return None
    return context_of(over_buckets(store, supposed, versions=versions), context_days([as_of]))


def of_region(scores: pl.DataFrame, region: str, as_of: dt.date) -> pl.DataFrame:
    """The households of a region, their `rank` as it is among all.

    Raises:
        NobodyInScopeError: nobody who lives there can be scored.
    """
    there = scores.filter(pl.col("region_code").str.starts_with(region)) if region else scores
    if there.is_empty():
        raise NobodyInScopeError(
            f"{as_of} 区域 {region} 内没有可以评分的户，都不在评估范围内 | nobody of region {region} can be scored on {as_of}: all who live "
            "there are out of the model's scope."
        )
    return there


def on_list(
    scores: pl.DataFrame, state: State, policy: Policy, visits: int | None = None
) -> tuple[pl.DataFrame, IssuedList]:
    """Those of the scored households that are on the list, with their `slot`, and the list.

    Args:
        scores: `households` of a `ScoredDay`, or those of a region.
        state: as `ScoredDay.state`.
        visits: so many over all of them; what the policy gives when None.

    Raises:
        NobodyInScopeError: all of them rest.
        CapacityError: there are fewer visits than one.
    """
    issued = issue_by_policy(scores, policy, state.of(scores), visits=visits)
    if issued.listed.is_empty():
        resting = issued.counts["left_out"][LeftOut.RESTING.value]
        raise NobodyInScopeError(
            f"可评分的 {resting} 户近期都已入户核查，没有可列入名单的户；不写 --visits 可得到全部评分 | all {resting} households that can be "
            "scored were visited lately, so that none is listed. Leave out --visits for every score."
        )
    return in_order_of_list(scores, issued), issued


def in_order_of_list(scores: pl.DataFrame, issued: IssuedList) -> pl.DataFrame:
    """The scored households of a list with their `slot`, the riskiest first over all places; must-includes stand where their scores do."""
    return scores.join(issued.listed.select("household_id", "slot"), on="household_id", maintain_order="left")
