"""ID numbers, health, work and schooling told of one person, by rosters and by departments."""

from __future__ import annotations

import pytest

from tests.features.checks.stories import Story, findings_in, hit, holds, miss

ROSTER_DAY = "2023-12-31"
HOUSE = "event_date | region_code | household_type\n2023-12-31 | 990101001001 | {}"
MONITORED = "event_date | step | risk_types\n2024-01-10 | identified | illness"
REMOVED = MONITORED + "\n2024-05-10 | removed | "
GENERAL = HOUSE.format("general")
LIFTED_OUT = HOUSE.format("lifted_out")


def person(**told: str) -> str:
    """One listed person of whom the roster tells this."""
    columns = {"event_date": ROSTER_DAY, "person_id": "P1", "listing": "full", "relation": "head", **told}
    return f"{' | '.join(columns)}\n{' | '.join(columns.values())}"


def card(grade: str, nursing: str = "", living: str = "", day: str = "2023-05-01") -> str:
    return f"event_date | person_id | grade | nursing_subsidy | living_subsidy\n{day} | P1 | {grade} | {nursing} | {living}"


def grant(kind: str, until: str = "") -> str:
    return f"event_date | kind | started_on | ended_on\n2022-01-01 | {kind} | 2022-01-01 | {until}"


def diagnosis(day: str, kind: str = "major") -> str:
    return f"event_date | person_id | setting | disease_class\n{day} | P1 | diagnosis | {kind}"


def spell(start: str, end: str = "", channel: str = "public_post") -> str:
    return f"event_date | person_id | started_on | ended_on | channel\n{start} | P1 | {start} | {end} | {channel}"


def schooling(day: str, status: str) -> str:
    return f"event_date | person_id | stage | status\n{day} | P1 | junior | {status}"


ANYBODY = {"members": person(disabled="no", major_illness="no")}
DIBAO = {"support": grant("dibao")}

