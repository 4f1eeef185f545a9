"""A model as a folder of text."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from models.risk_model import FACTS_FILE, ModelError, RiskModel, matrix_of
from tests.models.small_model import frame, model

BOOSTER_FILE = "trees-1.txt"


def test_a_model_read_again_scores_the_same_to_the_bit(tmp_path: Path) -> None:
    made = model()
    made.save(tmp_path)
    read = RiskModel.load(tmp_path)
    assert np.array_equal(read.raw_score(frame()), made.raw_score(frame()))
    assert np.array_equal(read.probability(read.raw_score(frame())), made.probability(made.raw_score(frame())))
    assert read.features == made.features


def test_a_model_is_text_that_people_can_read(tmp_path: Path) -> None:
    model().save(tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == [FACTS_FILE, BOOSTER_FILE]
    for file in tmp_path.iterdir():
        file.read_text(encoding="utf-8")


def test_features_that_came_to_mean_something_else_are_noticed(tmp_path: Path) -> None:
    model().save(tmp_path)
    facts = json.loads((tmp_path / FACTS_FILE).read_text(encoding="utf-8"))
    (tmp_path / FACTS_FILE).write_text(json.dumps({**facts, "fingerprint": "0" * 16}), encoding="utf-8")
    with pytest.raises(ModelError, match="Train again with this version"):
        RiskModel.load(tmp_path)


def test_a_feature_that_is_gone_is_named(tmp_path: Path) -> None:
    model().save(tmp_path)
    facts = json.loads((tmp_path / FACTS_FILE).read_text(encoding="utf-8"))
    gone = {**facts, "features": [*facts["features"][:-1], "no_longer_here"]}
    (tmp_path / FACTS_FILE).write_text(json.dumps(gone), encoding="utf-8")
    with pytest.raises(ModelError, match="no_longer_here"):
        RiskModel.load(tmp_path)


@pytest.mark.parametrize("damage", ["", "tree\nversion=v4\n", "\x00"])
def test_a_damaged_model_is_refused(tmp_path: Path, damage: str) -> None:
    model().save(tmp_path)
    (tmp_path / BOOSTER_FILE).write_text(damage, encoding="utf-8")
    with pytest.raises(ModelError, match=r"no usable model here|the trees take"):
        RiskModel.load(tmp_path)


def test_an_empty_folder_holds_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no usable model here"):
        RiskModel.load(tmp_path)


def test_columns_are_taken_by_name_not_by_place() -> None:
    made = model()
    turned = frame().select(reversed(frame().columns))
    assert np.array_equal(made.raw_score(turned), made.raw_score(frame()))


def test_a_household_has_the_same_matrix_alone_and_among_many() -> None:
    """Alone it is rounded in another way: to the last bit the same."""
    draws = np.random.default_rng(3)
    values = draws.normal(0, 10.0 ** draws.integers(-30, 30, (200, 5)))
    values[draws.random(values.shape) < 0.2] = np.nan
    names = tuple("abcde")
    frame = pl.DataFrame(dict(zip(names, values.T, strict=True)), nan_to_null=True)
    alone = np.vstack([matrix_of(frame[row], names) for row in range(frame.height)])
    assert np.array_equal(alone, matrix_of(frame, names), equal_nan=True)
    assert np.isnan(alone).any()
