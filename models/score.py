"""Batch scoring: every household in scope, bucket by bucket, in the order of visiting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

from features.context.keeping import context_wanted_by
from features.disk import write_whole
from features.disk.outputs import writable_file, write_csv
from features.errors import FanpinError
from features.frame import index_of
from features.policy.loading import Policy
from features.records.buckets import described, over_buckets
from features.records.contracts.impossible import IMPOSSIBLE
from features.records.gate import Records
from features.records.store import RecordStore
from models.assess import ASSESSMENT, MOST_REASONS, Assessed, assess_all
from models.bands import RiskBand
from models.risk_model import RiskModel
from models.select import DEFAULT_SEED, ranked
from models.targets import TargetKind
from models.workbook import Remark, workbook_of

Progress = Callable[[int, int], None]
NotScored = Callable[[pl.DataFrame], None]
"""Is told, once, the households in scope whose numbers can't be (`features.records.contracts.impossible.IMPOSSIBLE`)."""


class NobodyInScopeError(FanpinError, ValueError):
    """No household can be scored on the day."""


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
    not_scored: NotScored | None = None,
) -> pl.DataFrame:
    """Assess every household of the store that is in scope on a day.

    Args:
        versions: of the store's tables; its present ones when None.
        seed: orders households of equal score.

    Returns:
        Columns of `models.assess.ASSESSMENT` and `rank` from 1, riskiest first.

    Raises:
        NobodyInScopeError: of no household that was described by that day does the model speak.
        ContextError: the figures of villages were missing and can't be kept.
    """
    pinned = versions if versions is not None else store.versions()
    context = context_wanted_by(model.features, store, [as_of], versions=pinned)
    assessed, impossible = [pl.DataFrame(schema=ASSESSMENT)], [pl.DataFrame(schema=IMPOSSIBLE)]

    def of_bucket(records: Records) -> Assessed:
        return assess_all(model, records, index_of(described(records), as_of), policy, reasons=reasons)

    for made in over_buckets(store, of_bucket, versions=pinned, context=context, progress=progress):
        assessed.append(made.households)
        impossible.append(made.impossible)
    scores = pl.concat(assessed)
    if not_scored:
        not_scored(pl.concat(impossible).sort("household_id"))
    if scores.is_empty():
        raise NobodyInScopeError(
            f"{as_of} 没有可以评分的户：当日还没有家庭情况记录，或都不在评估范围内；`fanpin deliveries` 可查看从哪天起有记录 | "
            f"no household can be scored on {as_of}: none was described by then and "
            f"{'had its risk removed' if model.target is TargetKind.RELAPSE else 'not monitored'}. "
            "`fanpin deliveries` shows from which day records are known."
        )
    return ranked(scores, seed)


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


def writable_scores(path: Path) -> Path:
    """The path, if scores can be written there: asked before the work.

    Raises:
        FanpinError: another ending.
        OutputError: nothing can be written there.
    """
    if path.suffix.lower() not in ENDINGS:
        raise FanpinError(
            f"{path}：评分可以写成 {'、'.join(ENDINGS)}，请用其中一种结尾 | {path}: scores can be written as {', '.join(ENDINGS)}; "
            "choose one of these endings."
        )
    return writable_file(path)


def write_scores(
    scores: pl.DataFrame,
    path: Path,
    examples: Sequence[str] = (),
    names: pl.DataFrame | None = None,
    region: str = "",
    remarks: Sequence[Remark] = (),
) -> None:
    """Write scores as Parquet, CSV or Excel, by the file's ending, whole or not at all.

    Parquet keeps the reasons as structures; CSV tells them in words, one column each, every text as text so that no
    program takes data for a formula. A workbook is for people (`models.workbook`).

    Args:
        examples: lines about policy values that are examples, for a workbook.
        remarks: what a reader of the workbook must know (`models.workbook.Remark`).
        names: of villages, for a workbook (`features.workbooks.homes.names_on`); without them it tells codes.

    Raises:
        FanpinError: another ending, or more rows than a workbook holds.
        OutputError, DiskError: it cannot be written there.
    """
    writable_scores(path)
    ending = path.suffix.lower()
    if ending == FOR_PEOPLE:
        content = workbook_of(scores, pl.DataFrame(schema=NAMES) if names is None else names, examples, region, remarks)
        write_whole(path, lambda to: to.write_bytes(content))
    else:
        FOR_PROGRAMS[ending](scores, path)


def _write_parquet(scores: pl.DataFrame, path: Path) -> None:
    write_whole(path, scores.write_parquet)


def _write_csv(scores: pl.DataFrame, path: Path) -> None:
    write_csv(flat(scores), path)


FOR_PROGRAMS: dict[str, Callable[[pl.DataFrame, Path], None]] = {".parquet": _write_parquet, ".csv": _write_csv}
FOR_PEOPLE = ".xlsx"
ENDINGS = (*FOR_PROGRAMS, FOR_PEOPLE)
NAMES = {"region_code": pl.String(), "township": pl.String(), "village": pl.String()}


def flat(scores: pl.DataFrame) -> pl.DataFrame:
    """Scores without structures: the band in Chinese, reasons as columns of words with their contributions."""
    most = int(scores["reasons"].list.len().max() or 0)  # type: ignore[arg-type]
    reason = pl.col("reasons").list
    columns = []
    for position in range(most):
        one = reason.get(position, null_on_oob=True).struct
        columns += [
            one.field("zh").alias(f"reason_{position + 1}_zh"),
            one.field("en").alias(f"reason_{position + 1}_en"),
            one.field("feature").alias(f"reason_{position + 1}_feature"),
            one.field("value").alias(f"reason_{position + 1}_value"),
            one.field("contribution").alias(f"reason_{position + 1}_contribution"),
        ]
    band = pl.col("band").replace_strict({one.value: one.zh for one in RiskBand}, return_dtype=pl.String)
    return scores.with_columns(band, *columns).drop("reasons")