STORIES = [
    *(
        story(check, word, members=person(id_check=word))
        for check, own in (
            ("id_missing", "missing"),
            ("id_unsound", "unsound"),
            ("id_sex_differs", "sex_differs"),
            ("id_birth_differs", "birth_differs"),
        )
        for word in ("missing", "unsound", "sex_differs", "birth_differs", "sound", "")
        for story in (hit if word == own else miss,)
    ),
    hit("severe_disability_without_subsidy", "grade 2", **ANYBODY, disability=card("2", "no")),
    miss("severe_disability_without_subsidy", "grade 3", **ANYBODY, disability=card("3", "no")),
    hit("severe_disability_without_subsidy", "another measure", **ANYBODY, **DIBAO, disability=card("2", "no")),
    miss("severe_disability_without_subsidy", "has it", **ANYBODY, disability=card("1", "yes")),
    miss("severe_disability_without_subsidy", "untold", **ANYBODY, disability=card("1")),
    miss(
        "severe_disability_without_subsidy",
        "granted as a measure",
        **ANYBODY,
        disability=card("1", "no"),
        support=grant("disability_nursing"),
    ),
    hit(
        "severe_disability_without_subsidy",
        "the measure ended yesterday",
        **ANYBODY,
        disability=card("1", "no"),
        support=grant("disability_nursing", "2024-06-29"),
    ),
    hit("disabled_dibao_without_living_subsidy", "none", **ANYBODY, **DIBAO, disability=card("4", "no", "no")),
    miss("disabled_dibao_without_living_subsidy", "has it", **ANYBODY, **DIBAO, disability=card("4", "no", "yes")),
    miss(
        "disabled_dibao_without_living_subsidy",
        "another measure",
        **ANYBODY,
        disability=card("4", "no", "no"),
        support=grant("tekun"),
    ),
    hit(
        "disabled_dibao_without_living_subsidy",
        "the measure has ended",
        **ANYBODY,
        disability=card("4", "no", "no"),
        support=grant("dibao") + "\n2022-02-01 | disability_living | 2022-02-01 | 2024-06-29",
    ),
    miss("disabled_dibao_without_living_subsidy", "no allowance", **ANYBODY, disability=card("4", "no", "no")),
    miss(
        "disabled_dibao_without_living_subsidy",
        "the allowance ended",
        **ANYBODY,
        disability=card("4", "no", "no"),
        support=grant("dibao", "2024-06-29"),
    ),
    miss(
        "disabled_dibao_without_living_subsidy",
        "granted as a measure",
        **ANYBODY,
        disability=card("4", "no", "no"),
        support=grant("dibao") + "\n2022-02-01 | disability_living | 2022-02-01 | ",
    ),
    hit("disabled_on_roster_without_card", "no card", members=person(disabled="yes")),
    miss("disabled_on_roster_without_card", "a card", members=person(disabled="yes"), disability=card("3")),
    miss("disabled_on_roster_without_card", "not disabled", members=person(disabled="no")),
    hit("card_not_on_roster", "the day before", **ANYBODY, disability=card("3", day="2023-12-30")),
    miss("card_not_on_roster", "of the roster's day", **ANYBODY, disability=card("3", day="2023-12-31")),
    miss("card_not_on_roster", "on the roster", members=person(disabled="yes"), disability=card("3")),
    miss("card_not_on_roster", "health untold", members=person(disabled=""), disability=card("3")),
    hit("healthy_on_roster_with_diagnosis", "the day before", **ANYBODY, illness=diagnosis("2023-12-30")),
    miss("healthy_on_roster_with_diagnosis", "of that day", **ANYBODY, illness=diagnosis("2023-12-31")),
    miss("healthy_on_roster_with_diagnosis", "chronic", **ANYBODY, illness=diagnosis("2023-12-30", "chronic")),
    miss(
        "healthy_on_roster_with_diagnosis",
        "told",
        members=person(major_illness="yes"),
        illness=diagnosis("2023-12-30"),
    ),
    hit("uninsured", "lifted out", members=person(insured="no"), households=LIFTED_OUT),
    miss("uninsured", "general", members=person(insured="no"), households=GENERAL),
    hit("uninsured", "monitored", members=person(insured="no"), households=GENERAL, monitoring=MONITORED),
    miss("uninsured", "removed", members=person(insured="no"), households=GENERAL, monitoring=REMOVED),
    miss("uninsured", "untold", members=person(insured=""), households=LIFTED_OUT),
    miss("uninsured", "insured", members=person(insured="yes"), households=LIFTED_OUT),
    hit("both_medical_insurances", "both", members=person(medical_insurance="both")),
    miss("both_medical_insurances", "one", members=person(medical_insurance="worker", pension_insurance="both")),
    hit("both_pension_insurances", "both", members=person(pension_insurance="both")),
    miss("both_pension_insurances", "one", members=person(medical_insurance="both", pension_insurance="resident")),
    # Born in July 1953: 70 years old on the day; in June 1953: 71.
    miss("over_age_public_post", "exactly 70", members=person(birth_month="1953-07-01"), employment=spell("2023-01-01")),
    hit("over_age_public_post", "71", members=person(birth_month="1953-06-01"), employment=spell("2023-01-01")),
    miss("over_age_public_post", "other work", members=person(birth_month="1950-06-01"), employment=spell("2023-01-01", "", "market")),
    miss("over_age_public_post", "ended", members=person(birth_month="1950-06-01"), employment=spell("2023-01-01", "2024-06-29")),
    hit("over_age_public_post", "ends today", members=person(birth_month="1950-06-01"), employment=spell("2023-01-01", "2024-06-30")),
    miss("over_age_public_post", "age untold", members=person(), employment=spell("2023-01-01")),
    # On the roster's day: born in January 1953 70, in December 1952 71.
    miss("over_age_public_post", "70 when listed", members=person(birth_month="1953-01-01", public_post_months="9")),
    hit("over_age_public_post", "71 when listed", members=person(birth_month="1952-12-01", public_post_months="1")),
    miss("over_age_public_post", "no month", members=person(birth_month="1952-12-01", public_post_months="0")),
    hit("pupil_listed_as_worker", "a month", members=person(student="junior", work_months="1")),
    miss("pupil_listed_as_worker", "none", members=person(student="junior", work_months="0")),
    miss("pupil_listed_as_worker", "senior school", members=person(student="senior", work_months="1")),
    hit("pupil_listed_as_worker", "in the register", members=person(student="primary"), employment=spell("2023-12-31")),
    miss("pupil_listed_as_worker", "began since", members=person(student="primary"), employment=spell("2024-01-01")),
    hit("pupil_listed_as_worker", "ended that day", members=person(student="primary"), employment=spell("2023-01-01", "2023-12-31")),
    miss("pupil_listed_as_worker", "ended before", members=person(student="primary"), employment=spell("2023-01-01", "2023-12-30")),
    # Compulsory school age is 6 to 15, on the roster's day and today.
    hit("school_age_not_at_school", "six", members=person(birth_month="2017-12-01", student="not")),
    miss("school_age_not_at_school", "five when listed", members=person(birth_month="2018-01-01", student="not")),
    hit("school_age_not_at_school", "fifteen", members=person(birth_month="2008-07-01", student="not")),
    miss("school_age_not_at_school", "sixteen today", members=person(birth_month="2008-06-01", student="not")),
    miss("school_age_not_at_school", "a pupil", members=person(birth_month="2012-01-01", student="primary")),
    miss("school_age_not_at_school", "untold", members=person(birth_month="2012-01-01")),
    hit("school_age_not_at_school", "dropped out since", members=person(birth_month="2012-01-01", student="primary"), education=schooling("2024-03-01", "dropped_out")),
    hit("school_age_not_at_school", "suspended that day", members=person(birth_month="2012-01-01", student="primary"), education=schooling("2023-12-31", "suspended")),
    miss("school_age_not_at_school", "dropped out before", members=person(birth_month="2012-01-01", student="primary"), education=schooling("2023-12-30", "dropped_out")),
    miss("school_age_not_at_school", "enrolled since", members=person(birth_month="2012-01-01", student="not"), education=schooling("2024-03-01", "enrolled")),
    hit("work_months_without_place", "a month", members=person(work_months="1")),
    miss("work_months_without_place", "none", members=person(work_months="0")),
    miss("work_months_without_place", "a place", members=person(work_months="1", work_place="county")),
    miss("work_months_without_place", "untold", members=person(work_months="")),
    hit("place_without_work_months", "none", members=person(work_months="0", work_place="county")),
    hit("place_without_work_months", "untold", members=person(work_months="", work_place="county")),
    miss("place_without_work_months", "a month", members=person(work_months="1", work_place="county")),
    miss("place_without_work_months", "no place", members=person(work_months="0")),
]  # fmt: skip


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_story(story: Story) -> None:
    assert holds(story)


