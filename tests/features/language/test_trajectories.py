"""Measures that follow the months: how amounts rise, and how long something went on or was missing."""

from __future__ import annotations

import pytest

from features.language import (
    Measure,
    against_history,
    before,
    longest_gap,
    longest_run,
    months_with,
    quotient,
    slope,
    total,
)
from tests.drawn_tables import measured

AS_OF = "2024-06-30"
MONTH_ENDS = ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31", "2024-06-30"]
FIRST_DAYS = [f"2024-{month:02d}-01" for month in range(1, 7)]


def bills(*rows: tuple[str, object]) -> str:
    """Bills by day and amount; an amount left empty is unknown."""
    lines = [f"{day} | 2020-01-01 | P1 | {amount}" for day, amount in rows]
    return "\n".join(["event_date | known_date | person_id | self_paid_yuan", *lines])


def seen(measure: Measure, drawing: str, as_of: str = AS_OF) -> float | None:
    return measured(measure, as_of, "illness", drawing)


RISING = [100, 200, 300, 400, 500, 600]


@pytest.mark.parametrize("days", [MONTH_ENDS, FIRST_DAYS])
@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (RISING, 100),
        (RISING[::-1], -100),
        ([700, 700, 700, 700, 700, 700], 0),
        ([0, 0, 0, 0, 0, 700], 100),  # 2.5 months from the middle of six: 700 x 2.5 / 17.5
        ([700, 0, 0, 0, 0, 0], -100),
        ([0, 0, 0, 70, 0, 0], 2),  # half a month from the middle
        ([0, 0, 0, 0, 0, 0.1], 0.01),
    ],
)
def test_a_slope_is_by_how_much_a_month_rises_over_the_one_before(
    days: list[str], amounts: list[float], expected: float
) -> None:
    assert seen(slope("self_paid_yuan", months=6), bills(*zip(days, amounts, strict=True))) == expected


def test_a_month_without_a_row_counts_as_nothing_in_a_slope() -> None:
    assert seen(slope("self_paid_yuan", months=6), bills((AS_OF, 700))) == 100
    assert seen(slope("self_paid_yuan", months=6), bills((AS_OF, 300), ("2024-06-01", 400))) == 100


def test_a_slope_looks_at_its_window_alone() -> None:
    within = [(AS_OF, 700)]
    older, later = ("2023-12-31", 7000), ("2024-07-01", 7000)
    assert seen(slope("self_paid_yuan", months=6), bills(*within, older, later)) == 100
    assert seen(slope("self_paid_yuan", months=6), bills(older, later)) is None
    assert seen(slope("self_paid_yuan", months=6), bills((AS_OF, ""))) is None
    assert seen(slope("self_paid_yuan", months=6), bills((AS_OF, 700), ("2024-05-31", ""))) == 100


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("2024-06-01", 300)], 100),  # 300 in the last three months, nothing in the nine before
        ([("2024-04-01", 300)], 100),
        ([("2024-03-31", 300)], -33.33),
        ([("2023-07-01", 300)], -33.33),
        ([("2023-06-30", 300)], None),
        ([("2024-07-01", 300)], None),
        ([("2024-04-01", 300), ("2024-03-31", 900)], 0),
        ([("2024-04-01", "")], None),
        ([("2024-04-01", ""), ("2024-03-31", 900)], -100),
    ],
)
def test_the_last_months_are_set_against_those_before_them(
    rows: list[tuple[str, object]], expected: float | None
) -> None:
    assert seen(against_history("self_paid_yuan", recent=3, history=12), bills(*rows)) == expected


SOME = pytest.mark.parametrize(
    ("days", "months", "run", "gap"),
    [
        ([], None, None, None),
        (["2023-12-31", "2024-07-01"], None, None, None),  # before the window, after the day
        (["2024-06-30"], 1, 1, 5),
        (["2024-06-01"], 1, 1, 5),
        (["2024-01-01"], 1, 1, 5),
        (["2024-06-01", "2024-06-30"], 1, 1, 5),
        (["2024-05-31", "2024-06-01"], 2, 2, 4),  # a day apart, in two months
        (["2024-01-31", "2024-03-01", "2024-04-30", "2024-06-15"], 4, 2, 1),
        (["2024-01-31", "2024-06-15"], 2, 1, 4),
        (MONTH_ENDS, 6, 6, 0),
        (FIRST_DAYS, 6, 6, 0),
        (["2024-02-01", "2024-02-29", "2024-03-15", "2024-04-01"], 3, 3, 2),
    ],
)


@SOME
def test_months_with_something_are_counted_once(
    days: list[str], months: float | None, run: float | None, gap: float | None
) -> None:
    drawing = bills(("2015-01-01", 1), *((day, 1) for day in days))
    found = [seen(verb(months=6), drawing) for verb in (months_with, longest_run, longest_gap)]
    assert found == [months, run, gap]


def test_the_longest_run_is_not_the_last_nor_the_sum() -> None:
    days = ["2023-08-01", "2023-09-01", "2023-10-01", "2023-11-01", "2024-02-01", "2024-03-01", "2024-06-01"]
    drawing = bills(*((day, 1) for day in days))
    assert seen(longest_run(months=12), drawing) == 4
    assert seen(longest_gap(months=12), drawing) == 2
    assert seen(months_with(months=12), drawing) == 7


@pytest.mark.parametrize(("as_of", "sum_then"), [("2024-06-29", 1), ("2024-06-30", 3), ("2024-07-01", 3)])
def test_what_was_then_is_what_had_happened_by_then(as_of: str, sum_then: float) -> None:
    drawing = bills(("2023-06-29", 1), ("2023-06-30", 2), ("2023-07-02", 4))
    assert seen(total("self_paid_yuan", over=before(months=12)), drawing, as_of) == sum_then


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["50 | 100", "25 | 200"], 0.25),  # of the sums, not the mean of the shares
        (["50 | 100", " | 900"], 0.5),  # a row that states one of the two alone tells nothing
        (["50 | 100", "900 | "], 0.5),
        (["0.1 | 0.3", "0.2 | 0.3"], 0.5),
        (["50 | 0"], None),
        ([" | 100"], None),
        (["0 | 100"], 0),
    ],
)
def test_a_quotient_is_of_the_rows_that_state_both(rows: list[str], expected: float | None) -> None:
    drawing = "\n".join(
        ["event_date | person_id | self_paid_yuan | total_yuan", *(f"2024-06-01 | P1 | {row}" for row in rows)]
    )
    assert seen(quotient("self_paid_yuan", "total_yuan"), drawing) == expected
