"""People of households are counted once for a state of the records, as a list counts them, and no page waits for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from features.records.context import Level
from features.records.store.states import StoreInState, StoreKept
from service.households import countywide as module
from service.households.countywide import Countywide, countywide
from service.issuing.beside import beside
from service.jurisdiction import Jurisdiction
from service.slow import BusyError
from tests.service.kept_runs import DAY, KeptRuns


@pytest.fixture
def in_state(kept: KeptRuns) -> StoreInState:
    return StoreKept(Path(kept.store.path)).now()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 30.0)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, list[int]]]:
    """A count that ends when it is let."""
    let, counts = threading.Event(), []
    count = module._counted

    def waiting(store: StoreInState, day: object) -> Countywide:
        counts.append(1)
        assert let.wait(30)
        return count(store, DAY)

    monkeypatch.setattr(module, "_counted", waiting)
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    yield let, counts
    let.set()


@pytest.mark.usefixtures("patient")
def test_people_and_settlements_are_those_that_a_list_tells(in_state: StoreInState, kept: KeptRuns) -> None:
    codes = kept.run.scores["household_id"].to_list()
    alone, everybody = beside(kept.store, kept.run, codes), countywide(in_state, DAY)
    assert everybody.people(codes) == {
        code: int(each.people) for code, each in alone.items() if each.people is not None
    }
    assert everybody.settlement(codes) == {code: each.settlement for code, each in alone.items() if each.settlement}
    assert everybody.people(["nobody"]) == {}


def test_a_settlement_is_named_to_whom_one_of_its_households_belongs() -> None:
    settled = pl.DataFrame(
        [("a", "东苑", "990101001001"), ("b", "东苑", "990101002001"), ("c", "西苑", "990101002001")],
        schema=["household_id", Level.SETTLEMENT.value, "region_code"],
        orient="row",
    )
    known = Countywide(pl.DataFrame(), settled)
    assert known.settlements(Jurisdiction.of("990101")) == ["东苑", "西苑"]
    assert known.settlements(Jurisdiction.of("990101001")) == ["东苑"]
    assert known.living_in("东苑") == ["a", "b"]


def test_no_page_waits_and_they_are_counted_once(
    in_state: StoreInState, slow: tuple[threading.Event, list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    let, counts = slow
    for _ in range(2):
        with pytest.raises(BusyError):
            countywide(in_state, DAY)
    let.set()
    monkeypatch.setattr(module, "PATIENCE", 30.0)
    assert countywide(in_state, DAY) is countywide(in_state, DAY)
    assert len(counts) == 1
