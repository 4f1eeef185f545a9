"""Certificates day by day: whose, of which kind, new or worse, without a subsidy, and who is there to care."""

from __future__ import annotations

import pytest

from tests.drawn_tables import drawn, value

AS_OF = "2024-06-30"

CARDS = """
    event_date | known_date | person_id | grade | living_subsidy | nursing_subsidy
    2020-05-15 | 2020-06-05 | P1        | 2     | yes            | no
    2021-05-15 | 2021-06-05 | P2        | 3     | no             | no
    2019-05-15 | 2019-06-05 | P3        | 1     | no             | no
    2022-06-30 | 2022-07-05 | P3        | 4     | no             | no
    2020-02-15 | 2020-03-05 | P4        | 1     | no             | yes
    2024-07-01 | 2024-06-20 | P2        | 1     | no             | no
    2024-07-01 | 2024-06-20 | P5        | 1     | no             | no
"""
"""P3 got better. P2 and P5 are told to get cards of grade 1 tomorrow."""


@pytest.mark.parametrize(
    ("name", "today", "tomorrow"),
    [
        ("people_with_card", 4, 5),
        ("people_severely_disabled", 2, 4),
        ("most_severe_grade", 1, 1),
        ("severe_without_nursing_subsidy", 1, 3),
        ("months_since_card", 24, 0),
        ("months_since_severe_card", 49, 0),
    ],
)
def test_the_last_card_of_each_person_counts_from_its_day(name: str, today: float, tomorrow: float) -> None:
    disability = drawn("disability", CARDS)
    assert [value(name, day, disability=disability) for day in (AS_OF, "2024-07-01")] == [today, tomorrow]


@pytest.mark.parametrize(
    ("grade", "severe", "without"), [("1", 1, 1), ("2", 1, 1), ("3", 0, 0), ("4", 0, 0), ("", 0, 0)]
)
def test_grades_one_and_two_are_severe(grade: str, severe: float, without: float) -> None:
    disability = drawn(
        "disability", f"event_date | person_id | grade | nursing_subsidy\n2024-01-01 | P1 | {grade} | no"
    )
    assert value("people_severely_disabled", AS_OF, disability=disability) == severe
    assert value("severe_without_nursing_subsidy", AS_OF, disability=disability) == without
    assert value("months_since_severe_card", AS_OF, disability=disability) == (5 if severe else None)


def test_the_most_severe_grade_is_the_lowest_number_and_not_the_last_said() -> None:
    cards = "event_date | person_id | grade\n2022-01-01 | P1 | 4\n2022-01-02 | P2 | 2\n2022-01-03 | P3 | 3"
    assert value("most_severe_grade", AS_OF, disability=drawn("disability", cards)) == 2


def test_a_subsidy_that_nobody_mentions_is_not_missing() -> None:
    cards = drawn("disability", "event_date | person_id | grade\n2024-01-01 | P1 | 1")
    assert value("severe_without_nursing_subsidy", AS_OF, disability=cards) == 0


KINDS = """
    event_date | person_id | category | grade
    2020-01-01 | P1        | 1        | 3
    2020-01-01 | P2        | 2        | 4
    2020-01-01 | P3        | 3        | 1
    2020-01-01 | P4        | 4        | 2
    2020-01-01 | P5        | 5        | 2
    2020-01-01 | P6        | 6        | 3
    2020-01-01 | P7        | 7        | 1
    2020-01-01 | P8        |          | 1
"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("people_disabled_in_senses", 3),
        ("people_disabled_in_limbs", 1),
        ("people_disabled_in_mind", 2),
        ("people_severely_disabled_in_mind", 1),
        ("people_severely_disabled", 5),
        ("people_with_card", 8),
        ("several_disabled", 1),
    ],
)
def test_each_kind_of_disability_is_told_apart(name: str, expected: float) -> None:
    assert value(name, AS_OF, disability=drawn("disability", KINDS)) == expected


def test_one_card_is_not_several() -> None:
    one = drawn("disability", "event_date | person_id | grade\n2020-01-01 | P1 | 1\n2021-01-01 | P1 | 2")
    assert value("several_disabled", AS_OF, disability=one) == 0


@pytest.mark.parametrize(
    ("cards", "new", "new_severe", "worse"),
    [
        (["2023-06-30 | 2"], 0, 0, 0),
        (["2023-07-01 | 2"], 1, 1, 0),
        (["2024-06-30 | 3"], 1, 0, 0),
        (["2024-07-01 | 2"], 0, 0, 0),  # tomorrow
        (["2020-01-01 | 3", "2023-06-30 | 2"], 0, 0, 0),
        (["2020-01-01 | 3", "2023-07-01 | 2"], 0, 1, 1),
        (["2020-01-01 | 4", "2024-06-30 | 3"], 0, 0, 1),
        (["2020-01-01 | 2", "2024-06-30 | 3"], 0, 0, 0),  # better
        (["2020-01-01 | 2", "2024-06-30 | 2"], 0, 1, 0),  # checked again
        (["2020-01-01 | 3", "2023-09-01 | 2", "2024-06-30 | 2"], 0, 1, 1),  # worse, then checked again
        (["2020-01-01 | 3", "2023-09-01 | 2", "2024-06-30 | 4"], 0, 0, 1),  # worse, then better
        (["2020-01-01 | 3", "2021-01-01 | ", "2023-09-01 | 2"], 0, 1, 1),  # nothing said in between
        (["2020-01-01 | 3", "2024-07-01 | 1"], 0, 0, 0),  # worse tomorrow
    ],
)
def test_a_card_is_new_once_and_a_grade_gets_worse_on_its_day(
    cards: list[str], new: float, new_severe: float, worse: float
) -> None:
    rows = "\n".join(f"{day} | P1 | {grade}" for day, grade in (card.split(" | ") for card in cards))
    disability = drawn("disability", f"event_date | person_id | grade\n{rows}")
    found = [value(name, AS_OF, disability=disability) for name in ("new_cards_12m", "new_severe_disability_12m")]
    assert [*found, value("worsened_12m", AS_OF, disability=disability)] == [new, new_severe, worse]


def test_another_persons_better_card_is_no_grade_before() -> None:
    two = drawn("disability", "event_date | person_id | grade\n2024-01-01 | P1 | 4\n2024-02-01 | P2 | 1")
    assert value("worsened_12m", AS_OF, disability=two) == 0
    assert value("new_cards_12m", AS_OF, disability=two) == 2


def test_a_card_that_was_typed_wrong_did_not_get_worse() -> None:
    corrected = """
        record_id | event_date | known_date | person_id | grade
        card      | 2024-01-01 | 2024-01-05 | P1        | 4
        card      | 2024-01-01 | 2024-03-05 | P1        | 1
    """
    assert value("worsened_12m", AS_OF, disability=drawn("disability", corrected)) == 0
    assert value("people_severely_disabled", "2024-03-04", disability=drawn("disability", corrected)) == 0
    assert value("people_severely_disabled", "2024-03-05", disability=drawn("disability", corrected)) == 1


AT_HOME = """
    event_date | person_id | listing | birth_month | labour   | disabled
    2023-12-31 | P1        | full    | 1980-01-01  | ordinary | no
    2023-12-31 | P2        | full    | 1944-07-01  | none     | yes
    2023-12-31 | P3        | full    | 2018-07-01  | none     | yes
    2023-12-31 | P4        | full    | 1950-01-01  | none     | no
