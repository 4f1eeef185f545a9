"""What MLflow itself calls to serve a model: features in, probability out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from models.risk_model import RiskModel

if TYPE_CHECKING:
    import pandas as pd


class _Served:
    """A model as MLflow's servers and `mlflow.pyfunc` use it."""

    def __init__(self, model: RiskModel) -> None:
        self.model = model

    def predict(self, features: pd.DataFrame, params: Mapping[str, Any] | None = None) -> pd.Series[float]:  # noqa: ARG002
        """Probabilities of rows of features; unknown as NaN."""
        import pandas as pd

        frame = pl.from_pandas(features[list(self.model.features)])
        return pd.Series(self.model.probability(self.model.raw_score(frame)), index=features.index, name="probability")


def _load_pyfunc(path: str) -> _Served:
    """MLflow's entry for models whose loader is `models.registry`."""
    return _Served(RiskModel.load(Path(path)))
