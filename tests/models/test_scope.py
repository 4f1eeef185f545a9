"""Where a household stands on a day: the order of steps, and days to come."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from features.records.gate import Records
from models.scope import Standing, standing
from tests.drawn_tables import drawn

DESCRIBED = "event_date | known_date | region_code | household_type\n{} | {} | 990101001001 | general"
STEPS = "record_id | event_date | known_date | step"


def stands(
    as_of: str, *steps: str, described: tuple[str, str] = ("2022-12-31", "2023-01-05"), within: int | None = None
) -> str:
    tables = {"households": drawn("households", DESCRIBED.format(*described))}
    if steps:
        tables["monitoring"] = drawn("monitoring", "\n".join([STEPS, *steps]))
    index = pl.DataFrame({"household_id": ["H1"], "as_of": [dt.date.fromisoformat(as_of)]})
    return str(standing(Records(tables), index, within)["standing"][0])


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2023-01-04", Standing.UNKNOWN), ("2023-01-05", Standing.IN_SCOPE)],
)
def test_a_household_is_known_from_the_day_of_its_first_description(as_of: str, expected: Standing) -> None:
    assert stands(as_of) == expected


@pytest.mark.parametrize(("as_of", "expected"), [("2023-01-09", Standing.UNKNOWN), ("2023-01-10", Standing.IN_SCOPE)])
def test_a_description_ahead_of_its_day_waits_for_it(as_of: str, expected: Standing) -> None:
    assert stands(as_of, described=("2023-01-10", "2023-01-05")) == expected


@pytest.mark.parametrize(("as_of", "expected"), [("2023-06-19", Standing.IN_SCOPE), ("2023-06-20", Standing.MONITORED)])
def test_an_identification_ahead_of_its_day_waits_for_it(as_of: str, expected: Standing) -> None:
    assert stands(as_of, "A | 2023-06-20 | 2023-06-10 | identified") == expected


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["identified"], Standing.MONITORED),
        (["identified", "removed"], Standing.IN_SCOPE),
        (["identified", "removed", "rolled_back"], Standing.MONITORED),
        (["removed", "rolled_back"], Standing.MONITORED),
        (["removed"], Standing.IN_SCOPE),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_of_steps_on_one_day_the_later_in_the_procedure_holds(
    steps: list[str], expected: Standing, turned: bool
) -> None:
    rows = [f"S{n} | 2023-06-20 | 2023-07-05 | {step}" for n, step in enumerate(reversed(steps) if turned else steps)]
    assert stands("2023-12-31", *rows) == expected


def test_a_later_day_counts_for_more_than_a_later_step() -> None:
    again = ["A | 2023-02-01 | 2023-02-05 | removed", "B | 2023-06-20 | 2023-07-05 | identified"]
    assert stands("2023-12-31", *again) == Standing.MONITORED
    rolled = ["A | 2023-02-01 | 2023-02-05 | rolled_back", "B | 2023-06-20 | 2023-07-05 | removed"]
    assert stands("2023-12-31", *rolled) == Standing.IN_SCOPE


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2023-06-29", Standing.IN_SCOPE), ("2023-06-30", Standing.NOT_DESCRIBED_LATELY)],
)
def test_the_last_description_ages_in_months(as_of: str, expected: Standing) -> None:
    assert stands(as_of, described=("2022-12-30", "2023-01-05"), within=6) == expected


def test_the_last_description_is_the_newest_and_a_monitored_household_is_monitored_however_old() -> None:
    twice = drawn(
        "households",
        "event_date | region_code | household_type\n2020-12-31 | 990101001001 | general\n2023-12-31 | 990101001001 | general",
    )
    index = pl.DataFrame({"household_id": ["H1", "H9", "H1"], "as_of": [dt.date(2024, 6, 30)] * 3})
    assert standing(Records({"households": twice}), index, 12)["standing"].to_list() == [
        "in_scope",
        "unknown",
        "in_scope",
    ]
    assert stands("2024-06-30", "A | 2023-06-20 | 2023-07-05 | identified", within=6) == Standing.MONITORED


MEMBERS = "person_id | record_id | event_date | known_date | listing | left_on | left_reason"
LISTED = "{0} | r-{0} | 2022-12-31 | 2023-01-05 | full | |"
LEFT = "{0} | l-{0} | 2023-06-20 | 2023-07-05 | change | 2023-06-20 | {1}"


@pytest.mark.parametrize(
    ("as_of", "rows", "expected"),
    [
        ("2023-07-04", [LISTED.format("P1"), LEFT.format("P1", "died")], Standing.IN_SCOPE),
        ("2023-07-05", [LISTED.format("P1"), LEFT.format("P1", "died")], Standing.NOBODY_LEFT),
        ("2023-07-05", [LISTED.format("P1"), LEFT.format("P1", "merged")], Standing.NOBODY_LEFT),
        (
            "2023-07-05",
            [LISTED.format("P1"), LISTED.format("P2"), LEFT.format("P1", "died"), LEFT.format("P2", "moved")],
            Standing.NOBODY_LEFT,
        ),
        ("2023-07-05", [LISTED.format("P1"), LISTED.format("P2"), LEFT.format("P1", "died")], Standing.IN_SCOPE),
        (
            "2024-02-01",
            [
                LISTED.format("P1"),
                LEFT.format("P1", "died"),
                "P1 | again | 2023-12-31 | 2024-01-05 | full | |",
            ],
            Standing.NOBODY_LEFT,
        ),
        (
            "2024-02-01",
            [LISTED.format("P1"), LEFT.format("P1", "moved"), "P1 | again | 2023-12-31 | 2024-01-05 | full | |"],
            Standing.IN_SCOPE,
        ),
        ("2023-07-05", [], Standing.IN_SCOPE),
    ],
)
def test_a_household_whose_members_are_all_gone_is_out_of_scope(as_of: str, rows: list[str], expected: str) -> None:
    tables = {"households": drawn("households", DESCRIBED.format("2022-12-31", "2023-01-05"))}
    if rows:
        tables["members"] = drawn("members", "\n".join([MEMBERS, *rows]))
    index = pl.DataFrame({"household_id": ["H1"], "as_of": [dt.date.fromisoformat(as_of)]})
    assert standing(Records(tables), index)["standing"].to_list() == [expected]
