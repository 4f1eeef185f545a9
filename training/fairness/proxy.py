"""How well the features tell a group that is no feature: a model may treat people by what it never sees.

Each group is told from all others by trees that learn in some villages and are asked in others: neighbours are alike in
ethnicity and in much else, so that a village's own people would be recognised by where they live.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from features.registry import chosen
from training.fairness.auditing import nearest
from training.fairness.bounds import Bounds
from training.resampling import Array, Integers, blocks_of, with_interval
from training.settings import Evaluation, Resample

FOLDS = 5
ROUNDS = 40
MOST_NAMED = 5
"""Features named that tell a group best."""


def proxy_test(
    matrix: pl.DataFrame, column: str, features: tuple[str, ...], settings: Evaluation, bounds: Bounds
) -> list[dict[str, Any]]:
    """Of each group big enough to be judged: how well features alone tell it from all other households.

    Args:
        matrix: one row per household: `household_id`, `region_code`, the features, and the group in `column`.

    Returns:
        Of each `group` its `households` (to the nearest five), `auc` (`value`, `low`, `high`: out of sample, villages
        resampled; 0.5 is chance), `told` (whether the interval lies above chance) and `features` that tell it best, each
        with `name`, `zh`, `en`. Empty where there are fewer villages than folds, or no two groups big enough.
    """
    village = blocks_of(matrix, Resample.VILLAGE)
    if village.max(initial=-1) + 1 < FOLDS:
        return []
    counts = matrix[column].value_counts().sort(column)
    big = counts.filter(pl.col("count") >= bounds.least_judged, matrix.height - pl.col("count") >= bounds.least_judged)
    values = matrix.select(pl.col(name).cast(pl.Float32) for name in features).to_numpy()
    return [
        _tested(group, count, (matrix[column] == group).to_numpy(), values, village, features, settings)
        for group, count in big.iter_rows()
    ]


def _tested(
    group: str,
    count: int,
    member: Array,
    values: Array,
    village: Integers,
    features: tuple[str, ...],
    settings: Evaluation,
) -> dict[str, Any]:
    from sklearn.metrics import roc_auc_score

    score, gain = _out_of_sample(values, member, village, settings.seed)

    def auc(weight: Array) -> float:
        one_kind = any(weight[member == kind].sum() == 0 for kind in (True, False))
        return float("nan") if one_kind else float(roc_auc_score(member, score, sample_weight=weight))

    auc_interval = with_interval(auc, village, settings.bootstrap, settings.seed)
    best = [features[place] for place in np.argsort(-gain, kind="stable")[:MOST_NAMED] if gain[place] > 0]
    return {
        "group": group,
        "households": nearest(count),
        "auc": {bound: round(number, 3) for bound, number in auc_interval.items()},
        "told": bool(auc_interval["low"] > 0.5),
        "features": [{"name": one.name, "zh": one.zh, "en": one.en} for one in (chosen([name])[name] for name in best)],
    }


def _out_of_sample(values: Array, member: Array, village: Integers, seed: int) -> tuple[Array, Array]:
    """Each row's score by trees of other villages, ranked within its fold, and the features' gain over all folds."""
    import lightgbm
    from sklearn.model_selection import GroupKFold

    score, gain = np.full(len(member), 0.5), np.zeros(values.shape[1])
    parameters = {
        "objective": "binary",
        "num_leaves": 7,
        "min_data_in_leaf": 20,
        "feature_fraction": 0.3,
        "num_threads": 2,
        "deterministic": True,
        "seed": seed,
        "verbosity": -1,
    }
    for learned, asked in GroupKFold(FOLDS, shuffle=True, random_state=seed % 2**32).split(values, member, village):
        if member[learned].all() or not member[learned].any():
            continue
        data = lightgbm.Dataset(values[learned], member[learned].astype(np.float64))
        trees = lightgbm.train(parameters, data, ROUNDS)
        # Where a group is rare in the villages learned from, it is common in those asked, and the other way round: raw
        # scores of all folds together would tell it worse than chance. Places within the fold do not.
        place = pl.Series(np.asarray(trees.predict(values[asked]))).rank("average")
        score[asked] = place.to_numpy() / len(asked)
        gain += trees.feature_importance("gain")
    return score, gain
