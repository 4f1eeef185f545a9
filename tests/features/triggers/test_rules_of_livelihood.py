"""Rules of housing, water, relocation, human resources, agriculture, emergency and rural affairs."""

from __future__ import annotations

import pytest

from features.triggers.rules import TRIGGERS
from tests.features.triggers.stories import Story, holds
from tests.features.triggers.test_rules_of_people import STORIES as OF_PEOPLE

WORKER = "event_date | person_id | listing | labour\n2023-12-31 | P1 | full | ordinary"
EVENT = "event_date | kind | loss_yuan | harm\n{} | {} | {} | {}"
DWELLING = "event_date | grade | disaster_damage\n{} | {} | {}"
WATER = "event_date | litres_per_day | days_out | fetch_minutes | quality_ok\n2024-03-31 | 60 | 0 | {} | {}"
FETCH = "event_date | fetch_distance_m | fetch_climb_m\n2024-03-31 | {} | {}"
WORK = "event_date | person_id | started_on | ended_on\n2024-06-01 | P1 | 2020-01-01 | {}"
AWAY = "event_date | person_id | started_on | ended_on | place_tier\n2024-06-01 | P1 | 2020-01-01 | {} | {}"
INCOME = "event_date | category | amount_yuan | period_months\n2022-12-31 | wage | {} | 12\n2023-12-31 | wage | {} | 12"
BOTH = INCOME.replace("wage", "business").format(3000, 1500) + "\n2022-12-31 | wage | {} | 12"
MOVE = "event_date | kind | moved_on\n2022-01-01 | moved | {}"
FOLLOW_UP = "event_date | kind | moved_on | housing_debt_yuan | empty_flat\n2022-01-01 | moved | 2022-01-01 | {} | {}"

