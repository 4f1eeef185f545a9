"""Work against a year before: wages, places, posts that end, people who came back, the last worker of a household."""

from __future__ import annotations

import polars as pl
import pytest

from tests.drawn_tables import drawn, value

AS_OF = "2024-06-30"


def work(columns: str, *rows: str) -> dict[str, pl.DataFrame]:
    lines = [f"2020-01-01 | {row}" for row in rows]
    return {
        "employment": drawn(
            "employment", "\n".join([f"event_date | person_id | started_on | ended_on | {columns}", *lines])
        )
    }


def found(name: str, tables: dict[str, pl.DataFrame]) -> float | None:
    return value(name, AS_OF, "H1", **tables)


@pytest.mark.parametrize(
    ("spells", "lost", "since", "gap"),
    [
        (["P1 | 2020-01-01 | 2024-06-30"], 0, 0, 0),  # today is a day of work
        (["P1 | 2020-01-01 | 2024-06-29"], 1, 0, 0),
        (["P1 | 2020-01-01 | 2023-12-31"], 1, 5, 6),
        (["P1 | 2020-01-01 | 2023-12-30"], 0, 6, 6),  # more than half a year ago
        (["P1 | 2020-01-01 | 2024-05-01", "P2 | 2020-01-01 | "], 0, 0, 0),  # not the last worker
        (["P1 | 2020-01-01 | 2022-06-30"], 0, 24, 12),
        (["P1 | 2020-01-01 | 2023-09-30", "P1 | 2024-04-01 | "], 0, 0, 6),
        (["P1 | 2024-07-01 | "], 0, None, None),  # work to come
    ],
)
def test_the_last_worker_is_lost_on_the_day_after_the_last_of_work(
    spells: list[str], lost: float, since: float | None, gap: float | None
) -> None:
    tables = work("channel", *[f"{spell} | market" for spell in spells])
    names = ("last_worker_lost_6m", "months_since_anybody_worked", "longest_gap_without_work")
    assert [found(name, tables) for name in names] == [lost, since, gap]


@pytest.mark.parametrize(
    ("spell", "stable"),
    [
        ("2023-12-31 | ", 1),
        ("2024-01-01 | ", 0),
        ("2020-01-01 | 2024-06-30", 1),
        ("2020-01-01 | 2024-06-29", 0),
    ],
)
def test_work_is_stable_after_six_months_of_it(spell: str, stable: float) -> None:
    tables = work("channel", f"P1 | {spell} | market")
    assert found("people_in_stable_work", tables) == stable


def test_two_short_jobs_are_no_stable_work() -> None:
    tables = work("channel", "P1 | 2023-01-01 | 2024-03-31 | market", "P1 | 2024-04-01 | | market")
    assert found("people_in_stable_work", tables) == 0


@pytest.mark.parametrize(
    ("spells", "quarter", "change"),
    [
        (["2020-01-01 | "], 3, 1),
        (["2020-01-01 | 2023-12-31"], 0, 0),
        (["2023-07-01 | 2023-09-30", "2024-04-01 | "], 3, 1),
        (["2024-04-01 | "], 3, None),  # nothing before to compare with
        (["2024-03-01 | 2024-03-31"], 0, None),
    ],
)
def test_person_months_of_a_quarter_and_against_the_half_year_before(
    spells: list[str], quarter: float, change: float | None
) -> None:
    tables = work("channel", *[f"P1 | {spell} | market" for spell in spells])
    assert found("months_worked_3m", tables) == pytest.approx(quarter, abs=0.1)
    assert found("work_months_change", tables) == (None if change is None else pytest.approx(change, abs=0.05))


WAGES = [
    "P1 | 2023-01-01 | | 4000",
    "P2 | 2020-01-01 | 2023-06-30 | 2000",  # its last day is a year ago
    "P3 | 2020-01-01 | 2023-06-29 | 64000",
    "P4 | 2023-07-01 | | 1000",
]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("monthly_wages_now", 5000),
        ("monthly_wages_year_before", 6000),
        ("wages_change", 5000 / 6000),
        ("highest_wage", 4000),
        ("highest_wage_share", 0.8),
    ],
)
def test_wages_now_and_a_year_before(name: str, expected: float) -> None:
    assert found(name, work("monthly_wage_yuan", *WAGES)) == pytest.approx(expected)


def test_without_wages_a_year_before_there_is_no_trend() -> None:
    tables = work("monthly_wage_yuan", "P1 | 2023-07-01 | | 4000")
    assert found("monthly_wages_year_before", tables) is None
    assert found("wages_change", tables) is None


