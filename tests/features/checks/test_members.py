"""Who is listed in a household and how they are related to its head."""

from __future__ import annotations

import pytest

from tests.features.checks.stories import Story, findings_in, hit, holds, miss

COLUMNS = (
    "event_date | record_id | household_id | person_id | listing | relation | birth_month | sex | left_on | left_reason"
)


def listing(*people: str, day: str = "2023-12-31", household: str = "H1") -> str:
    """People as `P1 head 1970-01-01 male`; `-` leaves a cell empty."""
    lines = []
    for told in people:
        person, relation, born, sex = (word if word != "-" else "" for word in told.split())
        lines.append(f"{day} | {person}-{day} | {household} | {person} | full | {relation} | {born} | {sex} | | ")
    return "\n".join(lines)


def members(*parts: str) -> str:
    return "\n".join([COLUMNS, *parts])


HEAD = "P1 head 1970-05-01 male"
SPOUSE = "P2 spouse 1972-05-01 female"
DIED = "{0} | P2-died | H1 | P2 | change | | | | {0} | died"


def described(size: str, day: str = "2023-12-31") -> str:
    return f"event_date | region_code | household_type | household_size\n{day} | 990101001001 | general | {size}"


STORIES = [
    hit("no_head", "a couple of spouses", members=members(listing(SPOUSE))),
    miss("no_head", "a head", members=members(listing(HEAD, SPOUSE))),
    miss("no_head", "somebody's relation is untold", members=members(listing(SPOUSE, "P3 - 1990-01-01 male"))),
    miss("no_head", "nobody is listed"),
    hit("two_heads", "two", members=members(listing(HEAD, "P2 head 1972-05-01 female"))),
    miss("two_heads", "one", members=members(listing(HEAD, SPOUSE))),
    miss(
        "two_heads",
        "one after the other",
        members=members(
            listing(HEAD, SPOUSE, day="2022-12-31"),
            listing("P1 parent 1970-05-01 male", "P2 head 1972-05-01 female"),
        ),
    ),
    hit("head_and_spouse_same_sex", "both men", members=members(listing(HEAD, "P2 spouse 1972-05-01 male"))),
    miss("head_and_spouse_same_sex", "man and woman", members=members(listing(HEAD, SPOUSE))),
    miss("head_and_spouse_same_sex", "untold", members=members(listing(HEAD, "P2 spouse 1972-05-01 -"))),
    miss(
        "head_and_spouse_same_sex",
        "two heads: whose spouse?",
        members=members(listing(HEAD, "P3 head 1971-01-01 male", "P2 spouse 1972-05-01 male")),
    ),
    hit("child_older_than_head", "a month older", members=members(listing(HEAD, "P2 child 1970-04-01 male"))),
    miss("child_older_than_head", "of one month", members=members(listing(HEAD, "P2 child 1970-05-01 male"))),
    hit("child_older_than_head", "a grandchild", members=members(listing(HEAD, "P2 grandchild 1960-05-01 male"))),
    miss("child_older_than_head", "a sibling", members=members(listing(HEAD, "P2 sibling 1960-05-01 male"))),
    hit("parent_younger_than_head", "a month younger", members=members(listing(HEAD, "P2 parent 1970-06-01 male"))),
    miss("parent_younger_than_head", "of one month", members=members(listing(HEAD, "P2 parent 1970-05-01 male"))),
    miss("parent_younger_than_head", "a child", members=members(listing(HEAD, "P2 child 1990-06-01 male"))),
    hit("parent_younger_than_head", "a grandparent", members=members(listing(HEAD, "P2 grandparent 1990-06-01 male"))),
    miss("parent_younger_than_head", "birth untold", members=members(listing(HEAD, "P2 parent - male"))),
    hit("dead_still_listed", "died the day before", members=members(listing(HEAD, SPOUSE), DIED.format("2023-12-30"))),
    miss("dead_still_listed", "died that day", members=members(listing(HEAD, SPOUSE), DIED.format("2023-12-31"))),
    miss("dead_still_listed", "died since", members=members(listing(HEAD, SPOUSE), DIED.format("2024-02-01"))),
    miss("dead_still_listed", "not listed", members=members(listing(HEAD), DIED.format("2023-12-30"))),
    hit("household_size_differs", "three of two", members=members(listing(HEAD, SPOUSE)), households=described("3")),
    miss("household_size_differs", "two of two", members=members(listing(HEAD, SPOUSE)), households=described("2")),
    hit("household_size_differs", "one of two", members=members(listing(HEAD, SPOUSE)), households=described("1")),
    miss("household_size_differs", "untold", members=members(listing(HEAD, SPOUSE)), households=described("")),
    miss(
        "household_size_differs",
        "of another day",
        members=members(listing(HEAD, SPOUSE)),
        households=described("3", "2023-09-30"),
    ),
    miss(
        "household_size_differs",
        "a death since changes no sheet",
        members=members(listing(HEAD, SPOUSE), DIED.format("2024-02-01")),
        households=described("2"),
    ),
    hit(
        "same_person_in_two_households",
        "one day",
        members=members(listing(HEAD, SPOUSE), listing("P3 head 1990-01-01 male", SPOUSE, household="H2")),
    ),
    miss(
        "same_person_in_two_households",
        "moved between two days",
        members=members(
            listing(HEAD, SPOUSE, day="2023-09-30"), listing("P3 head 1990-01-01 male", SPOUSE, household="H2")
        ),
    ),
    miss(
        "same_person_in_two_households",
        "no longer on the first",
        members=members(
            listing(HEAD, SPOUSE, day="2022-12-31"),
            listing(HEAD),
            listing("P3 head 1990-01-01 male", SPOUSE, household="H2"),
        ),
    ),
]


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_story(story: Story) -> None:
    assert holds(story)


def test_a_finding_about_two_households_stands_at_both() -> None:
    tables = {"members": members(listing(HEAD, SPOUSE), listing("P3 head 1990-01-01 male", SPOUSE, household="H2"))}
    found = findings_in(tables).select("household_id", "person_id", "value").rows()
    assert found == [("H1", "P2", 2.0), ("H2", "P2", 2.0)]


@pytest.mark.parametrize(
    ("relations", "check", "row"),
    [
        (("spouse", "child", "parent"), "no_head", 2),  # where the head is looked for
        (("head", "child", "head"), "two_heads", 4),  # the one too many
    ],
)
def test_a_finding_about_the_head_stands_in_the_row_to_mend(
    relations: tuple[str, str, str], check: str, row: int
) -> None:
    # Pseudonyms do not follow the order of the sheet.
    people = zip(("P3", "P1", "P2"), relations, (2, 3, 4), strict=True)
    lines = [f"2023-12-31 | {person} | {person} | full | {relation} | {at}" for person, relation, at in people]
    table = "\n".join(["event_date | record_id | person_id | listing | relation | source_row", *lines])
    found = findings_in({"members": table})
    assert found.select("check", "source_row").rows() == [(check, row)]
