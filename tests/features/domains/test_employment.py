"""Work, day by day: who works, what ended, and how many months it was."""

from __future__ import annotations

import pytest

from tests.drawn_tables import drawn, value

AS_OF = "2024-06-30"

TWO_SPELLS = """
    event_date | known_date | person_id | started_on | ended_on   | place_tier | channel     | monthly_wage_yuan
    2024-06-30 | 2024-06-01 | P1        | 2024-06-30 |            | outside    | market      | 4000
    2024-06-30 | 2024-06-01 | P1        | 2024-06-30 |            | outside    | market      | 500
    2023-01-01 | 2024-06-01 | P2        | 2023-01-01 | 2024-06-30 | province   | public_post | 2000
"""


@pytest.mark.parametrize(
    ("name", "day_before", "that_day", "day_after"),
    [
        ("people_working", 1, 2, 1),  # P1 begins and P2 has the last day of work; two jobs are one person
        ("monthly_wages_now", 2000, 6500, 4500),
        ("people_in_public_posts", 1, 1, 0),
        ("people_working_outside_province", 0, 1, 1),
    ],
)
def test_work_is_underway_from_its_first_day_to_its_last(
    name: str, day_before: float, that_day: float, day_after: float
) -> None:
    employment = drawn("employment", TWO_SPELLS)
    seen = [value(name, day, employment=employment) for day in ("2024-06-29", AS_OF, "2024-07-01")]
    assert seen == [day_before, that_day, day_after]


ENDED = """
    event_date | known_date | person_id | started_on | ended_on   | monthly_wage_yuan
    2020-01-01 | 2024-06-01 | P1        | 2020-01-01 | 2023-06-30 | 1
    2020-01-01 | 2024-06-01 | P1        | 2020-01-01 | 2023-07-01 | 2
    2020-01-01 | 2024-06-01 | P1        | 2020-01-01 | 2023-12-31 | 4
    2020-01-01 | 2024-06-01 | P1        | 2020-01-01 | 2024-01-01 | 8
    2020-01-01 | 2024-06-01 | P1        | 2020-01-01 | 2024-03-31 | 16
    2020-01-01 | 2024-06-01 | P1        | 2020-01-01 | 2024-04-01 | 32
    2020-01-01 | 2024-06-01 | P1        | 2020-01-01 | 2024-06-30 | 64
    2020-01-01 | 2024-06-01 | P1        | 2020-01-01 | 2024-07-01 | 128
    2020-01-01 | 2024-06-01 | P1        | 2020-01-01 |            | 256
"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("jobs_ended_3m", 2),
        ("jobs_ended_12m", 6),
        ("jobs_ended_6m", 4),
        ("monthly_wages_lost_6m", 4 + 8 + 16 + 32),
        ("months_since_job_ended", 2),
    ],
)
def test_ends_count_by_their_day(name: str, expected: float) -> None:
    assert value(name, AS_OF, employment=drawn("employment", ENDED)) == expected


def test_the_last_end_is_the_one_that_has_come() -> None:
    assert value("months_since_job_ended", "2024-06-29", employment=drawn("employment", ENDED)) == 2


@pytest.mark.parametrize(
    ("spells", "half_year", "year"),
    [
        (["2020-01-01 | "], 6, 12),  # cut at the window's beginning
        (["2020-01-01 | 2025-01-01"], 6, 12),  # and at the as-of day
        (["2024-06-30 | "], 0, 0),
        (["2024-03-01 | 2024-03-31"], 1, 1),
        (["2023-08-01 | 2023-09-30"], 0, 2),
        (["2022-01-01 | 2023-01-01"], 0, 0),  # long over: none, and known to be none
        (["2020-01-01 | ", "2024-03-01 | 2024-03-31"], 7, 13),  # person-months
        (["2020-01-01 | ", "2022-01-01 | 2023-01-01"], 6, 12),  # what is over takes nothing away
        (["2024-07-01 | "], None, None),  # work to come
        (["2020-01-01 | ", "2024-09-30 | "], 6, 12),
    ],
)
def test_person_months_are_the_days_inside_the_window(
    spells: list[str], half_year: float | None, year: float | None
) -> None:
    rows = [f"2024-01-01 | P{n} | {spell}" for n, spell in enumerate(spells)]
    employment = drawn("employment", "\n".join(["event_date | person_id | started_on | ended_on", *rows]))
    assert value("months_worked_6m", AS_OF, employment=employment) == half_year
    assert value("months_worked_12m", AS_OF, employment=employment) == year


LABOUR = "event_date | person_id | listing | labour\n2023-12-31 | P1 | full | {}\n2023-12-31 | P2 | full | none"
WORKS = "2024-01-01 | {} | 2020-01-01 | {} | 3000"
HEAD = "event_date | person_id | started_on | ended_on | monthly_wage_yuan"


@pytest.mark.parametrize(
    ("labour", "work", "zero_employment", "single_earner"),
    [
        ("ordinary", [WORKS.format("P1", "2024-06-29")], 1, 0),
        ("weak", [WORKS.format("P1", "2024-06-29")], 1, 0),
        ("lost", [WORKS.format("P1", "2024-06-29")], 0, 0),
        ("ordinary", [WORKS.format("P1", "")], 0, 1),
        ("ordinary", [WORKS.format("P1", ""), WORKS.format("P2", "")], 0, 0),
        ("ordinary", [], None, None),  # not in the register: nobody can tell
        ("none", [], 0, None),
    ],
)
def test_nobody_works_or_one_alone(
    labour: str, work: list[str], zero_employment: float | None, single_earner: float | None
) -> None:
    tables = {"members": drawn("members", LABOUR.format(labour))}
    if work:
        tables["employment"] = drawn("employment", "\n".join([HEAD, *work]))
    assert value("zero_employment", AS_OF, "H1", **tables) == zero_employment
    assert value("single_earner", AS_OF, "H1", **tables) == single_earner


def test_wages_are_put_on_a_year() -> None:
    tables = {
        "members": drawn("members", LABOUR.format("ordinary")),
        "income": drawn(
            "income", "event_date | category | amount_yuan | period_months\n2023-12-31 | wage | 48000 | 12"
        ),
        "employment": drawn("employment", "\n".join([HEAD, WORKS.format("P1", ""), WORKS.format("P2", "2024-06-01")])),
    }
    assert value("wages_now_to_line", AS_OF, "H1", **tables) == pytest.approx(3000 * 12 / 2 / 8500)
    assert value("wages_lost_to_income", AS_OF, "H1", **tables) == pytest.approx(0.75)
