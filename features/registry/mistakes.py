"""What a feature's definition may stand on: checked when it is declared, so that a slip does not become a value.

A column that its view lacks, a window that the index lacks, and an aggregate where one row is meant are found on import;
the names of other features, of policy values and of context are checked once all domains are there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import polars as pl

from features.language.marks import MARKS, PREFIX, hits, households
from features.language.measure import Measure
from features.language.parts import AGGREGATES, COLUMNS, columns_behind
from features.language.views import View
from features.policy.columns import PREFIX as POLICY_COLUMN
from features.policy.reading import names_in
from features.records.context import Level
from features.records.gate import WINDOWS
from features.records.tables import polars_schema

OF_THE_INDEX = frozenset({"row", "as_of", *(f"after_{months}m" for months in WINDOWS)})
"""What every row carries beside its table: its place in the index, the day, and where the windows begin."""

WINDOW = re.compile(r"after_\d+m")


class FeatureDeclarationError(TypeError):
    """A feature's declaration lacks something; the message says what to write."""


def mistakes(view: View | None, definition: Measure | pl.Expr, plans: Iterable[str] = ()) -> list[str]:
    """What a definition needs that it has not, each as the end of a sentence that begins with "needs"."""
    if isinstance(definition, pl.Expr):
        return (
            [] if _over_one_row(definition) else ["other features of the same row: nothing that goes over several rows"]
        )
    if view is None:
        return []
    finish = definition.value, definition.fits
    read = frozenset().union(*(columns_behind(part) for part in (*finish, definition.rows)))
    return [*_unknown_columns(view, {*read, *plans}), *_over_several_rows(finish), *_not_aggregated(finish)]


def _unknown_columns(view: View, read: Iterable[str]) -> Iterator[str]:
    there = {*polars_schema(view.table), *view.makes}
    strangers = sorted(set(read) - there - OF_THE_INDEX)
    if windows := [name for name in strangers if WINDOW.fullmatch(name)]:
        yield f"a window of {', '.join(map(str, WINDOWS))} months, which the index carries ({', '.join(windows)} it does not)"
    if columns := [name for name in strangers if not WINDOW.fullmatch(name)]:
        made = f" (the view makes {', '.join(view.makes)})" if view.makes else ""
        yield (
            f"columns of the table {view.table}{made}: {', '.join(columns)} is none of {', '.join(polars_schema(view.table))}"
        )


def _over_several_rows(finish: Iterable[pl.Expr]) -> Iterator[str]:
    behind = {name for part in finish for name in _columns_of(part)}
    if wrong := sorted(str(COLUMNS[name]) for name in behind if not _is_over_one_row(name)):
        yield (
            "conditions and amounts over one row: a verb of features.language (largest, share, people …) goes over several, "
            f"not {'; '.join(' '.join(text.split()) for text in wrong)}"
        )


def _not_aggregated(finish: Iterable[pl.Expr]) -> Iterator[str]:
    roots = {root for part in finish for root in part.meta.root_names()}
    if bare := sorted(roots - set(AGGREGATES) - OF_THE_INDEX):
        yield f"a verb around {', '.join(bare)}: a household has many rows (latest, largest, total …)"


def _columns_of(part: pl.Expr) -> Iterator[str]:
    """The named columns that an expression stands on, through aggregates."""
    for root in part.meta.root_names():
        if root in AGGREGATES:
            yield from _columns_of(pl.col(AGGREGATES[root].column))
        elif root in COLUMNS:
            yield root
            yield from _columns_of(COLUMNS[root])


@cache
def _is_over_one_row(name: str) -> bool:
    return _over_one_row(COLUMNS[name])


def _over_one_row(expression: pl.Expr) -> bool:
    """Whether each value is made of its own row alone."""
    return all(_is_of_one_row(part) for part in _parts(expression) if part.meta.root_names())


def _is_of_one_row(part: pl.Expr) -> bool:
    try:
        return part.meta.is_row_separable() and part.meta.is_length_preserving() and not part.meta.is_scalar()
    except pl.exceptions.ColumnNotFoundError:
        # A function of our own, of which Polars cannot say what it looks at.
        return False


def _parts(expression: pl.Expr) -> Iterator[pl.Expr]:
    # `a + a.max()` as a whole counts as separable: the parts tell.
    yield expression
    for part in expression.meta.pop():
        yield from _parts(part)


def unknown_names(reads: Mapping[str, frozenset[str]], features: Iterable[str]) -> list[str]:
    """For each combination that reads what nobody declares: which name that is, and where it would have to be."""
    there, policy = set(features), names_in()
    context = {name(level, mark) for name in (hits, households) for level in Level for mark in MARKS.values()}
    unknown = []
    for name, read in sorted(reads.items()):
        for ingredient in sorted(read):
            if ingredient.startswith(POLICY_COLUMN):
                known, kind = (
                    ingredient.removeprefix(POLICY_COLUMN) in policy,
                    "a policy value that a file of features/policy holds",
                )
            elif ingredient.startswith(PREFIX):
                known, kind = ingredient in context, "a count that features.language.marks declares"
            else:
                known, kind = ingredient in there, "the name of a feature that a module of features/domains declares"
            if not known:
                unknown.append(f"{name} needs {kind}: {ingredient} is none")
    return unknown
