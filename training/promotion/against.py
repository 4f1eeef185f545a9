"""A version against the champion: both out of time, on the same households and days, with lists of the same length.

Each was measured by its own run, on test windows that its models had not learned from. A champion that was simply
scored on the new run's test rows would be flattered: it has learned from many of them since.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from features.bilingual import Bilingual
from training.predictions import MODEL, score_column
from training.resampling import blocks_of, drawn_blocks, interval
from training.settings import Evaluation

CHAMPION = "champion"

Listed = Callable[[pl.DataFrame, str, Evaluation], npt.NDArray[np.bool_]]
"""Which rows are on the list at capacity, by a method's score (`training.lists.cutting.listed`)."""


@dataclass(frozen=True)
class Against:
    """How a version did against the champion.

    Attributes:
        champion: its version.
        positive_households: different households with the outcome among the rows in common.
        difference: value, low and high of recall at capacity, the version's minus the champion's; NaN where there is a
            problem.
        problem: why nothing can be compared; None where it could.
    """

    champion: str
    positive_households: int
    difference: tuple[float, float, float]
    problem: Bilingual | None = None

    @classmethod
    def impossible(cls, champion: str, zh: str, en: str) -> Against:
        return cls(champion, 0, (float("nan"),) * 3, Bilingual(zh, en))


def against(
    champion: str,
    of_candidate: pl.DataFrame | None,
    of_champion: pl.DataFrame | None,
    settings: Evaluation,
    listed: Listed,
) -> Against:
    """Compare the lists that two versions would have issued.

    Args:
        champion: its version.
        of_candidate: predictions of the version to be promoted; None where they were not kept.
        of_champion: those of the champion.
        settings: capacity, resampling unit, times and seed.
    """
    if of_candidate is None or of_champion is None:
        which = champion if of_champion is None else "candidate"
        return Against.impossible(
            champion,
            f"没有保存{'现用模型第 ' + champion + ' 版' if of_champion is None else '候选版本'}的检验期预测，无法比较",
            f"the predictions of {'champion ' + which if of_champion is None else 'this version'} were not kept here, so that "
            "nothing can be compared",
        )
    theirs = of_champion.select("household_id", "as_of", pl.col(score_column(MODEL)).alias(score_column(CHAMPION)))
    rows = of_candidate.join(theirs, on=["household_id", "as_of"], how="inner", maintain_order="left")
    positive = (rows["label"] == 1).to_numpy()
    if not positive.any():
        return Against.impossible(
            champion,
            f"与第 {champion} 版没有共同的阳性住户与日期，无法比较",
            f"no positive household and day in common with version {champion}: nothing can be compared",
        )
    block = blocks_of(rows, settings.resample)
    hits = [
        np.bincount(block, (listed(rows, method, settings) & positive).astype(np.float64))
        for method in (MODEL, CHAMPION)
    ]
    of_block = np.bincount(block, positive.astype(np.float64))
    drawn = drawn_blocks(len(of_block), settings.bootstrap, settings.seed)
    with np.errstate(invalid="ignore"):
        differences = (drawn @ (hits[0] - hits[1])) / (drawn @ of_block)
    difference = interval(float((hits[0].sum() - hits[1].sum()) / of_block.sum()), differences)
    households = rows.filter(pl.Series(positive))["household_id"].n_unique()
    return Against(champion, households, (difference["value"], difference["low"], difference["high"]))
