"""The checks against a county whose errors are known: every planted one is found where it stands, and no other.

Situations are no errors and occur by themselves: the households found are those that the simulator lists by its own code.
"""

from __future__ import annotations

import polars as pl
import pytest

from features.checks.finding import find_in_store
from features.checks.registry import checks
from features.checks.wording import Kind
from tests.conftest import County
from tests.drawn_tables import POLICY
from training.simulator.situations import SITUATIONS

CONTRADICTIONS = {one.id for one in checks().values() if one.kind is Kind.CONTRADICTION}
OF_NUMBERS = {"id_unsound", "id_missing"}
"""Numbers are damaged all over the rosters, by rates: the truth about people tells which."""


@pytest.fixture(scope="module")
def found(county: County) -> pl.DataFrame:
    days = county.store.known_days()
    assert days is not None
    return find_in_store(county.store, days[1], POLICY)


@pytest.fixture(scope="module")
def planted(county: County) -> pl.DataFrame:
    errors = pl.read_parquet(county.folder / "truth-out-of-reach" / "planted.parquet")
    delivered = pl.concat_str([pl.col("delivered_on").cast(pl.String), pl.col("file")], separator="/")
    return errors.select("check", household_id="户编号", file=delivered, source_row="row")


def test_every_contradiction_is_planted_several_times(planted: pl.DataFrame) -> None:
    times = planted.group_by("check").agg(pl.col("household_id").n_unique().alias("households"))
    assert set(times["check"]) >= CONTRADICTIONS
    assert times["households"].to_numpy().min() >= 3


def test_every_planted_error_is_found(found: pl.DataFrame, planted: pl.DataFrame) -> None:
    missed = planted.join(found, on=["check", "household_id"], how="anti")
    assert missed.is_empty(), missed.to_dicts()


def test_an_error_is_found_in_the_row_in_which_it_stands(found: pl.DataFrame, planted: pl.DataFrame) -> None:
    places = ["check", "household_id", "file", "source_row"]
    elsewhere = planted.join(found, on=places, how="anti")
    assert elsewhere.is_empty(), elsewhere.to_dicts()


def test_no_contradiction_is_found_where_nothing_was_planted(found: pl.DataFrame, planted: pl.DataFrame) -> None:
    natural = found.filter(pl.col("check").is_in(CONTRADICTIONS - OF_NUMBERS))
    without_cause = natural.join(planted, on="household_id", how="anti")
    assert without_cause.is_empty(), without_cause.to_dicts()


def test_every_situation_occurs_in_a_county(found: pl.DataFrame) -> None:
    assert set(checks()) <= set(found["check"])


def test_every_situation_is_listed_by_the_simulator() -> None:
    assert set(SITUATIONS) == set(checks()) - CONTRADICTIONS | OF_NUMBERS


@pytest.mark.parametrize("check", sorted(SITUATIONS))
def test_a_situation_is_found_where_it_holds_and_nowhere_else(county: County, found: pl.DataFrame, check: str) -> None:
    situations = pl.read_parquet(county.folder / "truth-out-of-reach" / "situations.parquet").filter(check=check)
    judged, unsure = (set(situations.filter(judged=sure)["户编号"]) for sure in (True, False))
    assert judged, "no household by which to judge"
    # Where a row with a damaged number decides, intake may have placed it or not.
    assert set(found.filter(check=check)["household_id"]) - unsure == judged


@pytest.mark.parametrize(
    ("check", "damages"), [("id_unsound", ["wrong_digit", "transposed"]), ("id_missing", ["missing"])]
)
def test_a_bad_number_is_found_in_the_row_that_has_it(
    county: County, found: pl.DataFrame, check: str, damages: list[str]
) -> None:
    people = pl.read_parquet(county.folder / "truth-out-of-reach" / "people.parquet")
    delivered = pl.concat_str([pl.col("delivered_on").cast(pl.String), pl.col("file")], separator="/")
    damaged = people.filter(pl.col("source").str.ends_with("_member"), pl.col("damage").is_in(damages))
    written = damaged.select(household_id="户编号", file=delivered, source_row=pl.col("row").cast(pl.Int64))
    hits = found.filter(check=check)
    elsewhere = hits.join(written, on=written.columns, how="anti")
    assert elsewhere.is_empty(), elsewhere.to_dicts()
