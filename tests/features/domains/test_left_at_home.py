"""Who is at home: children, elders and wives whose people work away, elders alone, one adult with children."""

from __future__ import annotations

import polars as pl
import pytest

from tests.drawn_tables import drawn, value

AS_OF = "2024-06-30"


def roster(columns: str, *rows: str) -> dict[str, pl.DataFrame]:
    lines = [f"2023-12-31 | P{number} | full | {row}" for number, row in enumerate(rows)]
    return {"members": drawn("members", "\n".join([f"event_date | person_id | listing | {columns}", *lines]))}


def found(name: str, tables: dict[str, pl.DataFrame]) -> float | None:
    return value(name, AS_OF, "H1", **tables)


AT_HOME = "birth_month | work_months | work_place"
CHILD_OF_15, ADULT_OF_16 = "2008-07-01 | 0 | ", "2008-06-01 | 0 | "
ADULT_OF_59, ELDER_OF_60 = "1964-07-01 | 0 | ", "1964-06-01 | 0 | "


@pytest.mark.parametrize(
    ("others", "nobody", "children", "elders"),
    [
        (["1990-01-01 | 10 | outside"], 1, 1, 0),
        (["1990-01-01 | 10 | province"], 1, 1, 0),
        (["1990-01-01 | 10 | county"], 0, 0, 0),  # home at night
        (["1990-01-01 | 0 | outside"], 0, 0, 0),  # not one month
        (["1990-01-01 | 10 | outside", "1991-01-01 | 0 | "], 0, 0, 0),
        (["1990-01-01 | 10 | outside", ELDER_OF_60], 1, 1, 1),
        ([ELDER_OF_60], 1, 1, 1),
        ([ADULT_OF_59], 0, 0, 0),
        ([ADULT_OF_16], 0, 0, 0),
        ([CHILD_OF_15], 1, 1, 0),
        (["1990-01-01 |  | "], None, None, 0),  # whether the mother works away nobody tells
        ([" | 0 | "], None, None, 0),  # a person of unknown age may be of working age
        ([" | 10 | outside"], 1, 1, 0),
    ],
)
def test_children_and_elders_are_left_when_nobody_of_working_age_is_at_home(
    others: list[str], nobody: float | None, children: float | None, elders: float | None
) -> None:
    tables = roster(AT_HOME, CHILD_OF_15, *others)
    names = ("nobody_of_working_age_at_home", "children_left_alone", "elders_left_alone")
    assert [found(name, tables) for name in names] == [nobody, children, elders]


def test_a_household_without_children_leaves_none_behind() -> None:
    tables = roster(AT_HOME, ELDER_OF_60)
    assert [found(name, tables) for name in ("children_left_alone", "elders_left_alone")] == [0, 1]


@pytest.mark.parametrize(
    ("people", "expected"), [([ELDER_OF_60], 1), ([ADULT_OF_59], 0), ([ELDER_OF_60, ELDER_OF_60], 0)]
)
def test_an_elder_lives_alone(people: list[str], expected: float) -> None:
    assert found("elder_living_alone", roster(AT_HOME, *people)) == expected


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ([CHILD_OF_15, ADULT_OF_16], 1),
        ([CHILD_OF_15, CHILD_OF_15, ELDER_OF_60], 1),
        ([CHILD_OF_15, ADULT_OF_16, ADULT_OF_59], 0),
        ([ADULT_OF_16], 0),
        ([CHILD_OF_15], 0),  # no adult at all
    ],
)
def test_one_adult_alone_brings_up_children(people: list[str], expected: float) -> None:
    assert found("single_parent", roster(AT_HOME, *people)) == expected


COUPLE = "relation | sex | work_months | work_place"


@pytest.mark.parametrize(
    ("husband", "wife", "expected"),
    [
        ("head | male | 8 | outside", "spouse | female | 0 | ", 1),
        ("spouse | male | 8 | province", "head | female | 3 | county", 1),
        ("head | male | 8 | outside", "spouse | female | 8 | outside", 0),
        ("head | male | 8 | county", "spouse | female | 0 | ", 0),
        ("head | male | 0 | outside", "spouse | female | 0 | ", 0),
        ("child | male | 8 | outside", "spouse | female | 0 | ", 0),  # a son is no husband
        ("head | male | 8 | outside", "child | female | 0 | ", 0),
        ("head | male |  | ", "spouse | female |  | ", None),
    ],
)
def test_a_wife_is_left_behind_when_her_husband_works_away(husband: str, wife: str, expected: float | None) -> None:
    assert found("women_left_behind", roster(COUPLE, husband, wife)) == expected


