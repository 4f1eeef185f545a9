"""What an office delivers wrongly gets an answer that says where and what to do, and the store stays as it was."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from features.intake import IntakeError, Outcome, Reason
from features.intake.problems import FileRefusedError
from features.records.store import RecordStore
from tests.features.intake.files import (
    Cell,
    as_csv,
    as_workbook,
    bill,
    damaged,
    deliver,
    household,
    id_number,
    members,
    take_in,
)

BILLS = [bill(number) for number in range(20)]


def without(header: str) -> bytes:
    return as_csv([{name: cell for name, cell in row.items() if name != header} for row in BILLS])


def in_a_zip(content: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("医保.csv", content)
    return data.getvalue()


def refusal(root: Path, store: RecordStore, name: str, content: bytes) -> FileRefusedError:
    """The one refusal of a delivery that holds only this file. The store must not notice it."""
    before = store.versions()
    report = take_in(deliver(root / "delivered", "2024-02-05", {name: content}), store)
    assert store.versions() == before
    (file,) = report.files
    assert file.outcome is Outcome.REFUSED
    assert file.refusal is not None
    assert file.refusal.file == f"2024-02-05/{name}"
    return file.refusal


def test_a_missing_column_is_named_with_its_sheet_and_header_row(tmp_path: Path, county: RecordStore) -> None:
    rows = [{name: cell for name, cell in row.items() if name != "个人自付"} for row in BILLS]
    told = refusal(tmp_path, county, "医保.xlsx", as_workbook({"一月": rows}, before=[["医保结算明细"]]))
    assert (told.sheet, told.row, told.column) == ("一月", 2, "个人自付")
    assert "医保结算明细" in told.problem.en
    assert "Export it again" in told.what_to_do.en


def test_a_misspelt_header_is_told_with_the_nearest_known_one(tmp_path: Path, county: RecordStore) -> None:
    content = as_csv(
        [{("个人自负" if name == "个人自付" else name): cell for name, cell in row.items()} for row in BILLS]
    )
    assert "个人自负 looks like 个人自付" in refusal(tmp_path, county, "医保.csv", content).problem.en


def test_the_same_column_twice_is_not_guessed_about(tmp_path: Path, county: RecordStore) -> None:
    content = as_csv([{**row, "费用总额": "1"} for row in BILLS])
    told = refusal(tmp_path, county, "医保.csv", content)
    assert "总费用" in told.problem.en
    assert "费用总额" in told.problem.en


def test_a_file_full_of_bad_ids_is_refused_whole(tmp_path: Path, county: RecordStore) -> None:
    rows = [
        bill(number, 证件号码=damaged(id_number(number)) if number < 5 else id_number(number)) for number in range(20)
    ]
    told = refusal(tmp_path, county, "医保.csv", as_csv(rows))
    assert (told.row, told.column) == (2, "证件号码")
    assert "5 of 20 rows" in told.problem.en
    assert "checksum" in told.what_to_do.en


def test_one_bad_id_costs_its_row_only(tmp_path: Path, county: RecordStore) -> None:
    rows = [
        bill(number, 证件号码=damaged(id_number(number)) if number == 3 else id_number(number)) for number in range(20)
    ]
    report = take_in(deliver(tmp_path / "delivered", "2024-02-05", {"医保.csv": as_csv(rows)}), county)
    assert report.set_aside == {Reason.BAD_ID: 1}
    assert county.records()["illness"].height == 19
    aside = county.set_aside().row(0, named=True)
    assert (aside["row"], aside["column"], aside["reason"]) == (5, "证件号码", "bad_id")
    assert id_number(3)[:-1] not in str(aside)


def test_bad_ids_in_a_file_of_two_rows_cost_their_rows_only(tmp_path: Path, county: RecordStore) -> None:
    content = as_csv([bill(0), bill(1, 证件号码=damaged(id_number(1)))])
    report = take_in(deliver(tmp_path / "delivered", "2024-02-05", {"医保.csv": content}), county)
    assert not report.refused
    assert (report.rows_landed, report.set_aside) == (1, {Reason.BAD_ID: 1})


@pytest.mark.parametrize("encoding", ["big5", "shift_jis", "euc_kr", "utf-16-le"])
def test_a_wrong_encoding_is_told(tmp_path: Path, county: RecordStore, encoding: str) -> None:
    told = refusal(tmp_path, county, "医保.csv", as_csv(BILLS, "utf-8").decode().encode(encoding, errors="replace"))
    assert ("UTF-16" if encoding == "utf-16-le" else "neither UTF-8 nor GBK") in told.problem.en
    assert "CSV UTF-8" in told.what_to_do.en
    assert told.row == 1


def test_utf16_with_its_mark_is_named(tmp_path: Path, county: RecordStore) -> None:
    told = refusal(tmp_path, county, "医保.csv", as_csv(BILLS, "utf-16"))
    assert "UTF-16" in told.problem.en


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_line_in_another_encoding_is_told_with_its_number(tmp_path: Path, county: RecordStore, encoding: str) -> None:
    lines = as_csv(BILLS, encoding=encoding).split(b"\r\n")
    lines[6] = lines[6].replace("大病".encode(encoding), b"\xff\xfe\xff")
    told = refusal(tmp_path, county, "医保.csv", b"\r\n".join(lines))
    assert told.row == 7


def test_a_broken_byte_in_utf8_is_told_with_its_line(tmp_path: Path, county: RecordStore) -> None:
    lines = as_csv(BILLS, encoding="utf-8").split(b"\r\n")
    lines[6] = lines[6].replace("大病".encode(), "大病".encode("gb18030"))
    told = refusal(tmp_path, county, "医保.csv", b"\r\n".join(lines))
    assert told.row == 7
    assert "UTF-8" in told.problem.en


def test_a_file_of_dates_to_come_is_refused(tmp_path: Path, county: RecordStore) -> None:
    told = refusal(tmp_path, county, "医保.csv", as_csv([bill(number, 结算日期="2024-02-06") for number in range(20)]))
    assert (told.row, told.column) == (2, "结算日期")
    assert "later than the delivery" in told.what_to_do.en


def test_a_date_of_the_delivery_day_itself_is_no_date_to_come(tmp_path: Path, county: RecordStore) -> None:
    content = as_csv([bill(number, 结算日期="2024-02-05") for number in range(20)])
    assert not take_in(deliver(tmp_path / "delivered", "2024-02-05", {"医保.csv": content}), county).refused


def test_one_date_to_come_makes_the_whole_file_doubtful(tmp_path: Path, county: RecordStore) -> None:
    rows = [bill(number, 结算日期="2042-01-20" if number == 3 else "2024-01-20") for number in range(20)]
    told = refusal(tmp_path, county, "医保.csv", as_csv(rows))
    assert (told.row, told.column) == (5, "结算日期")
    assert "1 of 20 rows" in told.problem.en


@pytest.mark.parametrize("number", ["1234", "99010119800101123", "9.9010119800101E+17", "9901011980010112345"])
def test_one_id_that_lost_or_gained_digits_makes_the_whole_file_doubtful(
    tmp_path: Path, county: RecordStore, number: str
) -> None:
    rows = [bill(row, 证件号码=number if row == 3 else id_number(row)) for row in range(20)]
    told = refusal(tmp_path, county, "医保.csv", as_csv(rows))
    assert (told.row, told.column) == (5, "证件号码")
    assert "column as text" in told.what_to_do.en
    assert number not in str(told)


def test_a_passport_is_no_lost_digit(tmp_path: Path, county: RecordStore) -> None:
    rows = [bill(row, 证件号码="E12345678" if row == 3 else id_number(row)) for row in range(20)]
    report = take_in(deliver(tmp_path / "delivered", "2024-02-05", {"医保.csv": as_csv(rows)}), county)
    assert report.set_aside == {Reason.BAD_ID: 1}


@pytest.mark.parametrize("left", [0.2, 0.5, 0.95])
def test_a_truncated_zip_is_told_as_one(tmp_path: Path, county: RecordStore, left: float) -> None:
    whole = in_a_zip(as_csv(BILLS))
    told = refusal(tmp_path, county, "医保.zip", whole[: int(len(whole) * left)])
    assert "truncated" in told.problem.en
    assert "again" in told.what_to_do.en


@pytest.mark.parametrize("left", [0.2, 0.5, 0.95])
def test_a_truncated_workbook_is_told_as_one(tmp_path: Path, county: RecordStore, left: float) -> None:
    whole = as_workbook({"一月": BILLS})
    assert "truncated" in refusal(tmp_path, county, "医保.xlsx", whole[: int(len(whole) * left)]).problem.en


def test_identifiers_that_excel_rounded_are_noticed(tmp_path: Path, store: RecordStore) -> None:
    rows: list[dict[str, Cell]] = [
        {"户编号": float(household(number)), "帮扶措施类型": "产业帮扶", "开始日期": "2024-01-01"}
        for number in range(5)
    ]
    told = refusal(tmp_path, store, "措施.xlsx", as_workbook({"措施": rows}))
    assert told.column == "户编号"
    assert "as text" in told.what_to_do.en


def test_people_cannot_be_matched_before_a_roster(tmp_path: Path, store: RecordStore) -> None:
    assert "no roster" in refusal(tmp_path, store, "医保.csv", as_csv(BILLS)).problem.en


def test_a_file_of_another_kind_is_told_the_nearest_known_one(tmp_path: Path, county: RecordStore) -> None:
    told = refusal(tmp_path, county, "通讯录.csv", as_csv([{"姓名": "某人", "科室": "办公室", "房间": "3"}]))
    assert "no export that intake knows" in told.problem.en


@pytest.mark.parametrize(
    ("name", "content"), [("空.csv", b""), ("空.xlsx", b""), ("空.zip", b""), ("空行.csv", b"\n\n\n")]
)
def test_an_empty_file_is_refused(tmp_path: Path, county: RecordStore, name: str, content: bytes) -> None:
    refusal(tmp_path, county, name, content)


def test_a_row_with_too_many_cells_is_named(tmp_path: Path, county: RecordStore) -> None:
    lines = as_csv(BILLS).split(b"\r\n")
    lines[4] += b",5,6"
    assert refusal(tmp_path, county, "医保.csv", b"\r\n".join(lines)).row == 5


def test_the_other_files_of_a_delivery_land(tmp_path: Path, county: RecordStore) -> None:
    files = {"好.csv": as_csv(BILLS), "坏.csv": without("结算日期")}
    report = take_in(deliver(tmp_path / "delivered", "2024-02-05", files), county)
    assert [file.refusal.column for file in report.refused if file.refusal] == ["结算日期"]
    assert county.records()["illness"].height == 20


def test_no_message_repeats_a_cell(tmp_path: Path, county: RecordStore) -> None:
    secret = damaged(id_number(77))
    rows = [bill(number, 证件号码=secret, 姓名="欧阳某某") for number in range(20)]
    told = str(refusal(tmp_path, county, "医保.csv", as_csv(rows)))
    assert secret not in told
    assert "欧阳" not in told


def test_a_folder_without_a_day_asks_for_one(tmp_path: Path, county: RecordStore) -> None:
    (tmp_path / "delivered").mkdir()
    with pytest.raises(IntakeError, match="--known-date"):
        take_in(tmp_path / "delivered", county)


def test_a_folder_with_an_impossible_day_is_told(tmp_path: Path, county: RecordStore) -> None:
    with pytest.raises(IntakeError, match="2024-02-31"):
        take_in(deliver(tmp_path, "2024-02-31", {"a.csv": b""}) / "2024-02-31", county)


def of_people(count: int, unsound: int, missing: int = 0) -> bytes:
    """A roster of people of whom the first few have a number that fails its check, and the next none."""
    rows = members(count)
    for row in rows[:unsound]:
        row["证件号码"] = damaged(str(row["证件号码"]))
    for row in rows[unsound : unsound + missing]:
        row["证件号码"] = ""
    return as_csv(rows)


@pytest.mark.parametrize(("count", "unsound"), [(24, 5), (5, 5)])
def test_a_roster_of_which_over_a_fifth_of_the_numbers_fail_is_refused(
    tmp_path: Path, store: RecordStore, count: int, unsound: int
) -> None:
    report = take_in(deliver(tmp_path / "in", "2024-01-05", {"人口.csv": of_people(count, unsound)}), store)
    (refusal,) = (file.refusal for file in report.refused)
    assert refusal is not None
    assert (refusal.row, refusal.column) == (2, "证件号码")
    assert "证件号码校验不通过" in refusal.message.zh
    assert store.records()["members"].is_empty()


@pytest.mark.parametrize(("count", "unsound", "missing"), [(25, 5, 0), (4, 4, 0), (20, 4, 16)])
def test_a_roster_with_fewer_or_with_none_written_is_taken_in(
    tmp_path: Path, store: RecordStore, count: int, unsound: int, missing: int
) -> None:
    files = {"人口.csv": of_people(count, unsound, missing)}
    assert not take_in(deliver(tmp_path / "in", "2024-01-05", files), store).refused
    assert store.records()["members"].height == count
