"""A household is monitored for a risk: is there a fact behind it?"""

from __future__ import annotations

import polars as pl
import pytest

from tests.features.checks.stories import Story, findings_in, hit, holds, miss

FAMILY = """
    event_date | person_id | listing | relation | birth_month | labour | chronic | major_illness | disabled | student | work_months
    2023-12-31 | P1        | full    | head     | 1960-01-01  | {labour} | {ill} | {major} | {disabled} | not   | {months}
    2023-12-31 | P2        | full    | child    | 2010-01-01  | none   | no      | no            | no       | {student} | 0
"""


def family(
    labour: str = "none",
    ill: str = "no",
    disabled: str = "no",
    student: str = "not",
    months: str = "0",
    major: str = "no",
) -> str:
    return FAMILY.format(labour=labour, ill=ill, major=major, disabled=disabled, student=student, months=months)


def monitored(risks: str, on: str = "2024-02-10") -> str:
    return f"event_date | step | risk_types\n{on} | identified | {risks}"


def bill(day: str, paid: str, setting: str = "inpatient", kind: str = "ordinary") -> str:
    columns = "event_date | person_id | setting | disease_class | self_paid_yuan"
    return f"{columns}\n{day} | P1 | {setting} | {kind} | {paid}"


def expense(day: str, amount: str) -> str:
    return f"event_date | category | amount_yuan | period_months\n{day} | compliant_self_paid | {amount} | 12"


def shock(day: str, kind: str) -> str:
    return f"event_date | kind\n{day} | {kind}"


def spell(day: str) -> str:
    return f"event_date | person_id | started_on | ended_on\n{day} | P1 | {day} | {day}"


def enrolled(day: str, status: str = "enrolled") -> str:
    return f"event_date | person_id | stage | status\n{day} | P2 | junior | {status}"


def graded(grade: str, day: str = "2024-02-10", damage: str = "") -> str:
    return f"event_date | grade | disaster_damage\n{day} | {grade} | {damage}"


def household_of(labours: str, day: str = "2023-12-31") -> str:
    lines = [
        f"{day} | P{number}-{day} | P{number} | full | 1980-01-01 | {labour}"
        for number, labour in enumerate(labours.split())
    ]
    return "\n".join(["event_date | record_id | person_id | listing | birth_month | labour", *lines])


CARD = "event_date | person_id | grade\n2024-06-01 | P1 | 3"
ILL = {"monitoring": monitored("illness")}
JOBS = {"monitoring": monitored("job_instability")}
LABOUR = {"monitoring": monitored("labour_shortage")}
SCHOOL = {"monitoring": monitored("education")}
LAST_TOLD_EARLIER = "\n".join(
    [
        household_of("none none none none", "2023-01-31"),
        *household_of("skilled ordinary none none", "2024-03-31").splitlines()[1:],
    ]
)

CAME_LATE = "2024-03-25"
"""Six weeks after the identification: departments' records may still arrive."""

ENTERED_EARLY = "2023-12-30"
"""Before any roster tells who was there."""

DISABLED = {"monitoring": monitored("disability")}
WAS_AND_IS = "\n".join(
    [
        *family("ordinary", "yes", "yes", "junior").replace("2023-12-31", "2023-06-30").splitlines(),
        *family().splitlines()[2:],
    ]
)
"""What was so half a year before the identification is so no longer, nor at it."""

WAS_UNTIL_LATER = WAS_AND_IS.replace("2023-12-31", "2024-03-31")
"""What was so at the identification is so no longer today."""

REMOVED_SINCE = "\n2024-05-01 | removed | "

