"""Computing measures over the known rows of a view: row columns, plain aggregates, a finish for each household.

What is to be computed is worked out once (`Plan`) and used for any number of frames: for one household the work is
mostly that of saying what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from features.language.parts import AGGREGATES, COLUMNS, How, groups_of, in_order


@dataclass(frozen=True)
class Groups:
    """Groups within households, and the households' aggregates over them.

    Attributes:
        by: what makes the groups; they are put in its order where an aggregate asks for the last.
        within: aggregates of the rows of a group.
        steps: columns made of these.
        aggregates: of the groups of a household.
    """

    by: tuple[str, ...]
    within: tuple[pl.Expr, ...]
    steps: tuple[list[pl.Expr], ...]
    aggregates: tuple[pl.Expr, ...]
    ordered: bool


@dataclass(frozen=True)
class Plan:
    """How some measures over one view are computed.

    Attributes:
        reads: the columns of the view's rows that are read.
        steps: named columns of the rows, each step made of the columns before it.
        aggregates: of the rows of a household.
        groups: aggregates that go by groups within the household.
        finish: the measures, from the aggregates.
        nobody: one row, what a household without rows has.
        ordered: whether some aggregate asks for the last row, so that the rows must be in order.
    """

    reads: frozenset[str]
    steps: tuple[list[pl.Expr], ...]
    aggregates: tuple[pl.Expr, ...]
    groups: tuple[Groups, ...]
    finish: tuple[pl.Expr, ...]
    nobody: pl.DataFrame
    ordered: bool


def plan_of(finish: Mapping[str, pl.Expr], nobody: pl.DataFrame) -> Plan:
    """The plan for values by name, each an expression over aggregates; `nobody` has the same names."""
    asked = {root for expression in finish.values() for root in expression.meta.root_names()}
    aggregates = sorted(asked & set(AGGREGATES))
    # What all rows of a household share, such as the as-of day.
    shared = sorted(asked - set(AGGREGATES))
    over_rows = [name for name in aggregates if not groups_of(AGGREGATES[name].column)]
    groups = [_groups(by, names) for by, names in _by_groups(set(aggregates) - set(over_rows)).items()]
    within = {name for names in _by_groups(set(aggregates) - set(over_rows)).values() for name in _inner(names)}
    wanted = {AGGREGATES[name].column for name in (*over_rows, *within)} | {key for group in groups for key in group.by}
    steps = in_order(sorted(wanted))
    named = {name for step in steps for name in step}
    read = {root for name in named for root in COLUMNS[name].meta.root_names()} | wanted | set(shared)
    return Plan(
        reads=frozenset(read - named),
        steps=_expressions(steps),
        aggregates=(
            *(pl.col(name).first() for name in shared),
            *(AGGREGATES[name].expression().alias(name) for name in over_rows),
        ),
        groups=tuple(groups),
        finish=tuple(expression.alias(name) for name, expression in finish.items()),
        nobody=nobody,
        ordered=any(AGGREGATES[name].how is How.LAST for name in over_rows),
    )


def _by_groups(names: Iterable[str]) -> dict[tuple[str, ...], list[str]]:
    by_groups: dict[tuple[str, ...], list[str]] = {}
    for name in sorted(names):
        by_groups.setdefault(groups_of(AGGREGATES[name].column), []).append(name)
    return by_groups


def _inner(names: Iterable[str]) -> set[str]:
    """The aggregates within groups that the households' aggregates of these names are made of."""
    columns = {AGGREGATES[name].column for name in names}
    steps = in_order(sorted(columns))
    roots = {root for step in steps for name in step for root in COLUMNS[name].meta.root_names()}
    return (columns | roots) & set(AGGREGATES)


def _groups(by: tuple[str, ...], names: list[str]) -> Groups:
    return Groups(
        by=by,
        within=tuple(AGGREGATES[name].expression().alias(name) for name in sorted(_inner(names))),
        steps=_expressions(in_order(sorted(AGGREGATES[name].column for name in names))),
        aggregates=tuple(AGGREGATES[name].expression().alias(name) for name in names),
        ordered=any(AGGREGATES[name].how is How.LAST for name in names),
    )


def _expressions(steps: list[list[str]]) -> tuple[list[pl.Expr], ...]:
    return tuple([COLUMNS[name].alias(name) for name in step] for step in steps)


FEW = 4_096
"""Up to so many households at once handing columns out to several processors costs more than it gains."""


def prepared(plan: Plan, rows: pl.LazyFrame, households: int) -> pl.LazyFrame:
    """The view's rows with the plan's row columns."""
    for step in plan.steps:
        rows = rows.with_columns_seq(step) if households <= FEW else rows.with_columns(step)
    return rows


def measured(plan: Plan, rows: pl.DataFrame, households: int) -> pl.LazyFrame:
    """`row` and the plan's values of each household that has rows, in any order.

    Args:
        rows: the view's rows, prepared, with `row`, the household's number; in order of what happened if the plan is
            `ordered`.
        households: how many they are of.
    """
    values = _aggregated(rows.lazy(), plan.aggregates, households)
    for groups in plan.groups:
        inner = rows.lazy().group_by("row", *groups.by).agg(groups.within)
        if groups.ordered:
            inner = inner.sort(groups.by)
        for step in groups.steps:
            inner = inner.with_columns(step)
        values = values.join(_aggregated(inner, groups.aggregates, households), on="row", how="left")
    return values.select("row", *plan.finish)


def aligned(measured: pl.DataFrame | None, nobody: pl.DataFrame, households: int) -> pl.DataFrame:
    """The values of households 0 to n-1, in that order; those without rows are as nobody is."""
    if measured is not None and households == 1 and measured.item(0, "row") is not None:
        return measured.drop("row")
    place = np.zeros(households, dtype=np.uint32)
    if measured is None or households == 1:
        return nobody if households == 1 else nobody[place]
    place[:] = measured.height
    place[measured.get_column("row").to_numpy()] = np.arange(measured.height, dtype=np.uint32)
    return pl.concat([measured.drop("row"), nobody])[place]


def _aggregated(rows: pl.LazyFrame, aggregates: tuple[pl.Expr, ...], households: int) -> pl.LazyFrame:
    if households == 1:
        # All rows are the one household's: the same aggregates without the cost of telling households apart.
        return rows.select(pl.col("row").first(), *aggregates)
    return rows.group_by("row").agg(aggregates)
