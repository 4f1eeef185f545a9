"""The contributions that are told as reasons: what raises the risk most and is known."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from features.registry import chosen
from models.reasons.risk_types import lists_of
from models.risk_model import RiskModel
from models.scorers import Matrix

Array = npt.NDArray[np.float64]

MOST_REASONS = 5

REASON: dict[str, type[pl.DataType]] = {
    "feature": pl.String,
    "risk_type": pl.String,
    "unit": pl.String,
    "value": pl.Float64,
    "contribution": pl.Float64,
}
"""One reason: a feature with its value, and how much it raises the raw score, in log-odds."""


def strongest(
    model: RiskModel, frame: pl.DataFrame, matrix: Matrix, contributions: Array, most: int = MOST_REASONS
) -> pl.Series:
    """Of each row the strongest raising contributions; features of equal contribution in the order of their names.

    Args:
        frame: the features of the rows.
        matrix, contributions: rows by features of the model.
        most: at most so many reasons for each household.

    Returns:
        `reasons`, lists of REASON. What nobody recorded may raise a score; it is no fact that a visitor could check, and
        no reason.
    """
    declared = chosen(model.features)
    names = np.array(model.features)
    known = np.where(np.isnan(matrix), -np.inf, contributions)
    by_name = np.argsort(names, kind="stable")
    column = by_name[np.argsort(-known[:, by_name], axis=1, kind="stable")[:, :most]]
    amount = np.take_along_axis(known, column, axis=1)
    raising = amount > 0
    values = np.zeros(column.shape)
    for place in np.unique(column[raising]):
        here = (column == place) & raising
        values[here] = frame.get_column(model.features[place]).gather(here.nonzero()[0]).cast(pl.Float64).to_numpy()
    features = column[raising]
    flat = pl.DataFrame(
        {
            "feature": names[features],
            "risk_type": np.array([declared[name].risk_type.value for name in names])[features],
            "unit": np.array([declared[name].unit for name in names])[features],
            "value": values[raising],
            "contribution": amount[raising],
        },
        schema=REASON,
    )
    return lists_of(flat, raising.sum(axis=1)).alias("reasons")
