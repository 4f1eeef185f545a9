"""Policy steps at their first day and at the border of their place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from features.policy.loading import Policy, PolicyError

LINE = """
line:
  unit: yuan
  meaning: {zh: 线, en: line}
  steps:
    - {from: 2021-01-01, value: 6000, scope: "9901", source: notice 12 of the city, status: sourced}
    - {from: 2022-01-01, value: 6600, scope: "9901", source: notice 12 of the city, status: sourced}
"""


def policy(folder: Path, text: str = LINE) -> Policy:
    (folder / "line.yaml").write_text(text, encoding="utf-8")
    return Policy.load(folder)


@pytest.mark.parametrize("region", ["990201001001", "889901001001", None])
def test_a_place_that_no_step_covers_has_no_value(tmp_path: Path, region: str | None) -> None:
    with pytest.raises(PolicyError, match="line has no value on 2023-01-01"):
        policy(tmp_path).value("line", region, dt.date(2023, 1, 1))


@pytest.mark.parametrize(("day", "expected"), [("2021-01-01", 6000), ("2021-12-31", 6000), ("2022-01-01", 6600)])
def test_a_step_holds_from_its_first_day(tmp_path: Path, day: str, expected: float) -> None:
    assert policy(tmp_path).value("line", "990101001001", dt.date.fromisoformat(day)) == expected


def test_two_steps_of_one_day_and_place_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="two steps of scope 9901 begin on 2021-01-01"):
        policy(tmp_path, LINE.replace("from: 2022-01-01", "from: 2021-01-01"))


def test_a_value_that_nobody_wrote_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="no policy value other"):
        policy(tmp_path).value("other", None, dt.date(2023, 1, 1))
