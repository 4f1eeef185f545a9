"""Households split, merge and take people in; what a person brings goes along, from the day on which it is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
import pytest

from features.frame import feature_frame, index_of
from features.records.gate import Records
from features.records.store import RecordStore
from features.records.store.withdrawing import withdraw
from tests.drawn_tables import POLICY
from tests.features.intake.files import Row, as_csv, bill, deliver, household, id_number, take_in

OLD, NEW, OTHER = household(1), household(2), household(3)
GRANDMOTHER, SON, DAUGHTER = 1, 2, 3
BORN = {GRANDMOTHER: "195001", SON: "198501", DAUGHTER: "198801"}


def number(person: int) -> str:
    return id_number(person, BORN[person] + "15")


def roster(year: str, homes: Mapping[str, Sequence[int]]) -> bytes:
    """The county's listing of whole households on 31 December of a year."""
    rows: list[Row] = [
        {
            "户编号": home,
            "姓名": "某人",
            "证件号码": number(person),
            "性别": "女",
            "出生日期": BORN[person],
            "年度": year,
            "与户主关系": "户主" if position == 0 else "其他",
            "健康状况": "健康",
            "劳动技能": "普通劳动力",
        }
        for home, people in homes.items()
        for position, person in enumerate(people)
    ]
    return as_csv(rows)


def change(person: int, home: str, kind: str, day: str) -> bytes:
    return as_csv([{"户编号": home, "姓名": "某人", "证件号码": number(person), "变动类型": kind, "变动日期": day}])


def bills(*told: tuple[int, str, str]) -> bytes:
    """(person, serial, self-paid) of in-patient bills of 20 January 2024."""
    return as_csv([bill(0, 证件号码=number(person), 结算流水号=serial, 个人自付=paid) for person, serial, paid in told])


def value(store: RecordStore, name: str, home: str, day: str) -> float | None:
    frame = feature_frame(
        Records(store.records(households=[home])), index_of([home], dt.date.fromisoformat(day)), POLICY, [name]
    )
    found: float | None = frame[name][0]
    return found


@pytest.fixture
def family(tmp_path: Path, store: RecordStore) -> RecordStore:
    """Grandmother, son and daughter, listed for 2022; the son was in hospital in January 2024."""
    root = deliver(tmp_path / "family", "2023-01-05", {"人口.csv": roster("2022", {OLD: [1, 2, 3]})})
    deliver(root, "2024-02-05", {"医保.csv": bills((SON, "S1", "4000"), (GRANDMOTHER, "S2", "300"))})
    take_in(root, store)
    return store


def come(root: Path, store: RecordStore, day: str, **files: bytes) -> str:
    """Take in one file of a day; its delivery."""
    take_in(deliver(root / day, day, {f"{name}.csv": content for name, content in files.items()}), store)
    on_day = store.deliveries().filter(pl.col("known_date") == dt.date.fromisoformat(day))
    return str(on_day["delivery_id"][-1])


SPLIT_DAYS = [
    # day, people and self-paid of 12 months in the old household, the same in the new one
    ("2024-04-04", 3, 4300, None, 0),
    ("2024-04-05", 2, 300, 1, 4000),
    ("2024-12-31", 2, 300, 1, 4000),
]


def test_a_split_that_the_police_tell_takes_the_bills_along_from_the_day_it_is_known(
    tmp_path: Path, family: RecordStore
) -> None:
    come(tmp_path, family, "2024-04-05", 变动=change(SON, NEW, "分户", "2024-03-15"))
    for day, *expected in SPLIT_DAYS:
        told = [value(family, name, home, day) for home in (OLD, NEW) for name in ("persons", "self_paid_12m")]
        assert told == expected, day
    gone = family.records(households=[OLD])["members"].filter(pl.col("left_reason") == "split")
    assert gone.select("left_on", "known_date").rows() == [(dt.date(2024, 3, 15), dt.date(2024, 4, 5))]


def test_who_is_moved_by_a_change_keeps_what_the_last_roster_said_but_not_the_relation(
    tmp_path: Path, family: RecordStore
) -> None:
    come(tmp_path, family, "2024-04-05", 变动=change(SON, NEW, "分户", "2024-03-15"))
    assert value(family, "people_with_labour", NEW, "2024-04-05") == 1
    assert value(family, "people_with_labour", OLD, "2024-04-05") == 2
    assert value(family, "head_age", NEW, "2024-04-05") is None


