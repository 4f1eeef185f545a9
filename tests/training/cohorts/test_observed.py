"""Until when, and where, outcomes were delivered."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from features.records.importing import land_facts
from features.records.store import RecordStore
from features.records.store.side_tables import DELIVERIES, ENTRIES_SOURCE
from tests.drawn_tables import drawn
from training.cohorts.observed import covered, gaps_of, observed_until

TOWNSHIPS = pl.Series(["A", "B", "C"])


def rosters(drawing: str) -> pl.DataFrame:
    """One line per roster: the day, then how many households it lists of townships A, B and C."""
    rows = []
    for line in drawing.strip().splitlines():
        day, *counts = line.split()
        told = zip("ABC", counts, strict=True)
        rows += [(dt.date.fromisoformat(day), day, township, int(n)) for township, n in told if n != "-"]
    return pl.DataFrame(rows, schema=["known_date", "delivery_id", "township", "households"], orient="row")


def days(drawing: str, township: str) -> list[str]:
    told = covered(rosters(drawing), TOWNSHIPS, 3).filter(pl.col("township") == township)
    return [str(day) for day in told["known_date"]]


def test_a_roster_covers_whom_it_lists_and_where_nobody_may_be_monitored() -> None:
    drawing = """
        2024-01-05 9 2 -
        2024-02-05 9 - -
        2024-03-05 9 - 1
    """
    assert days(drawing, "A") == ["2024-01-05", "2024-02-05", "2024-03-05"]
    # The roster of February is of township A alone: it says nothing of others.
    assert days(drawing, "B") == ["2024-01-05", "2024-03-05"]
    assert days(drawing, "C") == ["2024-01-05", "2024-03-05"]


@pytest.mark.parametrize(("listed", "expected"), [("2", 2), ("3", 1)])
def test_a_township_of_which_many_were_listed_and_then_none_was_left_out(listed: str, expected: int) -> None:
    assert len(days(f"2024-01-05 9 {listed} 5\n2024-02-05 9 - 5", "B")) == expected


def test_a_township_left_out_is_covered_again_once_it_is_listed_again() -> None:
    drawing = "2024-01-05 9 8 5\n2024-02-05 9 - 5\n2024-03-05 9 - 5\n2024-04-05 9 7 5"
    assert days(drawing, "B") == ["2024-01-05", "2024-04-05"]


def test_two_files_of_one_day_cover_together() -> None:
    one = rosters("2024-01-05 9 - -").with_columns(delivery_id=pl.lit("a"))
    other = rosters("2024-01-05 - 4 -").with_columns(delivery_id=pl.lit("b"))
    told = covered(pl.concat([one, other]), TOWNSHIPS, 3)
    assert told["township"].to_list() == ["A", "B"]


@pytest.mark.parametrize(("next_day", "gaps"), [("2024-02-04", 0), ("2024-02-05", 1)])
def test_only_a_long_stretch_without_rosters_is_a_gap(next_day: str, gaps: int) -> None:
    told = pl.DataFrame(
        {"township": ["B", "A", "A"], "known_date": [dt.date(2023, 1, 1), dt.date.fromisoformat(next_day), dt.date(2024, 1, 5)]}
    )  # fmt: skip
    found = gaps_of(told, 30)
    assert found.height == gaps
    if gaps:
        assert found.row(0) == ("A", dt.date(2024, 1, 5), dt.date(2024, 2, 5))


def test_a_step_entered_by_itself_says_nothing_of_the_others(tmp_path: Path) -> None:
    """Outcomes are observed until the last delivery that tells of everybody, however many single ones came since."""
    store = RecordStore.create(tmp_path / "records", buckets=1)

    def enter(on: str) -> None:
        step = drawn("monitoring", f"household_id | known_date | step\nH2 | {on} | identified")
        facts = {"delivery_id": on, "source": ENTRIES_SOURCE, "department": None, "landed_at": None}
        land_facts(store, {"monitoring": step}, **facts)  # type: ignore[arg-type]

    enter("2024-03-01")
    assert observed_until(store, store.versions()) is None
    roster = pl.DataFrame(
        [{"delivery_id": "d1", "source": "monitoring_roster", "known_date": dt.date(2024, 3, 5)}], schema=DELIVERIES
    )
    with store.writing():
        store.land({"monitoring": drawn("monitoring", "known_date | step\n2024-03-05 | identified")}, roster)
    enter("2024-03-20")
    assert observed_until(store, store.versions()) == dt.date(2024, 3, 5)
