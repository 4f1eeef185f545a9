"""Where a window begins: by the calendar, and side by side with the window before it."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from features.language import (
    before,
    between_months,
    count,
    day_in_last,
    ended_in_last,
    ever,
    in_last,
    total,
    underway,
    whole_period_in_last,
)
from features.records.gate import WINDOWS, as_index
from tests.drawn_tables import measured

WINDOW_STARTS = [
    ("2024-04-30", 1, "2024-04-01"),  # April, not from 31 March on
    ("2024-06-30", 3, "2024-04-01"),
    ("2024-06-30", 6, "2024-01-01"),
    ("2024-06-30", 12, "2023-07-01"),
    ("2024-05-31", 1, "2024-05-01"),
    ("2024-02-29", 1, "2024-02-01"),  # the whole of a leap February
    ("2023-02-28", 1, "2023-02-01"),
    ("2024-02-28", 1, "2024-01-29"),  # a day before its end, in a leap year
    ("2024-03-31", 1, "2024-03-01"),
    ("2023-03-31", 1, "2023-03-01"),
    ("2024-03-30", 1, "2024-02-29"),  # 31 February is no day: the last of February stands for it
    ("2025-02-28", 12, "2024-03-01"),  # the 29th of last February belongs to the year before
    ("2024-02-29", 12, "2023-03-01"),
    ("2024-02-29", 24, "2022-03-01"),
    ("2024-08-31", 6, "2024-03-01"),
    ("2024-06-15", 1, "2024-05-16"),
    ("2024-06-15", 36, "2021-06-16"),
    ("2025-01-01", 1, "2024-12-02"),
]


AROUND_A_WINDOW = """
    event_date   | known_date | person_id | setting   | self_paid_yuan
    {day_before} | 2020-01-01 | P1        | inpatient | 1
    {first}      | 2020-01-01 | P1        | inpatient | 2
    {as_of}      | 2020-01-01 | P1        | inpatient | 4
    {day_after}  | 2020-01-01 | P1        | inpatient | 8
"""


def day(of: str, days: int) -> str:
    return str(dt.date.fromisoformat(of) + dt.timedelta(days=days))


@pytest.mark.parametrize(("as_of", "months", "first"), WINDOW_STARTS)
def test_a_window_begins_on_its_first_day_and_not_a_day_before(as_of: str, months: int, first: str) -> None:
    """Of bills of 1, 2, 4 and 8 yuan those of its first and its last day are in it."""
    bills = AROUND_A_WINDOW.format(day_before=day(first, -1), first=first, as_of=as_of, day_after=day(as_of, 1))
    assert measured(total("self_paid_yuan", over=in_last(months=months)), as_of, "illness", bills) == 6


SPELLS_FROM = """
    event_date | known_date | person_id | started_on   | monthly_wage_yuan
    2019-01-01 | 2020-01-01 | P1        | {day_before} | 1
    2019-01-01 | 2020-01-01 | P1        | {first}      | 2
