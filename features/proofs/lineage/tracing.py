"""Tracing a value: a measure back to its rows, a combination to the features and policy steps that it is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from features.bilingual import Bilingual
from features.frame import feature_frame, index_of, known_rows
from features.frame.context.columns import add_columns
from features.language import Measure
from features.language.marks import PREFIX, READ
from features.language.plan import plan_of
from features.language.views import View
from features.policy.columns import values_among
from features.policy.loading import Policy, PolicyValue, Step
from features.proofs.lineage.removing import PLACE, KnownRows, needed_besides, tables_read, without_each
from features.records.gate import Records
from features.registry import Feature, with_ingredients


@dataclass(frozen=True)
class RowBehind:
    """A delivered row that takes part in a value.

    Attributes:
        table: the record table it landed in.
        row: all its columns.
        counted: it is one of the rows that the measure is taken over. Where it is not, it decides in another way: it
            tells that a person died, or which listing was the last.
        decides: without it alone the value is another one.
        supports: it says the same as other rows that are not counted either; without all of them the value is another.
        without: what the value would be without it.
    """

    table: str
    row: dict[str, Any]
    counted: bool
    decides: bool
    supports: bool
    without: float | None


@dataclass(frozen=True)
class Lineage:
    """Where a feature's value on a day comes from.

    Attributes:
        rows: of a measure, those that take part, in the order in which they happened.
        known: how many rows of the measure's table were known of the household that day.
        columns: what the measure reads of them.
        ingredients: of a combination, the features that it is made of.
        policy: of a combination, the policy values with the step in force.
        context: of a combination that looks at other households of the place, what was counted of them, by column.
        absent: why there is no value, or why it is the one declared for no rows; None where rows made it.
    """

    feature: Feature
    value: float | None
    rows: tuple[RowBehind, ...]
    known: int
    columns: tuple[str, ...]
    ingredients: tuple[Lineage, ...]
    policy: tuple[tuple[PolicyValue, Step], ...]
    context: tuple[tuple[str, int | None], ...]
    absent: Bilingual | None


def trace(records: Records, household_id: str, as_of: dt.date, name: str, policy: Policy) -> Lineage:
    """Trace one feature of one household as of a day, on what was known that day.

    Raises:
        KeyError: no such feature.
        PolicyError: a policy value has no step on that day.
    """
    return trace_all(records, household_id, as_of, [name], policy)[name]


def trace_all(
    records: Records, household_id: str, as_of: dt.date, names: Iterable[str], policy: Policy
) -> dict[str, Lineage]:
    """Trace several features at once: the household is computed again without each row only once."""
    wanted = list(names)
    needed = with_ingredients(wanted)
    measures = {declared.name: declared for declared in needed.values() if declared.view is not None}
    known = KnownRows.of(records, household_id, as_of, tables_read(measures.values()))
    # Rates of a place leave the household's own part out, which is counted from these.
    besides = READ if any(read.startswith(PREFIX) for declared in needed.values() for read in declared.reads) else set()
    frame = feature_frame(records, index_of([household_id], as_of), policy, {*needed, *besides})
    effects = without_each(known, policy, measures)
    tracing = _Tracing(records, known, frame, effects, needed, policy, {})
    tracing.find_rows(measures)
    return {name: tracing.lineage(needed[name]) for name in wanted}


@dataclass(frozen=True)
class _Tracing:
    records: Records
    known: KnownRows
    frame: pl.DataFrame
    effects: pl.DataFrame
    needed: dict[str, Feature]
    policy: Policy
    behind: dict[str, pl.DataFrame]

    def find_rows(self, measures: Mapping[str, Feature]) -> None:
        """Of each measure the places of its rows, with `counted`, `decides` and `without`."""
        listed = {}
        for name, feature in measures.items():
            parts = self._parts(feature)
            self.behind[name] = parts
            if parts["counted"].any():
                listed[name] = set(parts.filter(pl.col("counted") | pl.col("decides"))[PLACE])
        for name, places in needed_besides(self.known, self.policy, listed).items():
            self.behind[name] = self.behind[name].with_columns(supports=pl.col(PLACE).is_in(list(places)))

    def lineage(self, feature: Feature) -> Lineage:
        value = self.frame[feature.name][0]
        if isinstance(feature.definition, Measure) and feature.view is not None:
            return self._measured(feature, feature.definition, feature.view, value)
        return self._combined(feature, value)

    def _parts(self, feature: Feature) -> pl.DataFrame:
        """Each known row's part in a measure: `_place`, `counted`, `decides`, `supports`, `without`."""
        if not isinstance(feature.definition, Measure) or feature.view is None:
            raise TypeError(f"{feature.name} is made of other features, not of rows")
        seen = known_rows(self.records, index_of([self.known.household_id], self.known.as_of), feature.view)
        making = seen.with_columns(feature.definition.rows.alias("_counted")).filter(pl.col("_counted"))
        counted = self.known.place_of(feature.view.table, making)
        value = pl.lit(self.frame[feature.name][0], dtype=pl.Float64)
        return self.effects.select(PLACE, without=feature.name).with_columns(
            counted=pl.col(PLACE).is_in(list(counted)),
            decides=pl.col("without").ne_missing(value),
            supports=pl.lit(value=False),
        )

    def _measured(self, feature: Feature, measure: Measure, view: View, value: float | None) -> Lineage:
        parts = self.behind[feature.name].filter(pl.any_horizontal("counted", "decides", "supports"))
        behind = []
        for table, known in self.known.rows.items():
            for row in known.join(parts, on=PLACE).sort("event_date", PLACE).drop(PLACE).iter_rows(named=True):
                told = {key: row.pop(key) for key in ("counted", "decides", "supports", "without")}
                behind.append(RowBehind(table, row, **told))
        height = self.known.rows[view.table].height
        columns = columns_of(measure, self.known.rows[view.table].columns)
        absent = _why_absent(value, height, int(parts["counted"].sum()))
        return Lineage(feature, value, tuple(behind), height, columns, (), (), (), absent)

    def _combined(self, feature: Feature, value: float | None) -> Lineage:
        ingredients = tuple(self.lineage(self.needed[read]) for read in sorted(feature.reads) if read in self.needed)
        described = self.frame["region_code"][0]
        counts = sorted(read for read in feature.reads if read.startswith(PREFIX))
        counted = add_columns(self.frame, self.records, counts)
        names = sorted(values_among(feature.reads))
        steps = tuple(
            (self.policy.values[name], self.policy.values[name].step(described, self.known.as_of)) for name in names
        )
        context = tuple((name, counted[name][0]) for name in counts)
        absent = None
        if value is None:
            unknown = [one.feature for one in ingredients if one.value is None]
            absent = Bilingual(
                f"未知：{'、'.join(one.zh for one in unknown) or '没有可作除数的量'}",
                f"unknown: {', '.join(one.name for one in unknown) or 'there is nothing to divide by'}",
            )
        return Lineage(feature, value, (), 0, (), ingredients, steps, context, absent)


def _why_absent(value: float | None, known: int, counted: int) -> Bilingual | None:
    if counted and value is not None:
        return None
    if not known:
        why = Bilingual("当日未掌握该户的此类记录", "no such record of the household was known that day")
    elif not counted:
        why = Bilingual(
            f"当日掌握 {known} 行，没有符合条件且写明的",
            f"{known} rows were known that day, none of which fits and tells it",
        )
    else:
        why = Bilingual("符合条件的行没有写明数值", "the rows that fit do not state it")
    if value is None:
        return why
    return why.and_also(Bilingual(f"，按 {value:g} 计", f": it counts as {value:g}"))


def columns_of(measure: Measure, columns: list[str]) -> tuple[str, ...]:
    """The columns of the table that a measure reads, in the table's order."""
    nobody = pl.DataFrame(schema={"value": pl.Float64})
    read = {*plan_of({"value": measure.or_absent(None)}, nobody).reads, *measure.rows.meta.root_names()}
    # Age is worked out by the view of the members.
    read |= {"birth_month"} if "age" in read else set()
    return tuple(name for name in columns if name in read)