"""
"""On 30 June 2024 P2 is 79 and P3 is 5; a day later they are 80 and 6."""
SEVERE = "event_date | person_id | grade\n2020-01-01 | P4 | 1"


@pytest.mark.parametrize(("as_of", "by_age"), [("2024-06-30", 1), ("2024-07-01", 1), ("2024-06-01", 1)])
def test_the_very_young_and_the_very_old_need_care(as_of: str, by_age: float) -> None:
    members, disability = drawn("members", AT_HOME), drawn("disability", SEVERE)
    assert value("very_young_or_old_people", as_of, members=members) == by_age
    assert value("care_per_worker", as_of, members=members, disability=disability) == by_age + 1


@pytest.mark.parametrize(
    ("born", "counts"), [("2018-06-01", 0), ("2018-07-01", 1), ("1944-07-01", 0), ("1944-06-01", 1), ("", None)]
)
def test_care_by_age_ends_at_six_and_begins_at_eighty(born: str, counts: float | None) -> None:
    alone = drawn("members", f"event_date | person_id | listing | birth_month\n2023-12-31 | P1 | full | {born}")
    assert value("very_young_or_old_people", AS_OF, members=alone) == counts


@pytest.mark.parametrize(
    ("labour", "without_carer", "per_worker"),
    [("ordinary", 0, 2), ("weak", 0, 2), ("lost", 1, None), ("", None, None)],
)
def test_nobody_with_labour_is_nobody_to_care(
    labour: str, without_carer: float | None, per_worker: float | None
) -> None:
    labour_of_all = AT_HOME.replace("ordinary", labour)
    if not labour:
        labour_of_all = labour_of_all.replace("none", "")
    tables = {"members": drawn("members", labour_of_all), "disability": drawn("disability", SEVERE)}
    assert value("severe_without_carer", AS_OF, "H1", **tables) == without_carer
    assert value("care_per_worker", AS_OF, "H1", **tables) == per_worker
    assert value("severe_without_carer", AS_OF, members=tables["members"]) == 0


def test_who_is_listed_as_disabled_and_has_no_card() -> None:
    members = drawn("members", AT_HOME)
    assert value("disabled_without_card", AS_OF, members=members) == 2
    one_card = drawn("disability", "event_date | person_id | grade\n2020-01-01 | P2 | 1")
    assert value("disabled_without_card", AS_OF, members=members, disability=one_card) == 1
    assert value("disabled_without_card", AS_OF, members=members, disability=drawn("disability", KINDS)) == 0
    assert value("disabled_without_card", AS_OF, disability=one_card) is None


@pytest.mark.parametrize(
    ("allowance", "wages", "subsidy", "expected"),
    [
        ("dibao | 2023-01-01", "99999", "no", 1),  # on the allowance
        ("industry | 2023-01-01", "6599", "no", 1),  # under its line of 6,600
        ("industry | 2023-01-01", "6600", "no", 0),
        ("industry | 2023-01-01", "", "no", None),  # nobody knows the income
        ("industry | 2023-01-01", "6599", "yes", 0),
        ("industry | 2023-01-01", "", "yes", 0),
    ],
)
def test_only_the_poor_are_due_the_living_subsidy(
    allowance: str, wages: str, subsidy: str, expected: float | None
) -> None:
    card = f"event_date | person_id | grade | living_subsidy\n2020-01-01 | P1 | 3 | {subsidy}"
    tables = {
        "disability": drawn("disability", card),
        "members": drawn("members", "event_date | person_id | listing\n2023-12-31 | P1 | full"),
        "support": drawn("support", f"event_date | kind | started_on\n2023-01-01 | {allowance}"),
        "income": drawn(
            "income", f"event_date | category | amount_yuan | period_months\n2023-12-31 | business | {wages} | 12"
        ),
    }
    assert value("poor_disabled_without_living_subsidy", AS_OF, "H1", **tables) == expected
    assert value("disabled_without_living_subsidy", AS_OF, "H1", **tables) == (subsidy == "no")