@pytest.mark.parametrize("check", ["id_unsound", "work_months_without_place"])
def test_the_dead_and_those_who_left_are_not_asked_about(check: str) -> None:
    listed = person(id_check="unsound", work_months="3")
    gone = "event_date | person_id | listing | left_on | left_reason\n2024-02-01 | P1 | change | 2024-02-01 | died"
    assert holds(hit(check, "listed", members=listed))
    left = listed.replace("relation |", "relation | left_on | left_reason |").replace("| head |", "| head | | |")
    assert holds(hit(check, "listed", members=left))
    columns = left.splitlines()[0].split(" | ")
    cells = dict(zip(gone.splitlines()[0].split(" | "), gone.splitlines()[1].split(" | "), strict=True))
    died = " | ".join(cells.get(name, "") for name in columns)
    assert holds(miss(check, "died since", members=f"{left}\n{died}"))


@pytest.mark.parametrize(("told_on", "row"), [("2023-12-31", 9), ("2024-03-01", 9)])
def test_a_child_not_at_school_is_shown_where_that_was_said_last(told_on: str, row: int) -> None:
    school = f"event_date | person_id | status | source_row\n{told_on} | P1 | dropped_out | 9"
    child = person(birth_month="2012-01-01", student="primary", source_row="4")
    found = findings_in({"members": child, "education": school})
    assert found.select("check", "source_row").rows() == [("school_age_not_at_school", row)]


def test_a_public_post_is_shown_in_the_register_of_work() -> None:
    columns = "event_date | person_id | started_on | ended_on | channel | source_row"
    spells = [
        "2023-01-01 | P1 | 2023-01-01 | 2023-05-01 | public_post | 7",
        "2023-06-01 | P1 | 2023-06-01 | | public_post | 8",
        "2023-07-01 | P1 | 2023-07-01 | | market | 9",
    ]
    elder = person(birth_month="1950-01-01", source_row="4")
    found = findings_in({"members": elder, "employment": "\n".join([columns, *spells])})
    assert found.select("check", "source_row").rows() == [("over_age_public_post", 8)]
