"""Two rows of one sheet that say different things of one fact: neither is lost, and neither is taken for the truth."""

from __future__ import annotations

from pathlib import Path

import pytest

from features.intake import Outcome
from features.intake.problems import Reason
from features.records.store import RecordStore
from tests.features.intake.files import Row, as_csv, as_workbook, bill, deliver, household, id_number, members, take_in

HOME = household(3)
BILLS = [bill(number) for number in range(8)]
PART = {**BILLS[3], "总费用": "700", "个人自付": "300"}


def aside(county: RecordStore) -> list[tuple[str, int, str]]:
    rows = county.set_aside().filter(reason=Reason.CONTRADICTED.value).sort("file", "row")
    return rows.select("file", "row", "column").rows()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_bill_in_two_parts_waits_for_people_with_both_rows(tmp_path: Path, county: RecordStore, kind: str) -> None:
    rows = [*BILLS, PART]
    content = as_csv(rows) if kind == "csv" else as_workbook({"结算": rows})
    report = take_in(deliver(tmp_path / "in", "2024-02-05", {f"医保.{kind}": content}), county)
    assert report.set_aside == {Reason.CONTRADICTED: 2}
    assert aside(county) == [(f"2024-02-05/医保.{kind}", 5, "总费用"), (f"2024-02-05/医保.{kind}", 10, "总费用")]
    assert county.records()["illness"].height == 7


def test_one_row_told_twice_is_one_row_and_another_person_s_number_is_another_bill(
    tmp_path: Path, county: RecordStore
) -> None:
    rows = [*BILLS, BILLS[3], {**PART, "证件号码": id_number(9)}]
    report = take_in(deliver(tmp_path / "in", "2024-02-05", {"医保.csv": as_csv(rows)}), county)
    assert report.set_aside == {}
    assert county.records()["illness"].height == 9


SUPPORT = {"户编号": HOME, "帮扶措施类型": "临时救助", "开始日期": "2024-01-10", "帮扶金额": "1000"}
SPELL = {"证件号码": id_number(3), "就业状态": "在岗", "开始日期": "2024-01-10", "结束日期": "", "月工资": "3000"}
LOSS = {"户主证件号码": id_number(3), "灾害类型": "洪涝灾害", "受灾日期": "2024-01-10", "损失金额": "5000"}
MONITORED = {"户编号": HOME, "监测对象类型": "突发严重困难户", "风险是否消除": "否", "识别监测时间": "2023-11-10", "致贫返贫风险": "因病"}  # fmt: skip


TOLD_TWICE: list[tuple[Row, str, str]] = [
    (LOSS, "损失金额", "700"),
    (SUPPORT, "帮扶金额", "300"),
    (SPELL, "结束日期", "2024-01-20"),
    (MONITORED, "致贫返贫风险", "因残"),
    ({**members(4)[3], "年度": "2024"}, "与户主关系", "配偶"),
]


def test_so_it_is_with_every_table(tmp_path: Path, county: RecordStore) -> None:
    files = {f"{at}.csv": as_csv([row, {**row, column: other}]) for at, (row, column, other) in enumerate(TOLD_TWICE)}
    report = take_in(deliver(tmp_path / "in", "2024-02-05", files), county)
    assert {file.outcome for file in report.files} == {Outcome.LANDED}
    told = [(f"2024-02-05/{at}.csv", row, column) for at, (_, column, _) in enumerate(TOLD_TWICE) for row in (2, 3)]
    assert aside(county) == told


def test_what_only_one_row_of_a_household_tells_contradicts_nothing(tmp_path: Path, county: RecordStore) -> None:
    """A monitored household with a row for each member: the head's row alone tells the risk."""
    rows = [{**MONITORED, "致贫返贫风险": ""}, MONITORED]
    assert take_in(deliver(tmp_path / "in", "2024-02-05", {"监测.csv": as_csv(rows)}), county).set_aside == {}
    assert county.records()["monitoring"]["risk_types"].to_list() == ["illness"]


def test_two_sheets_of_one_workbook_may_correct_each_other(tmp_path: Path, county: RecordStore) -> None:
    content = as_workbook({"1月": BILLS, "2月": [{**BILLS[3], "总费用": "12000"}]})
    assert take_in(deliver(tmp_path / "in", "2024-02-05", {"医保.xlsx": content}), county).set_aside == {}
    assert county.records()["illness"].filter(total_yuan=12000).height == 1


def test_a_file_with_a_row_for_each_item_of_a_bill_is_refused_whole(tmp_path: Path, county: RecordStore) -> None:
    rows = [{**one, "总费用": total} for one in BILLS for total in ("7000", "3000")]
    report = take_in(deliver(tmp_path / "in", "2024-02-05", {"医保.csv": as_csv(rows)}), county)
    (refused,) = report.refused
    assert refused.refusal is not None
    assert "同一流水号" in str(refused.refusal)
