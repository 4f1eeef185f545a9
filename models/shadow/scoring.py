"""Scores of champion and challenger side by side, kept in the data folder and never given out.

The champion's list is written before its challenger is so much as loaded: whatever is wrong with a challenger, the
office has its list.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from lightgbm.basic import LightGBMError

from features.bilingual import Bilingual
from features.disk import write_whole
from features.disk.outputs import writable_folder
from features.errors import FanpinError
from features.policy.loading import Policy
from features.records.store import RecordStore
from models.registry import load_challenger
from models.risk_model import RiskModel
from models.score import score

FOLDER = "shadow"
CHALLENGER = "challenger."
"""Columns of the challenger carry this prefix; those of the champion none."""

SIDE_BY_SIDE = ("probability", "raw_score", "rank", "model_version")

BROKEN = (FanpinError, ValueError, KeyError, ArithmeticError, LightGBMError, pl.exceptions.PolarsError)
"""What a challenger may raise that cannot score here."""


@dataclass(frozen=True)
class Shadow:
    """What came of a challenger's scoring.

    Attributes:
        file: the scores side by side; None where there is no challenger, or it could not score.
        notice: a sentence about it; None where there is no challenger.
    """

    file: Path | None = None
    notice: Bilingual | None = None


def in_shadow(champion: RiskModel, scores: pl.DataFrame, store: RecordStore, policy: Policy, as_of: dt.date) -> Shadow:
    """Score with the challenger too, where there is one, and keep both side by side. Never raises what a challenger is to blame for.

    Args:
        scores: the champion's, `households` of `models.score.ScoredDay`.
    """
    try:
        challenger = load_challenger(champion.name)
        if challenger is None or challenger.version == champion.version:
            return Shadow()
        both = side_by_side(scores, score(challenger, store, policy, as_of, reasons=0).households)
        file = _keep(both, store, champion, challenger, as_of)
    except BROKEN as error:
        why = str(error).splitlines()[0][:300] if str(error) else type(error).__name__
        return Shadow(
            notice=Bilingual(
                f"候选模型没有评分，不影响本名单：{why}",
                f"the challenger did not score; the list is not affected: {why}",
            )
        )
    return Shadow(
        file,
        Bilingual(
            f"候选模型第 {challenger.version} 版已在幕后评分，不进入名单；比较：fanpin shadow",
            f"challenger {challenger.version} scored in the shadow, outside the list; to compare: fanpin shadow",
        ),
    )


def side_by_side(champion: pl.DataFrame, challenger: pl.DataFrame) -> pl.DataFrame:
    """One row for each household that either model speaks of: `household_id`, `as_of`, `region_code`, and
    `probability`, `raw_score`, `rank`, `model_version` of each, null where it does not speak of the household.
    """
    keys = ["household_id", "as_of", "region_code"]
    theirs = challenger.select(*keys, *(pl.col(name).alias(f"{CHALLENGER}{name}") for name in SIDE_BY_SIDE))
    both = champion.select(*keys, *SIDE_BY_SIDE).join(theirs, on=keys, how="full", coalesce=True, nulls_equal=True)
    return both.sort("household_id")


def kept_shadows(store: RecordStore, name: str) -> list[Path]:
    """The files of a model's challengers, the newest day last."""
    return sorted((store.path / FOLDER / name).glob("[0-9]*.parquet"))


def _keep(both: pl.DataFrame, store: RecordStore, champion: RiskModel, challenger: RiskModel, as_of: dt.date) -> Path:
    file = store.path / FOLDER / champion.name / f"{as_of}.{champion.version}-{challenger.version}.parquet"
    writable_folder(file.parent)
    write_whole(file, both.write_parquet)
    return file
