"""What a file says and intake cannot use is told: rows cut short or swallowed, words half understood, numbers hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

from features.intake import Reason
from features.intake.report import IntakeReport
from features.records.store import RecordStore
from tests.features.intake.broken import BILLS, DAY, refused
from tests.features.intake.files import (
    Cell,
    as_csv,
    bill,
    damaged,
    deliver,
    household,
    households,
    id_number,
    members,
    take_in,
)

LINES = as_csv(BILLS).decode("utf-8-sig").splitlines()


def taken(root: Path, store: RecordStore, **files: bytes) -> IntakeReport:
    report = take_in(deliver(root / "in", DAY, {f"{name}.csv": content for name, content in files.items()}), store)
    assert not report.refused, report.refused[0].refusal
    return report


def lines(*changed: str, keep: int = 6, end: str = "\r\n") -> bytes:
    return ("\r\n".join([*LINES[: keep + 1], *changed]) + end).encode()


SHORT = {
    "the file was cut off": lines(LINES[7][:-16], end=""),
    "a line break inside a cell without quotes": lines(LINES[7].replace("大病", "大\r\n病")),
    "separators left out": lines(",".join(LINES[7].split(",")[:-1])),
    "behind a quoted line break": lines('S1,"x\ny"', LINES[8]),
}


@pytest.mark.parametrize("case", SHORT)
def test_a_row_that_ends_too_soon_does_not_say_unknown(tmp_path: Path, county: RecordStore, case: str) -> None:
    report = taken(tmp_path, county, 医保=SHORT[case])
    assert set(report.set_aside) == {Reason.CUT_SHORT}
    assert county.set_aside()["row"].min() == 8
    assert county.records()["illness"]["self_paid_yuan"].null_count() == 0


def test_separators_left_out_behind_the_last_column_that_anybody_filled_lose_nothing(
    tmp_path: Path, county: RecordStore
) -> None:
    rows = [f"{line},," for line in LINES[1:4]] + LINES[4:6]
    report = taken(tmp_path, county, 医保="\r\n".join([f"{LINES[0]},医疗救助支付,备注", *rows, ""]).encode())
    assert report.set_aside == {}
    assert county.records()["illness"].height == 5


def test_a_block_that_excel_wrote_without_its_empty_last_column_is_whole(tmp_path: Path, county: RecordStore) -> None:
    rows = [*LINES[1:17], f"{LINES[17]},500", f"{LINES[18]},", LINES[19]]
    report = taken(tmp_path, county, 医保="\r\n".join([f"{LINES[0]},医疗救助支付", *rows, ""]).encode())
    assert report.set_aside == {Reason.CUT_SHORT: 1}
    assert county.records()["illness"].height == 18
    assert county.set_aside().select("row", "column").rows() == [(20, "医疗救助支付")]


@pytest.mark.parametrize("last", [5, 6, 9])
def test_a_quote_without_its_partner_swallows_no_rows(tmp_path: Path, county: RecordStore, last: int) -> None:
    changed = list(LINES)
    changed[4], changed[last] = LINES[4].replace("大病", '"大病'), LINES[last].replace("大病", '大病"')
    refusal = refused(tmp_path, county, "医保.csv", "\r\n".join(changed).encode())
    assert "引号" in refusal.problem.zh
    assert refusal.row == 5


def test_a_remark_of_several_lines_is_a_remark(tmp_path: Path, county: RecordStore) -> None:
    taken(tmp_path, county, 医保=as_csv([{**row, "备注": "一,二\n三,四"} for row in BILLS[:6]]))
    assert county.records()["illness"].height == 6


@pytest.mark.parametrize("told", ["残疾、白血病", "健康,重病", "大病 肺癌"])
def test_of_several_words_the_known_ones_do_not_speak_for_the_others(
    tmp_path: Path, county: RecordStore, told: str
) -> None:
    rows = [
        {**row, "年度": "2024", "健康状况": told if n == 0 else "残疾(一级)、患有大病"}
        for n, row in enumerate(members(5))
    ]
    report = taken(tmp_path, county, 人口=as_csv(rows))
    health = county.records()["members"].filter(record_id=f"county-2024-{_person(county, 0)}")
    assert health.select("chronic", "major_illness", "disabled").row(0) == (None, None, None)
    assert report.files[0].unreadable == {"健康状况": 1}


def _person(county: RecordStore, number: int) -> str:
    return str(county.records()["members"].filter(household_id=household(number))["person_id"][0])


def test_a_class_of_disease_that_is_not_understood_is_not_an_ordinary_one(tmp_path: Path, county: RecordStore) -> None:
    words = ["大病", "重特大疾病", ""]
    taken(tmp_path, county, 医保=as_csv([bill(n, 病种类别=word) for n, word in enumerate(words)]))
    assert county.records()["illness"].sort("record_id")["disease_class"].to_list() == ["major", None, "ordinary"]


def masked(number: int, mask: str = "*") -> str:
    return id_number(number)[:6] + mask * 8 + id_number(number)[-4:]


@pytest.mark.parametrize("mask", ["＊", "X"])
def test_a_number_behind_a_mask_is_told_as_one(tmp_path: Path, county: RecordStore, mask: str) -> None:
    rows = [bill(n, 证件号码=masked(n, mask) if n == 2 else id_number(n)) for n in range(6)]
    assert taken(tmp_path, county, 医保=as_csv(rows)).set_aside == {Reason.MASKED_ID: 1}


def test_a_roster_of_masked_numbers_is_told_as_one(tmp_path: Path, county: RecordStore) -> None:
    rows = [{**row, "证件号码": masked(n)} for n, row in enumerate(members(20))]
    report = take_in(deliver(tmp_path / "in", DAY, {"人口.csv": as_csv(rows)}), county)
    assert "脱敏" in str(report.refused[0].refusal)


def test_a_number_that_is_merely_wrong_is_not_called_masked(tmp_path: Path, county: RecordStore) -> None:
    rows = [bill(n, 证件号码=damaged(id_number(n)) if n == 2 else id_number(n)) for n in range(6)]
    assert taken(tmp_path, county, 医保=as_csv(rows)).set_aside == {Reason.BAD_ID: 1}


def test_a_control_character_written_out_is_no_part_of_a_code(tmp_path: Path, county: RecordStore) -> None:
    roster: list[dict[str, Cell]] = households(25)[20:]
    rows = [{**row, "户编号": f"{row['户编号']}_x000D_", "户类型": "一般_x000d_\n农户_x000A_"} for row in roster]
    assert taken(tmp_path, county, 农户=as_csv(rows)).files[0].unreadable == {}
    landed = county.records()["households"]
    assert landed["household_id"].str.contains("(?i)x000").sum() == 0
    assert landed.filter(household_id=household(24))["household_type"].to_list() == ["general"]
