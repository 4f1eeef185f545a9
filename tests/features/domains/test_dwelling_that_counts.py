"""Which dwellings a county counts as unsafe, how long they waited, and damage that nobody has looked at."""

from __future__ import annotations

import dataclasses
import datetime as dt

import polars as pl
import pytest

from features.frame import feature_frame, index_of
from features.policy.loading import Policy
from features.records.gate import Records
from tests.drawn_tables import POLICY, drawn, value

AS_OF = "2024-06-30"
MOVED = drawn("relocation", "event_date | kind | moved_on\n2023-01-01 | moved | 2023-01-01")


def inspected(grade: str, only: bool | None = None, lived_in: bool | None = None) -> pl.DataFrame:
    return drawn("housing", f"event_date | grade\n2022-05-10 | {grade}").with_columns(
        pl.lit(only, dtype=pl.Boolean).alias("only_dwelling"), pl.lit(lived_in, dtype=pl.Boolean).alias("lived_in")
    )


def with_values(**changed: float) -> Policy:
    """fanpin's policy with other numbers in every step."""
    values = {
        name: dataclasses.replace(
            known, steps=tuple(dataclasses.replace(step, value=changed.get(name, step.value)) for step in known.steps)
        )
        for name, known in POLICY.values.items()
    }
    return Policy(values, "changed")


def unsafe(tables: dict[str, pl.DataFrame], policy: Policy = POLICY) -> float | None:
    found: float | None = feature_frame(
        Records(tables), index_of(["H1"], dt.date.fromisoformat(AS_OF)), policy, ["unsafe_dwelling"]
    )["unsafe_dwelling"][0]
    return found


@pytest.mark.parametrize(
    ("grade", "only", "lived_in", "relocated", "expected"),
    [
        ("B", None, None, False, 0),
        ("C", None, None, False, 1),
        ("D", None, None, False, 1),
        ("D", True, True, False, 1),
        ("D", False, True, False, 0),  # another dwelling
        ("D", True, False, False, 0),  # nobody lives in it
        ("D", None, None, True, 0),  # left by the move
        ("D", True, True, True, 1),  # gone back to the old house
        ("D", True, False, True, 0),
    ],
)
def test_a_dwelling_that_the_county_does_not_count_is_not_unsafe(
    grade: str, only: bool | None, lived_in: bool | None, relocated: bool, expected: float
) -> None:
    tables = {"housing": inspected(grade, only, lived_in)}
    if relocated:
        tables["relocation"] = MOVED
    assert unsafe(tables) == expected


@pytest.mark.parametrize(
    ("tables", "policy", "expected"),
    [
        ({"housing": inspected("D", only=False)}, {"housing_counts_other_dwelling": 1}, 1),
        ({"housing": inspected("D", lived_in=False)}, {"housing_counts_empty_dwelling": 1}, 1),
        ({"housing": inspected("D"), "relocation": MOVED}, {"housing_counts_relocated": 1}, 1),
        ({"housing": inspected("D", only=False)}, {"housing_counts_empty_dwelling": 1}, 0),
        ({"housing": inspected("B")}, {"housing_worst_safe_grade": 1}, 1),
        ({"housing": inspected("C")}, {"housing_worst_safe_grade": 3}, 0),
    ],
)
def test_what_a_county_counts_is_its_policy(
    tables: dict[str, pl.DataFrame], policy: dict[str, float], expected: float
) -> None:
    assert unsafe(tables, with_values(**policy)) == expected


@pytest.mark.parametrize(
    ("rows", "grade", "open_", "since", "unremedied"),
    [
        (["2022-05-10 | D | "], 4, 1, 25, 25),
        (["2022-05-10 | C | ", "2023-12-31 | C | "], 3, 1, 5, 25),  # listed again: it waits since the first time
        (["2022-05-10 | C | 2023-01-01", "2023-12-31 | C | "], 3, 1, 5, 5),
        (["2022-05-10 | D | 2024-06-30"], 4, 0, 25, 0),
        (["2022-05-10 | D | 2024-07-01"], 4, 1, 25, 25),
        (["2022-05-10 | D | ", "2023-12-31 | A | "], 1, 1, 5, 0),
        (["2022-05-10 | B | "], 2, 1, 25, 0),
        (["2022-05-10 |  | "], None, None, None, None),
    ],
)
def test_an_unsafe_dwelling_waits_from_the_first_inspection_that_is_still_open(
    rows: list[str], grade: float | None, open_: float | None, since: float | None, unremedied: float | None
) -> None:
    housing = drawn("housing", "\n".join(["event_date | grade | remedied_on", *rows]))
    names = ("dwelling_grade", "dwelling_open", "months_since_inspection", "months_unremedied")
    assert [value(name, AS_OF, housing=housing) for name in names] == [grade, open_, since, unremedied]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["2023-06-30 |  | yes | "], 0),
        (["2023-07-01 |  | yes | "], 1),
        (["2024-06-30 |  | yes | "], 1),
        (["2024-05-01 |  | yes | ", "2024-06-01 | B | no | "], 0),  # looked at since
        (["2024-05-01 |  | yes | ", "2024-06-01 | B |  | "], 0),
        (["2024-05-01 | B | no | ", "2024-06-01 |  | yes | "], 1),
        (["2024-05-01 |  | yes | 2024-06-30"], 0),
        (["2024-05-01 |  | yes | 2024-07-01"], 1),
    ],
)
def test_damage_stands_until_somebody_inspects_or_repairs(rows: list[str], expected: float) -> None:
    housing = drawn("housing", "\n".join(["event_date | grade | disaster_damage | remedied_on", *rows]))
    assert value("damaged_not_inspected", AS_OF, housing=housing) == expected


@pytest.mark.parametrize(
    ("only", "lived_in", "expected"), [(True, True, [0, 1]), (False, False, [1, 0]), (None, None, [None, None])]
)
def test_another_dwelling_and_whether_it_is_lived_in(
    only: bool | None, lived_in: bool | None, expected: list[float | None]
) -> None:
    housing = inspected("B", only, lived_in)
    assert [value(name, AS_OF, housing=housing) for name in ("has_other_dwelling", "dwelling_lived_in")] == expected


def test_floor_area_for_each_person() -> None:
    tables = {
        "households": drawn(
            "households",
            "event_date | region_code | household_type | dwelling_m2\n2023-12-31 | 990101001001 | general | 90",
        ),
        "members": drawn("members", "event_date | person_id | listing\n2023-12-31 | P1 | full\n2023-12-31 | P2 | full"),
    }
    assert value("dwelling_per_person", AS_OF, "H1", **tables) == 45
    assert value("dwelling_per_person", AS_OF, households=tables["households"]) is None
