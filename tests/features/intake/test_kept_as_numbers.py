"""Identifiers that some rows keep as numbers: digits are gone, and one such cell is enough to be seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from features.intake import Reason
from features.intake.file import read_file
from features.intake.files.content import Content
from features.intake.problems import FileRefusedError
from features.intake.recognising.catalogue import catalogue
from features.records.store import RecordStore
from tests.features.intake.binary import as_binary_workbook
from tests.features.intake.files import (
    Cell,
    Row,
    as_csv,
    as_workbook,
    bill,
    damaged,
    deliver,
    household,
    households,
    id_number,
    members,
    take_in,
)

DAY = "2024-02-05"
Rows = list[dict[str, Cell]]


def xlsx(rows: Sequence[Row]) -> bytes:
    return as_workbook({"一月": rows})


WORKBOOKS = pytest.mark.parametrize(("name", "written"), [("表.xlsx", xlsx), ("表.xls", as_binary_workbook)])


def with_numbers(rows: Rows, header: str, *places: int) -> Rows:
    """The rows with some cells of a column turned into numbers, as typing them into a spreadsheet does."""
    return [{**row, header: float(str(row[header]))} if number in places else row for number, row in enumerate(rows)]


def refusal(name: str, content: bytes) -> FileRefusedError:
    """Before anything is looked up or landed."""
    with pytest.raises(FileRefusedError) as refused:
        read_file(Content(name, content), "a delivery", dt.date.fromisoformat(DAY), catalogue())
    return refused.value


@WORKBOOKS
def test_a_household_code_that_is_a_number_among_texts_is_seen(
    name: str, written: Callable[[Sequence[Row]], bytes]
) -> None:
    told = refusal(name, written(with_numbers(households(40), "户编号", 3, 9, 17, 28, 39)))
    assert (told.sheet, told.row, told.column) == ("一月", 5, "户编号")
    assert "存成了数值" in told.problem.zh
    assert "文本" in told.what_to_do.zh


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        (members(20), "户编号"),
        (members(20), "证件号码"),
        (households(20), "户主证件号码"),
        ([bill(n) for n in range(20)], "证件号码"),
        ([bill(n, 结算流水号=f"20240120{n:012d}") for n in range(20)], "结算流水号"),
    ],
)
def test_one_number_in_any_identifier_column_costs_the_file(rows: Rows, header: str) -> None:
    rows[7][header] = float(str(rows[7][header])[:17] + "0" * (len(str(rows[7][header])) - 17))
    told = refusal("表.xlsx", xlsx(rows))
    assert (told.row, told.column) == (9, header)


def test_texts_that_happen_to_be_a_float_s_digits_are_texts(tmp_path: Path, store: RecordStore) -> None:
    rows = households(20)
    rows[3]["户编号"] = str(int(float(household(3))))
    rows[4]["户编号"] = "99010100100100000000"
    rows[5]["家庭人口数"] = 3.0
    assert not take_in(deliver(tmp_path, DAY, {"户.xlsx": xlsx(rows)}), store).refused
    assert not store.set_aside().height


def test_in_a_csv_a_code_that_ends_in_zeros_after_its_15th_digit_waits(tmp_path: Path, store: RecordStore) -> None:
    rows = households(40)
    for place in (3, 9, 17, 28, 39):
        rows[place]["户编号"] = "99010100100101000000"[:15] + "00000"
    report = take_in(deliver(tmp_path, DAY, {"户.csv": as_csv(rows)}), store)
    assert report.set_aside == {Reason.KEPT_AS_NUMBER: 5}
    assert store.set_aside()["row"].to_list() == [5, 11, 19, 30, 41]
    assert store.set_aside()["column"].unique().to_list() == ["户编号"]
    assert store.records()["households"]["household_id"].n_unique() == 35


def test_in_a_csv_id_numbers_that_end_in_zeros_and_fail_their_check_cost_the_file() -> None:
    rows = [
        bill(n, 证件号码=id_number(n, f"19800{n % 9 + 1}15")[:15] + "000" if n in (4, 8, 9, 15) else id_number(n))
        for n in range(20)
    ]
    told = refusal("医保.csv", as_csv(rows))
    assert (told.row, told.column) == (6, "证件号码")


def test_in_a_long_list_some_mistyped_numbers_end_in_zeros_by_chance() -> None:
    def number(n: int) -> str:
        return damaged(id_number(n)) if n % 5 == 0 else id_number(n)

    by_chance = {n: id_number(n, f"19800{n % 9 + 1}15")[:15] + "000" for n in (4, 8, 9)}
    rows = [bill(n, 证件号码=by_chance.get(n, number(n))) for n in range(400)]
    read_file(Content("医保.csv", as_csv(rows)), "a delivery", dt.date.fromisoformat(DAY), catalogue())
    told = refusal("医保.csv", as_csv(rows[:200]))
    assert (told.row, told.column) == (6, "证件号码")


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        (households(20), "户编号"),
        (members(20), "证件号码"),
        ([bill(n) for n in range(20)], "结算流水号"),
    ],
)
def test_one_long_identifier_in_scientific_notation_costs_the_file_in_any_column(rows: Rows, header: str) -> None:
    rows[7][header] = "9.90101E+17"
    told = refusal("表.csv", as_csv(rows))
    assert (told.row, told.column) == (9, header)
    assert "存成了数值" in told.problem.zh


@pytest.mark.parametrize(("first", "lands"), [(2020120000000001, True), (2020120000000010, False)])
def test_serials_of_16_digits_are_whole_unless_all_of_them_end_in_0(
    tmp_path: Path, county: RecordStore, first: int, lands: bool
) -> None:
    step = 1 if lands else 10
    rows = [bill(n, 结算流水号=float(first + step * n)) for n in range(20)]
    (file,) = take_in(deliver(tmp_path, DAY, {"医保.xlsx": xlsx(rows)}), county).files
    assert (file.refusal is None) is lands


@pytest.mark.parametrize("name", ["医保.csv", "医保.xlsx"])
def test_long_serials_as_texts_are_no_numbers(tmp_path: Path, county: RecordStore, name: str) -> None:
    rows = [bill(n, 结算流水号=str(2020120000000001 + n)) for n in range(20)]
    report = take_in(deliver(tmp_path, DAY, {name: as_csv(rows) if name.endswith("csv") else xlsx(rows)}), county)
    assert not report.refused
    assert not report.set_aside


def test_a_short_code_without_the_zeros_that_all_others_begin_with_waits(tmp_path: Path, store: RecordStore) -> None:
    rows = [{**row, "户编号": f"{number:012d}"} for number, row in enumerate(households(20), 1)]
    rows[3]["户编号"] = 4.0
    report = take_in(deliver(tmp_path, DAY, {"户.xlsx": xlsx(rows)}), store)
    assert report.set_aside == {Reason.KEPT_AS_NUMBER: 1}
    assert (store.set_aside()["row"][0], store.set_aside()["column"][0]) == (5, "户编号")


def test_columns_before_the_table_do_not_shift_what_is_looked_at() -> None:
    rows = [{"": None, **row} for row in with_numbers(households(20), "户编号", 3)]
    told = refusal("户.xlsx", as_workbook({"一月": rows}, before=[["某县农户"], []]))
    assert (told.row, told.column) == (7, "户编号")
