"""An office that acts on its lists, played on the truth of a simulated county.

Nobody acted on these lists when the county was simulated: there, help follows hardship, and hardly anybody is helped before
a fall. So the office is played: it helps most of those at the top of its lists and fewer further down, and help
prevents as large a share of falls as the simulator's own. What such an office would read from its outcomes (naive), what
the remedies of `training.truths.helped` read from them (weighted), and the truth stand side by side.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from models.lists import Capacity, Lists, Slot
from training.lists.capacity import capacity_of
from training.lists.counting import Draws, intervals_of, ratio
from training.lists.cutting import listed
from training.predictions import score_column
from training.settings import Evaluation
from training.truths.helped import recall_by_audits, share_in_need

HELPED = (0.8, 0.7, 0.6, 0.5, 0.4)
"""Chance of help by fifth of the list, from the top: who is listed first is visited first."""

AUDITED = 0.2
"""The share of visits that goes to households drawn at random, in the office that is played for the recall."""


def acted_on(needs: pl.DataFrame, method: str, prevented: float, settings: Evaluation, draws: Draws) -> dict[str, Any]:
    """What an office reads from its own outcomes, with remedy and without, beside the truth.

    Args:
        needs: as `training.truths.need.with_truth` returns them.
        prevented: the share of falls that help prevents.

    Returns:
        `prevented`; `listed` and `helped` household-months; `share_in_need` (of listed household-months not in hardship yet: would
        fall within the horizon) and `recall` (of all household-months in need), each `naive`, `weighted`, `truth` with intervals.
    """
    random = np.random.default_rng(settings.seed)
    on_list = listed(needs, method, settings)
    rows = np.flatnonzero(on_list & ~needs["in_hardship"].to_numpy())
    fifth = _fifths(needs[rows], score_column(method))
    would_fall = needs["label"].to_numpy()[rows] == 1
    helped = random.random(len(rows)) < np.array(HELPED)[fifth]
    fell = would_fall & ~(helped & (random.random(len(rows)) < prevented))
    block = draws.block[rows]
    share = share_in_need(fell, helped, fifth, block, draws)
    share["truth"] = ratio(draws.in_blocks(block[would_fall]), draws.in_blocks(block))
    return {
        "prevented": prevented,
        "listed": len(rows),
        "helped": int(helped.sum()),
        "share_in_need": intervals_of(share),
        "audit_share": AUDITED,
        "recall": intervals_of(_recall(needs, method, settings, draws)),
    }


def _fifths(rows: pl.DataFrame, score: str) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Each day's listed rows by their scores, the highest fifth first."""
    place = (pl.col(score).rank("ordinal", descending=True) - 1) * len(HELPED) // pl.len()
    return rows.select(place.over("as_of").cast(pl.Int64)).to_series().to_numpy()


def _recall(needs: pl.DataFrame, method: str, settings: Evaluation, draws: Draws) -> dict[str, Any]:
    """Visits find who is in need; some of them go to households drawn at random."""
    score = score_column(method)
    capacity = Capacity(capacity_of(settings).visits_per_hundred, AUDITED)
    rows = needs.with_columns(pl.Series("_block", draws.block), pl.col("label").alias("_need"))
    visited = Lists(rows, settings.seed).issued(capacity, score)
    by_score = (visited["slot"] == Slot.SCORE.value).to_numpy()
    need_found = (visited["_need"] == 1).to_numpy()
    block = visited["_block"].to_numpy()
    measured = recall_by_audits(by_score, need_found, visited["chance"].to_numpy(), block, draws)
    in_need = draws.block[needs["label"].to_numpy() == 1]
    measured["truth"] = ratio(draws.in_blocks(block[by_score & need_found]), draws.in_blocks(in_need))
    return measured
