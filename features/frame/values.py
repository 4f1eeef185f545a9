"""What a household's own rows make: the values of measures and of combinations of them, for any number of days.

What is counted at a household's places stands above (`features.frame.frame`), and is itself made of these values.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from features.language.marks import PREFIX, READ
from features.language.measure import Measure
from features.language.plan import Plan, aligned, measured, plan_of, prepared
from features.language.verbs import latest
from features.language.views import GONE_READS, HOUSEHOLD, NOW_ELSEWHERE, View, now_elsewhere, the_dead
from features.policy.loading import Policy
from features.records.collecting import collect_as_written
from features.records.gate import GATE_READS, VERSIONING, Records, as_index, rows_known_by
from features.records.tables import polars_schema
from features.registry import Feature, chosen, with_ingredients


def index_of(household_ids: Iterable[str] | pl.Series, as_of: dt.date) -> pl.DataFrame:
    """An index of these households on one day."""
    return pl.DataFrame({"household_id": pl.Series(household_ids, dtype=pl.String)}).with_columns(
        pl.lit(as_of).alias("as_of")
    )


def own_values(
    records: Records, index: pl.DataFrame, policy: Policy, names: Iterable[str] | None = None
) -> pl.DataFrame:
    """Features that a household's own rows make, of each (`household_id`, `as_of`) of the index.

    Arguments, result and errors are those of `features.frame.feature_frame`.

    Raises:
        ValueError: a feature reads what is counted at the household's places.
    """
    plan = frame_plan(None if names is None else frozenset(names))
    if plan.context:
        raise ValueError(f"what is counted at places is no value of a household's own: {', '.join(plan.context)}")
    return finished(measured_frame(records, index, policy, plan), plan)


def measured_frame(records: Records, index: pl.DataFrame, policy: Policy, plan: FramePlan) -> pl.DataFrame:
    """The measures of every view, with the policy values: what comes before places and combinations."""
    base = as_index(index)
    measures = _measured(records, base, plan.views)
    frame = pl.concat([base.select("household_id", "as_of"), *measures], how="horizontal")
    return policy.add_columns(frame, plan.policy)


def finished(frame: pl.DataFrame, plan: FramePlan) -> pl.DataFrame:
    """The frame with its combinations, and with nothing but what was wanted."""
    combined = frame.lazy()
    for step in plan.combinations:
        combined = combined.with_columns(step)
    return collect_as_written([combined.select(plan.kept)])[0]


def known_rows(records: Records, index: pl.DataFrame, view: View) -> pl.DataFrame:
    """The rows that a view's features look at: as known on each as-of day, in the view's shape, in order.

    Returns:
        The columns of the table and of the view, `row` (the row of the index), `as_of` and the starts of the windows.
    """
    return known_rows_of(records, index, [view])[view]


def known_rows_of(
    records: Records,
    index: pl.DataFrame,
    views: Iterable[View],
    shown: Callable[[View, pl.LazyFrame], pl.LazyFrame] = lambda _, rows: rows,
) -> dict[View, pl.DataFrame]:
    """The same of several views, worked out together.

    Args:
        shown: what is wanted of the rows of a view; all of them as they are when not given.
    """
    base, wanted = as_index(index), list(dict.fromkeys(views))
    gone = _gone(records, base) if any(view.of_the_living or view.goes_along for view in wanted) else _NOBODY_GONE
    known = (rows_known_by(base.lazy(), records.versions[view.table].lazy()) for view in wanted)
    rows = collect_as_written(shown(view, view.of(all_, *gone)) for view, all_ in zip(wanted, known, strict=True))
    return dict(zip(wanted, rows, strict=True))


def text_values(records: Records, index: pl.DataFrame, view: View, words: Mapping[str, Measure]) -> pl.DataFrame:
    """Words about each (`household_id`, `as_of`) of the index that are no feature, such as the sex of the head.

    Returns:
        A text column for each name, one row per row of the index in its order, null where unknown.
    """
    nobody = pl.DataFrame({name: [None] for name in words}, schema=dict.fromkeys(words, pl.String))
    plan = plan_of({name: measure.value for name, measure in words.items()}, nobody)
    return _measured(records, as_index(index), {view: plan})[0]


def columns_read(names: Iterable[str] | None = None) -> dict[str, list[str]]:
    """The columns of each record table that these features are made of: nothing else needs to be read for them."""
    read: dict[str, set[str]] = {}
    for view, part in frame_plan(None if names is None else frozenset(names)).views.items():
        read.setdefault(view.table, set()).update(_needed(view, part))
    # Who has died or moved is asked of the members for every table.
    read.setdefault("members", set()).update(GONE_READS)
    return {
        table: [name for name in polars_schema(table) if name in {*VERSIONING, *found}] for table, found in read.items()
    }


@dataclass(frozen=True)
class FramePlan:
    """How a frame of some features is made, worked out once for each set of names.

    Attributes:
        views: the measures of each view.
        policy: the policy values read, as columns of the frame.
        context: the figures of places read, likewise.
        combinations: steps, each of combinations of what was made before it.
        kept: the columns of the frame that is wanted.
    """

    views: dict[View, Plan]
    policy: list[str]
    context: list[str]
    combinations: list[list[pl.Expr]]
    kept: list[str]


PLACE = {"region_code": latest("region_code").value, "household_type": latest("household_type").value}
"""Where each household lives and of which type it is, by its latest description known that day."""


@lru_cache(maxsize=256)
def frame_plan(names: frozenset[str] | None) -> FramePlan:
    wanted = chosen(names)
    needed = with_ingredients(wanted)
    if any(read.startswith(PREFIX) for declared in needed.values() for read in declared.reads):
        # A household's own part is taken out of what is counted at its places.
        needed |= with_ingredients(READ)
    reads = {read for declared in needed.values() for read in declared.reads}
    policy = sorted(read for read in reads if read.startswith("policy."))
    return FramePlan(
        views={view: _view_plan(view, needed.values()) for view in _views(needed.values())},
        policy=policy,
        context=sorted(read for read in reads if read.startswith(PREFIX)),
        combinations=_combinations(needed),
        kept=["household_id", "as_of", *PLACE, *policy, *wanted],
    )


def _views(needed: Iterable[Feature]) -> list[View]:
    return list(dict.fromkeys([HOUSEHOLD, *(f.view for f in needed if f.view is not None)]))


def _view_plan(view: View, needed: Iterable[Feature]) -> Plan:
    declared = [f for f in needed if f.view == view]
    finish = dict(PLACE) if view == HOUSEHOLD else {}
    finish |= {f.name: f.definition.or_absent(f.when_no_rows) for f in declared if isinstance(f.definition, Measure)}
    nobody = {name: pl.Series([None], dtype=pl.String) for name in finish if name in PLACE and view == HOUSEHOLD}
    nobody |= {f.name: pl.Series([f.when_no_rows], dtype=pl.Float64) for f in declared}
    return plan_of(finish, pl.DataFrame(nobody))


def _combinations(needed: Mapping[str, Feature]) -> list[list[pl.Expr]]:
    """Combinations, each after those that it is made of."""
    waiting = {name: f for name, f in needed.items() if f.view is None}
    steps = []
    while waiting:
        ready = [f for f in waiting.values() if not f.reads & set(waiting)]
        if not ready:
            raise ValueError(f"these features wait for each other: {', '.join(waiting)}")
        steps.append([f.definition.cast(pl.Float64).alias(f.name) for f in ready if isinstance(f.definition, pl.Expr)])
        waiting = {name: f for name, f in waiting.items() if f not in ready}
    return steps


def _measured(records: Records, base: pl.DataFrame, views: Mapping[View, Plan]) -> list[pl.DataFrame]:
    """The values of each view, a row for each of the index."""
    gone = _gone(records, base)
    with_rows = {view: plan for view, plan in views.items() if records.rows(view.table, ordered=False).height}
    # Each step for all views at once: Polars works on several at a time, and is called twice in all.
    rows = collect_as_written(
        prepared(plan, _rows(records, base, view, plan, gone), base.height) for view, plan in with_rows.items()
    )
    found = collect_as_written(
        measured(plan, known, base.height) for plan, known in zip(with_rows.values(), rows, strict=True)
    )
    by_view = dict(zip(with_rows, found, strict=True))
    return [aligned(by_view.get(view), plan.nobody, base.height) for view, plan in views.items()]


def _rows(
    records: Records, base: pl.DataFrame, view: View, plan: Plan, gone: tuple[pl.DataFrame, pl.DataFrame]
) -> pl.LazyFrame:
    """The view's rows, with the columns that the plan reads."""
    versions = records.rows(view.table, ordered=plan.ordered or view.ordered)
    needed = _needed(view, plan)
    days = [name for name in base.columns if name in needed or name in ("row", "household_id", "as_of")]
    told = _columns(versions, view.table, needed)
    return view.of(rows_known_by(base.lazy().select(days), versions.lazy().select(told)), *gone)


