"""Schooling day by day: by stage, after aid, against the year before, and who is neither at school nor at work."""

from __future__ import annotations

import pytest

from tests.drawn_tables import drawn, value

AS_OF = "2024-06-30"

SCHOOLING = """
    event_date | known_date | person_id | stage      | status      | cost_yuan | aid_yuan
    2023-06-30 | 2023-07-05 | P1        | college    | enrolled    | 1         | 1
    2023-07-01 | 2023-07-05 | P2        | college    | enrolled    | 2         | 2
    2023-09-01 | 2023-10-05 | P3        | senior     | enrolled    | 4         | 4
    2023-09-01 | 2023-10-05 | P4        | vocational | enrolled    | 8         | 8
    2023-09-01 | 2023-10-05 | P5        | junior     | enrolled    | 16        | 16
    2023-09-01 | 2023-10-05 | P6        | college    | enrolled    | 32        | 32
    2024-02-20 | 2024-03-05 | P6        | college    | suspended   | 64        | 64
    2022-09-01 | 2022-10-05 | P7        | junior     | dropped_out | 128       | 128
    2021-09-01 | 2021-10-05 | P8        | primary    | dropped_out | 256       | 256
    2023-09-01 | 2023-10-05 | P8        | primary    | enrolled    | 512       | 512
    2024-06-30 | 2024-06-30 | P9        | senior     | enrolled    | 1024      | 1024
    2024-07-01 | 2024-06-20 | P9        | senior     | dropped_out |           |
"""
"""P6 left off, P8 came back, P9's end is announced for tomorrow."""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("students_after_compulsory", 4),  # P2, P3, P4, P9
        ("college_students", 1),
        ("senior_students", 3),  # P3, P4, P9
        ("compulsory_students", 2),  # P5 and P8, who came back
        ("suspended_students", 1),
        ("school_age_dropped_out", 0),
        ("education_cost_year", 2 + 4 + 8 + 1024),
        ("education_aid_year", 2 + 4 + 8 + 1024),  # not the aid of the compulsory stages
        ("dropped_out", 0),  # P7 left off more than a year ago, and nobody has told anything since
    ],
)
def test_the_last_word_about_each_student_counts(name: str, expected: float) -> None:
    assert value(name, AS_OF, education=drawn("education", SCHOOLING)) == expected


def test_the_last_word_is_the_one_that_is_known() -> None:
    education = drawn("education", SCHOOLING)
    assert value("college_students", "2024-03-04", education=education) == 3  # that P6 left off is not known yet
    assert value("college_students", "2024-03-05", education=education) == 2
    assert value("dropped_out", "2023-08-31", education=education) == 1
    assert value("dropped_out", "2024-07-01", education=education) == 1


COSTS = """
    event_date | person_id | stage      | status    | cost_yuan | aid_yuan
    2023-09-01 | P1        | college    | enrolled  | 15000     | 3000
    2024-02-20 | P1        | college    | enrolled  | 16000     | 3000
    2023-09-01 | P2        | senior     | enrolled  | 4000      | 6000
    2023-09-01 | P3        | preschool  | enrolled  | 2500      | 0
    2023-09-01 | P4        | primary    | enrolled  | 700       | 0
    2023-09-01 | P5        | vocational | suspended | 900       | 0
"""
"""P1 is told of each term, each time with the whole year's cost. What is left of P2's aid pays for nobody else."""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("education_cost_year", 16000 + 4000 + 2500),
        ("education_aid_year", 9000),
        ("education_net_cost_year", 13000 + 0 + 2500),
        ("students_without_aid", 1),  # P3; P4 pays nothing that aid is for, P5 is not there
        ("students_after_compulsory", 2),
        ("suspended_students", 1),
    ],
)
def test_schooling_outside_the_compulsory_stages_costs_what_aid_leaves(name: str, expected: float) -> None:
    assert value(name, AS_OF, education=drawn("education", COSTS)) == expected


def test_aid_that_nobody_states_is_not_taken_for_none() -> None:
    silent = drawn(
        "education", "event_date | person_id | stage | status | cost_yuan\n2023-09-01 | P1 | college | enrolled | 9000"
    )
    assert value("education_net_cost_year", AS_OF, education=silent) is None
    assert value("students_without_aid", AS_OF, education=silent) == 0


def test_schooling_is_weighed_against_income() -> None:
    income = drawn("income", "event_date | category | amount_yuan | period_months\n2023-12-31 | wage | 31000 | 12")
    tables = {"education": drawn("education", COSTS), "income": income}
    assert value("education_net_cost_to_income", AS_OF, "H1", **tables) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("day", "year", "before"),
    [
        ("2022-06-30", 0, 0),
        ("2022-07-01", 0, 700),
        ("2023-06-30", 0, 700),
        ("2023-07-01", 700, 0),
        ("2024-06-30", 700, 0),
        ("2024-07-01", 0, 0),
    ],
)
def test_a_school_year_and_the_one_before_meet_without_overlap(day: str, year: float, before: float) -> None:
    row = f"event_date | known_date | person_id | stage | status | cost_yuan\n{day} | 2024-06-01 | P1 | senior | enrolled | 700"
    education = drawn("education", row)
    assert value("education_cost_year", AS_OF, education=education) == year
    assert value("education_cost_year_before", AS_OF, education=education) == before
    assert value("education_cost_rise", AS_OF, education=education) == year - before


