"""Who of the panel is followed, and which visits tell about them. Quarter 8084 is the first of 2021."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from benchmarks.panels.eph_visits import Panel, PanelError, first_day, followed, known_visits, last_day
from tests.benchmarks.panels.drawn_panel import table

# Dwellings 1 and 2 are visited in 8084, 8085, 8088, 8089. Behind number 2 somebody else lives from 8085 on.
PAIRS = """
    hid | t    | t2   | k | same_hh | income_ok | ok_next | poor | poor_next
    1   | 8084 | 8085 | 1 | yes     | yes       | yes     | 0    | 0
    1   | 8084 | 8088 | 4 | yes     | yes       | yes     | 0    | 1
    1   | 8085 | 8089 | 4 | yes     | yes       | yes     | 0    | 0
    1   | 8088 | 8089 | 1 | yes     | yes       | yes     | 1    | 0
    2   | 8085 | 8089 | 4 | yes     | yes       | yes     | 0    | 0
    3   | 8084 | 8088 | 4 | yes     | yes       | yes     | 1    | 1
    4   | 8084 | 8088 | 4 | yes     | no        | yes     |      | 1
    5   | 8084 | 8088 | 4 | yes     | yes       | no      | 0    |
    6   | 8084 | 8088 | 4 | no      | yes       | yes     | 0    | 1
    7   | 8088 | 8089 | 1 | yes     | yes       | yes     | 0    | 1
"""


def test_each_pair_a_year_apart_of_a_household_not_poor_then_is_followed() -> None:
    households = followed(table("pairs", PAIRS)).sort("household_id")

    assert households.select("household_id", "poor_next").rows() == [
        ("1-8084", True),
        ("1-8085", False),
        ("2-8085", False),
    ]
    # 3 was poor already, 4 and 5 did not answer at one end, 6 is somebody else, 7 was seen again after a quarter only.


def test_a_household_brings_its_earlier_visits_and_nobody_elses() -> None:
    pairs = table("pairs", PAIRS)

    visits = known_visits(followed(pairs), pairs).select("household_id", "t").rows()

    assert visits == [
        ("1-8084", 8084),
        ("1-8085", 8084),
        ("1-8085", 8085),
        ("2-8085", 8085),  # no pair links 8084: those who were there moved out
    ]


def test_earlier_visits_are_found_through_a_visit_in_between() -> None:
    pairs = table(
        "pairs",
        """
        hid | t    | t2   | k | poor
        1   | 8080 | 8081 | 1 | 1
        1   | 8081 | 8085 | 4 | 1
        1   | 8085 | 8089 | 4 | 0
        """,
    )

    assert known_visits(followed(pairs), pairs)["t"].to_list() == [8080, 8081, 8085]


@pytest.mark.parametrize(
    ("t", "first", "last"),
    [
        (8084, "2021-01-01", "2021-03-31"),
        (8085, "2021-04-01", "2021-06-30"),
        (8087, "2021-10-01", "2021-12-31"),
        (8088, "2022-01-01", "2022-03-31"),
    ],
)
def test_a_quarter_has_its_days(t: int, first: str, last: str) -> None:
    days = pl.DataFrame({"t": [t]}, schema={"t": pl.Int16}).select(first_day().alias("a"), last_day().alias("b"))

    assert [str(day) for day in days.row(0)] == [first, last]


def test_a_folder_without_the_panel_is_told_file_by_file(tmp_path: Path) -> None:
    pl.DataFrame({"hid": [1]}).write_parquet(tmp_path / "pairs.parquet")

    with pytest.raises(PanelError, match=r"households\.parquet is missing") as refused:
        Panel.read(tmp_path)

    assert "persons.parquet is missing" in str(refused.value)
    assert "pairs.parquet is missing" not in str(refused.value)


def test_a_file_of_another_shape_is_told_column_by_column(tmp_path: Path) -> None:
    pairs = table("pairs", PAIRS)
    for name in ("households", "persons"):
        table(name, "hid | t\n1 | 8084").write_parquet(tmp_path / f"{name}.parquet")
    pairs.drop("same_hh", "k").write_parquet(tmp_path / "pairs.parquet")

    with pytest.raises(PanelError, match=r"no column k\.\n.*no column same_hh\."):
        Panel.read(tmp_path)
