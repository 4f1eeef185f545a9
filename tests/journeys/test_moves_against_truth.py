"""Moves of a simulated county, held against what is true of it: each that a list or the police told is followed, no other."""

from __future__ import annotations

import polars as pl
import pytest

from features.intake.who.identity import Pseudonyms, pseudonym_key
from features.language.views import NOW_ELSEWHERE
from tests.conftest import County

KEYS = ["person_id", "household_id"]


@pytest.fixture(scope="module")
def members(county: County) -> pl.DataFrame:
    return county.store.records()["members"]


@pytest.fixture(scope="module")
def moves(county: County) -> pl.DataFrame:
    """Who left which household on which day in truth: `person_id`, `household_id` (the old one), `to`, `day`."""
    truth = pl.read_parquet(county.folder / "truth-out-of-reach" / "moves.parquet")
    persons = Pseudonyms(pseudonym_key(county.store.path)).of_ids(truth.get_column("true_id"))
    return truth.select(persons.alias("person_id"), pl.col("from").alias("household_id"), "to", "day")


def test_every_move_that_was_told_is_followed(moves: pl.DataFrame, members: pl.DataFrame) -> None:
    listed = members.filter(pl.col("left_on").is_null(), pl.col("carried_by").is_null()).select(KEYS).unique()
    there = pl.struct("person_id", household_id="to").is_in(listed.select(pl.struct(KEYS).implode()).to_series())
    # Who was never listed in the old household left it before the first list, or stood there under a damaged number.
    told = moves.join(listed, on=KEYS, how="semi").with_columns(there.alias("told"))
    followed = told.join(members.filter(NOW_ELSEWHERE).select(KEYS).unique(), on=KEYS, how="semi")
    assert followed.height >= 20
    assert followed.rows() == told.filter("told").rows()
    # The others stand in the new household with a damaged number, or no list has come since.
    assert told.height - followed.height <= followed.height // 5


def test_nobody_is_moved_who_stayed(moves: pl.DataFrame, members: pl.DataFrame) -> None:
    gone = members.filter(NOW_ELSEWHERE)
    assert gone.join(moves, on=KEYS, how="anti").is_empty()


def test_nobody_moves_before_the_day(moves: pl.DataFrame, members: pl.DataFrame) -> None:
    gone = members.filter(NOW_ELSEWHERE).join(moves.group_by(KEYS).agg(pl.col("day").min()), on=KEYS)
    assert gone.filter(pl.col("event_date") < pl.col("day")).is_empty()
