"""What an office does today: the departments' rules, the lowest incomes, or chance."""

from __future__ import annotations

import numpy as np
import polars as pl

from models.scorers import Additive, Array, Linear, Steps, Term, Transform
from training.contenders.centring import centred
from training.contenders.contender import Fit, Fitted
from training.contenders.sampling import sampled
from training.settings import Experiment

INCOME = "net_income_per_person"
HITS = "hits"
LEAST_SLOPE = 1e-3
"""Of an order given from outside: where the rows say otherwise, the order stays and counts little."""


def fit_income(train: pl.DataFrame, _later: pl.DataFrame, experiment: Experiment) -> Fitted:
    """Recorded net income per person, lowest first. Unknown income is taken as the median: it says nothing."""
    known = train[INCOME].drop_nulls()
    middle = float(known.median()) if len(known) else 0.0  # type: ignore[arg-type]
    term = Linear(-1.0, Transform.SIGNED_LOG, -float(np.sign(middle) * np.log1p(abs(middle))), 0.0)
    return _in_order(INCOME, term, train, experiment)


def fit_number_of_triggers(train: pl.DataFrame, _later: pl.DataFrame, experiment: Experiment) -> Fitted:
    """The number of the departments' rules that a household hits."""
    return _in_order(HITS, Linear(1.0, Transform.NONE, 0.0, 0.0), train, experiment)


def fit_any_trigger(train: pl.DataFrame, _later: pl.DataFrame, experiment: Experiment) -> Fitted:
    """Households that hit some rule before those that hit none."""
    return _in_order(HITS, Steps((1.0,), (0.0, 1.0), 0.0, 0.0), train, experiment)


def fit_one_trigger(column: str) -> Fit:
    """Households that hit this rule before all others; what can't be told counts as no hit."""

    def fit(train: pl.DataFrame, _later: pl.DataFrame, experiment: Experiment) -> Fitted:
        return _in_order(column, Steps((1.0,), (0.0, 1.0), 0.0, 0.0), train, experiment)

    return fit


def _in_order(name: str, term: Term, train: pl.DataFrame, experiment: Experiment) -> Fitted:
    """An order given from outside, stretched to the log-odds of the train part's outcomes."""
    from sklearn.linear_model import LogisticRegression

    rows = train.select(name, "label")
    sample = sampled(rows, experiment.model.negatives_per_positive, experiment.model.seed)
    plain = Additive((name,), (term,), 0.0)
    given = Fitted(plain).scores(sample.rows)
    if len(np.unique(sample.label)) < 2:
        return Fitted(plain)
    fitted = LogisticRegression(C=1e6).fit(given[:, None], sample.label)
    slope, intercept = float(fitted.coef_[0][0]), float(fitted.intercept_[0]) + sample.offset
    if slope < LEAST_SLOPE:
        share = float(np.average(sample.label, weights=sample.weight))
        slope, intercept = LEAST_SLOPE, float(np.log(share / (1 - share)) - LEAST_SLOPE * given.mean())
    return Fitted(centred(Additive((name,), (_stretched(term, slope),), intercept), sample))


def _stretched(term: Term, by: float) -> Term:
    if isinstance(term, Linear):
        return Linear(term.weight * by, term.transform, term.unknown * by, 0.0)
    return Steps(term.edges, tuple(value * by for value in term.values), term.unknown * by, 0.0)


def random_scores(rows: pl.DataFrame, seed: int) -> Array:
    """Chance, the same for the same household, day and seed."""
    drawn = rows.select(pl.struct("household_id", "as_of").hash(seed)).to_series()
    return drawn.to_numpy().astype(np.float64) / 2.0**64


def last_list(rows: pl.DataFrame, raw: Array) -> Array:
    """Last month's list carried forward: each household's score on the latest earlier date among the rows.

    Args:
        rows: `household_id`, `as_of`; with those of a date before the window, where there are any.
        raw: the model's scores of the rows.

    Returns:
        One per row. Who was not scored on the earlier date comes last; on the first date nobody was, and all are equal.
    """
    days = rows.select("as_of").unique().sort("as_of").with_columns(before=pl.col("as_of").shift(1))
    scored = rows.select("household_id", pl.col("as_of").alias("before"), pl.Series("earlier", raw, dtype=pl.Float64))
    carried = (
        rows.select("household_id", "as_of")
        .join(days, on="as_of", how="left", maintain_order="left")
        .join(scored, on=["household_id", "before"], how="left", maintain_order="left")["earlier"]
    )
    last = float(np.min(raw)) - 1.0 if len(raw) else 0.0
    return carried.fill_null(last).to_numpy()
