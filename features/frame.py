"""The feature frame: the values of all features for any number of (household, as-of day) pairs.

The API passes one pair, the nightly run a bucket of households, training many dates; there is no second definition.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import polars as pl

from features.context import columns as context
from features.context.marks import PREFIX
from features.language import Measure, latest
from features.policy.loading import Policy
from features.records.gate import Records, as_index, rows_known_by
from features.registry import Feature, chosen, with_ingredients
from features.views import HOUSEHOLD, NOW_ELSEWHERE, View, now_elsewhere, the_dead


def index_of(household_ids: Iterable[str] | pl.Series, as_of: dt.date) -> pl.DataFrame:
    """An index of these households on one day."""
    return pl.DataFrame({"household_id": pl.Series(household_ids, dtype=pl.String)}).with_columns(
        pl.lit(as_of).alias("as_of")
    )


def feature_frame(
    records: Records, index: pl.DataFrame, policy: Policy, names: Iterable[str] | None = None
) -> pl.DataFrame:
    """Features of each (`household_id`, `as_of`) of the index.

    Args:
        records: what is recorded about the households, later knowledge included; the gate keeps it out.
        index: columns `household_id` and `as_of`, any number of rows.
        policy: dated policy values.
        names: the features wanted; all of the registry when None.

    Returns:
        One row per row of the index in its order: `household_id`, `as_of`, `region_code` (null when no description
        of the household was known), `household_type`, the policy values that were used as `policy.<name>`, and the
        features as Float64, null where unknown.

    Raises:
        PolicyError: a day before the first step of a policy value.
    """
    wanted = chosen(names)
    needed = with_ingredients(wanted)
    base = as_index(index)
    frame = base.select("row", "household_id", "as_of").join(_place(records, base), on="row", how="left")
    views = _views(needed.values())
    dead = _dead(records, base) if any(view.of_the_living for view in views) else pl.DataFrame()
    elsewhere = _elsewhere(records, base) if any(view.goes_along for view in views) else pl.DataFrame()
    for view in views:
        rows = view.of(rows_known_by(base, records.versions[view.table]), dead, elsewhere)
        frame = _with_view(frame, rows, [f for f in needed.values() if f.view == view])
    frame = policy.add_columns(frame, {r for f in needed.values() for r in f.reads if r.startswith("policy.")})
    frame = context.add_columns(frame, records, {r for f in needed.values() for r in f.reads if r.startswith(PREFIX)})
    frame = _with_combinations(frame, [f for f in needed.values() if f.view is None])
    kept = ["household_id", "as_of", "region_code", "household_type"]
    kept += [name for name in frame.columns if name.startswith("policy.")]
    return frame.sort("row").select(*kept, *wanted)


def known_rows(records: Records, index: pl.DataFrame, view: View) -> pl.DataFrame:
    """The rows that a view shows of each row of the index (numbered by `row`): what its features are made of."""
    base = as_index(index)
    dead = _dead(records, base) if view.of_the_living else pl.DataFrame()
    elsewhere = _elsewhere(records, base) if view.goes_along else pl.DataFrame()
    return view.of(rows_known_by(base, records.versions[view.table]), dead, elsewhere)


def _views(needed: Iterable[Feature]) -> list[View]:
    return list(dict.fromkeys(f.view for f in needed if f.view is not None))


def _place(records: Records, base: pl.DataFrame) -> pl.DataFrame:
    """Where each household lives and of which type it is, by its latest description known that day."""
    known = rows_known_by(base, records.versions[HOUSEHOLD.table])
    return known.group_by("row").agg(
        latest("region_code").value.alias("region_code"), latest("household_type").value.alias("household_type")
    )


def _dead(records: Records, base: pl.DataFrame) -> pl.DataFrame:
    """Who is known to have died; of the members' rows only those that tell of it are looked at."""
    deaths = records.versions["members"].filter(pl.col("left_reason") == "died")
    return the_dead(rows_known_by(base, deaths))


def _elsewhere(records: Records, base: pl.DataFrame) -> pl.DataFrame:
    """Who is known to belong to another household now; few rows tell of it, and all words about those people count."""
    members = records.versions["members"]
    told = members.filter(NOW_ELSEWHERE)
    if told.is_empty():
        return pl.DataFrame()
    about = members.join(told, on=["household_id", "person_id"], how="semi", maintain_order="left")
    return now_elsewhere(rows_known_by(base, about))


def _with_view(frame: pl.DataFrame, rows: pl.DataFrame, declared: list[Feature]) -> pl.DataFrame:
    measured = rows.group_by("row").agg(
        *(f.definition.or_absent(f.when_no_rows).alias(f.name) for f in declared if isinstance(f.definition, Measure)),
        pl.lit(value=True).first().alias("_has_rows"),
    )
    return (
        frame.join(measured, on="row", how="left")
        .with_columns(
            pl.when(pl.col("_has_rows").is_null())
            .then(pl.lit(f.when_no_rows, dtype=pl.Float64))
            .otherwise(pl.col(f.name))
            .alias(f.name)
            for f in declared
        )
        .drop("_has_rows")
    )


def _with_combinations(frame: pl.DataFrame, declared: list[Feature]) -> pl.DataFrame:
    """Combinations, each after those that it is made of."""
    waiting = list(declared)
    while waiting:
        ready = [f for f in waiting if f.reads <= set(frame.columns)]
        if not ready:
            raise ValueError(f"these features wait for each other: {', '.join(f.name for f in waiting)}")
        frame = frame.with_columns(
            f.definition.cast(pl.Float64).alias(f.name) for f in ready if isinstance(f.definition, pl.Expr)
        )
        waiting = [f for f in waiting if f not in ready]
    return frame
