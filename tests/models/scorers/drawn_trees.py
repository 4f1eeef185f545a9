"""Small boosters of every kind that LightGBM makes, and rows that nobody would send."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import lightgbm as lgb
import numpy as np
import numpy.typing as npt

from models.scorers import Trees
from models.scorers.paths import ZERO

COLUMNS = 6
NAMES = tuple(f"column_{number}" for number in range(COLUMNS))
CATEGORIES = 300


@dataclass(frozen=True)
class Kind:
    """How a booster is made: LightGBM's parameters, and what is done to the rows."""

    parameters: tuple[tuple[str, object], ...] = ()
    unknown: float = 0.3
    categories: bool = False
    constant: bool = False
    rounds: int = 12
    objective: str = "binary"


KINDS = {
    "nothing unknown": Kind(unknown=0.0),
    "missing values": Kind(),
    "zero as missing": Kind((("zero_as_missing", True),)),
    "missing not used": Kind((("use_missing", False),)),
    "300 categories": Kind(unknown=0.0, categories=True),
    "300 categories, some missing": Kind(categories=True),
    "300 categories, missing not used": Kind((("use_missing", False),), categories=True),
    "a constant feature": Kind(constant=True),
    "one-leaf trees": Kind((("min_gain_to_split", 1e9),)),
    "stumps": Kind((("num_leaves", 2),)),
    "one path through all features": Kind((("num_leaves", 64), ("min_data_in_leaf", 2))),
    "monotone": Kind((("monotone_constraints", [1, -1, 0, 0, 0, 0]),)),
    "dropped trees": Kind((("boosting", "dart"),)),
    "amounts": Kind(objective="regression"),
}


def rows(kind: Kind, count: int, seed: int) -> npt.NDArray[np.float32]:
    """What such a booster learns from: amounts, counts and, in the first column, numbers of categories."""
    draws = np.random.default_rng(seed)
    drawn = draws.normal(size=(count, COLUMNS)).round(2)
    drawn[:, 3] = draws.poisson(0.5, count)
    if kind.categories:
        drawn[:, 0] = draws.integers(0, CATEGORIES, count)
    if kind.constant:
        drawn[:, 4] = 7.0
    drawn[draws.random(drawn.shape) < kind.unknown] = np.nan
    return drawn.astype(np.float32)


@cache
def text_of(name: str, seed: int = 1) -> str:
    """A booster's own text."""
    kind = KINDS[name]
    numbers = rows(kind, 1_500, seed)
    filled = np.nan_to_num(numbers.astype(np.float64))
    risk = filled[:, 0] % 7 + filled[:, 1] * filled[:, 3] - filled[:, 2]
    label = (risk > np.quantile(risk, 0.8)).astype(int) if kind.objective == "binary" else risk
    parameters = {
        "objective": kind.objective,
        "num_leaves": 15,
        "min_data_in_leaf": 10,
        "cat_smooth": 1.0,
        "min_data_per_group": 2,
        "verbosity": -1,
        "num_threads": 1,
        "seed": seed,
        **dict(kind.parameters),
    }
    data = lgb.Dataset(numbers, label, feature_name=list(NAMES), categorical_feature=[0] if kind.categories else "auto")
    return str(lgb.train(parameters, data, kind.rounds).model_to_string())


def trees(*names: str, offset: float = 0.0) -> Trees:
    """A bag of such boosters."""
    return Trees(NAMES, tuple(text_of(name, seed) for seed, name in enumerate(names, start=1)), offset)


def hostile(kind: Kind, count: int = 600) -> npt.NDArray[np.float32]:
    """Rows as learned from, every tenth value put at an edge: of zero, of the numbers, of categories, of what is known."""
    edges = [0.0, -0.0, ZERO, -ZERO, 1.1 * ZERO, -1.1 * ZERO, 1e-40, np.inf, -np.inf, np.nan, 3e38, -0.5, -1.0]
    edges += [0.9, 7.0, 31.0, 32.0, CATEGORIES - 1, CATEGORIES, CATEGORIES + 20.5, 2.0**31, -(2.0**31), 1e10]
    draws, drawn = np.random.default_rng(8), rows(kind, count, 9)
    here = draws.random(drawn.shape) < 0.1
    drawn[here] = draws.choice(np.array(edges, dtype=np.float32), int(here.sum()))
    return drawn