@pytest.mark.parametrize(
    ("born", "young", "very_old", "dependent"),
    [
        ("2018-07-01", 1, 0, 1),  # five
        ("2018-06-01", 0, 0, 1),  # six
        ("2008-07-01", 0, 0, 1),
        ("2008-06-01", 0, 0, 0.5),
        ("1964-07-01", 0, 0, 0.5),
        ("1964-06-01", 0, 0, 1),
        ("1944-07-01", 0, 0, 1),  # seventy-nine
        ("1944-06-01", 0, 1, 1),
    ],
)
def test_ages_at_their_birthdays(born: str, young: float, very_old: float, dependent: float) -> None:
    tables = roster("birth_month", born, "2010-01-01", "", "")
    tables["members"] = tables["members"].head(3) if dependent == 1 else tables["members"]
    assert found("young_children", tables) == young
    assert found("people_80_and_over", tables) == very_old
    assert found("dependent_share", tables) == dependent  # of those whose age is known


@pytest.mark.parametrize(("born", "expected"), [("2023-07-01", 1), ("2023-06-01", 0), ("2024-06-01", 1)])
def test_a_birth_counts_until_the_first_birthday(born: str, expected: float) -> None:
    assert found("infants", roster("birth_month", born, "1990-01-01")) == expected


@pytest.mark.parametrize(
    ("person", "elder", "uncovered"),
    [
        ("1964-06-01 | yes | not | no", 1, 1),
        ("1964-07-01 | yes | not | no", 0, 1),
        ("1964-06-01 | no | not | yes", 0, 0),
        ("2008-06-01 | no | not | no", 0, 1),  # sixteen
        ("2008-07-01 | no | not | no", 0, 0),
        ("2008-06-01 | no | senior | no", 0, 0),  # still at school
        ("1990-01-01 | no | not | ", 0, None),
    ],
)
def test_elders_with_a_chronic_disease_and_adults_without_a_pension(
    person: str, elder: float, uncovered: float | None
) -> None:
    tables = roster("birth_month | chronic | student | pension_insured", person)
    tables["members"] = tables["members"].with_columns(
        pension_insured={"yes": True, "no": False}.get(person.rpartition("|")[2].strip())
    )
    assert found("chronic_elders", tables) == elder
    assert found("adults_without_pension", tables) == uncovered


@pytest.mark.parametrize(
    ("word", "full"), [("ordinary", 1), ("skilled", 1), ("weak", 0), ("lost", 0), ("none", 0), ("", None)]
)
def test_weak_labour_is_not_full_labour(word: str, full: float | None) -> None:
    assert found("people_with_full_labour", roster("labour", word)) == full


@pytest.mark.parametrize(
    ("dibao", "tekun", "expected"),
    [(True, False, 1), (False, True, 1), (False, False, 0), (None, None, None), (False, None, 0)],
)
def test_the_roster_marks_who_is_on_an_allowance(
    dibao: bool | None, tekun: bool | None, expected: float | None
) -> None:
    tables = roster("labour", "none")
    tables["members"] = tables["members"].with_columns(
        pl.lit(dibao, dtype=pl.Boolean).alias("on_dibao"), pl.lit(tekun, dtype=pl.Boolean).alias("on_tekun")
    )
    assert found("people_on_dibao_by_roster", tables) == expected


def test_what_a_change_leaves_blank_is_as_the_listing_said() -> None:
    rows = """
        event_date | person_id | listing | on_dibao | on_tekun | wants_work | work_months
        2023-12-31 | P1        | full    | yes      | no       | yes        | 0
        2024-03-01 | P1        | change  |          |          |            |
    """
    members = drawn("members", rows).with_columns(
        pl.when(pl.col("listing") == "full").then(pl.col(name)).alias(name)
        for name in ("on_dibao", "on_tekun", "wants_work")
    )
    assert found("people_on_dibao_by_roster", {"members": members}) == 1
    assert found("wants_work_without_any", {"members": members}) == 1


@pytest.mark.parametrize(
    ("reason", "left_on", "moved", "split", "months"),
    [
        ("married_out", "2023-06-30", 0, 0, 12),
        ("married_out", "2023-07-01", 1, 0, 11),
        ("moved", "2024-06-30", 1, 0, 0),
        ("moved", "2024-07-01", 0, 0, None),
        ("split", "2023-07-01", 0, 1, 11),
        ("split", "2023-06-30", 0, 0, 12),
        ("merged", "2024-06-30", 0, 1, 0),
        ("died", "2024-03-31", 0, 0, 2),
    ],
)
def test_how_people_left_a_household(
    reason: str, left_on: str, moved: float, split: float, months: float | None
) -> None:
    tables = roster("left_on | left_reason", f"{left_on} | {reason}", " | ")
    names = ("moved_out_12m", "split_12m", "months_since_somebody_left")
    assert [found(name, tables) for name in names] == [moved, split, months]
