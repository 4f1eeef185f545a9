"""Each rule of the safety net: a gap beside a near miss, with the numbers it was judged by."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import polars as pl
import pytest

from features.gaps.finding import find_gaps
from features.gaps.rules import GAPS
from features.records.gate import Records
from tests.drawn_tables import POLICY, drawn

AS_OF = dt.date(2024, 6, 30)
LINE = 6600
"""Of the minimum living allowance in 2024, an example of the installed policy; 13,200 is twice it."""

Tables = dict[str, str]

ONE_PERSON = "event_date | person_id | listing\n2023-12-31 | P1 | full"
HOME = "event_date | region_code | household_type\n2023-12-31 | 990101001001 | general"
INCOME = "event_date | category | amount_yuan | period_months | caliber\n{} | wage | {} | 12 | dibao"
ON_DIBAO = "event_date | kind | started_on | ended_on\n2023-01-01 | dibao | 2023-01-01 | {}"
ILL = "event_date | person_id | setting | disease_class\n2024-01-01 | P1 | diagnosis | {}"
CARD = "event_date | person_id | grade | nursing_subsidy | living_subsidy\n2024-01-01 | P1 | {} | {} | {}"
SUBSIDY = "event_date | kind | started_on | ended_on\n2023-01-01 | disability_living | 2023-01-01 | {}"
HELP = "event_date | kind | started_on | ended_on\n2023-01-01 | industry | 2023-01-01 | {}"
LEFT = "event_date | person_id | listing | birth_month\n2023-12-31 | P1 | full | {}\n2023-12-31 | P2 | full | {}"
CHRONIC = "event_date | person_id | listing | birth_month | chronic\n2023-12-31 | P1 | full | 1964-06-01 | {}"
MARKED = "event_date | person_id | listing | on_dibao | on_tekun\n2023-12-31 | P1 | full | {} | {}"
STEP = "event_date | step\n2024-06-30 | {}"


def living_on(income: float, until: str = "2023-12-31", **more: str) -> Tables:
    return {"households": HOME, "members": ONE_PERSON, "income": INCOME.format(until, income), **more}


def national(income: float) -> str:
    return INCOME.format("2023-12-31", income).replace("dibao", "national")


class Story(NamedTuple):
    """A household with the gap, its value, and one that nearly has it."""

    gap: str
    value: float
    hit: Tables
    near_miss: Tables


STORIES = [
    Story("dibao_under_line", LINE - 0.01, living_on(LINE - 0.01), living_on(LINE)),
    Story(
        "dibao_under_line",
        LINE - 0.01,
        # The allowance ended the day before: nobody receives it now.
        living_on(LINE - 0.01, support=ON_DIBAO.format("2024-06-29")),
        living_on(LINE - 0.01, support=ON_DIBAO.format("2024-06-30")),
    ),
    Story("dibao_screening_income", 3499.99, living_on(3499.99), living_on(3500)),
    Story("dibao_ill_or_disabled", 1, {"illness": ILL.format("major")}, {"illness": ILL.format("chronic")}),
    Story(
        "dibao_ill_or_disabled",
        1,
        {"disability": CARD.format(2, "", "")},
        {"disability": CARD.format(2, "", ""), "support": ON_DIBAO.format("")},
    ),
    Story("dibao_ill_or_disabled", 1, {"disability": CARD.format(2, "", "")}, {"disability": CARD.format(3, "", "")}),
    Story(
        "dibao_counted_alone",
        13200,
        living_on(13200, illness=ILL.format("major")),
        living_on(13200.01, illness=ILL.format("major")),
    ),
    Story(
        "dibao_counted_alone",
        6600,
        living_on(6600, illness=ILL.format("major")),
        living_on(6599.99, illness=ILL.format("major")),
    ),
    Story("dibao_counted_alone", 9000, living_on(9000, illness=ILL.format("major")), living_on(9000)),
    Story(
        "dibao_phase_out_over",
        7,
        living_on(9000, "2023-11-30", support=ON_DIBAO.format("")),
        # Six months are granted, whole.
        living_on(9000, "2023-12-30", support=ON_DIBAO.format("")),
    ),
    Story(
        "dibao_phase_out_over",
        9,
        living_on(6600.01, "2023-09-30", support=ON_DIBAO.format("")),
        living_on(6600, "2023-09-30", support=ON_DIBAO.format("")),
    ),
    Story(
        "dibao_above_phase_out",
        13200.01,
        living_on(13200.01, support=ON_DIBAO.format("")),
        living_on(13200, support=ON_DIBAO.format("")),
    ),
    Story("dibao_above_phase_out", 20000, living_on(20000, support=ON_DIBAO.format("")), living_on(20000)),
    Story(
        "dibao_not_monitored",
        8499.99,
        living_on(0, support=ON_DIBAO.format("")) | {"income": national(8499.99)},
        living_on(0, support=ON_DIBAO.format("")) | {"income": national(8500)},
    ),
    Story(
        "dibao_not_monitored",
        5000,
        living_on(0, support=ON_DIBAO.format(""), monitoring=STEP.format("removed")) | {"income": national(5000)},
        living_on(0, support=ON_DIBAO.format(""), monitoring=STEP.format("identified")) | {"income": national(5000)},
    ),
    Story(
        "monitored_not_dibao",
        LINE - 0.01,
        living_on(LINE - 0.01, monitoring=STEP.format("identified")),
        living_on(LINE, monitoring=STEP.format("identified")),
    ),
    Story(
        "monitored_not_dibao",
        3000,
        living_on(3000, monitoring=STEP.format("rolled_back")),
        living_on(3000, monitoring=STEP.format("removed")),
    ),
    Story(
        "nursing_subsidy_missing",
        1,
        {"disability": CARD.format(2, "no", "")},
        {"disability": CARD.format(3, "no", "")},
    ),
    Story(
        "living_subsidy_missing",
        1,
        {"disability": CARD.format(4, "", "no"), "support": ON_DIBAO.format("")},
        {"disability": CARD.format(4, "", "no"), "support": ON_DIBAO.format("2024-06-29")},
    ),
    Story(
        "living_subsidy_missing",
        1,
        living_on(LINE - 0.01, disability=CARD.format(4, "", "no")),
        living_on(LINE, disability=CARD.format(4, "", "no")),
    ),
    Story(
        "living_subsidy_missing",
        1,
        living_on(3000, disability=CARD.format(4, "", "no")),
        living_on(3000, disability=CARD.format(4, "", "")),
    ),
    Story(
        "subsidy_without_card",
        1,
        {"support": SUBSIDY.format("2024-06-30")},
        {"support": SUBSIDY.format("2024-06-29")},
    ),
    Story(
        "subsidy_without_card",
        1,
        {"support": SUBSIDY.format("")},
        {"support": SUBSIDY.format(""), "disability": CARD.format(4, "", "")},
    ),
    Story(
        "children_left_alone_without_measure",
        1,
        {"members": LEFT.format("2008-07-01", "1964-06-01")},
        {"members": LEFT.format("2008-06-01", "1964-06-01")},
    ),
    Story(
        "children_left_alone_without_measure",
        1,
        {"members": LEFT.format("2015-01-01", "1964-06-01"), "support": HELP.format("2024-06-29")},
        {"members": LEFT.format("2015-01-01", "1964-06-01"), "support": HELP.format("2024-06-30")},
    ),
    Story(
        "elders_left_alone_without_measure",
        1,
        {"members": LEFT.format("2015-01-01", "1944-06-01")},
        {"members": LEFT.format("2015-01-01", "1944-07-01")},
    ),
    Story(
        "elders_left_alone_without_measure",
        1,
        {"members": LEFT.format("2008-07-01", "1940-01-01")},
        {"members": LEFT.format("2008-06-01", "1940-01-01")},
    ),
    Story(
        "elders_left_alone_without_measure",
        1,
        {"members": LEFT.format("2015-01-01", "1964-06-01"), "disability": CARD.format(2, "", "")},
        {"members": LEFT.format("2015-01-01", "1964-06-01"), "disability": CARD.format(3, "", "")},
    ),
    Story(
        "elders_left_alone_without_measure",
        1,
        {"members": CHRONIC.format("yes")},
        {"members": CHRONIC.format("no")},
    ),
    Story(
        "elders_left_alone_without_measure",
        1,
        {"members": CHRONIC.format("yes")},
        {"members": CHRONIC.format("yes") + "\n2023-12-31 | P2 | full | 1963-01-01 | no"},
    ),
    Story(
        "elders_left_alone_without_measure",
        1,
        {"members": CHRONIC.format("yes"), "support": HELP.format("2024-06-29")},
        {"members": CHRONIC.format("yes"), "support": HELP.format("")},
    ),
    # The roster marks somebody as on the allowance of which civil affairs sent no grant: that household has it.
    Story(
        "dibao_under_line",
        3000,
        living_on(3000) | {"members": MARKED.format("no", "no")},
        living_on(3000) | {"members": MARKED.format("yes", "no")},
    ),
    Story(
        "dibao_ill_or_disabled",
        1,
        {"members": MARKED.format("no", "no"), "illness": ILL.format("major")},
        {"members": MARKED.format("no", "yes"), "illness": ILL.format("major")},
    ),
    # Whether the subsidy is paid is not told: that is no gap.
    Story(
        "nursing_subsidy_missing", 1, {"disability": CARD.format(1, "no", "")}, {"disability": CARD.format(1, "", "")}
    ),
]


def gaps_of(drawings: Tables) -> dict[str, tuple[float, float]]:
    """Value and threshold of each gap of H1."""
    records = Records({table: drawn(table, drawing) for table, drawing in drawings.items()})
    rows = find_gaps(records, pl.DataFrame({"household_id": ["H1"], "as_of": [AS_OF]}), POLICY)
    return {row["gap"]: (row["value"], row["threshold"]) for row in rows.iter_rows(named=True)}


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.gap)
def test_a_gap_is_found_and_nearly_missed(story: Story) -> None:
    assert gaps_of(story.hit).get(story.gap, (None, None))[0] == story.value
    assert story.gap not in gaps_of(story.near_miss)


def test_every_rule_has_its_story() -> None:
    assert {gap.name for gap in GAPS} == {story.gap for story in STORIES}


def test_nothing_known_is_no_gap() -> None:
    assert gaps_of({}) == {}
    # An income that nobody told, of a household that is described.
    assert gaps_of({"households": HOME, "members": ONE_PERSON}) == {}


def test_the_lines_of_the_day_are_told() -> None:
    assert gaps_of(living_on(3000)) == {"dibao_under_line": (3000, LINE), "dibao_screening_income": (3000, 3500)}
