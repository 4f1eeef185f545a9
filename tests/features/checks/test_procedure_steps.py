"""Who is monitored and who is not: each check at its boundary day or value."""

from __future__ import annotations

import pytest

from tests.features.checks.stories import Story, hit, holds, miss

STEPS = "event_date | step | risk_types | removal_mode | no_labour_household"
IDENTIFIED = f"{STEPS}\n2024-01-10 | identified | illness | | "
REMOVED = IDENTIFIED + "\n2024-03-10 | removed | | {} | "
ROLLED_BACK_THAT_DAY = IDENTIFIED + "\n2024-03-10 | rolled_back | illness | | \n2024-03-10 | removed | | support | "
FAMILY = """
    event_date | person_id | listing | relation | birth_month | labour
    2023-12-31 | P1        | full    | head     | 1960-01-01  | {0}
    2023-12-31 | P2        | full    | spouse   | 1961-01-01  | {1}
    2023-12-31 | P3        | full    | child    | 2015-01-01  |
"""
WEAK_FAMILY = FAMILY.format("none", "lost")
HOUSE = "event_date | region_code | household_type\n2023-12-31 | 990101001001 | general"


def income(wage: float, *more: str, day: str = "2023-12-31") -> str:
    lines = [f"{day} | {category} | {amount} | 12" for category, amount in (("wage", wage), *(m.split() for m in more))]
    return "\n".join(["event_date | category | amount_yuan | period_months", *lines])


def water(safe: str = "", litres: str = "", days: str = "", minutes: str = "", quality: str = "") -> str:
    columns = "event_date | safe | litres_per_day | days_out | fetch_minutes | quality_ok"
    return f"{columns}\n2024-03-31 | {safe} | {litres} | {days} | {minutes} | {quality}"


def way(distance: str, climb: str) -> str:
    return f"event_date | fetch_distance_m | fetch_climb_m\n2024-03-31 | {distance} | {climb}"


def graded(grade: str, remedied_on: str = "") -> str:
    return f"event_date | grade | remedied_on\n2023-05-01 | {grade} | {remedied_on}"


def measure(started_on: str, ended_on: str = "", kind: str = "industry") -> str:
    return f"event_date | kind | started_on | ended_on\n{started_on} | {kind} | {started_on} | {ended_on}"


def marked(no_labour: str, step: str = "identified") -> str:
    return f"{STEPS}\n2024-01-10 | {step} | illness | | {no_labour}"


HOUSEHOLD = {"households": HOUSE, "members": FAMILY.format("ordinary", "ordinary")}
ORDINARY = {"members": FAMILY.format("none", "ordinary")}
NOBODY = {"members": WEAK_FAMILY}

