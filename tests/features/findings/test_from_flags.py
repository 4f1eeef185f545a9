"""Values that are hardly credible are findings, with the place where they stand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from features.findings.gathering import gather
from features.records.store import RecordStore
from tests.drawn_tables import POLICY
from tests.features.intake.files import (
    as_csv,
    bill,
    deliver,
    household,
    households,
    members,
    take_in,
)

DAY = dt.date(2024, 2, 5)


def test_a_value_that_is_hardly_credible_is_a_finding_with_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    deliver(folder, "2024-01-05", {"农户.csv": as_csv(households(3)), "人口.csv": as_csv(members(3))})
    bills = [bill(number, 总费用="10000", 个人自付="12000" if number == 2 else "4000") for number in range(3)]
    deliver(
        folder, "2024-02-05", {"医保.csv": as_csv([*bills, bill(1, 结算流水号="S9", 总费用="100", 个人自付="200")])}
    )
    store = RecordStore.create(tmp_path / "records", buckets=2)
    assert not take_in(folder, store).refused
    told = gather(store, DAY, POLICY)
    flagged = told.reported.filter(pl.col("problem").str.starts_with("illness."))
    assert sorted(flagged.select("household_id", "file", "row").unique().rows()) == [
        (household(1), "2024-02-05/医保.csv", 5),
        (household(2), "2024-02-05/医保.csv", 4),
    ]
    assert {told.problems[name].sheet for name in flagged["problem"]} == {"数值待核实"}
    before = gather(store, dt.date(2024, 2, 4), POLICY).reported
    assert not before.get_column("problem").str.starts_with("illness.").any()


@pytest.mark.parametrize(("corrected", "rows"), [(False, [2]), (True, [])])
def test_of_yearly_descriptions_only_the_last_is_flagged(tmp_path: Path, corrected: bool, rows: list[int]) -> None:
    folder = tmp_path / "in"
    for year, land in ((2022, "9000"), (2023, "5" if corrected else "9000")):
        described = households(1, 年度=str(year), **{"耕地面积(亩)": land})
        files = {"农户.csv": as_csv(described), "人口.csv": as_csv(members(1))}
        deliver(folder, f"{year + 1}-01-05", files)
    store = RecordStore.create(tmp_path / "records", buckets=1)
    assert not take_in(folder, store).refused
    found = gather(store, dt.date(2024, 1, 5), POLICY).reported
    flagged = found.filter(pl.col("problem").str.starts_with("households."), pl.col("value") == 9000)
    assert flagged.select("event_date", "row").rows() == [(dt.date(2023, 12, 31), row) for row in rows]
