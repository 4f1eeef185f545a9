"""What the benchmark of asking takes away and gives back, and how it counts."""

from __future__ import annotations

import numpy as np
import polars as pl

from benchmarks.asking import ANYBODY, BUDGETS, FIRST, NEAR, TAKEN, intervals, left, policy_knowing, table, taken
from models.certainty.doubts import UNREPORTED
from tests.models.certainty.drawn_county import DAY, HOUSEHOLDS, county


def test_an_answer_gives_back_what_was_taken_of_its_topic_and_nothing_else() -> None:
    whole = {topic: pl.DataFrame({"household_id": HOUSEHOLDS}) for topic in TAKEN} | county()
    gone = [household for household in HOUSEHOLDS if taken(household, "income", 0.3, 2)]
    assert 4 <= len(gone) <= 20
    some = left(whole, 0.3, 2)["income"]["household_id"].unique().to_list()
    assert set(some) == set(HOUSEHOLDS) - set(gone)
    asked = left(whole, 0.3, 2, [(gone[0], "income"), (gone[1], "illness")])
    assert set(asked["income"]["household_id"]) == set(HOUSEHOLDS) - set(gone[1:])
    assert not taken(gone[0], "housing", 1.0, 2)


def test_the_county_of_the_benchmark_knows_how_much_is_not_told() -> None:
    assert policy_knowing(0.3).value(UNREPORTED, None, DAY) == 0.3


def test_shares_are_of_what_complete_records_would_add() -> None:
    villages = np.ones((4, 2))
    sums = {"nobody": villages, "complete": 3 * villages, f"{FIRST}|all": 3 * villages}
    for budget in BUDGETS:
        sums |= {f"{FIRST}|{budget}": 2 * villages, f"{NEAR}|{budget}": villages, f"{ANYBODY}|{budget}": villages}
    report = intervals(sums)
    measured = report["true hardship"]
    assert measured["recovered"][f"{FIRST}|100"]["value"] == 0.5
    assert measured["first_ahead_of"][f"{NEAR}|100"] == {"value": 0.5, "low": 0.5, "high": 0.5}
    assert measured["first_ahead_of_most"]["25"]["value"] == 0.5
    assert "| 100 | 50% (50% to 50%) | 0% (0% to 0%)" in table(report)