STORIES = [
    miss("illness_risk_nobody_ill", "somebody was", members=WAS_UNTIL_LATER, **ILL),
    hit("illness_risk_nobody_ill", "somebody had been", members=WAS_AND_IS, **ILL),
    hit("illness_risk_nobody_ill", "no roster then", members=family(), monitoring=monitored("illness", ENTERED_EARLY)),
    miss("illness_risk_nobody_ill", "removed", members=family(), monitoring=monitored("illness") + REMOVED_SINCE),
    miss("illness_risk_no_expense", "reports may come", as_of=CAME_LATE, **ILL),
    hit("illness_risk_no_expense", "told of a year too old", income=expense("2023-02-10", "900"), **ILL),
    miss("illness_risk_no_expense", "told of a year just young enough", income=expense("2023-02-11", "900"), **ILL),
    miss("disability_risk_nobody_disabled", "reports may come", as_of=CAME_LATE, members=family(), **DISABLED),
    miss("disability_risk_nobody_disabled", "another risk", members=family(), **ILL),
    miss("disability_risk_nobody_disabled", "somebody was", members=WAS_UNTIL_LATER, **DISABLED),
    miss("job_risk_no_labour_no_work", "reports may come", as_of=CAME_LATE, members=family(), **JOBS),
    miss("job_risk_no_labour_no_work", "another risk", members=family(), **ILL),
    miss("job_risk_no_labour_no_work", "somebody had labour", members=WAS_UNTIL_LATER, **JOBS),
    hit("job_risk_no_labour_no_work", "no roster then", members=family(), monitoring=monitored("job_instability", ENTERED_EARLY)),
    miss("labour_risk_enough_labour", "not today", members=LAST_TOLD_EARLIER.replace("2023-01-31", "2024-04-30"), **LABOUR),
    miss("education_risk_nobody_at_school", "reports may come", as_of=CAME_LATE, members=family(), **SCHOOL),
    miss("education_risk_nobody_at_school", "another risk", members=family(), **ILL),
    miss("education_risk_nobody_at_school", "somebody was", members=WAS_UNTIL_LATER, **SCHOOL),
    miss("housing_risk_house_safe", "another risk", housing=graded("B"), **ILL),
    hit("illness_risk_nobody_ill", "nobody", members=family(), **ILL),
    hit("illness_risk_nobody_ill", "as the second of two risks", members=family(), monitoring=monitored("water;illness")),
    miss("illness_risk_nobody_ill", "another risk", members=family(), monitoring=monitored("water;housing")),
    miss("illness_risk_nobody_ill", "one is", members=family(ill="yes"), **ILL),
    miss("illness_risk_nobody_ill", "nobody's health is told", members=family(ill="", major="").replace("| no  ", "|     "), **ILL),
    miss("illness_risk_nobody_ill", "a bill on the day", members=family(), illness=bill("2024-02-10", "0"), **ILL),
    hit("illness_risk_nobody_ill", "a bill the day after", members=family(), illness=bill("2024-02-11", "9"), **ILL),
    miss("illness_risk_nobody_ill", "a bill a year old", members=family(), illness=bill("2023-02-11", "0"), **ILL),
    hit("illness_risk_nobody_ill", "a bill older", members=family(), illness=bill("2023-02-10", "9"), **ILL),
    miss("illness_risk_nobody_ill", "long ill", members=family(), illness=bill("2020-01-01", "", "diagnosis", "chronic"), **ILL),
    miss("illness_risk_nobody_ill", "reports may come", as_of="2024-03-25", members=family(), **ILL),
    hit("illness_risk_nobody_ill", "reports had their time", as_of="2024-03-26", members=family(), **ILL),
    hit("illness_risk_no_expense", "no bill", members=family(ill="yes"), **ILL),
    hit("illness_risk_no_expense", "a bill of nothing", illness=bill("2024-01-10", "0"), **ILL),
    miss("illness_risk_no_expense", "a bill of a fen", illness=bill("2024-01-10", "0.01"), **ILL),
    miss("illness_risk_no_expense", "a bill of unknown amount", illness=bill("2024-01-10", ""), **ILL),
    hit("illness_risk_no_expense", "a diagnosis costs nothing", illness=bill("2024-01-10", "", "diagnosis"), **ILL),
    hit("illness_risk_no_expense", "a bill too old", illness=bill("2023-02-10", "500"), **ILL),
    miss("illness_risk_no_expense", "the sheet tells some", income=expense("2023-12-31", "900"), **ILL),
    hit("illness_risk_no_expense", "the sheet tells none", income=expense("2023-12-31", "0"), **ILL),
    miss(
        "illness_risk_nobody_ill",
        "a major illness",
        members=family(major="yes"),
        **ILL,
    ),
    miss("illness_risk_no_expense", "another risk", monitoring=monitored("water")),
    hit("disability_risk_nobody_disabled", "nobody", members=family(), monitoring=monitored("disability")),
    miss("disability_risk_nobody_disabled", "on the roster", members=family(disabled="yes"), monitoring=monitored("disability")),
    miss("disability_risk_nobody_disabled", "a card", members=family(), disability=CARD, monitoring=monitored("disability")),
    miss("disability_risk_nobody_disabled", "no roster", monitoring=monitored("disability")),
    hit("job_risk_no_labour_no_work", "nobody", members=family(), **JOBS),
    miss("job_risk_no_labour_no_work", "weak labour", members=family("weak"), **JOBS),
    miss("job_risk_no_labour_no_work", "labour untold", members=family(""), **JOBS),
    miss("job_risk_no_labour_no_work", "worked a month", members=family(months="1"), **JOBS),
    miss("job_risk_no_labour_no_work", "was in the register", members=family(), employment=spell("2021-03-01"), **JOBS),
    hit("labour_risk_enough_labour", "two of four", members=household_of("skilled weak none lost"), **LABOUR),
    miss("labour_risk_enough_labour", "two of three", members=household_of("skilled weak none"), **LABOUR),
    miss("labour_risk_enough_labour", "two of five", members=household_of("skilled weak none lost none"), **LABOUR),
    miss("labour_risk_enough_labour", "not at the time", members=LAST_TOLD_EARLIER, **LABOUR),
    hit("labour_risk_enough_labour", "told later only", members=household_of("skilled weak none none", "2024-03-31"), **LABOUR),
    miss("labour_risk_enough_labour", "another risk", members=household_of("skilled weak none lost"), **ILL),
    hit("education_risk_nobody_at_school", "nobody", members=family(), **SCHOOL),
    miss("education_risk_nobody_at_school", "a pupil", members=family(student="junior"), **SCHOOL),
    miss("education_risk_nobody_at_school", "untold", members=family(student="").replace("| not   |", "|  |"), **SCHOOL),
    miss("education_risk_nobody_at_school", "enrolled", members=family(), education=enrolled("2023-02-11"), **SCHOOL),
    hit("education_risk_nobody_at_school", "enrolled long ago", members=family(), education=enrolled("2023-02-10"), **SCHOOL),
    hit("education_risk_nobody_at_school", "dropped out", members=family(), education=enrolled("2024-01-10", "dropped_out"), **SCHOOL),
    hit("housing_risk_house_safe", "grade B", housing=graded("B"), monitoring=monitored("housing")),
    miss("housing_risk_house_safe", "grade C", housing=graded("C"), monitoring=monitored("housing")),
    miss("housing_risk_house_safe", "damaged", housing=graded("B", damage="yes"), monitoring=monitored("housing")),
    miss("housing_risk_house_safe", "graded afterwards", housing=graded("B", "2024-02-11"), monitoring=monitored("housing")),
    hit("disaster_risk_no_event", "nothing", monitoring=monitored("disaster")),
    miss("disaster_risk_no_event", "a flood", shocks=shock("2023-02-11", "disaster_flood"), monitoring=monitored("disaster")),
    hit("disaster_risk_no_event", "an old flood", shocks=shock("2023-02-10", "disaster_flood"), monitoring=monitored("disaster")),
    hit("disaster_risk_no_event", "an accident", shocks=shock("2024-01-10", "accident_traffic"), monitoring=monitored("disaster")),
    miss("disaster_risk_no_event", "an accident", shocks=shock("2024-01-10", "accident_traffic"), monitoring=monitored("accident")),
    miss("disaster_risk_no_event", "a crime", shocks=shock("2024-01-10", "crime"), monitoring=monitored("accident")),
    miss("disaster_risk_no_event", "an injury", illness=bill("2024-01-10", "", kind="accident"), monitoring=monitored("accident")),
    hit("disaster_risk_no_event", "no failure", shocks=shock("2024-01-10", "crime"), monitoring=monitored("business_failure")),
    miss("disaster_risk_no_event", "a failure", shocks=shock("2024-01-10", "business_failure"), monitoring=monitored("business_failure")),
    miss("disaster_risk_no_event", "a damaged dwelling", housing=graded("B", damage="yes"), monitoring=monitored("disaster")),
    miss("disaster_risk_no_event", "reports may come", as_of="2024-03-25", monitoring=monitored("disaster")),
]  # fmt: skip


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_story(story: Story) -> None:
    assert holds(story)


def test_an_expense_of_nothing_is_told_as_nothing() -> None:
    found = findings_in(ILL).filter(pl.col("check") == "illness_risk_no_expense")
    assert found["value"].to_list() == [0]