def test_a_roster_tells_of_a_split_by_listing_the_person_elsewhere(tmp_path: Path, family: RecordStore) -> None:
    come(tmp_path, family, "2025-01-05", 人口=roster("2024", {OLD: [1, 3], NEW: [2]}))
    assert [value(family, "self_paid_12m", home, "2025-01-04") for home in (OLD, NEW)] == [4300, 0]
    assert [value(family, "self_paid_12m", home, "2025-01-05") for home in (OLD, NEW)] == [300, 4000]
    assert [value(family, "persons", home, "2025-01-05") for home in (OLD, NEW)] == [2, 1]
    reasons = family.records(households=[OLD])["members"]["left_reason"].drop_nulls()
    assert reasons.to_list() == ["split"]


def test_a_household_that_others_take_in_is_left_empty(tmp_path: Path, family: RecordStore) -> None:
    come(tmp_path, family, "2024-01-05", 人口=roster("2023", {OLD: [1, 2], OTHER: [3]}))
    come(tmp_path, family, "2025-01-05", 人口=roster("2024", {OTHER: [3, 1, 2]}))
    assert value(family, "persons", OTHER, "2025-01-05") == 3
    assert value(family, "persons", OLD, "2025-01-05") is None
    assert [value(family, "self_paid_12m", home, "2025-01-05") for home in (OLD, OTHER)] == [0, 4300]
    left = family.records(households=[OLD])["members"].filter(pl.col("left_on").is_not_null())
    assert sorted(left["left_reason"]) == ["merged", "merged", "split"]


def test_a_person_whom_both_households_list_on_one_day_has_not_moved(tmp_path: Path, family: RecordStore) -> None:
    come(tmp_path, family, "2025-01-05", 人口=roster("2024", {OLD: [1, 2, 3], NEW: [2]}))
    assert value(family, "persons", OLD, "2025-01-05") == 3
    assert value(family, "self_paid_12m", OLD, "2025-01-05") == 4300
    assert family.records()["members"]["left_on"].null_count() == family.records()["members"].height


def test_nor_when_the_other_household_comes_first_in_the_list(tmp_path: Path, family: RecordStore) -> None:
    before = household(0)
    come(tmp_path, family, "2025-01-05", 人口=roster("2024", {before: [2], OLD: [1, 2, 3]}))
    assert value(family, "self_paid_12m", OLD, "2025-01-05") == 4300


def test_an_older_roster_that_comes_late_moves_nobody_back(tmp_path: Path, family: RecordStore) -> None:
    come(tmp_path, family, "2024-04-05", 变动=change(SON, NEW, "分户", "2024-03-15"))
    come(tmp_path, family, "2024-06-05", 人口=roster("2023", {OLD: [1, 2, 3]}))
    assert value(family, "self_paid_12m", NEW, "2024-06-05") == 4000
    assert value(family, "self_paid_12m", OLD, "2024-06-05") == 300
    come(tmp_path, family, "2024-07-05", 医保=bills((SON, "S9", "50")))
    assert value(family, "self_paid_12m", NEW, "2024-07-05") == 4050


def test_a_corrected_roster_keeps_everybody_known_when_the_wrong_one_is_withdrawn(
    tmp_path: Path, family: RecordStore
) -> None:
    wrong = come(tmp_path, family, "2024-03-01", 人口=roster("2023", {OLD: [1, 2, 3]}))
    first = family.deliveries()["delivery_id"][0]
    for delivery in (first, wrong):
        come(tmp_path, family, "2024-03-10", 人口=roster("2023", {OLD: [1, 3, 2]}))
        withdraw(family, delivery, dt.date(2024, 3, 11), "a corrected one has come")
    come(tmp_path, family, "2024-04-05", 医保=bills((SON, "S9", "50")))
    assert value(family, "self_paid_12m", OLD, "2024-04-05") == 4350
    assert value(family, "persons", OLD, "2024-04-05") == 3


def test_who_comes_back_brings_everything_back(tmp_path: Path, family: RecordStore) -> None:
    come(tmp_path, family, "2024-04-05", 变动=change(SON, NEW, "分户", "2024-03-15"))
    come(tmp_path, family, "2024-05-05", 医保=bills((SON, "S9", "50")))
    come(tmp_path, family, "2024-08-05", 变动=change(SON, OLD, "并户", "2024-07-15"))
    for day, old, new in [("2024-05-05", 300, 4050), ("2024-08-04", 300, 4050), ("2024-08-05", 4350, 0)]:
        assert [value(family, "self_paid_12m", home, day) for home in (OLD, NEW)] == [old, new], day


