"""What notebooks stand on: the county at hand, a sample of it, and a font for Chinese labels."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from features.errors import FanpinError
from tests.conftest import County
from training.notebooks import (
    Labels,
    NothingToOpenError,
    county_at_hand,
    figures_with_intervals,
)


def test_nothing_to_open_says_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FANPIN_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NothingToOpenError, match="make demo"):
        county_at_hand()


def test_the_demo_s_county_is_found_from_the_folder_of_the_notebooks(
    four_households: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FANPIN_DATA", raising=False)
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "demo").symlink_to(four_households)
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    assert county_at_hand().store.household_ids() == ["=1+1", "H2", "H4", "H5"]
    # What the environment names comes first.
    monkeypatch.setenv("FANPIN_DATA", str(tmp_path / "elsewhere"))
    with pytest.raises(FanpinError, match="elsewhere"):
        county_at_hand().store.household_ids()


def test_a_sample_holds_those_of_whom_a_model_speaks_on_the_day(
    four_households: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """H4 was monitored from June 2023, the first household from March 2024."""
    monkeypatch.setenv("FANPIN_DATA", str(four_households / "records"))
    county = county_at_hand()
    assert county.last_day == dt.date(2024, 9, 5)
    sample = county.sample(dt.date(2024, 2, 29))
    assert sample.index["household_id"].to_list() == ["=1+1", "H2", "H5"]
    assert set(sample.records.tables["illness"]["household_id"]) == {"=1+1", "H2"}
    facts = county.facts(sample, ["self_paid_12m"])
    assert facts["self_paid_12m"].to_list() == [14_000, 15_000, 0]
    assert county.sample(county.last_day).index["household_id"].to_list() == ["H5"]
    assert county.sample(dt.date(2024, 2, 29), most=2, seed=1).index.height == 2


def test_the_model_and_the_report_are_those_of_the_champion(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in county.environment.items():
        monkeypatch.setenv(name, value)
    opened = county_at_hand()
    assert opened.report("champion")["model"]["fingerprint"] == opened.model.fingerprint


def test_labels_are_chinese_where_a_font_is_and_english_with_advice_where_none_is() -> None:
    assert Labels("SimHei").of_features(["income_margin"]) == ["人均纯收入高出监测线的金额"]
    without = Labels(None)
    assert without.of("户数", "households") == "households"
    assert without.of_features(["wage_share"]) == ["Wages over net income"]
    assert "fonts-noto-cjk" in without.description


def test_figures_stand_from_the_top_down_with_their_intervals_and_what_is_not_told_has_none() -> None:
    axes = Figure().subplots()
    told: list[dict[str, float | None]] = [
        {"value": 0.2, "low": 0.1, "high": 0.4},
        {"value": None, "low": None, "high": None},
    ]
    figures_with_intervals(axes, ["one", "other"], told)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["one", "other"]
    assert axes.get_ylim() == (1.5, -0.5)
    [points, _caps, [lines]] = axes.containers[0]
    assert points.get_xdata()[0] == 0.2
    assert math.isnan(points.get_xdata()[1])
    assert lines.get_segments()[0][:, 0] == pytest.approx([0.1, 0.4])
