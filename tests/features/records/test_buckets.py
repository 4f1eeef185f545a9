"""Bucket by bucket: every household once, on one state of the store, whatever lands meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from features.findings.from_flags import reported_by_flags
from features.gaps.finding import find_gaps_in_store
from features.records.buckets import described, over_buckets, whole
from features.records.contracts.soundness import flags_in_store
from features.records.gate import Records
from features.records.store import RecordStore
from features.records.store.side_tables import DELIVERIES
from features.triggers.outcomes import hits_in_store
from tests.drawn_tables import POLICY, drawn

PLACE = "990101001001"
DAY = dt.date(2024, 3, 1)
BUCKETS = 4

DESCRIBED = "\n".join(
    [
        "household_id | record_id | event_date | known_date | delivery_id | region_code | household_type | household_size",
        *(f"H{n} | R1 | 2024-01-01 | 2024-02-01 | d1 | {PLACE} | general | 25" for n in range(12)),
    ]
)
CORRECTED = DESCRIBED.replace("2024-02-01 | d1", "2024-02-15 | d2").replace("| 25", "| 5")

LISTED = "\n".join(
    [
        "household_id | record_id | event_date | known_date | delivery_id | person_id | listing",
        *(f"H{n} | M1 | 2024-01-01 | 2024-02-15 | d2 | P{n} | full" for n in range(12)),
    ]
)
CERTIFIED = "\n".join(
    [
        "household_id | record_id | event_date | known_date | delivery_id | person_id | grade",
        *(f"H{n} | D1 | 2024-01-20 | 2024-02-15 | d2 | P{n} | 1" for n in range(12)),
    ]
)
LATER = {"households": CORRECTED, "members": LISTED, "disability": CERTIFIED}
"""Told of everybody at once: a household that is larger than any was a mistake, and somebody is gravely disabled."""


def delivered(*identifiers: str) -> pl.DataFrame:
    rows = [{"delivery_id": one, "file": f"{one}.csv", "known_date": dt.date(2024, 2, 15)} for one in identifiers]
    return pl.DataFrame(rows, schema=DELIVERIES)


class LandsMeanwhile(RecordStore):
    """A store in which a delivery lands while its first bucket is being worked on."""

    later: Mapping[str, pl.DataFrame] = {}

    def records(self, **asked: Any) -> dict[str, pl.DataFrame]:
        found = super().records(**asked)
        if self.later:
            later, self.later = self.later, {}
            with self.writing():
                self.land(later, delivered("d2"))
        return found


@pytest.fixture
def store(tmp_path: Path) -> LandsMeanwhile:
    made = LandsMeanwhile.create(tmp_path / "records", buckets=BUCKETS)
    with made.writing():
        made.land({"households": drawn("households", DESCRIBED)}, delivered("d1"))
    assert isinstance(made, LandsMeanwhile)
    return made


def households_here(_: RecordStore) -> pl.DataFrame:
    return pl.DataFrame({"household_id": [f"H{n}" for n in range(12)], "region_code": [PLACE] * 12})


ASKED: dict[str, Callable[[RecordStore], pl.DataFrame]] = {
    "flags": lambda store: flags_in_store(store, DAY, POLICY),
    "flags of a workbook": lambda store: reported_by_flags(store, DAY, POLICY, households_here(store)),
    "gaps": lambda store: find_gaps_in_store(store, DAY, POLICY, households_here(store)["household_id"]),
    "triggers": lambda store: hits_in_store(store, DAY, POLICY, households_here(store)["household_id"]),
}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_a_delivery_that_lands_between_two_buckets_shows_in_none_of_them(
    store: LandsMeanwhile, asked: Callable[[RecordStore], pl.DataFrame]
) -> None:
    before = asked(store)
    store.later = {name: drawn(name, table) for name, table in LATER.items()}
    meanwhile = asked(store)
    assert store.deliveries().height == 2
    assert meanwhile.equals(before)
    # All of it shows in the next answer.
    assert not asked(store).equals(before)


def test_every_household_is_worked_on_once_in_the_order_of_the_buckets(store: LandsMeanwhile) -> None:
    told: list[tuple[int, int]] = []
    found = list(
        over_buckets(store, described, versions=store.versions(), progress=lambda done, of: told.append((done, of)))
    )
    assert sorted(pl.concat(found)) == sorted(f"H{n}" for n in range(12))
    assert [{store.bucket_of(one) for one in bucket} for bucket in found] == [{n} for n in range(BUCKETS)]
    assert told == [(n, BUCKETS) for n in range(1, BUCKETS + 1)]


def test_only_the_buckets_and_tables_asked_for_are_read_and_each_when_its_turn_comes(store: LandsMeanwhile) -> None:
    seen: list[list[str]] = []

    def of_bucket(records: Records) -> int:
        seen.append([name for name, rows in records.tables.items() if rows.height])
        return described(records).len()

    results = over_buckets(
        store, of_bucket, versions=store.versions(), buckets=[2, 0], columns=whole(["households", "members"])
    )
    assert seen == []
    first = next(results)
    assert seen == [["households"]]
    second = next(results)
    counted = [described(Records(store.records(buckets=[n]))).len() for n in (2, 0)]
    assert [first, second] == counted