def test_a_correction_after_the_split_replaces_what_came_along(tmp_path: Path, family: RecordStore) -> None:
    come(tmp_path, family, "2024-04-05", 变动=change(SON, NEW, "分户", "2024-03-15"))
    come(tmp_path, family, "2024-05-05", 医保=bills((SON, "S1", "1")))
    assert [value(family, "self_paid_12m", NEW, day) for day in ("2024-05-04", "2024-05-05")] == [4000, 1]
    assert value(family, "self_paid_12m", OLD, "2024-05-05") == 300


def test_a_correction_of_the_day_of_the_split_holds(tmp_path: Path, family: RecordStore) -> None:
    come(
        tmp_path,
        family,
        "2024-04-05",
        变动=change(SON, NEW, "分户", "2024-03-15"),
        医保=bills((SON, "S1", "1")),
    )
    assert value(family, "self_paid_12m", NEW, "2024-04-05") == 1


def test_all_at_once_or_one_by_one_gives_the_same_features(tmp_path: Path, family: RecordStore) -> None:
    root = deliver(tmp_path / "all", "2023-01-05", {"人口.csv": roster("2022", {OLD: [1, 2, 3]})})
    deliver(root, "2024-02-05", {"医保.csv": bills((SON, "S1", "4000"), (GRANDMOTHER, "S2", "300"))})
    deliver(root, "2024-04-05", {"变动.csv": change(SON, NEW, "分户", "2024-03-15")})
    deliver(root, "2024-05-05", {"医保.csv": bills((SON, "S1", "1"))})
    deliver(root, "2024-08-05", {"变动.csv": change(SON, OTHER, "并户", "2024-07-15")})
    deliver(root, "2025-01-05", {"人口.csv": roster("2024", {OLD: [1, 3], OTHER: [2]})})
    at_once = RecordStore.create(tmp_path / "once", buckets=2)
    take_in(root, at_once)
    take_in(root, family)
    index = pl.concat(index_of([OLD, NEW, OTHER], dt.date(2024, month, 28)) for month in range(1, 13))
    frames = [feature_frame(Records(each.records()), index, POLICY) for each in (at_once, family)]
    assert frames[0].equals(frames[1])
    assert value(family, "self_paid_12m", OTHER, "2024-08-05") == 1


def test_a_withdrawn_roster_takes_the_move_back_with_all_that_came_along(tmp_path: Path, family: RecordStore) -> None:
    told = come(tmp_path, family, "2024-04-05", 变动=change(SON, NEW, "分户", "2024-03-15"))
    withdraw(family, told, dt.date(2024, 5, 1), "not them")
    for day, old, new in [("2024-04-05", 300, 4000), ("2024-04-30", 300, 4000), ("2024-05-01", 4300, 0)]:
        assert [value(family, "self_paid_12m", home, day) for home in (OLD, NEW)] == [old, new], day
    assert value(family, "persons", OLD, "2024-05-01") == 3


def test_a_move_told_again_outlives_its_first_teller(tmp_path: Path, family: RecordStore) -> None:
    told = come(tmp_path, family, "2024-04-05", 变动=change(SON, NEW, "分户", "2024-03-15"))
    come(tmp_path, family, "2025-01-05", 人口=roster("2024", {OLD: [1, 3], NEW: [2]}))
    withdraw(family, told, dt.date(2025, 1, 10), "another file tells it")
    assert [value(family, "self_paid_12m", home, "2025-01-10") for home in (OLD, NEW)] == [300, 4000]


def test_a_withdrawn_bill_falls_where_it_came_along_too(tmp_path: Path, family: RecordStore) -> None:
    of_bills = family.deliveries().filter(pl.col("source") == "medical_settlement")["delivery_id"][0]
    come(tmp_path, family, "2024-04-05", 变动=change(SON, NEW, "分户", "2024-03-15"))
    withdraw(family, of_bills, dt.date(2024, 5, 1), "sent by mistake")
    assert [value(family, "self_paid_12m", NEW, day) for day in ("2024-04-30", "2024-05-01")] == [4000, 0]


def test_where_a_bill_came_from_stays_told(tmp_path: Path, family: RecordStore) -> None:
    told = come(tmp_path, family, "2024-04-05", 变动=change(SON, NEW, "分户", "2024-03-15"))
    came = family.records(households=[NEW])["illness"]
    first = family.records(households=[OLD])["illness"].filter(pl.col("record_id") == "bill-S1")
    place = ["record_id", "event_date", "delivery_id", "source_row", "person_id", "self_paid_yuan"]
    assert came.select(place).equals(first.select(place))
    assert came.select("known_date", "carried_by").rows() == [(dt.date(2024, 4, 5), told)]
