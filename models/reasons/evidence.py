"""The rows behind a reason: when it happened, which department sent it and when, and which members it is about.

They are the rows that the feature itself is taken over (`features.language.Measure.rows`), so that nothing is shown that
did not count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from features.frame import known_rows_of
from features.language.measure import Measure
from features.language.views import MEMBERS, View
from features.records.gate import Records
from features.records.tables import TABLES, polars_schema
from features.registry import features
from features.vocabulary import Department, Relation

Senders = Mapping[str, str]
"""The department of each delivery, by the delivery's id."""

_AS_THEY_ARE = {Department.POLICE: "the police", Department.DISABLED_FEDERATION: "the disabled persons' federation"}

SENDERS_EN: dict[str, str] = {
    **{one.zh: _AS_THEY_ARE.get(one, f"the {one.en} office") for one in Department},
    "乡镇": "the township",
}
"""English names of the departments that deliver (`features/intake/headers.yaml`)."""

Row = Mapping[str, Any]
"""A row of a record table, as known on the day."""

Seen = dict[str, Any]
"""What is told of a row, ready to be kept as JSON: `on`, `known`, `department`, `members`, `columns`."""

_FLAG = "_rows_of."


@dataclass(frozen=True, eq=False)
class Evidence:
    """The rows behind features of some households on their days.

    Attributes:
        index: `household_id`, `as_of` of the households; rows are counted from 0 in its order.
        senders: empty where nobody knows who sent a row, as of a document.
        names: of the measures whose rows are asked for.
    """

    records: Records
    index: pl.DataFrame
    senders: Senders
    names: frozenset[str]

    def of(self, wanted: Mapping[str, Collection[int]]) -> dict[tuple[str, int], list[Row]]:
        """The rows behind each wanted feature of each row of the index, in order; nothing for a household that has none.

        Args:
            wanted: some of `names`, with the rows of the index that are asked about.
        """
        behind: dict[tuple[str, int], list[Row]] = {}
        for view, names in self._by_view.items():
            flags = {name: _FLAG + name for name in names if name in wanted}
            for line in self._rows[view].iter_rows(named=True):
                for name, flag in flags.items():
                    if line[flag] and line["row"] in wanted[name]:
                        behind.setdefault((name, line["row"]), []).append(line)
        return behind

    def seen(self, name: str, rows: Sequence[Row], row: int, columns: Collection[str], largest: str = "") -> Seen:
        """What is told of a feature's rows: of the last one, or of the one with the largest value of a column.

        Args:
            rows: as `of` gives them of one household.
            row: of the index.
            columns: what is told of the row besides day, sender and members; nothing else of it is kept.
        """
        line = rows[-1]
        if largest:
            known = [one for one in rows if one[largest] is not None]
            # Of equal ones the last, which happened last.
            line = max(reversed(known), key=lambda one: one[largest]) if known else line
        people = list(dict.fromkeys(one["person_id"] for one in rows if one.get("person_id") is not None))
        department = self.senders.get(line["delivery_id"])
        members = sorted(
            (self._members[row, person] for person in people if (row, person) in self._members), key=_place_in_family
        )
        return {
            "on": line["event_date"].isoformat(),
            "known": line["known_date"].isoformat(),
            "department": None if not department else {"zh": department, "en": SENDERS_EN.get(department, department)},
            # One who is not on the roster is somebody, too: then nobody is named rather than some of them.
            "members": members if len(members) == len(people) else [],
            "columns": {column: _word(_view_of(name).table, column, line[column]) for column in sorted(columns)},
        }

    @cached_property
    def _by_view(self) -> dict[View, list[str]]:
        by_view: dict[View, list[str]] = {}
        for name in sorted(self.names):
            by_view.setdefault(_view_of(name), []).append(name)
        return by_view

    @cached_property
    def _rows(self) -> dict[View, pl.DataFrame]:
        """The rows behind the measures, each with a flag for those of which it makes part; and the members, told with them."""
        return known_rows_of(self.records, self.index, {**self._by_view, MEMBERS: []}, self._flagged)

    def _flagged(self, view: View, rows: pl.LazyFrame) -> pl.LazyFrame:
        names = self._by_view.get(view, [])
        flags = [_FLAG + name for name in names]
        # Of each household alone: which of its rows is the last is asked among its own.
        alone = self.index.height == 1
        rows = rows.with_columns(
            (_rows_of(name) if alone else _rows_of(name).over("row")).alias(flag)
            for name, flag in zip(names, flags, strict=True)
        )
        rows = rows if view == MEMBERS else rows.filter(pl.any_horizontal(flags))
        return rows.select("row", *polars_schema(view.table), *view.makes, *flags)

    @cached_property
    def _members(self) -> dict[tuple[int, str], dict[str, Any]]:
        """Relation, sex and age of every current member, by row of the index and person."""
        rows = self._rows[MEMBERS].select("row", "person_id", "relation", "sex", "age")
        return {
            (line["row"], line["person_id"]): {name: line[name] for name in ("relation", "sex", "age")}
            for line in rows.iter_rows(named=True)
        }


def _place_in_family(member: Mapping[str, Any]) -> tuple[int, int, str]:
    """The head first, the old before the young: not in the order of identifiers, which another key puts otherwise."""
    relation = member["relation"] or Relation.OTHER.value
    return Relation.values().index(relation), -(member["age"] or 0), member["sex"] or ""


def _view_of(name: str) -> View:
    view = features()[name].view
    if view is None:
        raise TypeError(f"{name} is made of other features, not of rows")
    return view


def _rows_of(name: str) -> pl.Expr:
    definition = features()[name].definition
    if not isinstance(definition, Measure):
        raise TypeError(f"{name} is made of other features, not of rows")
    return definition.rows.fill_null(value=False)


def _word(table: str, column: str, value: Any) -> Any:
    """The official word of a code, in both languages; a day in figures, a number as it is."""
    if isinstance(value, dt.date):
        return value.isoformat()
    about = TABLES[table].columns()[column].metadata or {}
    if value is None or not about.get("values"):
        return value
    place = about["values"].index(value)
    return {"zh": about["labels"][place], "en": about["labels_en"][place]}
