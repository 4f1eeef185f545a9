"""The truth is apart from the files, and hangs together."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest

from tests.training.simulator.files import SmallCounty, cells, unwrap
from training.simulator.parameters import Parameters
from training.simulator.run import live


@pytest.fixture(scope="module")
def truth(small_county: SmallCounty) -> dict[str, pl.DataFrame]:
    return {path.stem: pl.read_parquet(path) for path in (small_county.folder / "truth").iterdir()}


def test_the_truth_is_seven_tables_beside_the_deliveries(
    small_county: SmallCounty, truth: dict[str, pl.DataFrame]
) -> None:
    assert set(truth) == {"hazard", "hardship", "help", "moves", "people", "planted", "situations"}
    assert {path.name for path in small_county.folder.iterdir()} == {"deliveries", "truth"}
    assert not list((small_county.folder / "deliveries").rglob("*.parquet"))


def test_a_hazard_is_a_chance_that_grows_with_the_horizon(truth: dict[str, pl.DataFrame]) -> None:
    hazard = truth["hazard"]
    assert hazard["month_end"].n_unique() == 14
    assert (
        hazard.select(
            (pl.col("hazard_6m") > 0) & (pl.col("hazard_6m") <= pl.col("hazard_12m")) & (pl.col("hazard_12m") <= 1)
        )
        .to_series()
        .all()
    )
    assert (hazard.filter("in_hardship")["hazard_6m"] == 1).all()


def test_nobody_is_found_before_the_hardship_began(truth: dict[str, pl.DataFrame]) -> None:
    found = truth["hardship"].drop_nulls("identified_date")
    assert found.height > 0
    assert (found["identified_date"] >= found["hardship_date"]).all()


def test_help_lowers_the_hazard_of_those_helped(truth: dict[str, pl.DataFrame]) -> None:
    help_ = truth["help"]
    assert (help_["hazard_6m_with_help"] <= help_["hazard_6m_without_help"]).all()
    assert (help_["hazard_12m_with_help"] < help_["hazard_12m_without_help"]).any()


def test_a_spoiled_number_is_where_the_truth_says(small_county: SmallCounty, truth: dict[str, pl.DataFrame]) -> None:
    spoiled = truth["people"].filter(pl.col("source").is_in(["medical_settlement", "disability_card"]))
    sample = spoiled.filter(pl.col("damage") != "missing").head(40)
    for row in sample.iter_rows(named=True):
        path = small_county.folder / "deliveries" / row["delivered_on"].isoformat() / row["file"]
        written = [unwrap(cell) for cell in cells(path)[row["row"] - 1]]
        assert any(cell.startswith(row["recorded_id"]) for cell in written)
        assert (row["recorded_id"] == row["true_id"]) == (row["damage"] == "")
        assert row["damage"] or row["roster_damage"]


def test_who_is_on_no_roster_yet_is_told_apart(truth: dict[str, pl.DataFrame]) -> None:
    rows = truth["people"]
    rosters = rows.filter(pl.col("source").is_in(["national_member", "county_member"]))
    assert rosters["on_roster"].all()
    assert 0.5 < rows["on_roster"].to_numpy().mean() < 1


def test_the_latent_state_knows_who_will_fall_better_than_chance_and_worse_than_certainty() -> None:
    run = live(3_000, 18, 2, start=dt.date(2021, 1, 1), parameters=Parameters())
    falls = run.world.truth.hardship()
    higher, pairs = 0.0, 0
    for month in range(0, 12, 3):
        now = run.world.truth.hazards[month].filter(~pl.col("in_hardship"))
        first, last = run.world.clock.last_day(month), run.world.clock.last_day(month + 6)
        fell = falls.filter((pl.col("hardship_day") > first) & (pl.col("hardship_day") <= last))["household"].unique()
        hit = now["household"].cast(pl.Int64).is_in(fell.implode()).to_numpy()
        hazard = now["hazard_6m"].to_numpy()
        for value in hazard[hit]:
            higher += float(np.mean(hazard[~hit] < value))
            pairs += 1
    assert 0.75 < higher / pairs < 0.98