STORIES = [
    # Three people; the line of 2024 is 8,500 per person.
    hit("below_line_not_monitored", "a yuan under the line", **HOUSEHOLD, income=income(25499)),
    miss("below_line_not_monitored", "on the line", **HOUSEHOLD, income=income(25500)),
    miss("below_line_not_monitored", "monitored already", **HOUSEHOLD, income=income(9000), monitoring=IDENTIFIED),
    hit("below_line_not_monitored", "removed", **HOUSEHOLD, income=income(9000), monitoring=REMOVED.format("")),
    hit("below_line_not_monitored", "expenses count", **HOUSEHOLD, income=income(26000, "compliant_self_paid 600")),
    miss("below_line_not_monitored", "so do payouts", **HOUSEHOLD, income=income(25000, "insurance_payout 600")),
    hit("below_line_not_monitored", "cost counts", **HOUSEHOLD, income=income(26000, "business_cost 600")),
    miss("below_line_not_monitored", "a year too old", **HOUSEHOLD, income=income(9000, day="2023-06-30")),
    miss(
        "below_line_not_monitored",
        "out of the year of the features on the last day of February",
        **HOUSEHOLD,
        income=income(9000, day="2024-02-29"),
        as_of="2025-02-28",
    ),
    hit("below_line_not_monitored", "a year just young enough", **HOUSEHOLD, income=income(9000, day="2023-07-01")),
    miss("below_line_not_monitored", "nobody knows the members", households=HOUSE, income=income(9000)),
    # Of two steps on one day the later one in the procedure holds, whichever comes first in the file.
    hit("month_without_measure", "rolled back on the day of its removal", monitoring=ROLLED_BACK_THAT_DAY),
    miss(
        "removed_by_support_without_measure", "rolled back on the day of its removal", monitoring=ROLLED_BACK_THAT_DAY
    ),
    hit("unsafe_water_not_monitored", "too little", water=water(litres="34.9")),
    miss("unsafe_water_not_monitored", "just enough", water=water("yes", "35", "36", "20", "yes")),
    hit("unsafe_water_not_monitored", "a day more without", water=water("yes", "35", "37", "20", "yes")),
    hit("unsafe_water_not_monitored", "too far", water=water(minutes="21")),
    hit("unsafe_water_not_monitored", "a metre too far", water=way("801", "80")),
    hit("unsafe_water_not_monitored", "a metre too steep", water=way("800", "81")),
    miss("unsafe_water_not_monitored", "just near enough", water=way("800", "80")),
    hit("unsafe_water_not_monitored", "bad quality", water=water(quality="no")),
    hit("unsafe_water_not_monitored", "the sheet says so", water=water(safe="no")),
    miss("unsafe_water_not_monitored", "nothing is told", water=water()),
    miss("unsafe_water_not_monitored", "monitored", water=water(safe="no"), monitoring=IDENTIFIED),
    miss(
        "unsafe_water_not_monitored",
        "mended since",
        water=water(safe="no") + "\n2024-06-30 | yes | | | | ",
    ),
    hit("unsafe_house_not_monitored", "grade C", housing=graded("C")),
    miss("unsafe_house_not_monitored", "grade B", housing=graded("B")),
    miss("unsafe_house_not_monitored", "remedied today", housing=graded("D", "2024-06-30")),
    hit("unsafe_house_not_monitored", "to be remedied tomorrow", housing=graded("D", "2024-07-01")),
    miss("unsafe_house_not_monitored", "monitored", housing=graded("D"), monitoring=IDENTIFIED),
    miss("unsafe_house_not_monitored", "removed: another check", housing=graded("D"), monitoring=REMOVED.format("")),
    hit("removed_house_unsafe", "still D", housing=graded("D"), monitoring=REMOVED.format("")),
    miss("removed_house_unsafe", "monitored", housing=graded("D"), monitoring=IDENTIFIED),
    miss("removed_house_unsafe", "remedied", housing=graded("D", "2024-02-01"), monitoring=REMOVED.format("")),
    miss(
        "removed_house_unsafe",
        "rolled back",
        housing=graded("D"),
        monitoring=REMOVED.format("") + "\n2024-05-01 | rolled_back | | | ",
    ),
    hit("removed_water_unsafe", "still unsafe", water=water(safe="no"), monitoring=REMOVED.format("")),
    miss("removed_water_unsafe", "monitored", water=water(safe="no"), monitoring=IDENTIFIED),
    miss("removed_water_unsafe", "safe", water=water(safe="yes"), monitoring=REMOVED.format("")),
    hit("removed_by_support_without_measure", "no measure", monitoring=REMOVED.format("support")),
    miss(
        "removed_by_support_without_measure",
        "rolled back",
        monitoring=REMOVED.format("support") + "\n2024-05-01 | rolled_back | | | ",
    ),
    miss(
        "removed_by_support_without_measure",
        "a measure begins today",
        monitoring=REMOVED.format("support"),
        support=measure("2024-06-30"),
    ),
    miss("removed_by_support_without_measure", "by itself", monitoring=REMOVED.format("natural")),
    miss("removed_by_support_without_measure", "mode untold", monitoring=REMOVED.format("")),
    miss(
        "removed_by_support_without_measure",
        "a measure ended on the day of identification",
        monitoring=REMOVED.format("support"),
        support=measure("2023-01-01", "2024-01-10"),
    ),
    hit(
        "removed_by_support_without_measure",
        "a measure ended the day before identification",
        monitoring=REMOVED.format("support"),
        support=measure("2023-01-01", "2024-01-09"),
    ),
    miss(
        "removed_by_support_without_measure",
        "reports may still come",
        as_of="2024-04-23",
        monitoring=REMOVED.format("support"),
    ),
    hit(
        "removed_by_support_without_measure",
        "reports have had their time",
        as_of="2024-04-24",
        monitoring=REMOVED.format("support"),
    ),
    hit("removed_too_soon", "a day short of two months", monitoring=REMOVED.format("").replace("03-10", "03-09")),
    miss("removed_too_soon", "exactly two months", monitoring=REMOVED.format("")),
    miss(
        "removed_too_soon",
        "not removed now",
        monitoring=REMOVED.format("").replace("03-10", "03-09") + "\n2024-04-01 | rolled_back | | | ",
    ),
    hit("month_without_measure", "a month and a day", as_of="2024-02-11", monitoring=IDENTIFIED),
    miss("month_without_measure", "exactly a month", as_of="2024-02-10", monitoring=IDENTIFIED),
    miss("month_without_measure", "underway", monitoring=IDENTIFIED, support=measure("2023-01-01")),
    hit("month_without_measure", "ended", monitoring=IDENTIFIED, support=measure("2024-02-01", "2024-05-29")),
    miss(
        "month_without_measure", "ended a month ago", monitoring=IDENTIFIED, support=measure("2024-02-01", "2024-05-30")
    ),
    miss("month_without_measure", "removed", monitoring=REMOVED.format("")),
    hit("no_labour_not_flagged", "nobody can work", **NOBODY, monitoring=marked("no")),
    miss("no_labour_not_flagged", "marked", **NOBODY, monitoring=marked("yes")),
    miss("no_labour_not_flagged", "the mark is untold", **NOBODY, monitoring=marked("")),
    miss("no_labour_not_flagged", "one can", **ORDINARY, monitoring=marked("no")),
    miss("no_labour_not_flagged", "one is untold", members=FAMILY.format("none", ""), monitoring=marked("no")),
    miss(
        "no_labour_not_flagged",
        "one of sixteen is untold",
        members=WEAK_FAMILY.replace("2015-01-01", "2008-06-01"),
        monitoring=marked("no"),
    ),
    hit(
        "no_labour_not_flagged",
        "one of fifteen is untold",
        members=WEAK_FAMILY.replace("2015-01-01", "2008-07-01"),
        monitoring=marked("no"),
    ),
    miss(
        "no_labour_not_flagged",
        "one of unknown age is untold",
        members=WEAK_FAMILY.replace("2015-01-01", ""),
        monitoring=marked("no"),
    ),
    miss("no_labour_not_flagged", "removed", **NOBODY, monitoring=marked("no", "removed")),
    hit("no_labour_flag_wrong", "one can", **ORDINARY, monitoring=marked("yes")),
    miss("no_labour_flag_wrong", "weak only", members=FAMILY.format("none", "weak"), monitoring=marked("yes")),
    miss("no_labour_flag_wrong", "removed", **ORDINARY, monitoring=marked("yes", "removed")),
    miss("no_labour_flag_wrong", "not marked", **ORDINARY, monitoring=marked("no")),
    hit("no_labour_removed", "nobody can work", **NOBODY, monitoring=REMOVED.format("natural")),
    miss("no_labour_removed", "one can", **ORDINARY, monitoring=REMOVED.format("natural")),
    miss("no_labour_removed", "monitored", **NOBODY, monitoring=IDENTIFIED),
]


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_story(story: Story) -> None:
    assert holds(story)
