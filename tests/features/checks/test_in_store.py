"""Findings of a store: bucket by bucket, with the delivered file and the village, and across households."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from features.checks.finding import STORE_FINDINGS, find, find_in_store
from features.records.gate import Records
from features.records.store import RecordStore
from features.records.store.side_tables import DELIVERIES
from tests.drawn_tables import POLICY, drawn

DAY = dt.date(2024, 6, 30)
HERE, THERE = "990101001001", "990102001001"
HOUSEHOLDS = f"""
    household_id | event_date | known_date | delivery_id | source_row | region_code | household_type
    H1           | 2023-12-31 | 2024-02-05 | d1          | 2          | {HERE}      | general
    H2           | 2023-12-31 | 2024-02-05 | d1          | 3          | {THERE}     | general
    H3           | 2023-12-31 | 2024-02-05 | d1          | 4          | {HERE}      | general
"""
MEMBERS = """
    household_id | event_date | known_date | delivery_id | source_sheet | source_row | person_id | listing | relation | id_check
    H1           | 2023-12-31 | 2024-02-05 | d2          | 成员         | 2          | P1        | full    | head     | sound
    H1           | 2023-12-31 | 2024-02-05 | d2          | 成员         | 3          | P9        | full    | child    | sound
    H2           | 2023-12-31 | 2024-02-05 | d2          | 成员         | 4          | P2        | full    | head     | unsound
    H2           | 2023-12-31 | 2024-02-05 | d2          | 成员         | 5          | P9        | full    | child    | sound
    H3           | 2023-12-31 | 2024-02-05 | d2          | 成员         | 6          | P3        | full    | spouse   | sound
    H4           | 2023-12-31 | 2024-02-05 | d2          | 成员         | 7          | P4        | full    | spouse   | sound
"""


@pytest.fixture
def store(tmp_path: Path) -> RecordStore:
    made = RecordStore.create(tmp_path / "records", buckets=3)
    deliveries = pl.DataFrame(
        {
            "delivery_id": ["d1", "d2"],
            "file": ["2024-02-05/户.xlsx", "2024-02-05/成员.xlsx"],
            "known_date": [dt.date(2024, 2, 5)] * 2,
        }
    )
    complete = deliveries.select(
        (pl.col(name) if name in deliveries.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in DELIVERIES.items()
    )
    with made.writing():
        made.land({"households": drawn("households", HOUSEHOLDS), "members": drawn("members", MEMBERS)}, complete)
    return made


def test_households_of_the_stories_lie_in_different_buckets(store: RecordStore) -> None:
    assert store.bucket_of("H1") != store.bucket_of("H2")


def test_findings_name_file_sheet_row_and_village(store: RecordStore) -> None:
    found = find_in_store(store, DAY, POLICY)
    assert dict(found.schema) == STORE_FINDINGS
    told = found.select("check", "household_id", "region_code", "file", "source_sheet", "source_row").rows()
    assert told == [
        ("no_head", "H3", HERE, "2024-02-05/成员.xlsx", "成员", 6),
        ("no_head", "H4", None, "2024-02-05/成员.xlsx", "成员", 7),
        ("same_person_in_two_households", "H1", HERE, "2024-02-05/成员.xlsx", "成员", 3),
        ("same_person_in_two_households", "H2", THERE, "2024-02-05/成员.xlsx", "成员", 5),
        ("id_unsound", "H2", THERE, "2024-02-05/成员.xlsx", "成员", 4),
    ]


def test_a_region_hides_no_household_elsewhere_that_lists_the_same_person(store: RecordStore) -> None:
    found = find_in_store(store, DAY, POLICY, region="990101")
    assert found.select("check", "household_id").rows() == [
        ("no_head", "H3"),
        ("same_person_in_two_households", "H1"),
    ]


def test_a_store_finds_what_its_records_in_one_frame_do(store: RecordStore) -> None:
    in_one = find(Records(store.records()), DAY, POLICY)
    assert find_in_store(store, DAY, POLICY).select(in_one.columns).equals(in_one)


def test_only_what_was_known_on_the_day_is_found(store: RecordStore) -> None:
    assert find_in_store(store, dt.date(2024, 2, 4), POLICY).is_empty()
    assert find_in_store(store, dt.date(2024, 2, 5), POLICY).height == 5


def test_only_the_checks_asked_for_run(store: RecordStore) -> None:
    assert find_in_store(store, DAY, POLICY, checks=["id_unsound"])["check"].to_list() == ["id_unsound"]


def test_no_check_runs_before_monitoring_began() -> None:
    two_heads = """
        event_date | person_id | listing | relation
        2019-06-30 | P1        | full    | head
        2019-06-30 | P2        | full    | head
    """
    records = Records({"members": drawn("members", two_heads)})
    assert find(records, dt.date(2019, 12, 31), POLICY).is_empty()
    assert find(records, dt.date(2020, 1, 1), POLICY)["check"].to_list() == ["two_heads"]
