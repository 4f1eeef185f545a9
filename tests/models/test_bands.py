"""Risk bands at their thresholds, by place and by day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from features.policy.loading import Policy
from models.bands import bands
from tests.drawn_tables import POLICY

OWN = """
band_high_probability:
  steps:
    - {from: 2024-07-01, value: 0.2, scope: "990101", source: 某县走访能力测算, status: example}
"""


def band(probability: float, day: str, region: str = "990101001001", policy: Policy = POLICY) -> str:
    places = pl.DataFrame({"region_code": [region], "as_of": [dt.date.fromisoformat(day)]})
    told: str = bands(places, pl.Series([probability]), policy)[0]
    return told


@pytest.mark.parametrize(
    ("probability", "expected"),
    [(0.0, "low"), (0.0099, "low"), (0.01, "medium"), (0.0499, "medium"), (0.05, "high"), (1.0, "high")],
)
def test_a_threshold_is_reached_by_itself(probability: float, expected: str) -> None:
    assert band(probability, "2024-06-30") == expected


@pytest.mark.parametrize(
    ("day", "region", "expected"),
    [
        ("2024-06-30", "990101001001", "high"),
        ("2024-07-01", "990101001001", "medium"),  # the county's own threshold begins
        ("2024-07-01", "990102001001", "high"),  # and not next door
    ],
)
def test_a_county_sets_its_own_thresholds_from_a_day_on(tmp_path: Path, day: str, region: str, expected: str) -> None:
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "bands.yaml").write_text(OWN, encoding="utf-8")
    assert band(0.1, day, region, Policy.load(county=tmp_path)) == expected


def test_each_row_has_the_band_of_its_own_place_and_day(tmp_path: Path) -> None:
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "bands.yaml").write_text(OWN, encoding="utf-8")
    places = pl.DataFrame(
        {
            "region_code": ["990101001001", "990102001001", "990101001001", None],
            "as_of": [dt.date(2024, 7, 1)] * 2 + [dt.date(2024, 6, 30)] * 2,
        },
        schema={"region_code": pl.String, "as_of": pl.Date},
    )
    told = bands(places, pl.Series([0.1, 0.1, 0.1, 0.001]), Policy.load(county=tmp_path))
    assert told.to_list() == ["medium", "high", "high", "low"]
