"""What an office would otherwise do: each opponent gives every row of the test part a score, higher is riskier."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import polars as pl

from features.registry import chosen
from training.settings import Experiment, Opponent

Array = npt.NDArray[np.float64]


def income_rule(_train: pl.DataFrame, test: pl.DataFrame, _experiment: Experiment) -> Array:
    """Recorded net income per person, lowest first. Unknown income is taken as the median: it says nothing."""
    income = test["net_income_per_person"].cast(pl.Float64)
    known = income.drop_nulls()
    return -income.fill_null(known.median() if len(known) else 0.0).to_numpy()


def trigger_hits(_train: pl.DataFrame, test: pl.DataFrame, _experiment: Experiment) -> Array:
    """The number of the departments' rules that a household hits."""
    return test["hits"].cast(pl.Float64).to_numpy()


def logistic(train: pl.DataFrame, test: pl.DataFrame, experiment: Experiment) -> Array:
    """A logistic regression on the same features: log-scaled, the mean for unknown with a column that says so."""
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    names = [name for name in chosen(experiment.features) if train[name].null_count() < train.height]
    fitted = make_pipeline(
        StandardScaler(),
        # After the scaling, which leaves unknown ones out, 0 is the mean.
        SimpleImputer(strategy="constant", fill_value=0.0, add_indicator=True),
        LogisticRegression(C=0.01, max_iter=300),
    ).fit(_columns(train, names), train["label"].to_numpy())
    return np.asarray(fitted.decision_function(_columns(test, names)), dtype=np.float64)


def _columns(frame: pl.DataFrame, names: list[str]) -> npt.NDArray[np.float32]:
    # Yuan amounts span four orders of magnitude; a signed logarithm keeps their order and tames their tails.
    return frame.select(
        (pl.col(name).sign() * pl.col(name).abs().log1p()).cast(pl.Float32).fill_null(float("nan")) for name in names
    ).to_numpy()


OPPONENTS: dict[Opponent, Callable[[pl.DataFrame, pl.DataFrame, Experiment], Array]] = {
    Opponent.INCOME: income_rule,
    Opponent.TRIGGERS: trigger_hits,
    Opponent.LOGISTIC: logistic,
}
