"""How well one feature, alone, parts those who were identified from all others: just before it, earlier, and at its best cut."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

Array = npt.NDArray[np.float64]

SCALES = ((None, (32, 92)), (92, (124, 214)), (183, (214, 396)))
"""Days before the identification: up to so many (None: as many as a decision takes), and those compared with."""

CERTAINTY = 3.0
"""Standard errors by which a jump must exceed its limit: of some hundred features the luckiest gains nearly three."""


@dataclass(frozen=True)
class Jump:
    """How much better a feature parts households shortly before their identification than earlier.

    Attributes:
        by: difference of the two shares at the cut, each less the share of the others.
        surely: `by` less what chance may give.
        cut: the value, -inf standing for unknown.
        near, earlier, others: shares of rows at or below the cut.
        days: before the identification, within which `near` lies; `before`: between which `earlier` does.
    """

    by: float = 0.0
    surely: float = 0.0
    cut: float = 0.0
    near: float = 0.0
    earlier: float = 0.0
    others: float = 0.0
    days: int = 0
    before: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Scale:
    """Rows of households that were identified: shortly before it, and earlier."""

    days: int
    before: tuple[int, int]
    near: pl.DataFrame
    earlier: pl.DataFrame

    def has(self, households: int) -> bool:
        """Whether both have so many different households."""
        return min(rows["household_id"].n_unique() for rows in (self.near, self.earlier)) >= households


@dataclass(frozen=True)
class Best:
    """The cut of a feature beyond which the share of positives is highest.

    Attributes:
        precision: that share; `surely`: the lower end of its 95 % interval (Wilson).
        cut: the value, -inf standing for unknown; `above`: whether the positives are at or above it.
    """

    precision: float = 0.0
    surely: float = 0.0
    cut: float = 0.0
    above: bool = True


def scales_of(matrix: pl.DataFrame, decision_days: int) -> list[Scale]:
    """The rows of every scale; a row that is negative since its identification came after the horizon counts too.

    Args:
        matrix: `household_id`, `as_of`, `label`, `outcome_on` and the features.
        decision_days: of the first scale.
    """
    positives = matrix.filter(pl.col("label") == 1)
    events = positives.select("household_id", pl.col("outcome_on").alias("event_on")).unique().sort("event_on")
    identified = (
        matrix.join(events.select("household_id").unique(), on="household_id", how="semi")
        .sort("as_of")
        .join_asof(
            events,
            left_on="as_of",
            right_on="event_on",
            by="household_id",
            strategy="forward",
            allow_exact_matches=False,
            check_sortedness=False,
        )
    )
    lead = (pl.col("event_on") - pl.col("as_of")).dt.total_days()
    return [
        Scale(
            days or decision_days,
            before,
            identified.filter(lead <= (days or decision_days)),
            identified.filter(lead.is_between(*before)),
        )
        for days, before in SCALES
    ]


def values_of(rows: pl.DataFrame, name: str) -> Array:
    """A feature's values; unknown stands below every value: to be unknown, or no longer, can tell as much as a value."""
    return rows[name].cast(pl.Float64).fill_null(-np.inf).fill_nan(-np.inf).to_numpy()


def jump_of(scale: Scale, name: str, others: Array) -> Jump:
    """The cut at which the near rows stand out most beyond what the earlier ones do, both against the others."""
    rows = [values_of(scale.near, name), values_of(scale.earlier, name), others]
    cuts = np.unique(np.concatenate(rows[:2]))
    below = [np.searchsorted(np.sort(one), cuts, side="right") / one.size for one in rows]
    excess = np.abs(below[0] - below[2]) - np.abs(below[1] - below[2])
    place = int(np.argmax(excess))
    near, earlier, other = (float(one[place]) for one in below)
    # Rows of one household say nearly the same: they count once.
    counts = [one["household_id"].n_unique() for one in (scale.near, scale.earlier)]
    chance = float(np.sqrt(_spread(near, counts[0]) + _spread(earlier, counts[1])))
    by = float(excess[place])
    cut = float(cuts[place])
    return Jump(by, by - CERTAINTY * chance, cut, near, earlier, other, scale.days, scale.before)


def _spread(share: float, of: int) -> float:
    """Variance of a share, with one of either kind added: that none of a few is beyond a cut is no certainty."""
    smoothed = (share * of + 1) / (of + 2)
    return smoothed * (1 - smoothed) / of


def best_cut(positives: Array, households: Array, negatives: Array, weight: float, fewest: int) -> Best:
    """The cut, from above or from below, with the highest share of positives beyond it.

    Args:
        households: a number for the household of each positive row: rows of one household count once.
        weight: rows for which each of `negatives` stands.
        fewest: different positive households that must lie beyond the cut.
    """
    return max(
        (_best_above(sign * positives, households, sign * negatives, weight, fewest, sign) for sign in (1, -1)),
        key=lambda best: best.surely,
    )


def _best_above(positives: Array, households: Array, negatives: Array, weight: float, fewest: int, sign: int) -> Best:
    order = np.argsort(-positives, kind="stable")
    values = positives[order]
    first = np.zeros(values.size)
    first[np.unique(households[order], return_index=True)[1]] = 1
    rows, different = np.arange(1, values.size + 1), np.cumsum(first)
    # Only where the value changes is there a cut.
    ends = np.append(values[1:] != values[:-1], True) & (different >= fewest)
    if not ends.any():
        return Best()
    rows, different, cuts = rows[ends], different[ends], values[ends]
    wrong = weight * (negatives.size - np.searchsorted(np.sort(negatives), cuts, side="left"))
    precision = rows / (rows + wrong)
    lower = _wilson_lower(precision, different / precision)
    place = int(np.argmax(lower))
    return Best(float(precision[place]), float(lower[place]), float(sign * cuts[place]), sign > 0)


def _wilson_lower(share: Array, of: Array) -> Array:
    z = 1.96
    middle = share + z**2 / (2 * of)
    return np.asarray((middle - z * np.sqrt(share * (1 - share) / of + z**2 / (4 * of**2))) / (1 + z**2 / of))