@pytest.mark.parametrize(
    ("now", "before", "tiers", "nearer"),
    [
        ("township", "outside", [1, 4], 1),
        ("province", "county", [3, 2], 0),
        ("county", "county", [2, 2], 0),
        ("", "outside", [None, 4], None),
    ],
)
def test_work_came_nearer_than_a_year_before(
    now: str, before: str, tiers: list[float | None], nearer: float | None
) -> None:
    tables = work("place_tier", f"P1 | 2023-07-01 | | {now}", f"P1 | 2020-01-01 | 2023-06-30 | {before}")
    names = ("furthest_work", "furthest_work_year_before")
    assert [found(name, tables) for name in names] == tiers
    assert found("work_came_nearer", tables) == nearer


@pytest.mark.parametrize(
    ("spells", "away", "returned"),
    [
        (["P1 | 2020-01-01 | 2024-06-30 | outside"], 1, 0),  # the last day of it
        (["P1 | 2020-01-01 | 2024-06-29 | outside"], 0, 1),
        (["P1 | 2020-01-01 | 2023-12-31 | province"], 0, 1),
        (["P1 | 2020-01-01 | 2023-12-30 | outside"], 0, 0),
        (["P1 | 2020-01-01 | 2024-05-31 | county"], 0, 0),  # never was away
        (["P1 | 2020-01-01 | 2024-03-31 | outside", "P1 | 2024-04-10 | | outside"], 1, 0),  # only changed the job
        (["P1 | 2020-01-01 | 2024-03-31 | outside", "P2 | 2020-01-01 | | outside"], 1, 1),  # one of two came back
        (["P1 | 2020-01-01 | 2024-03-31 | outside", "P1 | 2024-04-10 | | township"], 0, 1),
        (["P1 | 2020-01-01 | 2024-02-01 | outside", "P1 | 2024-02-10 | 2024-03-31 | outside"], 0, 1),  # one person
    ],
)
def test_migrants_who_came_back(spells: list[str], away: float, returned: float) -> None:
    tables = work("place_tier", *spells)
    assert found("people_working_away", tables) == away
    assert found("returned_migrants", tables) == returned


@pytest.mark.parametrize(
    ("spell", "until", "ended"),
    [
        ("2024-01-01 | 2024-09-30 | public_post", 3, 0),
        ("2024-01-01 | 2024-09-29 | public_post", 2, 0),
        ("2024-01-01 | 2024-06-30 | public_post", 0, 0),
        ("2024-01-01 | 2024-06-29 | public_post", None, 1),
        ("2020-01-01 | 2023-06-30 | public_post", None, 1),
        ("2020-01-01 | 2023-06-29 | public_post", None, 0),
        ("2024-01-01 | | public_post", None, 0),  # no end is known
        ("2024-01-01 | 2024-09-30 | market", None, 0),
        ("2024-07-01 | 2024-09-30 | public_post", None, 0),  # not begun
    ],
)
def test_public_posts_end(spell: str, until: float | None, ended: float) -> None:
    tables = work("channel", f"P1 | {spell}")
    assert found("months_until_public_post_ends", tables) == until
    assert found("public_posts_ended_12m", tables) == ended


@pytest.mark.parametrize(
    ("channel", "ended_on", "expected"), [("workshop", "", 1), ("workshop", "2024-06-29", 0), ("market", "", 0)]
)
def test_people_in_workshops(channel: str, ended_on: str, expected: float) -> None:
    assert found("people_in_workshops", work("channel", f"P1 | 2024-01-01 | {ended_on} | {channel}")) == expected


@pytest.mark.parametrize(
    ("person", "weak", "wanting"),
    [
        ("weak | 3 | yes", 1, 0),
        ("weak | 0 | yes", 0, 1),
        ("ordinary | 3 | yes", 0, 0),
        ("ordinary | 0 | no", 0, 0),
        ("ordinary | 0 | ", 0, None),  # nobody asked
        ("weak |  | yes", None, 0),  # whether they work nobody tells
    ],
)
def test_wishes_for_work_and_work_of_weak_labour_by_the_roster(
    person: str, weak: float | None, wanting: float | None
) -> None:
    members = drawn(
        "members",
        f"event_date | person_id | listing | labour | work_months | wants_work\n2023-12-31 | P1 | full | {person}",
    ).with_columns(wants_work={"yes": True, "no": False}.get(person.rpartition("|")[2].strip()))
    assert found("weak_labour_workers", {"members": members}) == weak
    assert found("wants_work_without_any", {"members": members}) == wanting


def test_those_who_work_are_weighed_against_those_who_could() -> None:
    members = drawn(
        "members",
        "event_date | person_id | listing | labour\n2023-12-31 | P1 | full | weak\n2023-12-31 | P2 | full | skilled",
    )
    tables = {"members": members, **work("channel", "P1 | 2024-01-01 | | market")}
    assert found("employed_share", tables) == 0.5
