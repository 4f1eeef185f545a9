"""Explanations: exact contributions, checked against the score they explain, told as reasons.

Contributions plus base value give the raw score; the difference is returned as the residual and an answer whose
residual is not tiny is no answer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from features.errors import FanpinError
from features.records.collecting import collect_as_written
from features.registry import chosen
from features.registry.wording import fact_en, fact_zh
from models.risk_model import RiskModel
from models.scorers import Matrix

Array = npt.NDArray[np.float64]

LARGEST_RESIDUAL = 1e-6
"""Of raw score, in log-odds."""

REASON_FIELDS: dict[str, type[pl.DataType]] = {
    "feature": pl.String,
    "risk_type": pl.String,
    "zh": pl.String,
    "en": pl.String,
    "unit": pl.String,
    "value": pl.Float64,
    "contribution": pl.Float64,
}
REASON = pl.Struct(REASON_FIELDS)
"""One reason: a feature, what it means with its value in words, and how much it raises the raw score."""


class ExplanationError(FanpinError, RuntimeError):
    """Contributions do not add up to the score: nothing may be shown."""


@dataclass(frozen=True)
class Explanation:
    """Of each row: contributions (rows by features), residual, and reasons."""

    contributions: Array
    residual: Array
    reasons: pl.Series


def explain(model: RiskModel, frame: pl.DataFrame, raw: Array, most: int, matrix: Matrix | None = None) -> Explanation:
    """Explain raw scores of a feature frame.

    Args:
        most: at most so many reasons for each household, the strongest first; only what raises the risk, and is
            known, is a reason.
        matrix: the frame's as `RiskModel.matrix` makes it, where it was made already.

    Raises:
        ExplanationError: contributions do not rebuild a score to 1e-6.
    """
    if frame.is_empty():
        return Explanation(
            np.empty((0, len(model.features))), np.empty(0), pl.Series("reasons", [], dtype=pl.List(REASON))
        )
    matrix = model.matrix(frame) if matrix is None else matrix
    contributions = model.contributions(frame, matrix)
    residual = np.abs(contributions.sum(axis=1) + model.base_value - raw)
    if not bool((residual <= LARGEST_RESIDUAL).all()):
        raise ExplanationError(
            f"{int((residual > LARGEST_RESIDUAL).sum())} 户的理由与得分对不上，没有给出任何结果：模型文件可能已损坏，请从备份恢复或重新训练。 | "
            f"{int((residual > LARGEST_RESIDUAL).sum())} of {frame.height} explanations miss their score by more than "
            f"{LARGEST_RESIDUAL} (the largest by {residual.max():.3g}). Nothing was returned; the model file may be damaged."
        )
    # What nobody recorded may raise a score; it is no fact that a visitor could check.
    told_of = np.where(np.isnan(matrix), -np.inf, contributions)
    return Explanation(contributions, residual, _reasons(model, frame, told_of, most))


def _reasons(model: RiskModel, frame: pl.DataFrame, told_of: Array, most: int) -> pl.Series:
    """The strongest raising contributions; features of equal contribution in the order of their names.

    Args:
        told_of: contributions, rows by features, of known features alone.
    """
    declared = chosen(model.features)
    ordered = [declared[name] for name in model.features]
    names = np.array(model.features)
    by_name = np.argsort(names, kind="stable")
    strongest = by_name[np.argsort(-told_of[:, by_name], axis=1, kind="stable")[:, :most]]
    values = {column: frame.get_column(model.features[column]) for column in np.unique(strongest)}
    told: dict[str, list[object]] = {name: [] for name in ("row", *REASON_FIELDS)}
    for row, columns in enumerate(strongest):
        for column in columns:
            contribution = float(told_of[row, column])
            if contribution <= 0:
                break
            feature, value = ordered[column], float(values[column][row])
            said = (
                row,
                feature.name,
                feature.risk_type.value,
                fact_zh(feature, value),
                fact_en(feature, value),
                feature.unit,
                value,
                contribution,
            )
            for name, cell in zip(told, said, strict=True):
                told[name].append(cell)
    return _listed(pl.DataFrame(told, schema={"row": pl.UInt32, **REASON_FIELDS}), frame.height)


def _listed(reasons: pl.DataFrame, rows: int) -> pl.Series:
    """One list of reasons for each row, empty where it has none."""
    listed = reasons.lazy().group_by("row", maintain_order=True).agg(pl.struct(*REASON_FIELDS).alias("reasons"))
    everybody = pl.LazyFrame({"row": range(rows)}, schema={"row": pl.UInt32})
    told = everybody.join(listed, on="row", how="left", maintain_order="left")
    none = pl.Series([[]], dtype=pl.List(REASON))
    with_none = pl.when(pl.col("reasons").is_null()).then(none).otherwise(pl.col("reasons"))
    return collect_as_written([told.select(with_none.alias("reasons"))])[0].to_series()
