"""Which of several rows holds, when they fall on one day."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from features.frame import feature_frame, index_of
from features.records.gate import Records
from tests.drawn_tables import POLICY, drawn, value

AS_OF = "2024-06-30"

VERSIONS = """
    record_id | event_date | known_date | delivery_id | source_row | land_mu
    S1        | 2023-12-31 | {}         | {}          | {}         | 1
    S1        | 2023-12-31 | {}         | {}          | {}         | 2
"""


@pytest.mark.parametrize(
    ("one", "other", "holds"),
    [
        (("2024-01-05", "d9", "9"), ("2024-01-06", "d1", "1"), 2),  # the later knowledge, whatever its delivery
        (("2024-01-06", "d1", "1"), ("2024-01-05", "d9", "9"), 1),
        (("2024-01-05", "d1", "9"), ("2024-01-05", "d2", "1"), 2),  # of one day the later delivery
        (("2024-01-05", "d2", "1"), ("2024-01-05", "d1", "9"), 1),
        (("2024-01-05", "d1", "9"), ("2024-01-05", "d1", "10"), 2),  # of one delivery the lower row
        (("2024-01-05", "d1", "10"), ("2024-01-05", "d1", "9"), 1),
    ],
)
def test_of_two_versions_the_later_holds(one: tuple[str, ...], other: tuple[str, ...], holds: float) -> None:
    assert value("land", AS_OF, households=drawn("households", VERSIONS.format(*one, *other))) == holds


def test_an_earlier_version_holds_until_the_day_before_the_next() -> None:
    households = drawn("households", VERSIONS.format("2024-01-05", "d1", 1, "2024-03-05", "d2", 1))
    days = ["2024-01-04", "2024-01-05", "2024-03-04", "2024-03-05"]
    assert [value("land", day, households=households) for day in days] == [None, 1, 1, 2]


def test_a_correction_of_the_day_moves_the_fact() -> None:
    moved = """
        record_id | event_date | known_date | person_id | setting   | self_paid_yuan
        S1        | 2024-06-10 | 2024-06-12 | P1        | inpatient | 70
        S1        | 2023-06-10 | 2024-06-20 | P1        | inpatient | 70
    """
    illness = drawn("illness", moved)
    assert value("self_paid_12m", "2024-06-19", illness=illness) == 70
    assert value("self_paid_12m", "2024-06-20", illness=illness) == 0


FACTS_OF_ONE_DAY = """
    record_id | event_date | known_date | land_mu
    {}        | {}         | {}         | 1
    {}        | {}         | {}         | 2
"""


@pytest.mark.parametrize(
    ("one", "other", "holds"),
    [
        (("A", "2023-12-31", "2024-02-01"), ("B", "2023-12-31", "2024-01-01"), 1),  # same day: what was known last
        (("A", "2023-12-31", "2024-01-01"), ("B", "2023-12-31", "2024-02-01"), 2),
        (("B", "2023-12-31", "2024-01-01"), ("A", "2023-12-31", "2024-01-01"), 1),  # known the same day: by identity
        (("A", "2023-12-31", "2024-01-01"), ("B", "2023-12-30", "2024-02-01"), 1),  # else what happened last
    ],
)
def test_of_two_facts_the_one_that_happened_last_is_the_latest(
    one: tuple[str, ...], other: tuple[str, ...], holds: float
) -> None:
    assert value("land", AS_OF, households=drawn("households", FACTS_OF_ONE_DAY.format(*one, *other))) == holds


@pytest.mark.parametrize(
    ("as_of", "event", "expected"),
    [
        ("2024-05-31", "2024-04-30", 0),  # a month before 31 May is 30 April
        ("2024-05-31", "2024-05-01", 1),
        ("2024-03-31", "2024-02-29", 0),
        ("2024-03-31", "2024-03-01", 1),
        ("2024-03-01", "2024-02-01", 0),
        ("2024-03-01", "2024-02-02", 1),
    ],
)
def test_a_month_is_a_month_of_the_calendar(as_of: str, event: str, expected: float) -> None:
    illness = drawn("illness", f"event_date | person_id | setting | self_paid_yuan\n{event} | P1 | outpatient | 1")
    assert value("self_paid_1m", as_of, illness=illness) == expected


def test_rows_on_which_nothing_fits_take_the_declared_absence() -> None:
    diagnosis = drawn("illness", "event_date | person_id | setting\n2024-06-01 | P1 | diagnosis")
    assert value("self_paid_12m", AS_OF, illness=diagnosis) == 0
    assert value("months_since_admission", AS_OF, illness=diagnosis) is None


def test_one_day_twice_in_an_index_is_answered_twice_in_its_order() -> None:
    illness = drawn("illness", "event_date | person_id | setting | self_paid_yuan\n2024-06-01 | P1 | inpatient | 5")
    index = pl.concat([index_of(["H2", "H1"], dt.date(2024, 6, 30)), index_of(["H1", "H1"], dt.date(2024, 5, 31))])
    frame = feature_frame(Records({"illness": illness}), index, POLICY, ["self_paid_12m"])
    assert frame["household_id"].to_list() == ["H2", "H1", "H1", "H1"]
    assert frame["self_paid_12m"].to_list() == [0, 5, 0, 0]
