"""Contracts at work on delivered files: a row set aside names its rule and what to do, a doubtful file is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from features.intake import FileReport
from features.intake.problems import Reason
from features.records.store import RecordStore
from features.records.tables.rules import Severity
from tests.features.intake.files import Cell, as_csv, bill, deliver, household, households, id_number, members, take_in


def told_of(root: Path, store: RecordStore, rows: list[dict[str, Cell]], name: str = "医保.csv") -> FileReport:
    return take_in(deliver(root / "delivered", "2024-02-05", {name: as_csv(rows)}), store).files[0]


def spell(number: int, **changed: Cell) -> dict[str, Cell]:
    return {
        "证件号码": id_number(number),
        "就业状态": "在业",
        "务工所在地": "省外",
        "月工资": "4000",
        "开始日期": "2023-03-01",
        "结束日期": "",
        **changed,
    }


def national(number: int, **changed: Cell) -> dict[str, Cell]:
    return {
        "行政区划代码": "990101001001",
        "户编号": household(number),
        "户主证件号码": id_number(number),
        "家庭人口数": "3",
        "年度": "2023",
        "工资性收入": "20000",
        "生产经营性支出": "1000",
        "纯收入": "19000",
        **changed,
    }


def test_a_row_set_aside_names_its_rule_and_what_to_do_and_never_the_cell(tmp_path: Path, county: RecordStore) -> None:
    rows = [bill(number, 总费用="-987654" if number == 3 else "10000") for number in range(20)]
    assert told_of(tmp_path, county, rows).set_aside == {Reason.RULE: 1}
    [row] = county.set_aside().filter(reason="rule").to_dicts()
    assert (row["row"], row["column"]) == (5, "总费用")
    assert row["what_to_do"] == (
        "总费用小于0元：核对总费用的数值和单位，更正后重新导出 | total_yuan is below 0 yuan; compare the value and its unit "
        "with the source, correct it and export again (illness.total_yuan|min)"
    )
    assert "987654" not in str(row)


def test_a_rule_over_two_columns_names_the_one_to_look_at(tmp_path: Path, county: RecordStore) -> None:
    rows = [spell(number, 结束日期="2023-02-28" if number == 3 else "2023-03-01") for number in range(20)]
    assert told_of(tmp_path, county, rows, "务工.csv").set_aside == {Reason.RULE: 1}
    [row] = county.set_aside().filter(reason="rule").to_dicts()
    assert row["column"] == "结束日期"
    assert "结束日期早于开始日期" in row["what_to_do"]
    assert "employment.ends_after_it_starts" in row["what_to_do"]


def test_a_row_that_breaks_a_rule_in_one_table_is_left_out_of_all_that_it_feeds(
    tmp_path: Path, county: RecordStore
) -> None:
    rows = [national(number, 生产经营性支出="-5" if number == 3 else "5") for number in range(20)]
    assert told_of(tmp_path, county, rows, "农户.csv").set_aside == {Reason.RULE: 1}
    records = county.records()
    assert records["households"].filter(record_id="national-2023")["household_id"].n_unique() == 19
    assert household(3) not in records["income"].filter(category="wage")["household_id"].to_list()


def test_too_many_rows_of_one_rule_are_refused_with_its_sentence(tmp_path: Path, county: RecordStore) -> None:
    refusal = told_of(tmp_path, county, [bill(number, 总费用="-1" if number < 5 else "1000") for number in range(20)])
    assert refusal.refusal is not None
    assert "共20行，其中5行无法保留，主要原因：总费用小于0元" in str(refusal.refusal)
    assert refusal.refusal.column == "总费用"
    assert refusal.refusal.row == 2


def test_a_fifth_of_the_rows_may_break_a_rule(tmp_path: Path, county: RecordStore) -> None:
    rows = [bill(n % 20, 结算流水号=f"S{n:06d}", 总费用="-1" if n < 5 else "1000") for n in range(25)]
    assert told_of(tmp_path, county, rows).set_aside == {Reason.RULE: 5}


DOUBTFUL = {
    "income in minus": (
        "农户.csv",
        [national(number, 工资性收入="-20000", 生产经营性支出="") for number in range(20)],
        "全部收入金额都不大于0",
        "工资性收入",
    ),
    "income of nothing": (
        "农户.csv",
        [national(number, 工资性收入="0", 生产经营性支出="0", 纯收入="") for number in range(20)],
        "全部收入金额都不大于0",
        "工资性收入",
    ),
    "net income in ten thousands": (
        "农户.csv",
        [national(number, 纯收入="1.9") for number in range(20)],
        "纯收入的中位数过低",
        "纯收入",
    ),
    "bills in ten thousands": (
        "医保.csv",
        [bill(number, 总费用="0.9", 个人自付="0.2") for number in range(20)],
        "住院总费用的中位数过低",
        "总费用",
    ),
    "wages in thousands": ("务工.csv", [spell(n, 月工资="4.5") for n in range(20)], "月工资的中位数过低", "月工资"),
    "everybody is a man": ("人口.csv", members(100), "名册中所有人都是同一性别", "性别"),
}


@pytest.mark.parametrize("case", DOUBTFUL)
def test_a_file_that_is_doubtful_as_a_whole_is_refused_and_lands_nothing(
    tmp_path: Path, county: RecordStore, case: str
) -> None:
    name, rows, told, column = DOUBTFUL[case]
    before = county.versions()
    refusal = told_of(tmp_path, county, rows, name).refusal
    assert refusal is not None
    assert told in refusal.problem.zh
    assert refusal.problem.en
    assert refusal.what_to_do.zh
    assert refusal.file.endswith(name)
    assert refusal.column in (column, "金额", "amount_yuan")
    assert county.versions() == before


FEW_OR_SOUND = {
    "nineteen bills": ("医保.csv", [bill(number, 总费用="0.9", 个人自付="0.2") for number in range(19)]),
    "half of the bills are right": (
        "医保.csv",
        [bill(n, 总费用="0.9" if n < 10 else "9000", 个人自付="0.2") for n in range(20)],
    ),
    "cheap out-patient bills": ("医保.csv", [bill(n, 总费用="9", 个人自付="2", 就诊类型="门诊") for n in range(20)]),
    "nineteen wages": ("务工.csv", [spell(number, 月工资="4.5") for number in range(19)]),
    "ninety-nine men": ("人口.csv", members(99)),
    "one woman": ("人口.csv", [{**row, "性别": "女" if n == 0 else "男"} for n, row in enumerate(members(100))]),
}


@pytest.mark.parametrize("case", FEW_OR_SOUND)
def test_a_few_rows_or_a_few_good_ones_are_no_reason_to_doubt_the_file(
    tmp_path: Path, county: RecordStore, case: str
) -> None:
    assert told_of(tmp_path, county, FEW_OR_SOUND[case][1], FEW_OR_SOUND[case][0]).refusal is None


@pytest.mark.parametrize(("day", "kept"), [("1950-01-01", True), ("1949-12-31", False), ("1900-01-01", False)])
def test_a_day_that_a_spreadsheet_made_of_nothing_is_set_aside(
    tmp_path: Path, county: RecordStore, day: str, kept: bool
) -> None:
    rows = [bill(number, 结算日期=day if number == 3 else "2024-01-20") for number in range(20)]
    assert told_of(tmp_path, county, rows).set_aside == ({} if kept else {Reason.RULE: 1})


def test_what_is_flagged_lands_all_the_same(tmp_path: Path, county: RecordStore) -> None:
    rows = households(20)
    rows[3]["家庭人口数"] = "25"
    assert not told_of(tmp_path, county, rows, "农户.csv").set_aside
    assert 25 in county.records()["households"]["household_size"].to_list()


def test_reasons_and_rules_share_one_vocabulary_of_severity() -> None:
    assert {reason for reason in Reason if reason.severity is Severity.REFUSE} == {
        Reason.LOST_DIGITS,
        Reason.FUTURE_DATE,
    }
    assert {reason.severity for reason in Reason} == {Severity.REFUSE, Severity.SET_ASIDE}
