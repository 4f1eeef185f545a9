"""The same thing told again changes nothing; something else told of the same fact is a correction."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import polars as pl
import pytest

from features.frame import index_of
from features.intake import Outcome, run
from features.records.gate import Records, as_index, rows_known_by
from features.records.store import RecordStore
from features.records.store.withdrawing import withdraw
from tests.features.intake.files import KEY, as_csv, bill, deliver, household, rosters, take_in

BILLS = [bill(number) for number in range(5)]


def stock(removed: str) -> bytes:
    """The monthly roster of everybody monitored."""
    return as_csv(
        [
            {
                "户编号": household(number),
                "监测对象类型": "突发严重困难户",
                "风险是否消除": "是" if removed else "否",
                "识别监测时间": "2023-11-10",
                "消除监测时间": removed,
                "致贫返贫风险": "因病,因残",
            }
            for number in range(3)
        ]
    )


def test_another_file_that_tells_nothing_new_is_a_delivery_without_rows(tmp_path: Path, county: RecordStore) -> None:
    take_in(deliver(tmp_path / "first", "2024-02-05", {"医保.csv": as_csv(BILLS)}), county)
    before = county.records()["illness"]
    report = take_in(deliver(tmp_path / "again", "2024-03-05", {"医保.csv": as_csv(BILLS[:3])}), county)
    assert [(file.outcome, file.rows_read, file.rows_landed) for file in report.files] == [(Outcome.LANDED, 3, 0)]
    assert county.records()["illness"].height == before.height
    assert county.deliveries()["known_date"].max() == dt.date(2024, 3, 5)


def test_the_same_delivery_twice_changes_nothing(tmp_path: Path, county: RecordStore) -> None:
    root = deliver(tmp_path / "delivered", "2024-02-05", {"医保.csv": as_csv(BILLS)})
    take_in(root, county)
    before = county.versions()
    report = take_in(root, county)
    assert [file.outcome for file in report.files] == [Outcome.ALREADY_KNOWN]
    assert county.versions() == before


def test_a_file_under_another_name_on_another_day_is_the_same_delivery(tmp_path: Path, county: RecordStore) -> None:
    take_in(deliver(tmp_path / "one", "2024-02-05", {"医保.csv": as_csv(BILLS)}), county)
    report = take_in(deliver(tmp_path / "two", "2024-03-05", {"医保(1).csv": as_csv(BILLS)}), county)
    assert [file.outcome for file in report.files] == [Outcome.ALREADY_KNOWN]


def test_a_withdrawn_file_stays_withdrawn_where_it_came_and_counts_when_it_comes_anew(
    tmp_path: Path, county: RecordStore
) -> None:
    first = deliver(tmp_path / "all", "2024-02-05", {"医保.csv": as_csv(BILLS)})
    take_in(first, county)
    delivery = county.deliveries().filter(pl.col("source") == "medical_settlement")["delivery_id"][0]
    withdraw(county, delivery, dt.date(2024, 3, 1), "of another county")
    again = [
        ("2024-02-05", Outcome.ALREADY_KNOWN),
        ("2024-03-01", Outcome.ALREADY_KNOWN),
        ("2024-03-02", Outcome.LANDED),
        ("2024-04-05", Outcome.ALREADY_KNOWN),
    ]
    for day, outcome in again:
        report = take_in(deliver(tmp_path / day, day, {"医保.csv": as_csv(BILLS)}), county)
        assert [file.outcome for file in report.files] == [outcome], day
    versions = Records(county.records()).versions["illness"]
    days = [dt.date(2024, 2, 29), dt.date(2024, 3, 1), dt.date(2024, 3, 2)]
    index = as_index(pl.concat(index_of([household(0)], day) for day in days))
    assert rows_known_by(index, versions).sort("row")["as_of"].to_list() == [days[0], days[2]]


def test_a_monthly_stock_tells_each_step_once_and_keeps_its_first_day(tmp_path: Path, county: RecordStore) -> None:
    root = tmp_path / "delivered"
    for day, removed in [("2024-02-05", ""), ("2024-03-05", "2024-02-20"), ("2024-04-05", "2024-02-20")]:
        # Blank lines at the end make the months different files.
        deliver(root, day, {"监测.csv": stock(removed) + b"\r\n" * int(day[6])})
    take_in(root, county)
    steps = county.records()["monitoring"].filter(household_id=household(1)).sort("event_date")
    assert steps.select("step", "event_date", "known_date").rows() == [
        ("identified", dt.date(2023, 11, 10), dt.date(2024, 2, 5)),
        ("removed", dt.date(2024, 2, 20), dt.date(2024, 3, 5)),
    ]
    assert steps["risk_types"].to_list() == ["illness;disability"] * 2


def test_a_corrected_bill_is_a_new_version_of_the_same_fact(tmp_path: Path, county: RecordStore) -> None:
    root = deliver(tmp_path / "delivered", "2024-02-05", {"医保.csv": as_csv(BILLS)})
    deliver(root, "2024-03-05", {"医保.csv": as_csv([*BILLS[1:], bill(0, 个人自付="1")])})
    report = take_in(root, county)
    assert [file.rows_landed for file in report.files] == [5, 1]
    versions = county.records()["illness"].filter(record_id="bill-S000000").sort("known_date")
    assert versions["self_paid_yuan"].to_list() == [4000, 1]


def test_a_value_that_changes_back_keeps_all_its_versions(tmp_path: Path, county: RecordStore) -> None:
    root = tmp_path / "delivered"
    for day, amount in [("2024-02-05", "1"), ("2024-03-05", "2"), ("2024-04-05", "1.0")]:
        deliver(root, day, {"医保.csv": as_csv([bill(0, 个人自付=amount)])})
    take_in(root, county)
    assert county.records()["illness"].sort("known_date")["self_paid_yuan"].to_list() == [1, 2, 1]


def test_an_older_delivery_taken_in_late_keeps_its_earlier_day(tmp_path: Path, county: RecordStore) -> None:
    take_in(deliver(tmp_path / "late", "2024-03-05", {"医保.csv": as_csv([*BILLS, bill(7)])}), county)
    take_in(deliver(tmp_path / "early", "2024-02-05", {"医保.csv": as_csv(BILLS)}), county)
    first = county.records()["illness"].filter(record_id="bill-S000000")["known_date"].min()
    assert first == dt.date(2024, 2, 5)


def test_one_run_and_many_runs_give_the_same_records(tmp_path: Path) -> None:
    root = deliver(tmp_path / "delivered", "2024-01-05", rosters())
    deliver(root, "2024-02-05", {"医保.csv": as_csv(BILLS), "监测.csv": stock("")})
    deliver(root, "2024-03-05", {"医保.csv": as_csv([bill(0, 个人自付="1")]), "监测.csv": stock("2024-02-20")})
    once, often = (RecordStore.create(tmp_path / name, buckets=2) for name in ("once", "often"))
    take_in(root, once)
    for folder in sorted(root.iterdir()):
        take_in(folder, often)
    for table, rows in once.records().items():
        order = ["household_id", "record_id", "known_date"]
        assert rows.sort(order).equals(often.records()[table].sort(order)), table


def test_many_landings_and_one_landing_give_the_same_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = deliver(tmp_path / "delivered", "2024-01-05", rosters())
    for month in range(2, 6):
        deliver(root, f"2024-0{month}-05", {"医保.csv": as_csv([*BILLS, bill(month, 个人自付="1")])})
    together, apart = (RecordStore.create(tmp_path / name, buckets=2) for name in ("together", "apart"))
    take_in(root, together)
    monkeypatch.setattr(run, "ROWS_PER_LANDING", 2)
    take_in(root, apart)
    assert apart.versions()["deliveries"] > together.versions()["deliveries"]
    order = ["household_id", "record_id", "known_date"]
    assert together.records()["illness"].sort(order).equals(apart.records()["illness"].sort(order))


def test_a_run_killed_before_it_commits_leaves_nothing_and_loses_nothing(tmp_path: Path, county: RecordStore) -> None:
    root = deliver(tmp_path / "delivered", "2024-02-05", {"医保.csv": as_csv(BILLS)})
    killed = textwrap.dedent(
        """
        import os, sys
        from pathlib import Path
        from features.intake import intake
        from features.records.store import record_store as store

        append = store.RecordStore._append

        def append_until_deliveries(self, name, *rest):
            if name == "deliveries":
                os._exit(9)
            append(self, name, *rest)

        store.RecordStore._append = append_until_deliveries
        intake(Path(sys.argv[1]), store.RecordStore.open(sys.argv[2]), key=sys.argv[3].encode())
        """
    )
    ended = subprocess.run(
        [sys.executable, "-c", killed, str(root), str(county.path), KEY.decode()],
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path) or "."},
    )
    assert ended.returncode == 9
    assert county.versions()["illness"] == 1
    assert county.records()["illness"].is_empty()
    assert county.deliveries().filter(pl.col("source") == "medical_settlement").is_empty()
    report = take_in(root, county)
    assert [file.outcome for file in report.files] == [Outcome.LANDED]
    assert county.records()["illness"].height == 5
