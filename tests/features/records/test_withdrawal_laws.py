"""Laws of withdrawals over drawn files: what was seen before the day stays, and from it on they never came."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from features.frame import index_of
from features.records.gate import Records, as_index, rows_known_by
from features.records.store.repeats import novelty
from features.records.store.replay import facts_of_withdrawn, retold
from features.records.store.side_tables import REPEATED
from features.records.tables import polars_schema
from tests.drawn_tables import drawn
from tests.features.records.test_withdrawal import BILL, Told, bills

DAYS = [f"2024-{month:02d}-05" for month in range(1, 7)]
FACTS = st.tuples(st.sampled_from(["H1", "H2"]), st.sampled_from(["S1", "S2", "S3"]), st.sampled_from([1.0, 2.0, None]))
FILES = st.lists(st.tuples(st.sampled_from(DAYS), st.lists(FACTS, min_size=1, max_size=4)), min_size=2, max_size=5)


@settings(max_examples=25, deadline=None, derandomize=True, phases=[Phase.generate])
@given(files=FILES, data=st.data())
def test_before_the_day_as_it_was_and_from_it_on_as_if_it_had_never_come(
    files: list[tuple[str, Told]], data: st.DataObject
) -> None:
    """Files with corrections, repetitions and contradictions, taken in in any order; one or two of them taken back."""
    names = [f"{data.draw(st.integers(0, 99))}-{number}" for number in range(len(files))]
    gone = data.draw(st.lists(st.sampled_from(range(len(files))), min_size=1, max_size=2, unique=True))
    # Half of the withdrawals come before the last files are taken in.
    early = data.draw(st.integers(1, len(files)))
    whole, withdrawn, never = Desk(), Desk(), Desk()
    on = max(files[number][0] for number in gone)
    for number, (day, told) in enumerate(files):
        whole.take_in(names[number], day, told)
        withdrawn.take_in(names[number], day, told)
        if number not in gone:
            never.take_in(names[number], day, told)
        if number + 1 >= early:
            for one in gone:
                if one <= number and names[one] not in withdrawn.gone["delivery_id"]:
                    withdrawn.take_back(names[one], on)
    said = ["household_id", "record_id", "self_paid_yuan"]
    for day, seen in withdrawn.seen().items():
        expected = whole if day < on else never
        assert seen.select(said).equals(expected.seen()[day].select(said)), day


OF_ONE_BILL = st.tuples(st.just("H1"), st.just("S1"), st.sampled_from([1.0, 1.0, 2.0]))
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("comes"), st.sampled_from(DAYS), st.lists(OF_ONE_BILL, min_size=1, max_size=1)),
        st.tuples(st.just("goes"), st.sampled_from(DAYS), st.integers(0, 5)),
    ),
    min_size=4,
    max_size=8,
)


@settings(max_examples=25, deadline=None, derandomize=True, phases=[Phase.generate])
@given(events=EVENTS)
def test_what_was_known_on_a_day_stays_though_files_come_and_go_later(events: list[tuple[str, str, Any]]) -> None:
    """Since when each bill is known, by which file and row, to the last column; whatever is taken in or back of a later day."""
    desk = Desk()
    before = desk.seen()
    for number, (kind, day, told) in enumerate(events):
        if kind == "comes":
            desk.take_in(f"{number}-file", day, told)
        elif stands := desk.standing_on(day):
            desk.take_back(stands[told % len(stands)], day)
        now = desk.seen()
        assert [one for one in DAYS if one < day and not now[one].equals(before[one])] == []
        before = now


class Desk:
    """Intake and withdrawals as the store does them, without its files."""

    def __init__(self) -> None:
        self.rows = drawn("illness", BILL)
        self.repeated = pl.DataFrame(schema=REPEATED)
        self.gone = pl.DataFrame(schema={"delivery_id": pl.String, "withdrawn_on": pl.Date})
        self.came: dict[str, str] = {}

    def shown(self) -> pl.DataFrame:
        return retold(self.rows.lazy(), self.repeated.lazy(), self.gone).collect()

    def take_in(self, name: str, day: str, told: Told) -> None:
        again = facts_of_withdrawn(self.rows.lazy(), self.gone).collect()
        new = novelty(bills(name, day, told), self.shown(), again)
        self.came[name] = day
        fresh = new.fresh.with_columns(arrival=pl.lit(len(self.came), pl.Int32))
        self.rows = pl.concat([self.rows, fresh])
        repeated = new.repeated.with_columns(table=pl.lit("illness"), arrival=pl.lit(len(self.came), pl.Int32))
        self.repeated = pl.concat([self.repeated, repeated.select(list(REPEATED))])

    def standing_on(self, day: str) -> list[str]:
        """The files that had come by a day and were never taken back."""
        return sorted(name for name, on in self.came.items() if on <= day and name not in self.gone["delivery_id"])

    def take_back(self, name: str, day: str) -> None:
        row = pl.DataFrame([(name, dt.date.fromisoformat(day))], schema=self.gone.schema, orient="row")
        self.gone = pl.concat([self.gone, row])

    def seen(self) -> dict[str, pl.DataFrame]:
        versions = Records({"illness": self.shown()}).versions["illness"]
        known = rows_known_by(days_of(DAYS), versions).sort("household_id", "record_id")
        return {
            day: known.filter(as_of=dt.date.fromisoformat(day)).select(list(polars_schema("illness"))) for day in DAYS
        }


def days_of(days: list[str]) -> pl.DataFrame:
    return as_index(pl.concat(index_of(["H1", "H2"], dt.date.fromisoformat(day)) for day in days))
