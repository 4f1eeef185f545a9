"""A score's move, cause by cause: every household is computed again with each cause swapped after the one before.

Each swap is a household of its own in one frame: the same rows under another name, some of them not there yet, seen from
another day. So one call makes all of them, by the one definition of every feature.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from features.records.gate import FACT, Records, without_later_knowledge
from features.records.tables import TABLES
from models.changes.causes import Cause
from models.changes.standpoint import ChangedError, Standpoint, frame_with

Array = npt.NDArray[np.float64]

SPLIT: dict[str, pl.DataType] = {
    "household_id": pl.String(),
    "cause": pl.String(),
    "raw_score": pl.Float64(),
    "points": pl.Float64(),
}
"""One row for each household and cause: by how much it moved the raw score (log-odds) and the probability (percentage points)."""

POINTS = 100.0
SWAPS = 4
"""Of rows and days, under the policy and the model of before: nothing, the day, corrected rows, all rows."""


def split(before: Standpoint, after: Standpoint, households: Sequence[str], scores: pl.DataFrame) -> pl.DataFrame:
    """How each cause moved each household, in the order of the households and of `Cause`.

    Args:
        households: who has a score at both standpoints.
        scores: `household_id`, `before`, `after`: the raw scores as they were kept.

    Returns:
        Columns of SPLIT. The parts of a household add up to its move.

    Raises:
        ChangedError: a score is not what it was when it is computed again.
        ContextError, PolicyError: as `features.frame.feature_frame`.
    """
    asked = pl.Series("household_id", households, dtype=pl.String)
    if asked.is_empty():
        return pl.DataFrame(schema=SPLIT)
    raw = _raw_scores(before, after, asked)
    kept = pl.DataFrame(asked).join(scores, on="household_id", how="left", maintain_order="left")
    for at, column in ((0, "before"), (-1, "after")):
        if not np.array_equal(raw[at], kept[column].to_numpy()):
            raise ChangedError(
                "重新计算的得分与当时保存的不一致，无法说明变化原因：先用 `fanpin replay` 核对两次评分的记录、模型和程序版本 | scores computed again are not "
                "what they were: nothing can be told of why they moved. Check both runs with `fanpin replay`."
            )
    # The calibrator changes no raw score; all others are read with the calibrator of before.
    scored = [*raw, raw[-1]]
    told = [before.model.probability(one) for one in raw] + [after.model.probability(raw[-1])]
    moved = np.diff(np.stack(scored), axis=0).T
    points = POINTS * np.diff(np.stack(told), axis=0).T
    causes = [cause.value for cause in Cause]
    return pl.DataFrame(
        {
            "household_id": np.repeat(asked.to_numpy(), len(causes)),
            "cause": causes * len(asked),
            "raw_score": moved.ravel(),
            "points": points.ravel(),
        },
        schema=SPLIT,
    )


def _raw_scores(before: Standpoint, after: Standpoint, asked: pl.Series) -> list[Array]:
    """The raw scores before anything is swapped, and after each cause but the calibration."""
    names = frozenset({*before.model.features, *after.model.features})
    there, here = (one.figures(asked, names) for one in (before, after))
    index, records = _swapped(before, after, asked)
    frame = frame_with(records, index, before.policy, names, pl.concat([there] * SWAPS))
    rows = [frame[swap * len(asked) : (swap + 1) * len(asked)] for swap in range(SWAPS)]
    of_last = index[(SWAPS - 1) * len(asked) :]
    moved_places = frame_with(records, of_last, before.policy, names, here)
    new_policy = frame_with(records, of_last, after.policy, names, here)
    by_old = [before.model.raw_score(one) for one in (*rows, moved_places, new_policy)]
    return [*by_old, after.model.raw_score(new_policy)]


def _swapped(before: Standpoint, after: Standpoint, asked: pl.Series) -> tuple[pl.DataFrame, Records]:
    """Each household under as many names as there are swaps, with the rows of each: the index, swap after swap, and the records."""
    index = pl.concat(
        pl.DataFrame({"household_id": _named(asked, swap)}).with_columns(
            pl.lit(before.as_of if swap == 0 else after.as_of).alias("as_of")
        )
        for swap in range(SWAPS)
    )
    return index, Records({table: _rows(before, after, table) for table in TABLES})


def _named(households: pl.Series, swap: int) -> pl.Series:
    return (f"{swap}|" + households).alias("household_id")


def _rows(before: Standpoint, after: Standpoint, table: str) -> pl.DataFrame:
    then, now = before.records.tables[table], after.records.tables[table]
    # What a later day would see of rows that were there already is news, not time.
    known = without_later_knowledge({table: then}, pl.lit(before.as_of))[table]
    parts: Mapping[int, pl.DataFrame] = {
        0: then,
        1: known,
        2: now.join(known.select(FACT).unique(), on=FACT, how="semi"),
        3: now,
    }
    return pl.concat(rows.with_columns(_as(swap)) for swap, rows in parts.items())


def _as(swap: int) -> pl.Expr:
    return pl.format("{}|{}", pl.lit(swap), "household_id").alias("household_id")
