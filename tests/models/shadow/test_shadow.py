"""The challenger in the shadow: what would change on the list, and that a broken one changes nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from features.policy.loading import Policy
from features.records.store import RecordStore
from models.lists import Capacity, Rules, State, issue
from models.registry import RegistryError
from models.risk_model import ModelError
from models.score import ScoredDay
from models.shadow import scoring
from models.shadow.comparing import compared
from models.shadow.scoring import CHALLENGER, in_shadow, kept_shadows, side_by_side
from tests.models.small_model import model

ON = dt.date(2024, 6, 30)
CAPACITY = Capacity(2)


def scores(order: list[int], version: str) -> pl.DataFrame:
    """Households H000… of two townships; the first of `order` is the riskiest."""
    risk = {number: -place for place, number in enumerate(order)}
    numbers = sorted(order)
    return pl.DataFrame(
        {
            "household_id": [f"H{number:03d}" for number in numbers],
            "as_of": [ON] * len(numbers),
            "region_code": [f"99010100{number % 2}001" for number in numbers],
            "probability": [1 / (2 + order.index(number)) for number in numbers],
            "raw_score": [float(risk[number]) for number in numbers],
            "rank": [order.index(number) + 1 for number in numbers],
            "model_version": [version] * len(numbers),
        }
    )


HOUSEHOLDS = list(range(200))


def test_the_same_order_changes_nothing() -> None:
    told = compared(side_by_side(scores(HOUSEHOLDS, "1"), scores(HOUSEHOLDS, "2")), CAPACITY)
    assert (told.both, told.only_champion, told.only_challenger) == (4, 0, 0)
    assert told.overlap == 1
    assert told.correlation == pytest.approx(1)


def test_who_would_come_and_go_is_counted_on_the_lists_that_would_be_issued() -> None:
    # Household 199 rises to the top of township 1, 1 falls to its end and off its list of two.
    other = [199, *(number for number in HOUSEHOLDS if number not in (1, 199)), 1]
    both = side_by_side(scores(HOUSEHOLDS, "1"), scores(other, "2"))
    told = compared(both, CAPACITY)
    assert (told.both, told.only_champion, told.only_challenger) == (3, 1, 1)
    assert told.overlap == 0.75
    assert told.moves.row(0) == ("H001", "990101001", 1, 100, pytest.approx(1 / 3), pytest.approx(1 / 201))
    assert told.moves.row(1)[:4] == ("H199", "990101001", 100, 1)
    issued = issue(scores(other, "2"), State(), Rules(CAPACITY)).listed
    assert "H199" in issued["household_id"].to_list()


def test_a_household_that_one_of_them_does_not_speak_of_has_no_place() -> None:
    told = compared(side_by_side(scores(HOUSEHOLDS, "1"), scores(HOUSEHOLDS[1:], "2")), CAPACITY)
    assert told.both + told.only_champion == 4
    assert told.moves.filter(pl.col("household_id") == "H000")[f"{CHALLENGER}place"].to_list() == [None]


def test_moves_are_at_most_so_many() -> None:
    both = side_by_side(scores(HOUSEHOLDS, "1"), scores(HOUSEHOLDS[::-1], "2"))
    told = compared(both, Capacity(20), most=5)
    assert told.moves.height == 5
    assert told.correlation == pytest.approx(-1)
    assert told.both == 0


@pytest.fixture
def store(tmp_path: Path) -> RecordStore:
    return RecordStore.create(tmp_path / "records", buckets=1)


def test_without_a_challenger_nothing_is_said_or_kept(store: RecordStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring, "load_challenger", lambda _name: None)
    assert in_shadow(model(), scores(HOUSEHOLDS, "1"), store, Policy.load(), ON) == scoring.Shadow()
    assert kept_shadows(store, "fanpin-story") == []


@pytest.mark.parametrize(
    "error", [ModelError("features changed"), RegistryError("down"), ValueError("NaN"), KeyError("x")]
)
def test_a_broken_challenger_is_told_and_raises_nothing(
    store: RecordStore, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def broken(_name: str) -> None:
        raise error

    monkeypatch.setattr(scoring, "load_challenger", broken)
    shadow = in_shadow(model(), scores(HOUSEHOLDS, "1"), store, Policy.load(), ON)
    assert shadow.file is None
    assert shadow.notice is not None
    assert "the list is not affected" in shadow.notice.en
    assert kept_shadows(store, "fanpin-story") == []


def test_what_is_kept_holds_codes_and_no_more(store: RecordStore, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = scores(HOUSEHOLDS[::-1], "2")
    monkeypatch.setattr(scoring, "load_challenger", lambda _name: model().with_version("2"))
    monkeypatch.setattr(scoring, "score", lambda *_, **__: ScoredDay(theirs, theirs.clear(), State()))
    shadow = in_shadow(model().with_version("1"), scores(HOUSEHOLDS, "1"), store, Policy.load(), ON)
    assert shadow.file is not None
    assert kept_shadows(store, "fanpin-story") == [shadow.file]
    assert shadow.file.name == "2024-06-30.1-2.parquet"
    kept = pl.read_parquet(shadow.file)
    assert kept.columns == [
        "household_id", "as_of", "region_code", "probability", "raw_score", "rank", "model_version",
        "challenger.probability", "challenger.raw_score", "challenger.rank", "challenger.model_version",
    ]  # fmt: skip
    assert kept["rank"].to_list() == kept["challenger.rank"].to_list()[::-1]
