"""Dwelling and water, day by day."""

from __future__ import annotations

import pytest

from tests.drawn_tables import drawn, value

AS_OF = "2024-06-30"


@pytest.mark.parametrize(
    ("grades", "unsafe", "months"),
    [
        (["2022-05-10 | B | "], 0, None),
        (["2022-05-10 | C | "], 1, 25),
        (["2022-05-10 | D | 2024-06-30"], 0, 25),  # made safe that day
        (["2022-05-10 | D | 2024-07-01"], 1, 25),
        (["2022-05-10 | D | ", "2023-05-10 | A | "], 0, 25),
        (["2022-05-10 | A | ", "2023-06-30 | D | "], 1, 12),
        (["2022-05-10 | D | ", "2023-05-10 |  | "], 1, 25),  # a visit without a grade says nothing
        (["2023-05-10 |  | "], None, None),
    ],
)
def test_a_dwelling_is_unsafe_by_its_last_grade_until_remedied(
    grades: list[str], unsafe: float | None, months: float | None
) -> None:
    housing = drawn("housing", "\n".join(["event_date | grade | remedied_on", *grades]))
    assert value("unsafe_dwelling", AS_OF, housing=housing) == unsafe
    assert value("months_since_unsafe", AS_OF, housing=housing) == months


@pytest.mark.parametrize(
    ("day", "damaged", "expected"),
    [("2023-06-30", "yes", 0), ("2023-07-01", "yes", 1), (AS_OF, "yes", 1), (AS_OF, "no", 0), (AS_OF, "", 0)],
)
def test_damage_counts_for_a_year(day: str, damaged: str, expected: float) -> None:
    housing = drawn("housing", f"event_date | grade | disaster_damage\n{day} | A | {damaged}")
    assert value("dwelling_damaged_12m", AS_OF, housing=housing) == expected


CHECKS = """
    event_date | known_date | safe | litres_per_day | days_out | fetch_minutes | quality_ok
    2023-12-31 | 2024-02-01 | yes  | 60             | 3        | 5             | yes
    2024-03-31 | 2024-05-01 |      | 34             | 40       |               | no
    2024-07-01 | 2024-06-01 | no   | 1              | 1        | 1             | yes
"""


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("water_declared_safe", [None, 1, 1, 1, 0]),
        ("water_per_person", [None, 60, 60, 34, 1]),
        ("days_without_water", [None, 3, 3, 40, 1]),
        ("minutes_to_water", [None, 5, 5, 5, 1]),  # each indicator by the last check that states it
        ("water_quality_fails", [None, 0, 0, 1, 0]),
        ("water_below_standard", [None, 0, 0, 1, 1]),
    ],
)
def test_water_is_as_the_last_check_found_it(name: str, seen: list[float | None]) -> None:
    days = ["2024-01-31", "2024-02-01", "2024-04-30", AS_OF, "2024-07-01"]
    assert [value(name, day, water=drawn("water", CHECKS)) for day in days] == seen


@pytest.mark.parametrize(
    ("litres", "days", "minutes", "quality", "expected"),
    [
        ("35", "36", "20", "yes", 0),
        ("34.9", "36", "20", "yes", 1),
        ("35", "37", "20", "yes", 1),
        ("35", "36", "21", "yes", 1),
        ("35", "36", "20", "no", 1),
        ("34.9", "", "", "", 1),  # one failure is enough, whatever else is unknown
        ("35", "36", "20", "", None),  # all that is known holds: nobody can tell
    ],
)
def test_water_meets_the_standard_by_all_four_indicators(
    litres: str, days: str, minutes: str, quality: str, expected: float | None
) -> None:
    water = drawn(
        "water",
        "event_date | litres_per_day | days_out | fetch_minutes | quality_ok\n"
        f"2024-03-31 | {litres} | {days} | {minutes} | {quality}",
    ).with_columns(quality_ok={"yes": True, "no": False}.get(quality))
    assert value("water_below_standard", AS_OF, water=water) == expected
