"""Lists against what really happened: episodes of hardship, drawn by hand, and the oracle that knows the hazard."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console

from tests.training.lists.test_measured import rows
from training.predictions import score_column
from training.settings import Evaluation
from training.truths.need import ORACLE, with_truth
from training.truths.printing import print_truth
from training.truths.reading import Truth, TruthError
from training.truths.section import truth_section

SETTINGS = Evaluation(visits_per_hundred=25, cool_down_months=6, bootstrap=20)
MONTHS = [dt.date(2024, month, 1) for month in range(1, 5)]


def truth(falls: dict[str, str], hazard: dict[str, float], in_hardship: dict[str, list[int]] | None = None) -> Truth:
    """The hazard of each household, the same in every month; months (from 0) in which one is in hardship."""
    hard = in_hardship or {}
    table = [
        (household, day, chance, number in hard.get(household, []))
        for household, chance in hazard.items()
        for number, day in enumerate(MONTHS)
    ]
    return Truth(
        horizon_months=6,
        hazard=pl.DataFrame(
            table,
            schema={"household_id": pl.String, "as_of": pl.Date, "hazard": pl.Float64, "in_hardship": pl.Boolean},
            orient="row",
        ),
        falls=pl.DataFrame(
            [(household, dt.date.fromisoformat(day)) for household, day in falls.items()],
            schema={"household_id": pl.String, "fell_on": pl.Date},
            orient="row",
        ),
        help=pl.DataFrame(
            {"household_id": ["X", "Y", "Z"], "with_help": [0.1, 0.1, 1.0], "without_help": [0.4, 0.1, 1.0]},
        ),
    )


@pytest.mark.parametrize(
    ("fell_on", "expected"),
    [
        ("2024-01-01", 0),  # that very day: not after it, and over by the end of the day
        ("2024-01-02", 1),
        ("2024-07-01", 1),  # the horizon's last day
        ("2024-07-02", 0),
    ],
)
def test_who_falls_within_the_horizon_is_in_need(fell_on: str, expected: int) -> None:
    asked = with_truth(rows("A 0 0 -", model=[0.0]), truth({"A": fell_on}, {"A": 0.1}))
    assert asked["label"].to_list() == [expected]
    assert asked["outcome_on"].to_list() == [dt.date.fromisoformat(fell_on) if expected else None]


def test_who_is_in_hardship_and_was_not_identified_is_in_need_and_it_is_the_same_episode() -> None:
    drawn = [f"A {month} 0 -" for month in range(4)]
    asked = with_truth(rows(*drawn, model=[0.0] * 4), truth({"A": "2024-02-15"}, {"A": 1.0}, {"A": [2, 3]}))
    assert asked["label"].to_list() == [1, 1, 1, 1]
    assert asked["outcome_on"].n_unique() == 1
    assert asked["in_hardship"].to_list() == [False, False, True, True]
    # Once it has got over it, it is a household like any other.
    recovered = with_truth(rows(*drawn, model=[0.0] * 4), truth({"A": "2024-02-15"}, {"A": 0.1}, {"A": [2]}))
    assert recovered["label"].to_list() == [1, 1, 1, 0]


def test_official_labels_do_not_matter_and_the_rows_keep_their_order() -> None:
    predictions = rows("B 1 1 2024-04-01", "A 0 0 -", "B 0 1 2024-04-01", model=[1.0, 2.0, 3.0])
    asked = with_truth(predictions, truth({"A": "2024-03-01"}, {"A": 0.4, "B": 0.2}))
    assert asked.drop("label", "outcome_on", "in_hardship", score_column(ORACLE)).equals(
        predictions.drop("label", "outcome_on")
    )
    assert asked["label"].to_list() == [0, 1, 0]
    assert asked[score_column(ORACLE)].to_list() == [0.2, 0.4, 0.2]


def test_where_nobody_lives_any_more_there_is_no_need() -> None:
    asked = with_truth(rows("A 0 0 -", "Z 0 1 2024-03-01", model=[0.0, 0.0]), truth({}, {"A": 0.4}))
    assert asked["label"].to_list() == [0, 0]
    assert asked[score_column(ORACLE)].to_list() == [0.4, 0.0]


def test_by_month_and_in_turn() -> None:
    # Four households, one visit a month. A falls in May; B has been in hardship from before January, unseen; the oracle knows.
    drawn = [f"{household} {month} 0 -" for month in range(3) for household in "ABCD"]
    predictions = rows(*drawn, model=[9, 1, 2, 3] * 3, rules=[1, 2, 9, 3] * 3)
    county = truth({"A": "2024-05-01", "B": "2023-10-01"}, {"A": 0.5, "B": 1.0, "C": 0.1, "D": 0.0}, {"B": [0, 1, 2]})
    told = truth_section(predictions, county, SETTINGS)
    assert told["rows"] == {"all": 12, "in_need": 6, "in_hardship": 3, "identified_officially": 0}
    assert told["episodes"] == 2
    month = {method: measured["recall"]["value"] for method, measured in told["by_month"]["methods"].items()}
    # The same household every month: three of the six household-months in need.
    assert month == {"model": 0.5, "rules": 0.0, "oracle": 0.5}
    turn = told["in_turn"]["methods"]
    # Rested after January's visit: the model goes on to D and C, the rules to D and B, the oracle from B to A.
    assert {method: measured["found"]["value"] for method, measured in turn.items()} == {
        "model": 0.5,
        "rules": 0.5,
        "oracle": 1.0,
    }
    # Only A's could still be prevented.
    assert {method: measured["found_before"]["value"] for method, measured in turn.items()} == {
        "model": 1.0,
        "rules": 0.0,
        "oracle": 1.0,
    }
    assert turn["oracle"]["visits_per_episode_found"]["value"] == 1.5
    assert told["in_turn"]["regret"]["model"]["found"]["value"] == 0.5
    assert told["in_turn"]["ratios"]["model/oracle"]["found"]["value"] == 0.5
    assert told["by_month"]["ratios"]["model/oracle"]["recall"]["value"] == 1


def test_a_folder_that_is_no_truth_says_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(TruthError, match="fanpin simulate --out"):
        Truth.read(tmp_path, 6)
    with pytest.raises(TruthError, match="6 and 12"):
        Truth.read(tmp_path, 3)
    for name in ("hazard", "hardship", "help"):
        pl.DataFrame({"户编号": ["A"]}).write_parquet(tmp_path / f"{name}.parquet")
    with pytest.raises(TruthError, match="no column hazard_12m"):
        Truth.read(tmp_path, 6)


def test_how_much_help_prevents_is_told_by_those_who_had_not_fallen() -> None:
    assert truth({}, {"A": 0.1}).prevented == pytest.approx(1 - 0.2 / 0.5)


def test_an_office_that_acts_on_its_list_is_judged_by_who_would_have_fallen() -> None:
    # A hundred households of equal rank bands; a third of the listed would fall, and help prevents three falls in five.
    drawn = [f"H{n:03d} {month} 0 - {n % 7}" for month in range(4) for n in range(100)]
    predictions = rows(*drawn, model=[float(100 - n) for _ in range(4) for n in range(100)])
    falls = {f"H{n:03d}": "2024-06-15" for n in range(0, 100, 3)}
    county = truth(falls, {f"H{n:03d}": 0.3 for n in range(100)})
    acted = truth_section(predictions, county, SETTINGS)["acted_on"]
    assert acted["prevented"] == pytest.approx(0.6)
    share = acted["share_in_need"]
    assert share["truth"]["value"] == pytest.approx(0.36)  # nine of the first twenty-five, every month
    assert share["naive"]["value"] < share["weighted"]["value"]
    assert share["weighted"]["low"] <= share["truth"]["value"] <= share["weighted"]["high"]
    assert acted["helped"] > 0
    recall = acted["recall"]
    assert recall["naive"]["value"] > recall["truth"]["value"]


def test_the_section_is_printed_within_a_terminal() -> None:
    drawn = [f"H{n:03d} {month} 0 - {n % 7}" for month in range(4) for n in range(100)]
    predictions = rows(*drawn, model=[float(n) for n in range(400)], triggers=[float(n % 7) for n in range(400)])
    county = truth({f"H{n:03d}": "2024-06-15" for n in range(60, 100, 3)}, {f"H{n:03d}": n / 100 for n in range(100)})
    console = Console(width=100, record=True, file=StringIO())
    print_truth(truth_section(predictions, county, SETTINGS), console)
    told = console.export_text()
    assert "模拟县的真实困难" in told
    assert "model/triggers" in told
    assert "model/oracle" in told
    assert max(len(line) for line in told.splitlines()) <= 100
    assert "…" not in told