def test_the_year_before_is_by_the_last_word_of_that_year() -> None:
    terms = """
        event_date | person_id | stage  | status   | cost_yuan
        2022-09-01 | P1        | junior | enrolled | 100
        2022-09-01 | P2        | senior | enrolled | 3000
        2023-02-20 | P2        | senior | enrolled | 4000
        2023-09-01 | P1        | senior | enrolled | 4500
        2023-09-01 | P2        | senior | enrolled | 5000
    """
    education = drawn("education", terms)
    assert value("education_cost_year_before", AS_OF, education=education) == 4000
    assert value("education_cost_rise", AS_OF, education=education) == 5500  # P1 has left the compulsory stages


STOPPED = """
    event_date | person_id | stage   | status
    2023-06-30 | P1        | primary | dropped_out
    2023-07-01 | P2        | junior  | dropped_out
    2024-06-30 | P3        | senior  | dropped_out
    2024-03-01 | P4        | junior  | suspended
    2023-06-30 | P5        | college | graduated
    2023-07-01 | P6        | college | graduated
    2024-06-30 | P7        | junior  | graduated
    2024-06-30 | P8        | senior  | graduated
    2024-07-01 | P9        | senior  | graduated
"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [("dropped_out", 2), ("school_age_dropped_out", 1), ("suspended_students", 1), ("graduates_12m", 2)],
)
def test_who_stopped_is_told_apart_from_who_finished(name: str, expected: float) -> None:
    assert value(name, AS_OF, education=drawn("education", STOPPED)) == expected


def test_a_graduate_who_goes_on_is_a_student() -> None:
    goes_on = STOPPED + "    2024-06-30 | P6        | college | enrolled\n"
    assert value("graduates_12m", AS_OF, education=drawn("education", goes_on)) == 1


CHILDREN = """
    event_date | person_id | listing | birth_month | student | disabled
    2023-12-31 | P1        | full    | 2012-01-01  | not     | no
    2023-12-31 | P2        | full    | 2012-01-01  | not     | yes
    2023-12-31 | P3        | full    | 2012-01-01  | primary | yes
    2023-12-31 | P4        | full    | 2018-06-01  | not     | no
    2023-12-31 | P5        | full    | 2018-07-01  | not     | yes
    2023-12-31 | P6        | full    | 2008-07-01  | not     | yes
    2023-12-31 | P7        | full    | 2008-06-01  | not     | yes
"""
"""On 30 June 2024 P4 is 6 and P5 not yet, P6 is 15 and P7 no longer."""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("school_age_children", 5),
        ("school_age_not_at_school", 4),
        ("disabled_children_not_at_school", 2),  # P2 and P6; P3 is at school
        ("school_age_out_of_school", 2),
    ],
)
def test_children_of_school_age_are_at_school_or_not(name: str, expected: float) -> None:
    assert value(name, AS_OF, members=drawn("members", CHILDREN)) == expected


@pytest.mark.parametrize(("left", "expected"), [(0, 0), (1, 1), (3, 3)])
def test_roster_and_register_are_not_added_up(left: int, expected: float) -> None:
    rows = "\n".join(f"2024-05-01 | P{number} | junior | dropped_out" for number in range(left))
    education = drawn("education", f"event_date | person_id | stage | status\n{rows}")
    assert value("school_age_out_of_school", AS_OF, education=education) == expected
    both = {"education": education, "members": drawn("members", CHILDREN)}
    assert value("school_age_out_of_school", AS_OF, "H1", **both) == max(2, expected)


@pytest.mark.parametrize(
    ("enrolled", "missing"), [([], 5), (["primary", "junior"], 3), (["primary", "senior", "college"], 3)]
)
def test_children_whom_the_schools_register_does_not_know(enrolled: list[str], missing: float) -> None:
    rows = "\n".join(f"2023-09-01 | P{number} | {stage} | enrolled" for number, stage in enumerate(enrolled))
    education = drawn("education", f"event_date | person_id | stage | status\n{rows}")
    tables = {"education": education, "members": drawn("members", CHILDREN)}
    assert value("school_age_not_in_register", AS_OF, "H1", **tables) == missing
    assert value("school_age_not_in_register", AS_OF, education=education) is None


@pytest.mark.parametrize(
    ("born", "schooling", "months", "expected"),
    [
        ("2008-07-01", "senior", "0", 0),  # 15
        ("2008-06-01", "senior", "0", 1),  # 16
        ("1999-07-01", "college", "0", 1),  # 24
        ("1999-06-01", "college", "0", 0),  # 25
        ("2004-01-01", "junior", "0", 0),
        ("2004-01-01", "college", "1", 0),
        ("2004-01-01", "college", "", None),
        ("2004-01-01", "", "0", 0),  # still at school, or nobody knows
    ],
)
def test_who_finished_school_and_found_no_work(born: str, schooling: str, months: str, expected: float | None) -> None:
    row = f"2023-12-31 | P1 | full | {born} | {schooling} | {months}"
    members = drawn("members", f"event_date | person_id | listing | birth_month | schooling | work_months\n{row}")
    assert value("graduates_out_of_work", AS_OF, members=members) == expected
