"""The groups of one grouping, or of a pair of groupings: who may be told, their figures, and how they compare.

Groups that are too small are kept out before anything is computed of them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from training.fairness.bounds import Bounds
from training.fairness.judging import Comparison, compared
from training.fairness.metrics import DEFINITIONS, LISTED, Array, Integers, Metric, Sum, by_block, figures, summed
from training.predictions import GROUP
from training.resampling import Interval, blocks_of, drawn_blocks, interval
from training.settings import Evaluation

NONE_FOUND = 3.0
"""Where none was found there may be up to three: the rule of three (Hanley and Lippman-Hand 1983, "If nothing goes wrong,
is everything all right?"). Drawn anew, none stays none, and the interval would end at 0."""

COUNTED = {
    Sum.ROWS: pl.lit(value=True),
    Sum.POSITIVE: pl.col("label") == 1,
    Sum.LISTED: pl.col(LISTED),
}
"""Different households are counted of these rows."""

Counts = dict[Sum, int]


@dataclass(frozen=True)
class Everybody:
    """The sums of all rows by village, how often each village is drawn, and how many different households there are."""

    rows: pl.DataFrame
    block: Integers
    times: Array
    values: dict[Sum, Array]
    total: dict[Sum, Array]
    counts: Counts

    @classmethod
    def of(cls, rows: pl.DataFrame, settings: Evaluation) -> Everybody:
        block, values = blocks_of(rows, settings.resample), summed(rows)
        one_cell = np.zeros(rows.height, dtype=np.int64)
        return cls(
            rows,
            block,
            drawn_blocks(int(block.max()) + 1, settings.bootstrap, settings.seed),
            values,
            {name: sums[0] for name, sums in by_block(values, one_cell, block).items()},
            {name: rows.filter(which)["household_id"].n_unique() for name, which in COUNTED.items()},
        )

    def figure(self, metric: Metric) -> Interval:
        """A metric of all rows."""
        ratio = DEFINITIONS[metric].reported
        return interval(float(ratio.of(_added(self.total))[0]), ratio.of(self.drawn(self.total)))

    def drawn(self, sums: Mapping[Sum, Array]) -> dict[Sum, Array]:
        """Sums by village under each draw."""
        return {name: self.times @ by_village for name, by_village in sums.items()}


@dataclass(frozen=True)
class Cell:
    """A group that may be told: what it is, how many different households it has, its figures and comparisons."""

    groups: tuple[str, ...]
    members: tuple[str, ...]
    counts: Counts
    values: dict[Metric, Interval]
    comparisons: dict[Metric, Comparison]


def cells_of(columns: list[str], everybody: Everybody, bounds: Bounds) -> tuple[list[Cell], int]:
    """The cells that may be told, and how many may not; none where there are no two of them to compare."""
    rows = everybody.rows
    counts = rows.group_by(columns).agg(
        pl.col("household_id").filter(which).n_unique().alias(name.value) for name, which in COUNTED.items()
    )
    disclosed = counts.filter(pl.col(Sum.ROWS.value) >= bounds.least_disclosed).sort(columns)
    unprinted = counts.height - disclosed.height
    if disclosed.height < 2:
        return [], unprinted
    place = rows.select(columns).join(disclosed.with_row_index("cell"), on=columns, how="left", maintain_order="left")[
        "cell"
    ]
    # Rows of groups that are not told fill a last cell, which nobody reads.
    cell = place.fill_null(disclosed.height).cast(pl.Int64).to_numpy()
    sums = by_block(everybody.values, cell, everybody.block)
    values = figures(rows.filter(place.is_not_null()), columns)
    return [
        _cell(
            columns,
            values[tuple(counted[name] for name in columns)],
            {name: found[position] for name, found in sums.items()},
            counted,
            everybody,
            bounds,
        )
        for position, counted in enumerate(disclosed.iter_rows(named=True))
    ], unprinted


def _cell(
    columns: list[str],
    values: Mapping[Metric, float],
    own: dict[Sum, Array],
    counted: Mapping[str, object],
    everybody: Everybody,
    bounds: Bounds,
) -> Cell:
    counts = {name: int(str(counted[name.value])) for name in COUNTED}
    return Cell(
        groups=tuple(name.removeprefix(GROUP) for name in columns),
        members=tuple(str(counted[name]) for name in columns),
        counts=counts,
        values={metric: _value(metric, values[metric], own, counts, everybody) for metric in Metric},
        comparisons={metric: _comparison(metric, own, counts, everybody, bounds) for metric in Metric},
    )


def _value(metric: Metric, value: float, own: dict[Sum, Array], counts: Counts, everybody: Everybody) -> Interval:
    ratio = DEFINITIONS[metric].reported
    found = interval(value, ratio.of(everybody.drawn(own)))
    if value == 0:
        found["high"] = _at_most(metric, own, counts) / float(own[ratio.below].sum())
    return found


def _comparison(
    metric: Metric, own: dict[Sum, Array], counts: Counts, everybody: Everybody, bounds: Bounds
) -> Comparison:
    """The group against all other households, as it is and under each draw."""
    definition, within = DEFINITIONS[metric], bounds.ratios[metric]
    # A household may be of two groups in turn: of the others there are at least so many.
    others = {name: everybody.counts[name] - count for name, count in counts.items()}
    if others[Sum.ROWS] < bounds.least_disclosed:
        # The ratio would give away the figures of others who are too few to be told.
        return Comparison(dict.fromkeys(("value", "low", "high"), math.nan), 1.0, enough=False, bounds=within)
    ratio = definition.compared
    theirs = {name: everybody.total[name] - sums for name, sums in own.items()}
    mine_added, theirs_added = _added(own), _added(theirs)
    mine_drawn, theirs_drawn = everybody.drawn(own), everybody.drawn(theirs)
    value = float(_quotient(ratio.of(mine_added), ratio.of(theirs_added))[0])
    comparison = compared(
        value,
        _quotient(ratio.of(mine_drawn), ratio.of(theirs_drawn)),
        float((ratio.log(mine_added) - ratio.log(theirs_added))[0]),
        ratio.log(mine_drawn) - ratio.log(theirs_drawn),
        within,
        enough=min(counts[definition.counted], others[definition.counted]) >= bounds.least_judged
        and not math.isnan(value),
    )
    if value == 0:
        most = _at_most(metric, own, counts) / float(mine_added[ratio.below][0])
        comparison.ratio["high"] = most / float(ratio.of(theirs_added)[0])
    return comparison


def _at_most(metric: Metric, own: dict[Sum, Array], counts: Counts) -> float:
    """How many rows there may be where none was found: those of three households."""
    below = DEFINITIONS[metric].reported.below
    below = below if below in counts else Sum.ROWS
    return NONE_FOUND * float(own[below].sum()) / counts[below]


def _quotient(mine: Array, theirs: Array) -> Array:
    """NaN where the others have none: an endless ratio is none."""
    return np.divide(mine, theirs, out=np.full(mine.shape, np.nan), where=theirs > 0)


def _added(sums: Mapping[Sum, Array]) -> dict[Sum, Array]:
    return {name: by_village.sum(keepdims=True) for name, by_village in sums.items()}
