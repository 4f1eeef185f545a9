"""Policy values: dated, placed, cited."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from features.policy.loading import Policy, PolicyError

LINE = """
line:
  unit: yuan
  meaning: {zh: 线, en: line}
  steps:
    - {from: 2021-01-01, value: 6000, scope: "", source: national notice of that year, status: sourced}
    - {from: 2022-01-01, value: 6600, scope: "", source: national notice of that year, status: example}
    - {from: 2021-07-01, value: 7000, scope: "9901", source: notice 12 of the city, status: sourced}
    - {from: 2023-01-01, value: 8000, scope: "990102", source: notice 3 of the county, status: sourced}
"""


def policy(folder: Path, text: str = LINE) -> Policy:
    (folder / "line.yaml").write_text(text, encoding="utf-8")
    return Policy.load(folder)


@pytest.mark.parametrize(
    ("region", "on", "expected"),
    [
        ("880101001001", "2021-12-31", 6000),
        ("880101001001", "2022-01-01", 6600),
        (None, "2022-01-01", 6600),  # place unknown: the national step
        ("990101001001", "2021-06-30", 6000),
        ("990101001001", "2021-07-01", 7000),
        ("990101001001", "2022-06-01", 7000),  # the longer scope wins over the later date
        ("990102001001", "2022-12-31", 7000),
        ("990102001001", "2023-01-01", 8000),
    ],
)
def test_the_longest_scope_wins_and_then_the_latest_step(
    tmp_path: Path, region: str | None, on: str, expected: float
) -> None:
    assert policy(tmp_path).value("line", region, dt.date.fromisoformat(on)) == expected


def test_a_day_before_the_first_step_says_what_to_add(tmp_path: Path) -> None:
    with pytest.raises(
        PolicyError, match=r"line\.yaml: line has no value on 2020-12-31.*begins on or before 2020-12-31"
    ):
        policy(tmp_path).value("line", "990101001001", dt.date(2020, 12, 31))


def test_columns_are_added_by_place_and_day(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {"region_code": ["990101001001", None, "990102001001"], "as_of": [dt.date(2023, 1, 1)] * 3},
        schema={"region_code": pl.String, "as_of": pl.Date},
    )
    assert policy(tmp_path).add_columns(frame, ["policy.line"])["policy.line"].to_list() == [7000, 6600, 8000]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("unit: yuan", "unit:", "lacks its unit"),
        ("source: notice 12 of the city, ", "", "step 3: names no `source`"),
        ("status: example", "status: guess", "status. must be sourced or example"),
        ("value: 6600", "value: lots", "`value` must be a number"),
        ("from: 2022-01-01", "from: 2020-01-01", "must come after the one from 2021-01-01"),
        ("from: 2022-01-01", "from: soon", "`from` must be a date"),
    ],
)
def test_a_wrong_file_says_where_and_what(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(PolicyError, match=told):
        policy(tmp_path, LINE.replace(old, new))


def test_examples_are_named(tmp_path: Path) -> None:
    assert policy(tmp_path).examples() == ["line"]


def test_the_own_policy_loads_and_every_value_cites_a_source() -> None:
    own = Policy.load()
    assert {"monitoring_line", "inpatient_self_paid_general"} <= set(own.values)
    assert all(step.source for value in own.values.values() for step in value.steps)


def test_the_same_value_in_two_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(LINE, encoding="utf-8")
    with pytest.raises(PolicyError, match=r"in line\.yaml already"):
        policy(tmp_path)