STORIES = [
    Story(
        "unsafe_dwelling",
        1,
        "2020-01-01",
        {"housing": DWELLING.format("2020-01-01", "C", "")},
        {"housing": DWELLING.format("2020-01-01", "B", "yes")},
    ),
    Story(
        "dwelling_damaged",
        1,
        "2023-07-01",
        {"housing": DWELLING.format("2023-07-01", "A", "yes")},
        {"housing": DWELLING.format("2023-06-30", "A", "yes")},
    ),
    Story("unsafe_water", 1, "2024-03-31", {"water": WATER.format(21, "yes")}, {"water": WATER.format(20, "yes")}),
    Story("unsafe_water", 1, "2024-03-31", {"water": WATER.format(20, "no")}, {"water": WATER.format(20, "yes")}),
    Story("unsafe_water", 1, "2024-03-31", {"water": FETCH.format(801, 80)}, {"water": FETCH.format(800, 80)}),
    Story("unsafe_water", 1, "2024-03-31", {"water": FETCH.format(800, 81)}, {"water": FETCH.format(800, 80)}),
    Story(
        "relocated_without_work",
        1,
        "2024-06-01",
        {"members": WORKER, "employment": WORK.format("2024-06-01"), "relocation": MOVE.format("2022-01-01")},
        {"members": WORKER, "employment": WORK.format("2024-06-01"), "relocation": MOVE.format("2024-07-01")},
    ),
    Story(
        "relocated_without_work",
        1,
        "2024-06-01",
        {"members": WORKER, "employment": WORK.format("2024-06-01"), "relocation": MOVE.format("2022-01-01")},
        {"members": WORKER, "employment": WORK.format(""), "relocation": MOVE.format("2022-01-01")},
    ),
    Story(
        "relocated_in_debt",
        0.01,
        "2022-01-01",
        {"relocation": FOLLOW_UP.format(0.01, "no")},
        {"relocation": FOLLOW_UP.format(0, "yes")},
    ),
    Story(
        "empty_flat",
        1,
        "2022-01-01",
        {"relocation": FOLLOW_UP.format("", "yes")},
        {"relocation": FOLLOW_UP.format(9000, "no")},
    ),
    Story(
        "job_lost",
        1,
        "2024-04-01",
        {"members": WORKER, "employment": WORK.format("2024-04-01")},
        {"members": WORKER, "employment": WORK.format("2024-03-29")},
    ),
    Story(
        "zero_employment",
        1,
        "2020-06-01",
        {"members": WORKER, "employment": WORK.format("2020-06-01")},
        {"members": WORKER.replace("ordinary", "none"), "employment": WORK.format("2020-06-01")},
    ),
    # Work of the last day of December was over on 1 January, the first day of the half-year.
    Story(
        "returned_migrant",
        1,
        "2023-12-31",
        {"employment": AWAY.format("2023-12-31", "outside")},
        {"employment": AWAY.format("2023-12-30", "outside")},
    ),
    Story(
        "returned_migrant",
        1,
        "2024-06-29",
        {"employment": AWAY.format("2024-06-29", "province")},
        {"employment": AWAY.format("2024-06-29", "province") + "\n2024-06-01 | P1 | 2024-06-30 |  | outside"},
    ),
    Story(
        "returned_migrant",
        1,
        "2024-05-01",
        # A job near home that ended later does not move the day.
        {"employment": AWAY.format("2024-05-01", "outside") + "\n2024-06-20 | P2 | 2020-01-01 | 2024-06-20 | county"},
        {"employment": AWAY.format("2024-05-01", "county")},
    ),
    # Twelve months less those of the half-year, twice: six months before and none since is the line.
    Story(
        "fewer_work_months",
        6,
        "2023-12-30",
        {"employment": WORK.format("2023-12-30")},
        {"employment": WORK.format("2024-01-15")},
    ),
    Story(
        "project_failure",
        1,
        "2023-07-01",
        {"shocks": EVENT.format("2023-07-01", "business_failure", 1, "")},
        {"shocks": EVENT.format("2023-07-01", "disaster_flood", 1, "")},
    ),
    Story(
        "epidemic",
        1,
        "2023-07-01",
        {"shocks": EVENT.format("2023-07-01", "disaster_biological", 1, "")},
        {"shocks": EVENT.format("2023-06-30", "disaster_biological", 1, "")},
    ),
    Story(
        "epidemic",
        1,
        "2024-06-30",
        {"shocks": EVENT.format("2024-06-30", "disaster_biological", "", "")},
        {"shocks": EVENT.format("2024-06-30", "disaster_flood", 9000, "")},
    ),
    Story(
        "disaster_loss",
        1,
        "2023-07-01",
        {"shocks": EVENT.format("2023-07-01", "disaster_weather", 1, "")},
        {"shocks": EVENT.format("2023-07-01", "crime", 1, "")},
    ),
    Story(
        "income_low",
        12412,
        "2023-12-31",
        {"members": WORKER, "income": INCOME.format(12412, 12412)},
        {"members": WORKER, "income": INCOME.format(12412.01, 12412.01)},
    ),
    Story(
        "business_income_drop",
        0.3,
        "2023-12-31",
        {"income": INCOME.replace("wage", "business").format(3000, 2100)},
        {"income": INCOME.replace("wage", "business").format(3000, 2100.01)},
    ),
    # Business was three tenths of what the household lived on the year before, or a little less.
    Story(
        "business_income_drop",
        0.5,
        "2023-12-31",
        {"income": BOTH.format(7000)},
        {"income": BOTH.format(7000.01)},
    ),
    Story(
        "income_drop",
        0.3,
        "2023-12-31",
        {"income": INCOME.format(30000, 21000)},
        {"income": INCOME.format(30000, 21000.01)},
    ),
]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_a_rule_is_hit_and_nearly_missed(story: Story) -> None:
    holds(story)


def test_every_rule_has_its_story() -> None:
    assert {trigger.name for trigger in TRIGGERS} == {story.name for story in [*STORIES, *OF_PEOPLE]}
