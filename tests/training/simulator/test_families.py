"""Households split and merge: once, with new relations, and every list from then on has the person in one place."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import polars as pl
import pytest

from tests.training.simulator.files import SmallCounty


@pytest.fixture(scope="module")
def moves(small_county: SmallCounty) -> pl.DataFrame:
    return pl.read_parquet(small_county.folder / "truth" / "moves.parquet")


def test_some_split_off_and_some_join(moves: pl.DataFrame) -> None:
    since = moves.filter(pl.col("day") >= dt.date(2021, 1, 1))
    assert since.height >= 4
    assert (since["from"] != since["to"]).all()
    # Villages are the first twelve digits: nobody moves to another one.
    assert (since["from"].str.head(12) == since["to"].str.head(12)).all()


def test_who_moved_is_on_the_next_list_of_the_new_household_and_of_no_other(
    small_county: SmallCounty, moves: pl.DataFrame
) -> None:
    listed = defaultdict(set)
    for source in ("national_member", "county_member"):
        last = max(small_county.of(source), key=lambda sheet: sheet.known)
        for row in last.rows:
            listed[row["证件号码"]].add(row["户编号"])
    seen = 0
    for move in moves.filter(pl.col("day").is_between(dt.date(2021, 1, 1), dt.date(2021, 9, 30))).iter_rows(named=True):
        homes = listed.get(move["true_id"])
        if homes is not None:  # died or was mistyped since
            assert homes == {move["to"]}
            seen += 1
    assert seen >= 3


def test_the_police_tell_of_some_of_them_with_the_new_household(small_county: SmallCounty, moves: pl.DataFrame) -> None:
    told = [
        (row["证件号码"], row["户编号"])
        for sheet in small_county.of("police_population")
        for row in sheet.rows
        if row["变动类型"] in {"分户", "并户"}
    ]
    true = set(moves.select("true_id", "to").iter_rows())
    numbers = {number for number, _ in true}
    assert any(pair in true for pair in told)
    assert all(pair in true for pair in told if pair[0] in numbers)
    assert len(set(told)) < moves.height


def test_a_household_that_split_has_one_head_in_each_part(small_county: SmallCounty, moves: pl.DataFrame) -> None:
    parts = {*moves["from"], *moves["to"]}
    last = max(small_county.of("county_member"), key=lambda sheet: sheet.known)
    heads: dict[str, int] = defaultdict(int)
    for row in last.rows:
        if row["户编号"] in parts:
            heads[row["户编号"]] += row["与户主关系"] == "户主"
    assert heads
    assert set(heads.values()) == {1}
