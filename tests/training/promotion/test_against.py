"""A version against the champion: the same households and days, both out of time, lists of the same length."""

from __future__ import annotations

import polars as pl
import pytest

from features.records.store import RecordStore
from tests.training.drawn_predictions import drawn_predictions
from training.lists.cutting import listed
from training.predictions import MODEL, score_column
from training.promotion.against import Against, against
from training.promotion.storage import keep_predictions, kept_predictions
from training.settings import Evaluation

SETTINGS = Evaluation(visits_per_hundred=5, bootstrap=100)
SCORE = score_column(MODEL)


@pytest.fixture(scope="module")
def good() -> pl.DataFrame:
    return drawn_predictions(households=600, windows=2, dates=3, base_rate=0.05)


def without_skill(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(rows["score.random"].alias(SCORE))


def compared(candidate: pl.DataFrame | None, champion: pl.DataFrame | None) -> Against:
    return against("6", candidate, champion, SETTINGS, listed)


def test_a_version_differs_from_itself_by_nothing(good: pl.DataFrame) -> None:
    assert compared(good, good).difference == (0, 0, 0)
    # A calibrator moves no household.
    assert compared(good, good.with_columns(pl.col(SCORE) * 2 - 1)).difference == (0, 0, 0)


def test_the_better_one_is_told_by_its_interval_either_way(good: pl.DataFrame) -> None:
    value, low, high = compared(good, without_skill(good)).difference
    assert 0 < low < value < high
    worse = compared(without_skill(good), good).difference
    assert worse == pytest.approx((-value, -high, -low))


def test_the_difference_is_that_of_the_recalls(good: pl.DataFrame) -> None:
    positive = (good["label"] == 1).to_numpy()
    recalls = [
        (listed(rows, MODEL, SETTINGS) & positive).sum() / positive.sum() for rows in (good, without_skill(good))
    ]
    told = compared(good, without_skill(good))
    assert told.difference[0] == pytest.approx(recalls[0] - recalls[1])
    assert told.positive_households == good.filter(pl.col("label") == 1)["household_id"].n_unique()


def test_only_rows_in_common_count_whatever_their_order(good: pl.DataFrame) -> None:
    days = sorted(set(good["as_of"]))
    later, earlier = good.filter(pl.col("as_of") > days[1]), good.filter(pl.col("as_of") < days[5])
    common = good.filter(pl.col("as_of").is_between(days[2], days[4]))
    expected = compared(common, without_skill(common))
    assert compared(later, without_skill(earlier)) == expected
    assert compared(later, without_skill(earlier).reverse()) == expected


@pytest.mark.parametrize(
    ("candidate", "champion", "told"),
    [
        (None, "all", "predictions of this version were not kept"),
        ("all", None, "predictions of champion 6 were not kept"),
        ("first", "last", "no positive household and day in common"),
    ],
)
def test_what_cannot_be_compared_says_why(
    good: pl.DataFrame, candidate: str | None, champion: str | None, told: str
) -> None:
    days = sorted(set(good["as_of"]))
    rows = {
        "all": good,
        "first": good.filter(pl.col("as_of") == days[0]),
        "last": good.filter(pl.col("as_of") == days[5]),
    }
    problem = compared(rows.get(str(candidate)), rows.get(str(champion))).problem
    assert problem is not None
    assert told in problem.en


def test_predictions_are_kept_beside_the_records_by_version(good: pl.DataFrame, tmp_path) -> None:
    store = RecordStore.create(tmp_path / "records", buckets=1)
    assert kept_predictions(store, "fanpin-entry", "1") is None
    keep_predictions(store, "fanpin-entry", "1", good)
    keep_predictions(store, "fanpin-entry", "2", without_skill(good))
    kept = kept_predictions(store, "fanpin-entry", "1")
    assert kept is not None
    assert kept[SCORE].equals(good[SCORE])
    assert "score.logistic" not in kept.columns
    assert compared(kept, good).difference == (0, 0, 0)
    assert [
        file.name for file in (tmp_path / "records" / "predictions" / "fanpin-entry").iterdir() if "new" in file.name
    ] == []
