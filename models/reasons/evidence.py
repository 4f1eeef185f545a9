"""The rows behind a reason: when it happened, which department sent it and when, and which members it is about.

They are the rows that the feature itself is taken over (`features.language.Measure.rows`), so that nothing is shown that
did not count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from features.frame import known_rows
from features.language.measure import Measure
from features.language.views import MEMBERS, View
from features.records.gate import Records
from features.records.tables import TABLES
from features.registry import features
from features.triggers.declaring import Department
from features.vocabulary import Relation

Senders = Mapping[str, str]
"""The department of each delivery, by the delivery's id."""

_AS_THEY_ARE = {Department.POLICE: "the police", Department.DISABLED_FEDERATION: "the disabled persons' federation"}

SENDERS_EN: dict[str, str] = {
    **{one.zh: _AS_THEY_ARE.get(one, f"the {one.en} office") for one in Department},
    "乡镇": "the township",
}
"""English names of the departments that deliver (`features/intake/headers.yaml`)."""

Seen = dict[str, Any]
"""What is told of a row, ready to be kept as JSON: `on`, `known`, `department`, `members`, `columns`."""

_FLAG = "_rows_of."


@dataclass(frozen=True, eq=False)
class Evidence:
    """The rows behind features of some households on their days.

    Attributes:
        index: `household_id`, `as_of` of the households; rows are counted from 0 in its order.
        senders: empty where nobody knows who sent a row, as of a document.
    """

    records: Records
    index: pl.DataFrame
    senders: Senders

    def of(self, wanted: Mapping[str, Collection[int]]) -> dict[tuple[str, int], pl.DataFrame]:
        """The rows behind each wanted feature of each row of the index; nothing for a household that has none.

        Args:
            wanted: names of measures, with the rows of the index that are asked about.
        """
        by_view: dict[View, list[str]] = {}
        for name in wanted:
            view = features()[name].view
            if view is not None:
                by_view.setdefault(view, []).append(name)
        behind: dict[tuple[str, int], pl.DataFrame] = {}
        for view, names in by_view.items():
            asked = sorted({row for name in names for row in wanted[name]})
            # Places in the smaller index, which only those who are asked about are in.
            index = self.index if len(asked) == self.index.height else self.index[asked]
            rows = known_rows(self.records, index, view)
            # Of each household alone: which of its rows is the last is asked among its own.
            flagged = rows.with_columns(_rows_of(name).over("row").alias(_FLAG + name) for name in names)
            for name in names:
                counted = flagged.filter(pl.col(_FLAG + name)).select(rows.columns)
                for (place,), household in counted.partition_by("row", as_dict=True).items():
                    if asked[place] in wanted[name]:
                        behind[name, asked[place]] = household
        return behind

    def seen(self, name: str, rows: pl.DataFrame, row: int, columns: Collection[str], largest: str = "") -> Seen:
        """What is told of a feature's rows: of the last one, or of the one with the largest value of a column.

        Args:
            rows: as `of` gives them of one household.
            row: of the index.
            columns: what is told of the row besides day, sender and members; nothing else of it is kept.
        """
        told = rows.sort(largest, maintain_order=True, nulls_last=False)[-1] if largest else rows[-1]
        line = told.row(0, named=True)
        department = self.senders.get(line["delivery_id"])
        about = rows["person_id"] if "person_id" in rows.columns else pl.Series(dtype=pl.String)
        people = about.drop_nulls().unique(maintain_order=True).to_list()
        members = sorted(
            (self._members[row, person] for person in people if (row, person) in self._members), key=_place_in_family
        )
        return {
            "on": line["event_date"].isoformat(),
            "known": line["known_date"].isoformat(),
            "department": None if not department else {"zh": department, "en": SENDERS_EN.get(department, department)},
            # One who is not on the roster is somebody, too: then nobody is named rather than some of them.
            "members": members if len(members) == len(people) else [],
            "columns": {column: _word(_table_of(name), column, line[column]) for column in sorted(columns)},
        }

    @cached_property
    def _members(self) -> dict[tuple[int, str], dict[str, Any]]:
        """Relation, sex and age of every current member, by row of the index and person."""
        rows = known_rows(self.records, self.index, MEMBERS)
        return {
            (line["row"], line["person_id"]): {name: line[name] for name in ("relation", "sex", "age")}
            for line in rows.select("row", "person_id", "relation", "sex", "age").iter_rows(named=True)
        }


def _place_in_family(member: Mapping[str, Any]) -> tuple[int, int, str]:
    """The head first, the old before the young: not in the order of identifiers, which another key puts otherwise."""
    relation = member["relation"] or Relation.OTHER.value
    return Relation.values().index(relation), -(member["age"] or 0), member["sex"] or ""


def _rows_of(name: str) -> pl.Expr:
    definition = features()[name].definition
    if not isinstance(definition, Measure):
        raise TypeError(f"{name} is made of other features, not of rows")
    return definition.rows.fill_null(value=False)


def _table_of(name: str) -> str:
    view = features()[name].view
    if view is None:
        raise TypeError(f"{name} is made of other features, not of rows")
    return view.table


def _word(table: str, column: str, value: Any) -> Any:
    """The official word of a code, in both languages; a day in figures, a number as it is."""
    if isinstance(value, dt.date):
        return value.isoformat()
    about = TABLES[table].columns()[column].metadata or {}
    if value is None or not about.get("values"):
        return value
    place = about["values"].index(value)
    return {"zh": about["labels"][place], "en": about["labels_en"][place]}
