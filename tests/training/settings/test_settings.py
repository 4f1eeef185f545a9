"""Experiment files."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.settings import DEFAULT_EXPERIMENT, Experiment, ExperimentError

WHOLE = """
name: story
registered_model: fanpin-story
dates: {first: 2021-03-31, every_months: 3}
split: {windows: 1, later_dates: 2, test_dates: 2}
"""


def load(folder: Path, text: str) -> Experiment:
    (folder / "story.yaml").write_text(text, encoding="utf-8")
    return Experiment.load(folder / "story.yaml")


def test_a_short_file_takes_the_defaults(tmp_path: Path) -> None:
    read = load(tmp_path, WHOLE)
    assert (read.target.horizon_months, read.dates.every_months, read.features) == (None, 3, None)


def test_all_problems_are_named_at_once_with_their_place(tmp_path: Path) -> None:
    wrong = WHOLE.replace("every_months: 3", "every_month: 3").replace("test_dates: 2", "test_dates: none")
    with pytest.raises(ExperimentError) as told:
        load(tmp_path, wrong + "features: [wage_year, no_such_feature]\n")
    assert "story.yaml" in str(told.value)
    assert "dates.every_month:" in str(told.value)
    assert "split.test_dates:" in str(told.value)


def test_an_unknown_feature_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExperimentError, match="no_such_feature"):
        load(tmp_path, WHOLE + "features: [wage_year, no_such_feature]\n")


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "name: [", "\udcff"])
def test_what_is_no_experiment_is_refused_in_words(tmp_path: Path, text: str) -> None:
    (tmp_path / "story.yaml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ExperimentError, match=r"story\.yaml"):
        Experiment.load(tmp_path / "story.yaml")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExperimentError, match=r"none\.yaml"):
        Experiment.load(tmp_path / "none.yaml")


def test_fanpins_own_experiment_loads() -> None:
    assert Experiment.load().registered_model == "fanpin-entry"


@pytest.mark.parametrize("file", sorted(DEFAULT_EXPERIMENT.parent.glob("*.yaml")), ids=lambda file: file.stem)
def test_every_experiment_of_ours_can_be_read_and_goes_by_its_file_s_name(file: Path) -> None:
    read = Experiment.load(file)
    assert read.name == file.stem
    assert read.registered_model.startswith("fanpin-")
