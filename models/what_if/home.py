"""What is known of one household on the day, as a measure asks it: its people, its rows, its facts, the policy in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import polars as pl

from features.bilingual import Bilingual
from features.frame import feature_frame, index_of, known_rows
from features.language.views import EDUCATION, EMPLOYMENT, MEMBERS, View
from features.policy.loading import Policy
from features.records.gate import AS_OF, EVENT_DATE, Records, as_index, rows_known_by
from features.vocabulary import Labour, Relation, SchoolStatus, Student
from models.what_if.changing import Rows, corrected, delivered

WITH_LABOUR = [Labour.ORDINARY.value, Labour.SKILLED.value, Labour.WEAK.value]
UNDERWAY = (pl.col("started_on") <= AS_OF) & (pl.col("ended_on").is_null() | (pl.col("ended_on") >= AS_OF))
LAST_YEAR = (EVENT_DATE > pl.col("after_12m")) & (EVENT_DATE <= AS_OF)


class NotFeasibleError(Exception):
    """A measure is none for this household; `why` says it in words. Nothing is computed then."""

    def __init__(self, why: Bilingual) -> None:
        super().__init__(str(why))
        self.why = why


class Home:
    """A household on a day. What is asked of it is remembered: of the policy, to tell which values were examples."""

    def __init__(
        self, records: Records, household_id: str, as_of: dt.date, policy: Policy, features: Iterable[str]
    ) -> None:
        self.household_id, self.as_of = household_id, as_of
        self.policy_read: set[str] = set()
        self._records, self._policy = records, policy
        self._index = index_of([household_id], as_of)
        self._views: dict[View, pl.DataFrame] = {}
        self._facts = feature_frame(records, self._index, policy, sorted(features)).row(0, named=True)

    @property
    def region_code(self) -> str | None:
        """The village, by the last description known."""
        code: str | None = self._facts["region_code"]
        return code

    def fact(self, feature: str) -> float | None:
        """The value of a feature that the measure declares to read; None where it is unknown."""
        value: float | None = self._facts[feature]
        return value

    def policy(self, name: str) -> float:
        """The value in force at home on the day. Raises PolicyError."""
        self.policy_read.add(name)
        return self._policy.value(name, self.region_code, self.as_of)

    def known(self, view: View) -> pl.DataFrame:
        """The rows of a view as features see them (`features.frame.known_rows`)."""
        if view not in self._views:
            self._views[view] = known_rows(self._records, self._index, view)
        return self._views[view]

    def last_rows(self, table: str, people: pl.Series) -> pl.DataFrame:
        """The last row of a table about each of these people, whatever it leaves unsaid."""
        known = rows_known_by(as_index(self._index), self._records.versions[table]).filter(
            EVENT_DATE <= AS_OF, pl.col("person_id").is_in(people.implode())
        )
        return known.unique("person_id", keep="last", maintain_order=True)

    def require(self, holds: bool | None, zh: str, en: str) -> None:
        """Raise NotFeasibleError, in these words, where a condition does not hold or can't be told."""
        if not holds:
            raise NotFeasibleError(Bilingual(zh, en))

    @cached_property
    def without_work(self) -> pl.DataFrame:
        """The members with labour who have no registered work underway and do not go to school."""
        working = self.known(EMPLOYMENT).filter(UNDERWAY)["person_id"].implode()
        enrolled = self.known(EDUCATION).filter(LAST_YEAR, pl.col("status") == SchoolStatus.ENROLLED.value)
        return self.known(MEMBERS).filter(
            pl.col("labour").is_in(WITH_LABOUR),
            ~pl.col("person_id").is_in(working),
            ~pl.col("person_id").is_in(enrolled["person_id"].implode()),
            (pl.col("student") == Student.NOT.value).fill_null(value=True),
        )

    def somebody(self, person_id: str) -> Bilingual:
        """Who a member is, without a name: `配偶（45岁）`."""
        members = self.known(MEMBERS).filter(pl.col("person_id") == person_id)
        if members.is_empty():
            return Bilingual("一名家庭成员", "a member")
        relation, age = members.row(0, named=True)["relation"], members.row(0, named=True)["age"]
        who = Relation(relation) if relation else None
        zh, en = (who.zh, who.en) if who else ("一名家庭成员", "a member")
        return Bilingual(zh, en) if age is None else Bilingual(f"{zh}（{age}岁）", f"{en} ({age})")

    def new(self, table: str, record: str, **facts: Any) -> Rows:
        """A new fact, dated and known on the day."""
        fact = {"household_id": self.household_id, "record_id": f"supposed-{record}", **facts}
        return {table: delivered(table, self.as_of, [fact])}

    def change(self, table: str, rows: pl.DataFrame, **changes: pl.Expr) -> Rows:
        """Later versions of rows, known on the day."""
        return {table: corrected(table, rows, self.as_of, changes)}

    def support(self, kind: str, amount_yuan: float) -> Rows:
        """A measure of support in the ledger, from the day on."""
        facts = {"kind": kind, "amount_yuan": round(amount_yuan, 2), "started_on": self.as_of}
        return self.new("support", f"support-{kind}", **facts)


def together(*changes: Rows) -> Mapping[str, pl.DataFrame]:
    """The rows of several changes, by table."""
    tables = dict.fromkeys(table for change in changes for table in change)
    return {table: pl.concat(change[table] for change in changes if table in change) for table in tables}
