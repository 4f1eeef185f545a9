"""Batch scoring: every household in scope, bucket by bucket, in the order of visiting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from features.bilingual import Bilingual
from features.context.cache import context_wanted_by
from features.errors import FanpinError
from features.frame import index_of
from features.frame.context.counting import context_of
from features.frame.context.table import context_days
from features.frame.fingerprint import context_read
from features.policy.loading import Policy
from features.records.buckets import described, over_buckets
from features.records.context import Context
from features.records.contracts.impossible import IMPOSSIBLE
from features.records.gate import Records
from features.records.store import RecordStore, Versions
from models.assess import ASSESSMENT, Assessed, assess
from models.lists import DEFAULT_SEED, VISITED, issue_by_policy, ranked, resting_by_policy, visits_known
from models.reasons import MOST_REASONS
from models.risk_model import RiskModel
from models.targets import TargetKind

Progress = Callable[[int, int], None]


class NobodyInScopeError(FanpinError, ValueError):
    """No household can be scored on the day."""


@dataclass(frozen=True)
class ScoredDay:
    """Everybody of whom the model speaks on a day: with a score, or without one because their numbers can't be.

    Attributes:
        households: columns of `models.assess.ASSESSMENT` and `rank` from 1, riskiest first.
        impossible: as `features.records.contracts.impossible.IMPOSSIBLE`.
        visited: who of the scored was visited before, as known that day (`models.lists.VISITED`).
    """

    households: pl.DataFrame
    impossible: pl.DataFrame
    visited: pl.DataFrame


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
) -> ScoredDay:
    """Assess every household of the store that is in scope on a day.

    Args:
        versions: of the store's tables; its present ones when None.
        seed: orders households of equal score.
        supposed: makes of a bucket's records those that are scored instead. Villages are counted over them too, and nothing of it
            is kept.

    Raises:
        NobodyInScopeError: of no household that was described by that day does the model speak.
        ContextError: the figures of villages were missing and can't be kept.
    """
    pinned = versions if versions is not None else store.versions()
    if supposed is None:
        context = context_wanted_by(model.features, store, [as_of], versions=pinned)
    else:
        context = _counted_anew(model, store, as_of, pinned, supposed)
    assessed, impossible = [pl.DataFrame(schema=ASSESSMENT)], [pl.DataFrame(schema=IMPOSSIBLE)]
    visited = [pl.DataFrame(schema=VISITED)]

    def of_bucket(records: Records) -> tuple[Assessed, pl.DataFrame]:
        if supposed is not None:
            records = supposed(records)
        assessed = assess(model, records, index_of(described(records), as_of), policy, reasons=reasons)
        return assessed, visits_known(records, assessed.households)

    for of_some, visits in over_buckets(store, of_bucket, versions=pinned, context=context, progress=progress):
        assessed.append(of_some.households)
        impossible.append(of_some.impossible)
        visited.append(visits)
    scores = pl.concat(assessed)
    if scores.is_empty():
        raise NobodyInScopeError(
            f"{as_of} 没有可以评分的户：当日还没有家庭情况记录，或都不在评估范围内；`fanpin deliveries` 可查看从哪天起有记录 | "
            f"no household can be scored on {as_of}: none was described by then and "
            f"{'had its risk removed' if model.target is TargetKind.RELAPSE else 'not monitored'}. "
            "`fanpin deliveries` shows from which day records are known."
        )
    return ScoredDay(
        ranked(scores, seed), pl.concat(impossible).sort("household_id"), pl.concat(visited).sort("household_id")
    )


def _counted_anew(
    model: RiskModel, store: RecordStore, as_of: dt.date, versions: Versions, supposed: Callable[[Records], Records]
) -> Context | None:
    """What villages and settlements tell when the records of all are as supposed; None where the model reads nothing of it."""
    if not context_read(model.features):
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
    scores: pl.DataFrame, visited: pl.DataFrame, policy: Policy, visits: int
) -> tuple[pl.DataFrame, Bilingual | None]:
    """Those of the scored households that are on the list of so many visits, and what is to be said of those who rest.

    Args:
        scores: `households` of a `ScoredDay`, or those of a region.
        visited: as `ScoredDay.visited`.

    Raises:
        NobodyInScopeError: all of them rest.
    """
    resting = scores.join(resting_by_policy(scores, policy, visited), on="household_id", how="semi").height
    listed = issue_by_policy(scores.drop("rank"), policy, visited, visits=visits)
    if listed.is_empty():
        raise NobodyInScopeError(
            f"可评分的 {resting} 户近期都已入户核查，没有可列入名单的户；不写 --visits 可得到全部评分 | all {resting} households that can be "
            "scored were visited lately, so that none is listed. Leave out --visits for every score."
        )
    sentence = Bilingual(
        f"近期已入户核查的 {resting:,} 户暂不列入名单",
        f"{resting:,} households that were visited lately are not listed",
    )
    return scores.join(listed, on="household_id", how="semi", maintain_order="left"), sentence if resting else None
