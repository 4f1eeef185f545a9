"""What villages are called stands beside answers, as delivered lists had told it by the day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from features.records.store import RecordStore, StoreError
from service.place_names import names_at_hand, names_of, with_names

SPRING, AUTUMN = dt.date(2024, 3, 1), dt.date(2024, 9, 1)


@pytest.fixture
def named(store: RecordStore, monkeypatch: pytest.MonkeyPatch) -> RecordStore:
    rows: dict[str, list[Any]] = {
        "region_code": ["990101001001", "990101001001"],
        "township": ["北岭乡", "北岭镇"],
        "village": ["杏家村", None],
        "known_date": [SPRING, AUTUMN],
        "delivery_id": ["a", "b"],
    }
    monkeypatch.setattr(store, "places", lambda _=None: pl.DataFrame(rows))
    return store


@pytest.mark.parametrize(("day", "township"), [(SPRING, "北岭乡"), (AUTUMN, "北岭镇")])
def test_a_place_goes_by_the_name_of_the_day(named: RecordStore, day: dt.date, township: str) -> None:
    told = with_names({"region_code": "990101001001", "band": "high"}, names_of(named, day))
    assert told == {"region_code": "990101001001", "band": "high", "township": township, "village": "杏家村"}


def test_a_place_that_nobody_named_has_no_name(named: RecordStore) -> None:
    told = with_names({"region_code": "990101001002"}, names_of(named, AUTUMN))
    assert (told["township"], told["village"]) == (None, None)


def test_without_a_store_there_is_no_name() -> None:
    def lost() -> Any:
        raise StoreError("gone")

    assert names_at_hand(lost, AUTUMN) == {}
