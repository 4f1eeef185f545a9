"""A changed policy step moves what reads it on its date, nothing else, and nothing on any day before.

Runs over every value that a feature or a screening rule reads, so that a new one is tested the day it is written.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

import polars as pl
import pytest

from features.frame import feature_frame
from features.frame.context.counting import with_own_context
from features.policy.loading import Policy, Step
from features.policy.steps import Status
from features.policy.units import Unit
from features.records.gate import Records
from features.registry import features, policy_read
from features.triggers.evaluating import trigger_frame, trigger_policy
from features.triggers.rules import TRIGGERS
from tests.drawn_tables import POLICY, drawn
from tests.features.drawn_records import HOUSEHOLDS, some_records

CHANGE = dt.date(2024, 6, 30)
BEFORE = CHANGE - dt.timedelta(days=1)
READERS = {name: [f for f in features() if name in policy_read([f])] for name in sorted(policy_read())}
RULES = {name: [t.column for t in TRIGGERS if name in trigger_policy([t])] for name in sorted(trigger_policy())}

# Good in everything but for the water: among rows at random another indicator nearly always decides.
LITTLE_WATER = """
    household_id | event_date | litres_per_day | days_out | fetch_minutes | quality_ok
    W1           | 2023-12-31 | 34             | 0        | 5             | yes
"""

DANGEROUS_AND_EMPTY = """
    household_id | event_date | grade | only_dwelling | lived_in
    W1           | 2023-12-31 | D     | yes           | no
"""


@cache
def records() -> Records:
    rows = some_records()
    housing = pl.concat([rows["housing"], drawn("housing", DANGEROUS_AND_EMPTY)])
    water = pl.concat([rows["water"], drawn("water", LITTLE_WATER)])
    return with_own_context({**rows, "housing": housing, "water": water}, [BEFORE, CHANGE])


def index() -> pl.DataFrame:
    return pl.DataFrame({"household_id": [*HOUSEHOLDS, "W1"]}).join(
        pl.DataFrame({"as_of": [BEFORE, CHANGE]}), how="cross"
    )


def changed_to(name: str, value: float) -> Policy:
    known = POLICY.values[name]
    step = Step(CHANGE, value, "", "a county's own notice", Status.EXAMPLE)
    return Policy({**POLICY.values, name: replace(known, steps=(*known.steps, step))}, "changed")


def others(name: str) -> list[float]:
    """Numbers that the value might have been instead, far and near."""
    unit, now = POLICY.values[name].unit, POLICY.value(name, None, CHANGE)
    if unit is Unit.YES_OR_NO:
        return [1 - now]
    return [number for number in (now * 50, now * 3, now / 3, now / 1000, unit.low) if unit.allows(number)]


def moved(before: pl.DataFrame, after: pl.DataFrame) -> dict[dt.date, set[str]]:
    """By day, the columns in which two frames of the same index differ; the policy's own columns are left out."""
    names = [name for name in before.columns if name not in ("household_id", "as_of") and "policy." not in name]
    return {
        day: {
            name
            for name in names
            if not before.filter(pl.col("as_of") == day)[name].equals(
                after.filter(pl.col("as_of") == day)[name], null_equal=True
            )
        }
        for day in (BEFORE, CHANGE)
    }


@pytest.mark.parametrize("name", READERS)
def test_a_step_moves_the_features_that_read_it_on_its_day(name: str) -> None:
    asked = [*READERS[name], "persons"]
    unchanged = feature_frame(records(), index(), POLICY, asked)
    ever: set[str] = set()
    for value in others(name):
        by_day = moved(unchanged, feature_frame(records(), index(), changed_to(name, value), asked))
        assert by_day[BEFORE] == set()
        ever |= by_day[CHANGE]
        if ever == set(READERS[name]):
            break
    assert ever, f"no household of the laws is near {name}: draw rows that are"
    assert ever <= set(READERS[name])


@cache
def screened() -> pl.DataFrame:
    return trigger_frame(records(), index(), POLICY)


@pytest.mark.parametrize("name", RULES)
def test_a_step_moves_the_rules_that_read_it_on_its_day(name: str) -> None:
    ever: set[str] = set()
    for value in others(name):
        by_day = moved(screened(), trigger_frame(records(), index(), changed_to(name, value)))
        assert by_day[BEFORE] == set()
        ever |= by_day[CHANGE]
        if ever == {*RULES[name], "hits"}:
            break
    assert ever - {"hits"}, f"no household of the laws is near {name}: draw rows that are"
    assert ever <= {*RULES[name], "hits"}
