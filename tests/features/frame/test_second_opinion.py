"""Forty features by plain pandas group-bys give the same values: a second definition, written without the language."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from benchmarks import features_pandas
from benchmarks.features_county import AS_OF, drawn
from features.frame import feature_frame, index_of
from features.records.gate import Records
from tests.drawn_tables import POLICY


@pytest.fixture(scope="module")
def both() -> tuple[pl.DataFrame, dict[str, np.ndarray]]:
    """The frame and the columns of pandas, of the same households in the same order."""
    tables = dict(drawn(range(1_500), "drawn", seed=3))
    index = index_of(tables["households"]["household_id"].unique().sort(), AS_OF)
    theirs = features_pandas.frame(
        {name: rows.to_pandas() for name, rows in tables.items()}, index.to_pandas().set_index("household_id").index
    )
    frame = feature_frame(Records(tables), index, POLICY, features_pandas.NAMES)
    return frame, {name: theirs[name].to_numpy() for name in features_pandas.NAMES}


def test_there_are_forty_of_them() -> None:
    assert len(set(features_pandas.NAMES)) == 40


@pytest.mark.parametrize("name", features_pandas.NAMES)
def test_pandas_says_the_same(name: str, both: tuple[pl.DataFrame, dict[str, np.ndarray]]) -> None:
    frame, theirs = both
    said = pl.Series(name, theirs[name], nan_to_null=True)
    assert frame[name].round(6).equals(said.round(6))
    assert said.n_unique() > 1, "a value that is always the same would prove nothing"
