"""Every step of every installed value, straddled: its day, the day before, and the day before everything.

Generated over the files, so that a step is tested the day it is written.
"""

from __future__ import annotations

import datetime as dt
import re

import polars as pl
import pytest

from features.policy.loading import PolicyError, PolicyValue, Step
from features.policy.steps import Status
from tests.drawn_tables import POLICY

A_DAY = dt.timedelta(days=1)
NOWHERE = "99"
"""Digits of no province: where a scope is empty, a place of which no file speaks."""


def village(scope: str) -> str:
    """A region code inside the scope that lies in no smaller scope of any value."""
    return (scope or NOWHERE).ljust(12, "9")


def expected(value: PolicyValue, scope: str, on: dt.date) -> float | None:
    """Read off the file as an office would: the longest scope that has begun, and of its steps the last begun."""
    for prefix in (scope[:digits] for digits in (12, 9, 6, 4, 2, 0)):
        begun = [step.value for step in value.steps if step.scope == prefix and step.since <= on]
        if begun:
            return begun[-1]
    return None


STEPS = [(value, step) for value in POLICY.values.values() for step in value.steps]


def test_a_step_holds_from_its_day_and_not_the_day_before() -> None:
    first = []
    for value, step in STEPS:
        region = village(step.scope)
        assert POLICY.value(value.name, region, step.since) == step.value, value.name
        earlier = expected(value, step.scope, step.since - A_DAY)
        if earlier is None:
            first.append((value, step))
        else:
            assert POLICY.value(value.name, region, step.since - A_DAY) == earlier, value.name
    assert {value.name for value, _step in first} == set(POLICY.values)
    for value, step in first:
        require_told(value, step, village(step.scope))


def require_told(value: PolicyValue, step: Step, region: str) -> None:
    """Before its first step a value is not guessed: what is missing, and where to write it, is told."""
    told = (
        f"{value.file}: {value.name} has no value on {step.since - A_DAY} for region {region} "
        f"(its first step begins on {step.since}). Add a step to it that begins on or before {step.since - A_DAY}"
    )
    with pytest.raises(PolicyError, match=re.escape(told)):
        POLICY.value(value.name, region, step.since - A_DAY)


def test_what_is_not_from_a_text_of_the_place_is_an_example() -> None:
    taken_over = re.compile(
        r"carried forward|taken for everywhere|inferred|not .*own text|a county (replaces|sets)", re.I
    )
    wrong = [
        (value.name, step.since)
        for value, step in STEPS
        if step.status is Status.SOURCED and taken_over.search(step.source)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("region", "day", "line"),
    [
        ("610203101001", "2021-06-30", 6000),  # Shaanxi
        ("410581101001", "2022-12-31", 6600),  # Linzhou, a day before its own line
        ("410581101001", "2023-01-01", 7500),
        ("360703101001", "2023-12-31", 7500),  # Nankang
        ("360703101001", "2024-01-01", 8500),
        ("350526101001", "2023-12-31", 7500),  # Dehua
        ("350526101001", "2024-01-01", 815 * 12 * 2),
        ("520181101001", "2023-01-01", 7300),  # Guizhou
        ("350527101001", "2024-01-01", 8500),  # a county next to Dehua
    ],
)
def test_the_lines_that_texts_tell(region: str, day: str, line: float) -> None:
    assert POLICY.value("monitoring_line", region, dt.date.fromisoformat(day)) == line


def test_where_a_text_was_found_the_line_is_no_example_on_its_days_and_one_after_them() -> None:
    def is_example(region: str, day: str) -> bool:
        return bool(POLICY.examples(["monitoring_line"], [(region, dt.date.fromisoformat(day))]))

    assert not is_example("350526101001", "2024-12-31")
    assert is_example("350526101001", "2025-01-01")
    assert is_example("350527101001", "2024-12-31")


def test_values_added_to_a_frame_are_those_asked_for_one_by_one() -> None:
    regions = ["350526101001", "350527101001", "610203101001", None]
    days = [dt.date(2023, 12, 31), dt.date(2024, 1, 1)]
    names = ["monitoring_line", "dibao_line", "water_litres_per_day"]
    rows = [(region, day) for region in regions for day in days] * 2
    frame = pl.DataFrame(rows, schema={"region_code": pl.String, "as_of": pl.Date}, orient="row")
    columns = [f"policy.{name}" for name in names]
    together = POLICY.add_columns(frame, columns)
    for position, (region, day) in enumerate(rows):
        alone = POLICY.add_columns(frame[position : position + 1], columns)
        assert together[position : position + 1].equals(alone)
        assert alone.select(columns).row(0) == tuple(POLICY.value(name, region, day) for name in names)


def test_an_error_about_one_household_names_its_village() -> None:
    frame = pl.DataFrame({"region_code": ["350526101001"], "as_of": [dt.date(2019, 6, 1)]})
    for rows in (frame, pl.concat([frame, frame])):
        with pytest.raises(PolicyError, match="monitoring_line has no value on 2019-06-01 for region 350526101001"):
            POLICY.add_columns(rows, ["policy.monitoring_line"])
