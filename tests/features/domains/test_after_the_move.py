"""A relocated household after its move: visits, debt against a year before, stable work."""

from __future__ import annotations

import polars as pl
import pytest

from tests.drawn_tables import drawn, value

AS_OF = "2024-06-30"


def relocation(*rows: str) -> dict[str, pl.DataFrame]:
    return {"relocation": drawn("relocation", "\n".join(["event_date | kind | moved_on | housing_debt_yuan", *rows]))}


def found(name: str, tables: dict[str, pl.DataFrame]) -> float | None:
    return value(name, AS_OF, "H1", **tables)


@pytest.mark.parametrize(
    ("moved_on", "lately"), [("2023-06-30", 0), ("2023-07-01", 1), ("2024-06-30", 1), ("2024-07-01", 0)]
)
def test_a_move_is_recent_for_a_year(moved_on: str, lately: float) -> None:
    assert found("moved_12m", relocation(f"2023-01-01 | moved | {moved_on} | ")) == lately


@pytest.mark.parametrize(
    ("visits", "number", "months"),
    [
        (["2023-06-30"], 0, 12),
        (["2023-07-01"], 1, 11),
        (["2023-07-01", "2024-06-30"], 2, 0),
        (["2024-07-01"], 0, None),
        ([], 0, None),
    ],
)
def test_follow_up_visits_count_by_their_day(visits: list[str], number: float, months: float | None) -> None:
    tables = relocation("2020-01-01 | moved | 2020-01-01 | ", *[f"{day} | follow_up | | " for day in visits])
    assert found("follow_ups_12m", tables) == number
    assert found("months_since_follow_up", tables) == months


@pytest.mark.parametrize(
    ("day", "before", "rise"), [("2023-06-30", 10000, 5000), ("2023-07-01", None, None), ("2020-01-01", 10000, 5000)]
)
def test_debt_is_compared_with_what_it_was_a_year_ago(day: str, before: float | None, rise: float | None) -> None:
    tables = relocation(f"{day} | moved | 2020-01-01 | 10000", "2024-06-30 | follow_up | | 15000")
    assert found("housing_debt_year_before", tables) == before
    assert found("housing_debt_rise", tables) == rise


@pytest.mark.parametrize(
    ("moved_on", "labour", "started_on", "without", "per_labour"),
    [
        ("2023-01-01", "skilled", "2024-01-01", 1, 0.5),  # in work, though for less than six months
        ("2023-01-01", "skilled", "2023-12-31", 0, 0.5),
        ("2023-01-01", "none", "2024-01-01", 0, None),
        ("2024-07-01", "skilled", "2024-01-01", 0, None),  # not moved yet
    ],
)
def test_each_relocated_household_with_labour_should_have_a_stable_job(
    moved_on: str, labour: str, started_on: str, without: float, per_labour: float | None
) -> None:
    tables = {
        **relocation(f"2022-01-01 | moved | {moved_on} | "),
        "members": drawn(
            "members",
            "event_date | person_id | listing | labour\n"
            f"2023-12-31 | P1 | full | {labour}\n2023-12-31 | P2 | full | {labour}",
        ),
        "employment": drawn("employment", f"event_date | person_id | started_on\n2023-01-01 | P1 | {started_on}"),
    }
    assert found("relocated_without_stable_work", tables) == without
    assert found("relocated_workers_per_labour", tables) == per_labour
