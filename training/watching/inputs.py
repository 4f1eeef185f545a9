"""Drift of inputs, ranked by what it does to the list.

A test of every feature's distribution would cry each month: with thousands of households everything differs. What matters is whom
the shift brings onto the list. So each feature's values are put back to the distribution that they had when the model
learned, everybody keeping their order, and the places of the list that change are counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from features.bilingual import Bilingual
from features.registry import features
from models.lists import DEFAULT_SEED, Capacity, tie
from models.risk_model import RiskModel
from training.watching.seen import RAW, Seen, on_list
from training.watching.signals import Level, Question, Signal, held_against

Array = npt.NDArray[np.float64]

LOOKED_AT = 25
"""Features put back one by one: those whose shift, weighed by what they contribute, is greatest."""

LEAST_SHIFT = 0.005
"""Distance of distributions below which nothing is put back: it is the granularity of small counties."""


@dataclass(frozen=True)
class Moved:
    """What one feature's shift did.

    Attributes:
        shift: greatest distance between the two distributions (Kolmogorov and Smirnov's), unknown values being the lowest.
        places: share of the list's places that are others' when the feature is put back.
    """

    feature: str
    shift: float
    unknown_before: float
    unknown_now: float
    places: float


def input_drift(model: RiskModel, then: Seen, now: Seen, capacity: Capacity) -> list[Moved]:
    """The features whose shift moved the list, most first; ties by shift."""
    ties = np.array([tie(household, DEFAULT_SEED) for household in now.frame["household_id"]], dtype=np.uint64)
    moved = [
        Moved(
            name,
            shift,
            _unknown(then.frame[name]),
            _unknown(now.frame[name]),
            _places_moved(model, name, then, now, ties, capacity),
        )
        for name, shift in _candidates(model, then, now)
    ]
    return sorted(moved, key=lambda one: (-one.places, -one.shift, one.feature))


def put_back(now: pl.Series, then: pl.Series, ties: npt.NDArray[np.uint64]) -> pl.Series:
    """The values of `now` with the distribution of `then`: the household of some rank gets the value of that rank then.

    Args:
        ties: a number by household that orders equal values, so that the same households move each time.
    """
    order = np.lexsort((ties, _filled(now)))
    then_sorted = then.sort(nulls_last=False)
    place = np.empty(len(now), dtype=np.int64)
    # The middle of each household's share of the scale from lowest to highest.
    place[order] = ((np.arange(len(now)) + 0.5) / len(now) * len(then)).astype(np.int64)
    return then_sorted.gather(place)


def distance(now: pl.Series, then: pl.Series) -> float:
    """Kolmogorov and Smirnov's distance, unknown counting as the lowest value."""
    first, second = np.sort(_filled(now)), np.sort(_filled(then))
    points = np.unique(np.concatenate([first, second]))
    below = [np.searchsorted(values, points, side="right") / max(len(values), 1) for values in (first, second)]
    return float(np.abs(below[0] - below[1]).max()) if len(points) else 0.0


def input_signals(moved: list[Moved], places_limit: float, unknown_limit: float) -> list[Signal]:
    """What the shifts say: of the list, and of unknown values."""
    words = features()
    details = [
        {
            "feature": change.feature,
            "zh": words[change.feature].zh,
            "en": words[change.feature].en,
            "shift": round(change.shift, 4),
            "unknown_before": round(change.unknown_before, 4),
            "unknown_now": round(change.unknown_now, 4),
            "places": round(change.places, 4),
        }
        for change in moved
    ]
    worst = max((change.places for change in moved), default=0.0)
    lost = [change for change in moved if change.unknown_now - change.unknown_before > unknown_limit]
    gone = max((change.unknown_now - change.unknown_before for change in moved), default=0.0)
    which = f"“{words[moved[0].feature].zh}”" if moved else ""
    which_en = f" by “{words[moved[0].feature].en.rstrip('.')}”" if moved else ""
    return [
        Signal(
            Question.INPUTS,
            held_against(worst, places_limit),
            worst,
            places_limit,
            Bilingual(
                f"单项数据{which}分布变化最多改变名单的{worst:.1%}",
                f"the shift of one feature changes at most {worst:.1%} of the list{which_en}",
            ),
            details,
        ),
        Signal(
            Question.UNKNOWN,
            Level.LOOK if lost else Level.FINE,
            max(gone, 0.0),
            unknown_limit,
            Bilingual(
                f"{len(lost)}项数据的缺失比例上升超过{unknown_limit:.0%}",
                f"{len(lost)} features are unknown for more households than before by over {unknown_limit:.0%}",
            ),
            [row for row, change in zip(details, moved, strict=True) if change in lost],
        ),
    ]


def _candidates(model: RiskModel, then: Seen, now: Seen) -> list[tuple[str, float]]:
    weight = np.abs(model.contributions(now.on_list)).mean(axis=0) if now.listed.any() else np.ones(len(model.features))
    shifts = {name: distance(now.frame[name], then.frame[name]) for name in model.features}
    weighed = sorted(
        ((shifts[name] * float(share), name) for name, share in zip(model.features, weight, strict=True)),
        key=lambda pair: (-pair[0], pair[1]),
    )
    return [(name, shifts[name]) for by, name in weighed[:LOOKED_AT] if by > 0 and shifts[name] >= LEAST_SHIFT]


def _places_moved(
    model: RiskModel, name: str, then: Seen, now: Seen, ties: npt.NDArray[np.uint64], capacity: Capacity
) -> float:
    as_then = now.frame.with_columns(put_back(now.frame[name], then.frame[name], ties).alias(name))
    listed = on_list(as_then.with_columns(pl.Series(RAW, model.raw_score(as_then))), capacity)
    return float((now.listed & ~listed).sum() / max(now.listed.sum(), 1))


def _filled(values: pl.Series) -> Array:
    return values.cast(pl.Float64).fill_null(float("-inf")).to_numpy()


def _unknown(values: pl.Series) -> float:
    return values.null_count() / max(len(values), 1)