def _columns(versions: pl.DataFrame, table: str, needed: Iterable[str]) -> list[pl.Expr]:
    """The needed columns and those that the gate reads; unknown where the source has no such column."""
    return [
        pl.col(name) if name in versions.columns else pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in {**polars_schema(table), "superseded_on": pl.Date()}.items()
        if name in needed or name in GATE_READS
    ]


def _needed(view: View, plan: Plan) -> set[str]:
    about_people = {"person_id"} if view.of_the_living or view.goes_along else set()
    return {*plan.reads, *view.reads, *about_people}


_NOBODY_GONE = (pl.DataFrame(), pl.DataFrame())


def _gone(records: Records, base: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Who is known to have died, and who to belong to another household now: `row`, `person_id`.

    Few of the members' rows tell of either; of those who moved all words count.
    """
    nobody = pl.DataFrame()
    members = records.rows("members", ordered=True)
    if "left_reason" not in members.columns or members["left_reason"].null_count() == members.height:
        return _NOBODY_GONE
    members = members.select(_columns(members, "members", GONE_READS))
    deaths = members.filter(pl.col("left_reason") == "died")
    moves = members.filter(NOW_ELSEWHERE)
    about = members.join(moves, on=["household_id", "person_id"], how="semi", maintain_order="left")
    return (
        the_dead(rows_known_by(base, deaths)) if deaths.height else nobody,
        now_elsewhere(rows_known_by(base, about)) if moves.height else nobody,
    )