"""


@pytest.mark.parametrize(("as_of", "months", "first"), WINDOW_STARTS)
def test_a_window_over_another_day_of_the_row_begins_alike(as_of: str, months: int, first: str) -> None:
    spells = SPELLS_FROM.format(day_before=day(first, -1), first=first)
    wages = measured(
        total("monthly_wage_yuan", over=day_in_last("started_on", months=months)), as_of, "employment", spells
    )
    assert wages == 2


@pytest.mark.parametrize("as_of", ["2024-04-30", "2024-02-29", "2023-02-28", "2024-12-31"])
def test_the_windows_of_month_ends_hold_each_day_of_the_year_once(as_of: str) -> None:
    last = dt.date.fromisoformat(as_of)
    ends = pl.date_range(last - dt.timedelta(days=366), last, "1mo", eager=True).dt.month_end()[-12:]
    starts = as_index(pl.DataFrame({"household_id": "H1", "as_of": ends})).get_column("after_1m")
    assert starts[1:].to_list() == ends[:-1].to_list()


@pytest.mark.parametrize("months", WINDOWS[:-1])
@pytest.mark.parametrize("as_of", ["2024-04-30", "2024-02-29", "2024-05-31", "2024-06-15"])
def test_what_is_older_than_a_window_is_in_the_one_before_or_before_it(as_of: str, months: int) -> None:
    """Each day is in exactly one of: the window, the months before it, the time before these."""
    longer = WINDOWS[WINDOWS.index(months) + 1]
    start = as_index(pl.DataFrame({"household_id": ["H1"], "as_of": [dt.date.fromisoformat(as_of)]}))
    for window in (months, longer):
        edge = start.get_column(f"after_{window}m")[0]
        for on in (edge - dt.timedelta(days=1), edge, edge + dt.timedelta(days=1)):
            bill = f"event_date | known_date | person_id | setting\n{on} | 2015-01-01 | P1 | inpatient"
            places = [in_last(months=months), between_months(longer, months), before(months=longer)]
            counts = [measured(count(over=place), as_of, "illness", bill) for place in places]
            inside, long_ago = on > start[f"after_{months}m"][0], on <= start[f"after_{longer}m"][0]
            assert counts == [inside, not inside and not long_ago, long_ago], on


@pytest.mark.parametrize(
    ("as_of", "is_underway", "has_ended"),
    [
        ("2024-03-30", 1, 0),
        ("2024-03-31", 1, 0),  # the last day is a day of work
        ("2024-04-01", 0, 1),
        ("2024-06-30", 0, 1),  # April, May and June: the first day without work is the first of them
        ("2024-07-01", 0, 0),
    ],
)
def test_a_job_has_ended_from_the_day_after_its_last_on(as_of: str, is_underway: float, has_ended: float) -> None:
    job = "event_date | person_id | started_on | ended_on\n2020-01-01 | P1 | 2020-01-01 | 2024-03-31"
    assert measured(count(of=underway()), as_of, "employment", job) == is_underway
    assert measured(count(of=ended_in_last(months=3)), as_of, "employment", job) == has_ended


def test_a_job_without_an_end_has_not_ended() -> None:
    job = "event_date | person_id | started_on | ended_on\n2020-01-01 | P1 | 2020-01-01 | "
    assert measured(count(of=ended_in_last(months=12)), "2024-06-30", "employment", job) == 0


@pytest.mark.parametrize(
    ("as_of", "months", "until", "period_months", "counts"),
    [
        ("2024-06-30", 3, "2024-06-30", 3, True),  # April to June, the whole window
        ("2024-06-30", 3, "2024-06-30", 4, False),  # March is before it
        ("2024-06-30", 3, "2024-05-31", 2, True),  # April and May
        ("2024-06-30", 3, "2024-05-31", 3, False),
        ("2024-06-15", 1, "2024-06-15", 1, True),
        ("2024-06-15", 1, "2024-06-14", 1, False),  # begins on 15 May, a day too early
        ("2024-06-30", 3, "2024-07-01", 1, False),  # ends after the day
    ],
)
def test_a_period_counts_where_all_of_it_lies_in_the_window(
    as_of: str, months: int, until: str, period_months: int, counts: bool
) -> None:
    wage = f"""
        event_date | known_date | category | amount_yuan | period_months
        {until}    | 2020-01-01 | wage     | 900         | {period_months}
    """
    periods = measured(count(over=whole_period_in_last(months=months)), as_of, "income", wage)
    assert periods == (1 if counts else 0)


@pytest.mark.parametrize(("as_of", "years"), [("2024-06-29", 0), ("2024-06-30", 1)])
def test_what_is_delivered_ahead_of_its_day_is_no_fact_before_it(as_of: str, years: int) -> None:
    ahead = "event_date | known_date | category | amount_yuan\n2024-06-30 | 2020-01-01 | wage | 900"
    assert measured(count(over=ever()), as_of, "income", ahead) == years
